// The 94 countries that the demo's service is sold in: how large each market is, its clock, and what is spoken
// there. Rough figures of our own, for a believable spread; they are no statistics.
import type { CountryCode } from '../domain/region.ts'

export interface Market {
  readonly country: CountryCode
  /** Its part of the world's watching; all of them make 1. */
  readonly share: number
  /** Hours ahead of UTC, whole and without summer time: enough to put evenings where they belong. */
  readonly hoursAhead: number
  /** Neighbours in taste. */
  readonly area: string
  /** ISO 639 codes, the main one first. */
  readonly languages: readonly string[]
}

/** country, size, hours ahead of UTC, languages */
type Row = readonly [string, number, number, string]

const AREAS: Readonly<Record<string, readonly Row[]>> = {
  'north-america': [
    ['US', 7200, -6, 'en es'],
    ['CA', 860, -5, 'en fr'],
  ],
  'latin-america': [
    ['AR', 520, -3, 'es'],
    ['BO', 34, -4, 'es'],
    ['BR', 1850, -3, 'pt'],
    ['CL', 300, -4, 'es'],
    ['CO', 390, -5, 'es'],
    ['CR', 60, -6, 'es'],
    ['DO', 52, -4, 'es'],
    ['EC', 88, -5, 'es'],
    ['GT', 48, -6, 'es'],
    ['HN', 24, -6, 'es'],
    ['MX', 1320, -6, 'es'],
    ['NI', 15, -6, 'es'],
    ['PA', 40, -5, 'es'],
    ['PE', 220, -5, 'es'],
    ['PY', 30, -3, 'es'],
    ['SV', 28, -6, 'es'],
    ['UY', 56, -3, 'es'],
    ['VE', 64, -4, 'es'],
    ['BS', 7, -5, 'en'],
    ['JM', 18, -5, 'en'],
    ['TT', 20, -4, 'en'],
    ['GP', 10, -4, 'fr'],
    ['MQ', 9, -4, 'fr'],
  ],
  europe: [
    ['GB', 1720, 0, 'en'],
    ['IE', 120, 0, 'en'],
    ['FR', 1260, 1, 'fr'],
    ['BE', 230, 1, 'nl fr de'],
    ['NL', 430, 1, 'nl'],
    ['LU', 14, 1, 'fr de'],
    ['DE', 1520, 1, 'de tr'],
    ['AT', 190, 1, 'de'],
    ['CH', 220, 1, 'de fr it'],
    ['ES', 920, 1, 'es'],
    ['PT', 180, 0, 'pt'],
    ['IT', 830, 1, 'it'],
    ['MT', 9, 1, 'mt en'],
    ['GR', 110, 2, 'el'],
    ['CY', 14, 2, 'el tr'],
    ['SE', 310, 1, 'sv'],
    ['NO', 200, 1, 'no sv'],
    ['DK', 210, 1, 'da sv'],
    ['FI', 170, 2, 'fi sv'],
    ['IS', 16, 0, 'is'],
    ['EE', 22, 2, 'et'],
    ['LV', 20, 2, 'lv'],
    ['LT', 28, 2, 'lt'],
    ['PL', 500, 1, 'pl'],
    ['CZ', 130, 1, 'cs'],
    ['SK', 60, 1, 'sk'],
    ['HU', 110, 1, 'hu'],
    ['RO', 150, 2, 'ro'],
    ['BG', 54, 2, 'bg'],
    ['HR', 46, 1, 'hr'],
    ['SI', 24, 1, 'sl'],
    ['RS', 44, 1, 'sr'],
    ['UA', 70, 2, 'uk'],
  ],
  'middle-east-and-north-africa': [
    ['TR', 420, 3, 'tr'],
    ['IL', 160, 2, 'he ar'],
    ['EG', 130, 2, 'ar'],
    ['SA', 210, 3, 'ar'],
    ['AE', 150, 4, 'ar en'],
    ['QA', 32, 3, 'ar'],
    ['KW', 40, 3, 'ar'],
    ['BH', 16, 3, 'ar'],
    ['OM', 22, 4, 'ar'],
    ['JO', 24, 3, 'ar'],
    ['LB', 22, 2, 'ar fr'],
    ['MA', 46, 1, 'ar fr'],
  ],
  'sub-saharan-africa': [
    ['ZA', 190, 2, 'en'],
    ['NG', 96, 1, 'en'],
    ['KE', 42, 3, 'en'],
    ['MU', 9, 4, 'fr en'],
    ['RE', 12, 4, 'fr'],
  ],
  'south-asia': [
    ['IN', 1240, 5, 'hi en'],
    ['PK', 44, 5, 'ur hi'],
    ['BD', 30, 6, 'bn hi'],
    ['LK', 20, 5, 'si'],
    ['MV', 4, 5, 'dv'],
  ],
  'east-asia': [
    ['JP', 1050, 9, 'ja'],
    ['KR', 820, 9, 'ko'],
    ['TW', 230, 8, 'zh'],
    ['HK', 110, 8, 'zh en'],
  ],
  'southeast-asia': [
    ['SG', 120, 8, 'en zh'],
    ['MY', 190, 8, 'ms zh en'],
    ['ID', 340, 7, 'id'],
    ['PH', 260, 8, 'en'],
    ['TH', 230, 7, 'th'],
    ['VN', 120, 7, 'vi'],
  ],
  oceania: [
    ['AU', 760, 10, 'en'],
    ['NZ', 150, 12, 'en'],
    ['NC', 6, 11, 'fr'],
    ['FJ', 4, 12, 'en'],
  ],
}

const rows = Object.entries(AREAS).flatMap(([area, list]) => list.map((row) => ({ area, row })))
const whole = rows.reduce((sum, { row }) => sum + row[1], 0)

export const MARKETS: readonly Market[] = rows.map(({ area, row: [country, size, hoursAhead, languages] }) => ({
  country: country as CountryCode,
  share: size / whole,
  hoursAhead,
  area,
  languages: languages.split(' '),
}))
