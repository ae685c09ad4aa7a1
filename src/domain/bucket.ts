// A bucket is a fold's slice of event time: one site and one UTC hour, half-open. Inside it roll-ups are kept by
// quarter of an hour, since every time zone in use begins its days on one.
import { DAY_MS, HOUR_MS, type Instant, instant } from './time.ts'

export const BUCKET_MS = HOUR_MS

export const bucketOf = (at: Instant): Instant => instant(Math.floor(at / BUCKET_MS) * BUCKET_MS)

export const utcDayOf = (at: Instant): Instant => instant(Math.floor(at / DAY_MS) * DAY_MS)

/** The conservation equation of a bucket, or of all buckets behind an edition: stored = counted + duplicates + conflicts. */
export interface Books {
  /** Events that the log holds. */
  readonly stored: number
  /** Events that the fold counted: one for each identity (site, event time, id). */
  readonly counted: number
  /** The same event again, to the byte. */
  readonly duplicates: number
  /** The same identity with other content; one is kept by a rule that does not depend on order. */
  readonly conflicts: number
}

export const balances = (b: Books): boolean => b.stored === b.counted + b.duplicates + b.conflicts

export const addBooks = (a: Books, b: Books): Books => ({
  stored: a.stored + b.stored,
  counted: a.counted + b.counted,
  duplicates: a.duplicates + b.duplicates,
  conflicts: a.conflicts + b.conflicts,
})

export const NO_BOOKS: Books = { stored: 0, counted: 0, duplicates: 0, conflicts: 0 }
