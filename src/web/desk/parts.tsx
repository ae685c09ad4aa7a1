// Small parts of the desk's pages. Times are UTC, to the second: the desk is where one compares.
import type { Child } from 'hono/jsx'
import type { Event } from '../../domain/event.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../domain/time.ts'
import type { Fate } from '../../publish/desk/fates.ts'
import { exact, shortDay } from '../numbers.ts'

/** What may be wider than the page: the keyboard can reach it, and scroll it. */
export const Scrolled = ({ of, children }: { of: string; children?: Child }) => (
  <section class="scrolled" tabindex={0} aria-label={of}>
    {children}
  </section>
)

/** "16 Nov 2026, 06:00:12". */
export const At = ({ value }: { value: string }) => (
  <time datetime={value} class="at">
    {shortDay(value)}, <span>{value.slice(11, 19)}</span>
  </time>
)

const SPANS = [
  [DAY_MS, 'day'],
  [HOUR_MS, 'hour'],
  [MINUTE_MS, 'minute'],
  [SECOND_MS, 'second'],
] as const

/** "3 minutes", in the largest unit that fits; "less than a second" below one. */
export function span(ms: number): string {
  const [unitMs, unit] = SPANS.find(([each]) => ms >= each) ?? []
  if (!unitMs || !unit) return 'less than a second'
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(ms / unitMs))
}

/** "25 ms" or "2.5 s": a bound of a histogram. */
export const seconds = (value: number): string =>
  value === Number.POSITIVE_INFINITY ? 'more than that' : value < 1 ? `${value * 1000} ms` : `${value} s`

/** Whether the page follows the house, and how to have it otherwise. */
export const Fresh = ({ path, isStill }: { path: string; isStill: boolean }) => (
  <p class="note">
    {isStill ? 'Held as it was. ' : 'This page follows the house. '}
    <a href={isStill ? path : `${path}${path.includes('?') ? '&' : '?'}still`}>
      {isStill ? 'Follow the house' : 'Hold it still'}
    </a>
  </p>
)

/** Whether it counts is told by more than its colour. */
export const FateMark = ({ fate }: { fate: Fate }) => (
  <span class={fate === 'counted' ? 'mark good' : 'mark'}>{fate === 'counted' ? '✓ counted' : fate}</span>
)

/** The value of an event as its kind means it: "12.5 s", "5 stars", "on". */
export function valueText({ kind, value, weight }: Pick<Event, 'kind' | 'value' | 'weight'>): string {
  const times = weight > 1 ? ` × ${exact(weight)}` : ''
  switch (kind) {
    case 'watch':
      return `${exact(value / SECOND_MS)} s${times}`
    case 'sale':
      return `${exact(value)} sold${times}`
    case 'rate':
      return `${value === 0 ? 'taken back' : `${value} of 5 stars`}${times}`
    case 'like':
    case 'follow':
      return `${value === 1 ? 'on' : 'off'}${times}`
    case 'helpful':
      return `${['taken back', 'no', 'yes'][value]}${times}`
    case 'charted':
      return `rank ${value}`
    default:
      return times && `1${times}`
  }
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** "256 MB", by thousands as disks have them. */
export function bytes(value: number): string {
  const step = Math.min(BYTE_UNITS.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3))
  return new Intl.NumberFormat('en', {
    style: 'unit',
    unit: BYTE_UNITS[step] as string,
    unitDisplay: 'short',
    maximumSignificantDigits: 3,
  }).format(value / 1000 ** step)
}
