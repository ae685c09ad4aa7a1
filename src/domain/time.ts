// Instants are whole milliseconds since 1970-01-01T00:00Z; durations are whole milliseconds. Nothing here reads a clock.
import { Temporal } from 'temporal-polyfill'
import type { Brand } from './brand.ts'
import { type Parsed, parsed, problem, refused } from './problem.ts'

export type Instant = Brand<number, 'Instant'>

/** A calendar date, `YYYY-MM-DD`. */
export type CalendarDate = Brand<string, 'CalendarDate'>

export const instant = (epochMs: number): Instant => epochMs as Instant

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Events before this instant or from the year 2200 on are mistakes: a seconds/milliseconds mix-up lands outside. */
const EARLIEST = Date.UTC(1990, 0, 1)
const LATEST = Date.UTC(2200, 0, 1)

/** Whether a number of milliseconds is a time that events may have; NaN is none. */
export const isInstant = (ms: number): boolean => ms >= EARLIEST && ms < LATEST

const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/

const INSTANT_ALLOWED = 'an RFC 3339 date and time with its zone, such as "2026-11-16T20:01:02.123Z", from 1990 to 2199'

/** Reads an RFC 3339 instant; a date without a zone is a problem, never a guess. Finer than 1 ms is cut off. */
export function parseInstant(field: string, input: unknown): Parsed<Instant> {
  if (typeof input !== 'string' || !WITH_ZONE.test(input)) return refused(problem(field, input, INSTANT_ALLOWED))
  const ms = Date.parse(input)
  const real = !Number.isNaN(ms) && isRealDate(input.slice(0, 10))
  return real && isInstant(ms) ? parsed(instant(ms)) : refused(problem(field, input, INSTANT_ALLOWED))
}

export function parseCalendarDate(field: string, input: unknown): Parsed<CalendarDate> {
  if (typeof input === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(input) && isRealDate(input))
    return parsed(input as CalendarDate)
  return refused(problem(field, input, 'a calendar date such as "2022-05-01"'))
}

/** 2026-02-30 passes Date.parse as 2 March in some engines; the round trip says so. */
function isRealDate(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === date
}

export const isoInstant = (at: Instant): string => new Date(at).toISOString()

/** The UTC date an instant falls on. */
export const utcDate = (at: Instant): CalendarDate => isoInstant(at).slice(0, 10) as CalendarDate

/** The first instant of a calendar date in a named time zone; days that begin late (a clock change at midnight) too. */
export function startOfDate(date: CalendarDate, timeZone: string): Instant {
  if (timeZone === 'UTC') return instant(Date.parse(`${date}T00:00:00Z`))
  const start = Temporal.PlainDate.from(date).toZonedDateTime(timeZone)
  return instant(start.epochMilliseconds)
}

/** The calendar date that an instant falls on in a named time zone. */
export function dateAt(at: Instant, timeZone: string): CalendarDate {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  return zoned.toPlainDate().toString() as CalendarDate
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
