// A region is where a chart applies: `world` or an ISO 3166-1 alpha-2 country. `ZZ` is CLDR's code for an unknown
// country: its audience counts in the world and is never published as a country.
import countries from 'i18n-iso-countries'
import type { Brand } from './brand.ts'
import { regionNames } from './formats.ts'
import { type Parsed, parsed, problem, refused } from './problem.ts'

export type CountryCode = Brand<string, 'CountryCode'>
export type Region = 'world' | CountryCode

export const WORLD = 'world'
export const UNKNOWN_COUNTRY = 'ZZ' as CountryCode

const COUNTRY_ALLOWED = 'an ISO 3166-1 alpha-2 code in capitals, such as "GB"'

const alpha2 = new Set(Object.keys(countries.getAlpha2Codes()))

export function parseCountry(field: string, input: unknown): Parsed<CountryCode> {
  return typeof input === 'string' && alpha2.has(input)
    ? parsed(input as CountryCode)
    : refused(problem(field, input, COUNTRY_ALLOWED))
}

/** Reads a region as a person types it: `world`, or a country code in either case. */
export function parseRegion(field: string, input: unknown): Parsed<Region> {
  if (typeof input === 'string') {
    if (input.toLowerCase() === WORLD) return parsed(WORLD)
    if (alpha2.has(input.toUpperCase())) return parsed(input.toUpperCase() as CountryCode)
  }
  return refused(problem(field, input, '"world" or an ISO 3166-1 alpha-2 code such as "GB"'))
}

/** A region's name in a reader's language. */
export function regionName(region: Region, language = 'en'): string {
  // CLDR writes `world` as within a sentence.
  if (region === WORLD) {
    const name = regionNames(language)('001')
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
  }
  return regionNames(language)(region)
}
