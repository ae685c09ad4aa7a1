// How buckets are folded: small ones whole, many in one statement; a large one by itself and in slices, so that folding
// it again costs what is new in it. A batch is of a bounded number of events, as far as is known; but a large bucket that
// is sliced anew is one batch, however large. Pure.
import { BUCKET_MS, SLICE_MS } from '../domain/bucket.ts'
import type { SiteId } from '../domain/event.ts'
import { type Instant, SECOND_MS } from '../domain/time.ts'
import type { TouchedBucket } from '../store/load.ts'

/** Events folded in one statement: enough to be quick, few enough to fit in little memory. */
const BATCH_EVENTS_MAX = 1_000_000
/** A bucket of more events than this is folded in slices. */
export const WHOLE_EVENTS_MAX = 200_000
const SLICES = BUCKET_MS / SLICE_MS

/** How a bucket is folded now. */
export interface BucketFold {
  readonly sliceS: number
  readonly base: number
  readonly events: number
  /** The slices that hold events. */
  readonly held: readonly number[]
}

/** Buckets, or slices of one, that are folded in one statement. */
export interface Batch {
  readonly buckets: readonly Instant[]
  readonly sliceS: number
  readonly slices: readonly number[]
  /** The fold that they go on from; undefined where all of them is folded anew. */
  readonly base: number | undefined
}

/** What came to the buckets of one site, each once and in order of time. */
export function gathered(touched: readonly TouchedBucket[], site: SiteId): readonly TouchedBucket[] {
  const known = new Map<Instant, TouchedBucket>()
  for (const row of touched) {
    if (row.site !== site) continue
    const other = known.get(row.bucket)
    const slices = other ? other.slices && row.slices && [...new Set([...other.slices, ...row.slices])] : row.slices
    known.set(row.bucket, { ...row, events: row.events + (other?.events ?? 0), slices })
  }
  return [...known.values()].sort((a, b) => a.bucket - b.bucket)
}

/** @param folds how those buckets are folded that were folded before */
export function* batches(
  touched: readonly TouchedBucket[],
  folds: ReadonlyMap<Instant, BucketFold>,
  wholeEventsMax: number,
): Generator<Batch> {
  let buckets: Instant[] = []
  let size = 0
  for (const row of touched) {
    const fold = folds.get(row.bucket)
    const events = row.events + (row.slices ? (fold?.events ?? 0) : 0)
    if (events > wholeEventsMax) {
      yield* slicedBatches(row, fold)
      continue
    }
    buckets.push(row.bucket)
    size += events
    if (size < BATCH_EVENTS_MAX) continue
    yield whole(buckets)
    buckets = []
    size = 0
  }
  if (buckets.length > 0) yield whole(buckets)
}

const whole = (buckets: readonly Instant[]): Batch => ({
  buckets,
  sliceS: BUCKET_MS / SECOND_MS,
  slices: [0],
  base: undefined,
})

/** What is new in a bucket that is in slices already; all of one that is not, at once, since it has to be closed so. */
function* slicedBatches({ bucket, events, slices }: TouchedBucket, fold: BucketFold | undefined): Generator<Batch> {
  const sliceS = SLICE_MS / SECOND_MS
  if (!slices || fold?.sliceS !== sliceS) {
    yield { buckets: [bucket], sliceS, slices: Array.from({ length: SLICES }, (_, slice) => slice), base: undefined }
    return
  }
  const asked = [...slices].sort((a, b) => a - b)
  const length = Math.ceil(asked.length / Math.ceil(events / BATCH_EVENTS_MAX))
  for (let from = 0; from < asked.length; from += length)
    yield { buckets: [bucket], sliceS, slices: asked.slice(from, from + length), base: fold.base }
}
