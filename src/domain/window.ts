// A window is the span a chart covers, half-open, and is named by its last day, as Netflix names its weeks.
import { Temporal } from 'temporal-polyfill'
import { type Parsed, parsed, problem, refused } from './problem.ts'
import { type CalendarDate, dateAt, type Instant, instant, parseCalendarDate, startOfDate } from './time.ts'

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Windows that follow one another without a gap. */
export type Calendar =
  | { readonly kind: 'day'; readonly timeZone: string }
  | { readonly kind: 'week'; readonly startsOn: Weekday; readonly timeZone: string }
  | { readonly kind: 'month'; readonly timeZone: string }

/** `first` and `all` are issued anew at the end of each of a calendar's windows, and named like it. */
export type WindowSpec =
  | Calendar
  | { readonly kind: 'first'; readonly days: number; readonly issued: Calendar }
  | { readonly kind: 'all'; readonly issued: Calendar }

export interface Window {
  /** The last day, in the calendar's time zone. */
  readonly name: CalendarDate
  /** The first instant; for `first` and `all` that of the window in which they are issued. */
  readonly from: Instant
  /** The first instant after it. */
  readonly to: Instant
}

export const calendarOf = (spec: WindowSpec): Calendar =>
  spec.kind === 'first' || spec.kind === 'all' ? spec.issued : spec

/** A calendar's name in the store: the same spec has the same roll-ups, whichever chart asks. */
export const calendarKey = (calendar: Calendar): string =>
  calendar.kind === 'week' ? `week/${calendar.startsOn}/${calendar.timeZone}` : `${calendar.kind}/${calendar.timeZone}`

/** The window of a calendar that an instant falls into. */
export function windowAt(calendar: Calendar, at: Instant): Window {
  const window = windowFrom(calendar, firstDay(calendar, dateAt(at, calendar.timeZone)))
  // Where clocks went back over midnight, the end of a day's second run belongs to the day that had begun.
  return at < window.to ? window : windowFrom(calendar, firstDay(calendar, dateAt(window.to, calendar.timeZone)))
}

export const nextWindow = (calendar: Calendar, window: Window): Window => windowAt(calendar, window.to)

export const previousWindow = (calendar: Calendar, window: Window): Window =>
  windowAt(calendar, instant(window.from - 1))

/** All windows that overlap a span, in order. */
export function windowsOver(calendar: Calendar, from: Instant, to: Instant): readonly Window[] {
  const windows: Window[] = []
  for (let window = windowAt(calendar, from); window.from < to; window = nextWindow(calendar, window))
    windows.push(window)
  return windows
}

/** Reads a window by its name, the date of its last day; another day of it is a problem that names the right one. */
export function parseWindowName(calendar: Calendar, field: string, input: unknown): Parsed<Window> {
  const date = parseCalendarDate(field, input)
  if (!date.ok) return date
  const window = windowFrom(calendar, firstDay(calendar, date.value))
  if (window.name === date.value) return parsed(window)
  return refused(
    problem(field, input, `the last day of a ${calendar.kind}; the one around that day is "${window.name}"`),
  )
}

function firstDay(calendar: Calendar, date: CalendarDate): Temporal.PlainDate {
  const day = Temporal.PlainDate.from(date)
  switch (calendar.kind) {
    case 'day':
      return day
    case 'week':
      return day.subtract({ days: (day.dayOfWeek - 1 - WEEKDAYS.indexOf(calendar.startsOn) + 7) % 7 })
    case 'month':
      return day.with({ day: 1 })
  }
}

function windowFrom(calendar: Calendar, first: Temporal.PlainDate): Window {
  const after = first.add({ [`${calendar.kind}s`]: 1 })
  const start = (date: Temporal.PlainDate) => startOfDate(date.toString() as CalendarDate, calendar.timeZone)
  return { name: after.subtract({ days: 1 }).toString() as CalendarDate, from: start(first), to: start(after) }
}
