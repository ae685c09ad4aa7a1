// How Netflix writes a value in its files, where that is not how the other downloads have it.
import { type Region, regionName } from '../../domain/region.ts'
import { decimalHours } from '../downloads.ts'

export type Cell = string | number | boolean

/** 0 where the running time is unknown. */
export const runtimeCell = (ms: number | undefined): number => decimalHours(ms ?? 0)

/** Where Netflix writes a country otherwise than CLDR does in English. */
const NAMES: Readonly<Record<string, string>> = {
  CZ: 'Czech Republic',
  HK: 'Hong Kong',
  TR: 'Turkey',
  TT: 'Trinidad and Tobago',
}

export const countryName = (country: Region): string => NAMES[country] ?? regionName(country)
