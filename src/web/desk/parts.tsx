// Small parts of the desk's pages. Times are UTC, to the second: the desk is where one compares.
import type { Child } from 'hono/jsx'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../domain/time.ts'
import { shortDay } from '../numbers.ts'

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
