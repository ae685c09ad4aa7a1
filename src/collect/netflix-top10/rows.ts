// One row of a Netflix file, made strict: text in, whole numbers and checked codes out. Running times are decimal
// hours with up to four places, which are whole multiples of 360 ms, so no floating point is needed and none is used.
import { z } from 'zod'
import { AMOUNT_MAX, RANK_MAX } from '../../domain/event.ts'
import { RUNTIME_MS_MAX } from '../../domain/item.ts'
import { type Parsed, parsed } from '../../domain/problem.ts'
import { type CountryCode, parseCountry } from '../../domain/region.ts'
import { parseWith, text } from '../../domain/schema.ts'
import { type CalendarDate, HOUR_MS } from '../../domain/time.ts'
import { parseWeek } from './week.ts'

export type LanguageCategory = (typeof LANGUAGE_CATEGORIES)[number]
export type CountryCategory = (typeof COUNTRY_CATEGORIES)[number]

interface Titled {
  /** The line in the file, from 1; the header is line 1. */
  readonly line: number
  readonly showTitle: string
  /** Undefined where the file says `N/A`. */
  readonly seasonTitle?: string | undefined
  readonly rank: number
}

export interface GlobalRow extends Titled {
  readonly kind: 'global'
  readonly week: CalendarDate
  readonly category: LanguageCategory
  readonly hours: number
  /** Undefined where the file says 0 or nothing. */
  readonly runtimeMs?: number | undefined
  /** Published since the lists are ranked by views; undefined before. */
  readonly views?: number | undefined
  readonly weeksOnChart: number
}

export interface CountryRow extends Titled {
  readonly kind: 'countries'
  readonly week: CalendarDate
  readonly country: CountryCode
  readonly category: CountryCategory
  readonly weeksOnChart: number
}

export interface MostPopularRow extends Titled {
  readonly kind: 'most-popular'
  readonly category: LanguageCategory
  /** Hours viewed in the first 91 days. */
  readonly hours: number
  readonly runtimeMs?: number | undefined
  readonly views?: number | undefined
}

export type NetflixRow = GlobalRow | CountryRow | MostPopularRow

export const LANGUAGE_CATEGORIES = [
  'Films (English)',
  'Films (Non-English)',
  'TV (English)',
  'TV (Non-English)',
] as const
export const COUNTRY_CATEGORIES = ['Films', 'TV'] as const

/** More than anything published, and safe to add up. */
const VIEWS_MAX = 1_000_000_000_000
const WEEKS_MAX = 100_000
const MS_PER_TEN_THOUSANDTH = 360

const RUNTIME_ALLOWED = `hours with at most 4 decimal places, up to ${RUNTIME_MS_MAX / 3_600_000}, or nothing`

/** Exact milliseconds of decimal hours such as `1.9667`; 0 or nothing is unknown. */
const runtime = z
  .string()
  .regex(/^(\d{1,6}(\.\d{1,4})?)?$/, RUNTIME_ALLOWED)
  .transform((decimal) => {
    const [hours = '', places = ''] = decimal.split('.')
    return (Number(hours) * 10_000 + Number(places.padEnd(4, '0'))) * MS_PER_TEN_THOUSANDTH || undefined
  })
  .refine((ms) => ms === undefined || ms <= RUNTIME_MS_MAX, { error: RUNTIME_ALLOWED })

function whole(min: number, max: number) {
  const allowed = `a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,15}$/, allowed)
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: allowed })
}

const rank = whole(1, RANK_MAX)
const hours = whole(1, Math.floor(AMOUNT_MAX / HOUR_MS))
const weeks = whole(1, WEEKS_MAX)
const views = z.union([z.literal('').transform(() => undefined), whole(0, VIEWS_MAX)], {
  error: `a whole number from 0 to ${VIEWS_MAX}, or nothing`,
})

/** U+FFFD stands where bytes were no UTF-8. */
const TITLE = /^[^\p{Cc}\uFFFD]{1,500}$/u
const TITLE_ALLOWED = '1 to 500 characters of UTF-8 without control characters'
const title = text(TITLE, TITLE_ALLOWED)
const seasonTitle = z
  .string()
  .refine((value) => value === '' || TITLE.test(value), { error: TITLE_ALLOWED })
  .transform((value) => (value === 'N/A' || value === '' ? undefined : value))

const week = z
  .string()
  .refine((value) => parseWeek('', value).ok, {
    error: 'the date of a Sunday, such as "2022-05-01": a week\'s last day',
  })
  .transform((value) => value as CalendarDate)
const country = z
  .string()
  .refine((value) => parseCountry('', value).ok, { error: 'an ISO 3166-1 alpha-2 code in capitals, such as "GB"' })
  .transform((value) => value as CountryCode)
const language = z.enum(LANGUAGE_CATEGORIES, { error: `one of ${LANGUAGE_CATEGORIES.join(', ')}` })

const globalSchema = z.object({
  week,
  category: language,
  weekly_rank: rank,
  show_title: title,
  season_title: seasonTitle,
  weekly_hours_viewed: hours,
  runtime,
  weekly_views: views,
  cumulative_weeks_in_top_10: weeks,
})

const countrySchema = z.object({
  country_name: title,
  country_iso2: country,
  week,
  category: z.enum(COUNTRY_CATEGORIES, { error: `one of ${COUNTRY_CATEGORIES.join(', ')}` }),
  weekly_rank: rank,
  show_title: title,
  season_title: seasonTitle,
  cumulative_weeks_in_top_10: weeks,
})

const mostPopularSchema = z.object({
  category: language,
  rank,
  show_title: title,
  season_title: seasonTitle,
  hours_viewed_first_91_days: hours,
  runtime,
  views_first_91_days: views,
})

/** A row's cells by column. */
export type Cells = Readonly<Record<string, string>>

export function parseGlobalRow(line: number, cells: Cells): Parsed<GlobalRow> {
  const checked = parseWith(globalSchema, cells)
  if (!checked.ok) return checked
  const row = checked.value
  return parsed({
    kind: 'global',
    line,
    week: row.week,
    category: row.category,
    rank: row.weekly_rank,
    showTitle: row.show_title,
    seasonTitle: row.season_title,
    hours: row.weekly_hours_viewed,
    runtimeMs: row.runtime,
    views: row.weekly_views,
    weeksOnChart: row.cumulative_weeks_in_top_10,
  })
}

export function parseCountryRow(line: number, cells: Cells): Parsed<CountryRow> {
  const checked = parseWith(countrySchema, cells)
  if (!checked.ok) return checked
  const row = checked.value
  return parsed({
    kind: 'countries',
    line,
    week: row.week,
    country: row.country_iso2,
    category: row.category,
    rank: row.weekly_rank,
    showTitle: row.show_title,
    seasonTitle: row.season_title,
    weeksOnChart: row.cumulative_weeks_in_top_10,
  })
}

export function parseMostPopularRow(line: number, cells: Cells): Parsed<MostPopularRow> {
  const checked = parseWith(mostPopularSchema, cells)
  if (!checked.ok) return checked
  const row = checked.value
  return parsed({
    kind: 'most-popular',
    line,
    category: row.category,
    rank: row.rank,
    showTitle: row.show_title,
    seasonTitle: row.season_title,
    hours: row.hours_viewed_first_91_days,
    runtimeMs: row.runtime,
    views: row.views_first_91_days,
  })
}
