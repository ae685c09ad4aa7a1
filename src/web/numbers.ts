// How numbers, dates and spans are written on pages: by Intl alone, in the reader's language, always in UTC.
// Nothing here rounds a published figure for good: what is shown short stands exact beside it.
import { dateTimeFormat, numberFormat } from '../domain/formats.ts'
import { DAY_MS, MINUTE_MS } from '../domain/time.ts'

/** What a page needs to know of a window. Instants are ISO 8601; `name` is the last day. */
export interface WindowSpan {
  readonly name: string
  readonly from: string
  readonly to: string
}

/** 11300000 as "11.3M". */
export const compact = (value: number, language = 'en'): string =>
  numberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value)

/** 11300000 as "11.3 million". */
export const compactLong = (value: number, language = 'en'): string =>
  numberFormat(language, { notation: 'compact', compactDisplay: 'long', maximumFractionDigits: 1 }).format(value)

/** 11300000 as "11,300,000". */
export const exact = (value: number, language = 'en'): string => numberFormat(language).format(value)

/** 45200000 as "45.2M hours". */
export const hours = (value: number, language = 'en'): string =>
  numberFormat(language, {
    style: 'unit',
    unit: 'hour',
    unitDisplay: 'long',
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(value)

/** A running time to the nearest minute, as h:mm: 6720000 ms is "1:52". */
export function runtime(runtimeMs: number, language = 'en'): string {
  const { h, m } = hoursAndMinutes(runtimeMs)
  const minutes = numberFormat(language, { minimumIntegerDigits: 2 }).format(m)
  return `${exact(h, language)}:${minutes}`
}

/** The same as an ISO 8601 duration, for machines: "PT1H52M". */
export function runtimeIso(runtimeMs: number): string {
  const { h, m } = hoursAndMinutes(runtimeMs)
  return `PT${h}H${m}M`
}

/** "15 November 2026" for the calendar date 2026-11-15. */
export const day = (date: string, language = 'en'): string => dateFormat(language).format(new Date(date))

/** "15 Nov 2026": where many dates stand close together; "15 Nov" where the year goes without saying. */
export const shortDay = (date: string, language = 'en', withYear = true): string =>
  dateTimeFormat(dateLanguage(language), {
    day: 'numeric',
    month: 'short',
    ...(withYear && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(date))

/** "9–15 November 2026". Counted back from the last day, so that it is right whatever zone the window is in. */
export function windowDates(window: WindowSpan, language = 'en'): string {
  const last = new Date(window.name)
  const first = new Date(last.getTime() - (daysIn(window) - 1) * DAY_MS)
  const dates = dateFormat(language)
  // CLDR has spans of Japanese dates in figures alone: "2026/11/09～2026/11/15".
  if (language === 'ja' && first < last) return `${dates.format(first)}～${endOf(first, last)}`
  return dates.formatRange(first, last)
}

/** The last day of a span in Japanese, with its year where that is another. */
function endOf(first: Date, last: Date): string {
  const sameYear = first.getUTCFullYear() === last.getUTCFullYear()
  const year = sameYear ? {} : ({ year: 'numeric' } as const)
  return dateTimeFormat('ja', { ...year, month: 'long', day: 'numeric', timeZone: 'UTC' }).format(last)
}

/** "16 November 2026 at 06:00 UTC" for an instant. */
export const moment = (at: string, language = 'en'): string =>
  dateTimeFormat(dateLanguage(language), {
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone: 'UTC',
  })
    .format(new Date(at))
    .concat(' UTC')

export type Period = 'day' | 'week' | 'month'

/** What a reader calls a window of this length. */
export function periodOf(window: WindowSpan): Period {
  const days = daysIn(window)
  if (days === 1) return 'day'
  return days === 7 ? 'week' : 'month'
}

// Plain English names no country; the pages take the international order of day, month, year.
const dateLanguage = (language: string): string => (language === 'en' ? 'en-GB' : language)

const dateFormat = (language: string): Intl.DateTimeFormat =>
  dateTimeFormat(dateLanguage(language), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

// Rounded: a week in which the clocks change is an hour short or long.
const daysIn = (window: WindowSpan): number =>
  Math.max(1, Math.round((Date.parse(window.to) - Date.parse(window.from)) / DAY_MS))

function hoursAndMinutes(runtimeMs: number): { readonly h: number; readonly m: number } {
  const minutes = Math.round(runtimeMs / MINUTE_MS)
  return { h: Math.floor(minutes / 60), m: minutes % 60 }
}
