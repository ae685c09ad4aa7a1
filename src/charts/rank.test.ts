import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Method } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import { HOUR_MS } from '../domain/time.ts'
import { type Candidate, rank, viewsOf } from './rank.ts'
import { type ChartSpec, parseChartSpec } from './spec.ts'

function specWith(more: { length?: number; ties?: 'ordered' | 'shared' } = {}): ChartSpec {
  const spec = parseChartSpec({
    id: 'top',
    title: 'Top',
    window: { kind: 'day', timeZone: 'UTC' },
    methods: [{ version: 1, measure: 'views', formula: 'counted' }],
    ...more,
  })
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems))
  return spec.value
}

const COUNTED: Method = { version: 1, measure: 'views', formula: 'counted', roundViewsTo: 1 }
const BY_RUNTIME: Method = { version: 1, measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 100_000 }
const PUBLISHED: Method = { version: 1, measure: 'rank', formula: 'published', roundViewsTo: 1 }

const candidate = (item: string, total: bigint | number, runtimeMs?: number): Candidate => ({
  item: item as ItemId,
  total: BigInt(total),
  runtimeMs,
})

const ranks = (candidates: readonly Candidate[], method: Method, spec = specWith()) =>
  rank(candidates, method, spec).map((row) => `${row.rank} ${row.item}`)

describe('the order', () => {
  test('is by total, the highest first', () => {
    expect(ranks([candidate('a', 1), candidate('b', 3), candidate('c', 2)], COUNTED)).toEqual(['1 b', '2 c', '3 a'])
  })

  test('of totals that a double cannot tell apart is exact', () => {
    const big = 2n ** 60n
    expect(Number(big)).toBe(Number(big + 1n))
    expect(ranks([candidate('a', big), candidate('b', big + 1n)], COUNTED)).toEqual(['1 b', '2 a'])
  })

  test('of views that a double cannot tell apart is exact', () => {
    // 2^53 / 3, and fractions above and below it by less than a double can say.
    const a = candidate('a', 2n ** 53n, 3)
    const above = candidate('above', 2n ** 53n * 1_000_003n + 1n, 3 * 1_000_003)
    const below = candidate('below', 2n ** 53n * 1_000_003n - 1n, 3 * 1_000_003)
    const doubles = [a, above, below].map(({ total, runtimeMs }) => Number(total) / Number(runtimeMs))
    expect(new Set(doubles).size).toBe(1)
    expect(ranks([below, a, above], BY_RUNTIME)).toEqual(['1 above', '2 a', '3 below'])
  })

  test('is by the exact views and not by the rounded ones that are shown', () => {
    const rows = rank(
      [candidate('a', 100 * HOUR_MS, HOUR_MS), candidate('b', 101 * HOUR_MS, HOUR_MS)],
      BY_RUNTIME,
      specWith(),
    )
    expect(rows.map(({ item, views }) => [item, views])).toEqual([
      ['b', 0],
      ['a', 0],
    ])
  })

  test('puts items without a running time last, those watched more first', () => {
    const candidates = [
      candidate('unknown', 9_000_000_000),
      candidate('zero', 10_000_000_000, 0),
      candidate('known', 1, HOUR_MS),
    ]
    expect(ranks(candidates, BY_RUNTIME)).toEqual(['1 known', '2 zero', '3 unknown'])
  })

  test('of ranks published by another house is theirs, with its gaps', () => {
    expect(ranks([candidate('a', 7), candidate('b', 2), candidate('c', 4)], PUBLISHED)).toEqual(['2 b', '4 c', '7 a'])
  })

  test('ends at the length of the chart', () => {
    const many = Array.from({ length: 20 }, (_, i) => candidate(`x${i}`, i + 1))
    expect(ranks(many, COUNTED, specWith({ length: 3 }))).toEqual(['1 x19', '2 x18', '3 x17'])
    expect(ranks([], COUNTED)).toEqual([])
  })
})

describe('equal values', () => {
  // 10 views each, by different watched times.
  const tied = [candidate('b', 10, 1), candidate('c', 30, 3), candidate('a', 30, 3), candidate('d', 9, 1)]

  test('stand by watched time and then id, each with a rank of its own', () => {
    expect(ranks(tied, BY_RUNTIME)).toEqual(['1 a', '2 c', '3 b', '4 d'])
  })

  test('share a rank where the chart says so, and the next rank is skipped', () => {
    expect(ranks(tied, BY_RUNTIME, specWith({ ties: 'shared' }))).toEqual(['1 a', '1 c', '1 b', '4 d'])
  })

  test('share a rank among items without a running time too', () => {
    const candidates = [candidate('a', 5), candidate('b', 5), candidate('c', 4)]
    expect(ranks(candidates, BY_RUNTIME, specWith({ ties: 'shared' }))).toEqual(['1 a', '1 b', '3 c'])
  })
})

const arbitrary = fc.uniqueArray(fc.nat({ max: 40 }), { maxLength: 30 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc.record({
        item: fc.constant(`x${id}` as ItemId),
        total: fc.oneof(fc.bigInt({ min: 1n, max: 6n }), fc.bigInt({ min: 1n, max: 2n ** 63n })),
        runtimeMs: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      }),
    ),
  ),
)

describe.each([
  ['counted', COUNTED],
  ['hours per runtime', BY_RUNTIME],
  ['published', PUBLISHED],
])('ranking by %s', (_, method) => {
  test.each(['ordered', 'shared'] as const)('does not depend on the order in which totals come, ties %s', (ties) => {
    const spec = specWith({ ties, length: 10 })
    fc.assert(
      fc.property(
        arbitrary.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
        ),
        ([all, shuffled]) => {
          expect(rank(shuffled, method, spec)).toEqual(rank(all, method, spec))
        },
      ),
    )
  })
})

test('ranks never fall from row to row, and ordered ones count from 1', () => {
  fc.assert(
    fc.property(arbitrary, (all) => {
      const ordered = rank(all, BY_RUNTIME, specWith({ length: 1000 }))
      expect(ordered.map((row) => row.rank)).toEqual(all.map((_, index) => index + 1))
      const shared = rank(all, BY_RUNTIME, specWith({ length: 1000, ties: 'shared' }))
      expect(shared.map((row) => row.item)).toEqual(ordered.map((row) => row.item))
      for (const [index, row] of shared.entries()) expect([index + 1, shared[index - 1]?.rank]).toContain(row.rank)
    }),
  )
})

describe('views', () => {
  const M = 100_000
  test.each([
    [0n, 1, M, 0],
    [49_999n, 1, M, 0],
    [50_000n, 1, M, M],
    [149_999n, 1, M, M],
    [150_000n, 1, M, 2 * M],
    // 49,999.75 and 50,000.25 views.
    [199_999n, 4, M, 0],
    [200_001n, 4, M, M],
    [3n, 2, 1, 2],
    [1n, 2, 1, 1],
    [1n, 3, 1, 0],
    [2n, 3, 1, 1],
    // Half a view above 2^53, which a double loses.
    [2n ** 54n + 1n, 2, 1, 2 ** 53],
  ])('of %d ms at a running time of %i, to a multiple of %i, are %i', (watchedMs, runtimeMs, roundTo, views) => {
    expect(viewsOf(watchedMs, runtimeMs, roundTo)).toBe(views)
  })

  test.each([
    ['Extraction 2', 88_400_000n, 124, 42_800_000],
    ['Never Have I Ever: Season 4', 56_400_000n, 295, 11_500_000],
    ['Black Mirror: Season 6', 58_700_000n, 312, 11_300_000],
    ['The Surrogacy: Season 1', 57_100_000n, 910, 3_800_000],
  ])('are what Netflix published for the week of 2023-06-18: %s, %d hours, %i minutes', (_, hours, minutes, views) => {
    expect(viewsOf(hours * BigInt(HOUR_MS), minutes * 60_000, M)).toBe(views)
  })
})

describe('a row holds what its measure needs', () => {
  const only = (each: Candidate, method: Method) => rank([each], method, specWith())[0]

  test('views that were counted', () => {
    expect(only(candidate('a', 5, HOUR_MS), COUNTED)).toEqual({ rank: 1, item: 'a', views: 5 })
  })

  test('views by running time, with the hours and the time behind them', () => {
    expect(only(candidate('a', 150_000n * BigInt(HOUR_MS), HOUR_MS), BY_RUNTIME)).toEqual({
      rank: 1,
      item: 'a',
      views: 200_000,
      watchedMs: String(150_000 * HOUR_MS),
      hours: 150_000,
      runtimeMs: HOUR_MS,
    })
  })

  test('hours alone where views cannot be told', () => {
    expect(only(candidate('a', 5_400_000), BY_RUNTIME)).toEqual({ rank: 1, item: 'a', watchedMs: '5400000', hours: 2 })
  })

  test.each([
    [1_799_999, 0],
    [1_800_000, 1],
    [5_399_999, 1],
  ])('%i ms are %i hours', (total, hours) => {
    const method: Method = { ...COUNTED, measure: 'hours' }
    expect(only(candidate('a', total), method)).toEqual({ rank: 1, item: 'a', watchedMs: String(total), hours })
  })

  test.each(['viewers', 'sales', 'opens'] as const)('%s', (measure) => {
    expect(only(candidate('a', 5), { ...COUNTED, measure })).toEqual({ rank: 1, item: 'a', [measure]: 5 })
  })

  test('nothing but the rank for ranks of another house', () => {
    expect(only(candidate('a', 5), PUBLISHED)).toEqual({ rank: 5, item: 'a' })
  })
})
