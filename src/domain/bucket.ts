// A bucket is a fold's slice of event time: one site and one UTC hour, half-open. Inside it roll-ups are kept by
// quarter of an hour, since every time zone in use begins its days on one.
import { DAY_MS, HOUR_MS, type Instant, instant } from './time.ts'

export const BUCKET_MS = HOUR_MS

/** A bucket of many events is folded in slices of this: what is new in it is then in one or two of them. */
export const SLICE_MS = 10_000

export const bucketOf = (at: Instant): Instant => instant(Math.floor(at / BUCKET_MS) * BUCKET_MS)

export const utcDayOf = (at: Instant): Instant => instant(Math.floor(at / DAY_MS) * DAY_MS)

/**
 * The conservation equation of a bucket, or of all buckets behind an edition:
 * stored = counted + duplicates + conflicts + late.
 */
export interface Books {
  /** Events that the log holds. */
  readonly stored: number
  /** Events that the fold counted: one for each identity (site, event time, id). */
  readonly counted: number
  /** The same event again, to the byte. */
  readonly duplicates: number
  /** The same identity with other content; one is kept by a rule that does not depend on order. */
  readonly conflicts: number
  /** Events that came after their bucket was sealed: they stand in the bucket in which they came. */
  readonly late: number
}

/** The terms that add up to `stored`, in the order in which they are told. */
export const BOOK_TERMS = ['counted', 'duplicates', 'conflicts', 'late'] as const satisfies readonly (keyof Books)[]

export const balances = (b: Books): boolean => b.stored === BOOK_TERMS.reduce((sum, term) => sum + b[term], 0)

/** The equation in words, and that it does not hold where it does not; `n` writes a number. */
export const equation = (b: Books, n: (value: number) => string): string =>
  `stored ${n(b.stored)} ${balances(b) ? '=' : '≠'} ${BOOK_TERMS.map((term) => `${term} ${n(b[term])}`).join(' + ')}`

export const NO_BOOKS: Books = { stored: 0, counted: 0, duplicates: 0, conflicts: 0, late: 0 }

/** Books as the store gives them: decimal strings; without a row there is nothing. */
export const readBooks = (row: Readonly<Record<keyof Books, string>> | undefined): Books =>
  row === undefined
    ? NO_BOOKS
    : {
        stored: Number(row.stored),
        counted: Number(row.counted),
        duplicates: Number(row.duplicates),
        conflicts: Number(row.conflicts),
        late: Number(row.late),
      }
