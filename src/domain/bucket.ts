// A bucket is a fold's slice of event time: one site and one UTC hour, half-open. Inside it roll-ups are kept by
// quarter of an hour, since every time zone in use begins its days on one.
import { TRAFFIC_CLASSES } from './counting.ts'
import { DAY_MS, HOUR_MS, type Instant, instant } from './time.ts'

export const BUCKET_MS = HOUR_MS

/** A bucket of many events is folded in slices of this: what is new in it is then in one or two of them. */
export const SLICE_MS = 10_000

export const bucketOf = (at: Instant): Instant => instant(Math.floor(at / BUCKET_MS) * BUCKET_MS)

export const utcDayOf = (at: Instant): Instant => instant(Math.floor(at / DAY_MS) * DAY_MS)

/**
 * The conservation equation of a bucket, or of all buckets behind an edition:
 * stored = counted + duplicates + conflicts + late + each class of invalid traffic + capped.
 */
export interface Books {
  /** Events that the log holds. */
  readonly stored: number
  /** Events that the fold counted: one for each identity (site, event time, id), but for those of the terms below. */
  readonly counted: number
  /** The same event again, to the byte. */
  readonly duplicates: number
  /** The same identity with other content; one is kept by a rule that does not depend on order. */
  readonly conflicts: number
  /** Events that came after their bucket was sealed: they stand in the bucket in which they came. */
  readonly late: number
  /** Invalid traffic by its class, each identity once; left out where there is none, as is the next one. */
  readonly bot?: number | undefined
  readonly 'data-centre'?: number | undefined
  readonly prefetch?: number | undefined
  readonly automation?: number | undefined
  /** Views that the site's rule takes out, such as one that is followed by another within 30 seconds. */
  readonly capped?: number | undefined
}

/** Terms that are told where they are not 0. */
export const RULE_TERMS = [...TRAFFIC_CLASSES, 'capped'] as const satisfies readonly (keyof Books)[]

export type RuleTerm = (typeof RULE_TERMS)[number]

/** The terms that add up to `stored`, in the order in which they are told. */
export const BOOK_TERMS = [
  'counted',
  'duplicates',
  'conflicts',
  'late',
  ...RULE_TERMS,
] as const satisfies readonly (keyof Books)[]

export const balances = (b: Books): boolean => b.stored === BOOK_TERMS.reduce((sum, term) => sum + (b[term] ?? 0), 0)

/** The equation in words, and that it does not hold where it does not; `n` writes a number. */
export function equation(b: Books, n: (value: number) => string): string {
  const terms = BOOK_TERMS.flatMap((term) => (b[term] === undefined ? [] : [`${term} ${n(b[term])}`]))
  return `stored ${n(b.stored)} ${balances(b) ? '=' : '≠'} ${terms.join(' + ')}`
}

export const NO_BOOKS: Books = { stored: 0, counted: 0, duplicates: 0, conflicts: 0, late: 0 }

/** Books as the store gives them: decimal strings, all terms of a row. */
export type BookRow = Readonly<Record<keyof Books, string>>

/** Books out of the store; without a row there is nothing. */
export function readBooks(row: (Omit<BookRow, RuleTerm> & Partial<BookRow>) | undefined): Books {
  if (row === undefined) return NO_BOOKS
  const told = RULE_TERMS.map((term) => [term, Number(row[term] ?? 0)] as const)
  return {
    stored: Number(row.stored),
    counted: Number(row.counted),
    duplicates: Number(row.duplicates),
    conflicts: Number(row.conflicts),
    late: Number(row.late),
    ...Object.fromEntries(told.filter(([, events]) => events !== 0)),
  }
}
