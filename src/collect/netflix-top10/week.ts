// Netflix's weeks run from Monday to Sunday in UTC and are named by the Sunday. All that is derived from a week's
// name is here, so that an event, a running time and a chart can't disagree on it.
import { type Parsed, parsed } from '../../domain/problem.ts'
import {
  type CalendarDate,
  DAY_MS,
  HOUR_MS,
  type Instant,
  instant,
  parseInstant,
  startOfDate,
  utcDate,
} from '../../domain/time.ts'
import { type Calendar, parseWindowName } from '../../domain/window.ts'

export const NETFLIX_WEEK = { kind: 'week', startsOn: 'monday', timeZone: 'UTC' } as const satisfies Calendar

/** Files repeat a few hundred weeks in half a million rows. */
const known = new Set<string>()

/** Reads a week's name, the date of its Sunday; the week must lie where an event may lie. */
export function parseWeek(field: string, input: string): Parsed<CalendarDate> {
  if (known.has(input)) return parsed(input as CalendarDate)
  const window = parseWindowName(NETFLIX_WEEK, field, input)
  if (!window.ok) return window
  const noon = parseInstant(field, `${input}T12:00:00Z`)
  if (!noon.ok) return noon
  known.add(input)
  return parsed(window.value.name)
}

/** The week's Monday. */
export const firstDayOf = (week: CalendarDate): CalendarDate => utcDate(instant(startOfDate(week, 'UTC') - 6 * DAY_MS))

/** An instant that is inside the week in every way: noon of its last day. */
export const instantIn = (week: CalendarDate): Instant => instant(Date.parse(`${week}T00:00:00Z`) + 12 * HOUR_MS)
