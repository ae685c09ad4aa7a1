// How far a rule looks: whether a view counts may depend on what the same viewer did before in the hour or day, or does
// in the next half minute. So a bucket is folded with its neighbours in view, and what is new in it may change what was
// folded after it, or just before. Pure.
import { BUCKET_MS, SLICE_MS } from '../domain/bucket.ts'
import { REFRESH_MS, type ViewsRule } from '../domain/counting.ts'
import { DAY_MS, HOUR_MS, type Instant, instant, SECOND_MS } from '../domain/time.ts'
import type { TouchedBucket } from '../store/load.ts'
import type { BucketFold } from './batches.ts'

const SLICES = BUCKET_MS / SLICE_MS

/** The span in which a rule looks at all that a viewer did before; 0 where it looks at nothing before. */
export function spanOf(rule: ViewsRule): number {
  switch (rule.rule) {
    case 'plain':
    case 'refresh-proof':
      return 0
    case 'viewer-hour':
      return HOUR_MS
    case 'viewer-day':
      return DAY_MS
    case 'watched':
      return rule.per === 'hour' ? HOUR_MS : DAY_MS
  }
}

const aheadOf = ({ rule }: ViewsRule): number => (rule === 'refresh-proof' ? REFRESH_MS : 0)

/** What is looked at to fold some buckets, or slices of one, that lie in `from` up to `to`: times in seconds. */
export function reachOf(rule: ViewsRule, buckets: readonly Instant[], from: number, to: number) {
  const spanS = spanOf(rule) / SECOND_MS
  const starts = buckets.flatMap((bucket) => {
    const first = spanS === 0 ? bucket : Math.floor(bucket / spanOf(rule)) * spanOf(rule)
    const end = bucket + BUCKET_MS + aheadOf(rule)
    return Array.from({ length: Math.ceil((end - first) / BUCKET_MS) }, (_, i) => (first + i * BUCKET_MS) / SECOND_MS)
  })
  return {
    reach_buckets: [...new Set(starts)],
    reach_from: spanS === 0 ? from : Math.floor(from / spanS) * spanS,
    reach_to: to + aheadOf(rule) / SECOND_MS,
  }
}

/** What may count otherwise because of what came to a bucket: slices of it, and of others, that may not be there. */
export function* reachedBy(
  { site, bucket, slices }: TouchedBucket,
  ruleAt: (at: Instant) => ViewsRule,
): Generator<Required<TouchedBucket>> {
  const first = slices ? Math.min(...slices) : 0
  const reached = (start: number, from: number, to: number) => ({
    ...{ site, bucket: instant(start), events: 0 },
    slices: Array.from({ length: to - from }, (_, i) => from + i),
  })
  const spanMs = spanOf(ruleAt(bucket))
  if (spanMs > 0) {
    yield reached(bucket, first, SLICES)
    const end = Math.floor(bucket / spanMs) * spanMs + spanMs
    for (let later = bucket + BUCKET_MS; later < end; later += BUCKET_MS) yield reached(later, 0, SLICES)
  }
  const before = aheadOf(ruleAt(bucket)) / SLICE_MS
  for (const slice of slices ?? []) if (before > 0) yield reached(bucket, Math.max(0, slice - before), slice)
  const previous = instant(bucket - BUCKET_MS)
  const over = aheadOf(ruleAt(previous)) / SLICE_MS - first
  if (over > 0) yield reached(previous, SLICES - over, SLICES)
}

/** Those of the reached that are there: in a bucket that is folded in slices, the ones that hold events. */
export function heldOf(
  reached: Iterable<Required<TouchedBucket>>,
  folds: ReadonlyMap<Instant, BucketFold>,
): readonly TouchedBucket[] {
  return [...reached].flatMap((row) => {
    const fold = folds.get(row.bucket)
    if (!fold || fold.events === 0) return []
    const inSlices = fold.sliceS === SLICE_MS / SECOND_MS
    const slices = row.slices?.filter((slice) => !inSlices || fold.held.includes(slice))
    return slices?.length === 0 ? [] : [{ ...row, slices }]
  })
}
