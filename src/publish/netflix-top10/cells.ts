// How Netflix writes a value in its files.
import type { Catalogue } from '../../domain/catalogue.ts'
import type { ItemId } from '../../domain/item.ts'
import { type Region, regionName } from '../../domain/region.ts'
import { HOUR_MS } from '../../domain/time.ts'
import { namesOf } from '../editions.ts'

export type Cell = string | number

/** A title and what it belongs to: a season stands below its show, and what belongs to nothing has the season `N/A`. */
export function titleCells(catalogue: Catalogue, item: ItemId): { show_title: string; season_title: string } {
  const { title, parentTitle } = namesOf(catalogue, item)
  return parentTitle === undefined
    ? { show_title: title, season_title: 'N/A' }
    : { show_title: parentTitle, season_title: title }
}

/** Hours with at most four decimals, rounded half up; 0 where the running time is unknown. */
export const runtimeCell = (ms: number | undefined): string =>
  String(Math.round(((ms ?? 0) * 10_000) / HOUR_MS) / 10_000)

/** Where Netflix writes a country otherwise than CLDR does in English. */
const NAMES: Readonly<Record<string, string>> = {
  CZ: 'Czech Republic',
  HK: 'Hong Kong',
  TR: 'Turkey',
  TT: 'Trinidad and Tobago',
}

export const countryName = (country: Region): string => NAMES[country] ?? regionName(country)
