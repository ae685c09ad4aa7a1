// A window as the roll-ups see it: whole UTC days, and a head and a tail that are parts of days. Pure.
import { utcDayOf } from '../domain/bucket.ts'
import { DAY_MS, type Instant, instant } from '../domain/time.ts'
import type { Window } from '../domain/window.ts'

/** Half-open spans; an empty one begins and ends at the same instant. Together they are the window, without overlap. */
export interface Cover {
  readonly head: Span
  readonly days: Span
  readonly tail: Span
}

export interface Span {
  readonly from: Instant
  readonly to: Instant
}

export function coverOf({ from, to }: Pick<Window, 'from' | 'to'>): Cover {
  const firstDay = instant(utcDayOf(instant(from + DAY_MS - 1)))
  const lastDay = utcDayOf(to)
  // A short day of a clock change may lie within one UTC day.
  if (firstDay > lastDay) return { head: { from, to }, days: { from: to, to }, tail: { from: to, to } }
  return { head: { from, to: firstDay }, days: { from: firstDay, to: lastDay }, tail: { from: lastDay, to } }
}
