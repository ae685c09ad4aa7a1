// Which buckets are folded together, and which in slices.
import { describe, expect, it } from 'vitest'
import { DEFAULT_SITE } from '../domain/event.ts'
import { HOUR_MS, type Instant, instant } from '../domain/time.ts'
import type { TouchedBucket } from '../store/load.ts'
import { type BucketFold, batches, gathered } from './batches.ts'

const hour = (n: number): Instant => instant(n * HOUR_MS)
const touch = (n: number, events: number, slices?: readonly number[]): TouchedBucket => ({
  ...{ site: DEFAULT_SITE, bucket: hour(n), events, slices },
})
const batched = (touched: readonly TouchedBucket[], folds: Readonly<Record<number, BucketFold>> = {}) => {
  const known = new Map(Object.entries(folds).map(([n, fold]) => [hour(Number(n)), fold]))
  return [...batches(touched, known, 1000)].map(({ buckets, sliceS, slices, base }) => ({
    hours: buckets.map((bucket) => bucket / HOUR_MS),
    ...{ sliceS, slices: slices.length > 5 ? slices.length : slices, base },
  }))
}
const WHOLE = { sliceS: 3600, slices: [0], base: undefined }
const ANEW = { sliceS: 10, slices: 360, base: undefined }

it('what came to a bucket in several chunks is one, and any slice where one chunk does not say which', () => {
  const other = { ...touch(1, 5, [3]), site: 'other' as TouchedBucket['site'] }
  expect(gathered([touch(2, 1, [1]), touch(1, 2, [7, 8]), other, touch(1, 3, [8, 9])], DEFAULT_SITE)).toEqual([
    touch(1, 5, [7, 8, 9]),
    touch(2, 1, [1]),
  ])
  expect(gathered([touch(1, 2, [7]), touch(1, 3)], DEFAULT_SITE)).toEqual([touch(1, 5)])
})

describe('a batch', () => {
  it('holds small buckets, up to a number of events', () => {
    expect(batched([touch(1, 900), touch(2, 900)])).toEqual([{ hours: [1, 2], ...WHOLE }])
    const many = Array.from({ length: 2000 }, (_, n) => touch(n, 1000))
    expect(batched(many).map(({ hours }) => hours.length)).toEqual([1000, 1000])
  })

  it('holds all slices of a bucket that has grown large', () => {
    const folds = { 2: { sliceS: 3600, base: 7, held: [], events: 950 } }
    expect(batched([touch(1, 10, [1]), touch(2, 60, [4]), touch(3, 10, [1])], folds)).toEqual([
      { hours: [2], ...ANEW },
      { hours: [1, 3], ...WHOLE },
    ])
  })

  it('holds the slices that got something, where a bucket is in slices', () => {
    const folds = { 2: { sliceS: 10, base: 7, held: [], events: 5000 } }
    expect(batched([touch(2, 60, [9, 4])], folds)).toEqual([{ hours: [2], sliceS: 10, slices: [4, 9], base: 7 }])
    const much = batched([touch(2, 2_500_000, [0, 1, 2, 3, 4])], folds)
    expect(much.map(({ slices }) => slices)).toEqual([[0, 1], [2, 3], [4]])
  })

  it('holds all slices anew where any may have changed, and the whole bucket where that is small by now', () => {
    const folds = { 2: { sliceS: 10, base: 7, held: [], events: 5000 } }
    expect(batched([touch(2, 5001)], folds)).toEqual([{ hours: [2], ...ANEW }])
    expect(batched([touch(2, 3)], folds)).toEqual([{ hours: [2], ...WHOLE }])
  })
})
