// The first cut must never lose what the exact ranking would keep.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Catalogue } from '../domain/catalogue.ts'
import type { Method } from '../domain/edition.ts'
import type { Item, ItemId } from '../domain/item.ts'
import type { CountryCode, Region } from '../domain/region.ts'
import type { CalendarDate } from '../domain/time.ts'
import { instant } from '../domain/time.ts'
import { candidatesIn, type RegionTotals, type Totals } from './candidates.ts'
import { type Entries, entriesOf } from './entries.ts'
import { type Candidate, rank } from './rank.ts'
import { type ChartSpec, type ChartSpecInput, parseChartSpec } from './spec.ts'

function specWith(more: Partial<ChartSpecInput> = {}): ChartSpec {
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

const METHODS: readonly Method[] = [
  { version: 1, measure: 'views', formula: 'counted', roundViewsTo: 1 },
  { version: 1, measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 1 },
  { version: 1, measure: 'rank', formula: 'published', roundViewsTo: 1 },
]
const COUNTED = METHODS[0] as Method

const GB = 'GB' as CountryCode
const WINDOW = {
  name: '2026-11-16' as CalendarDate,
  from: instant(Date.UTC(2026, 10, 16)),
  to: instant(Date.UTC(2026, 10, 17)),
}

/** Totals as the store gives them: `[item, total]` for each region, one region behind the other. */
function totalsOf(regions: Readonly<Record<string, readonly (readonly [string, bigint])[]>>): Totals {
  const rows = Object.values(regions).flat()
  const items = [...new Set(rows.map(([item]) => item))] as ItemId[]
  const spans = new Map<Region, RegionTotals>()
  let from = 0
  for (const [region, { length }] of Object.entries(regions)) {
    spans.set(region as Region, { spans: [{ from, to: from + length }], rest: 0 })
    from += length
  }
  return {
    items,
    regions: spans,
    item: Uint32Array.from(rows, ([item]) => items.indexOf(item as ItemId)),
    total: BigUint64Array.from(rows, ([, total]) => total),
  }
}

const item = (id: string, more: Partial<Item> = {}): Item => ({ id: id as ItemId, kind: 'film', title: id, ...more })

const entriesFor = (totals: Totals, spec: ChartSpec, items: readonly Item[]): Entries =>
  entriesOf(totals.items, spec, new Catalogue(items), WINDOW)

/** The candidates where all totals were read: there always are some, or none at all. */
const allIn = (...read: Parameters<typeof candidatesIn>) => candidatesIn(...read) ?? []

describe('the candidates of a region, ranked', () => {
  const spec = specWith({ length: 3 })

  /** What candidatesIn must come to: every total added up exactly, with nothing left out; of ranks the best. */
  function everyone(totals: Totals, region: Region, entries: Entries, { formula }: Method): Candidate[] {
    const sums = new Map<number, bigint>()
    const [{ from, to } = { from: 0, to: 0 }] = totals.regions.get(region)?.spans ?? []
    for (let i = from; i < to; i++) {
      const entry = entries.entryOf[totals.item[i] ?? -1] ?? -1
      const [sum, total] = [sums.get(entry), totals.total[i] ?? 0n]
      if (entry < 0) continue
      if (formula !== 'published') sums.set(entry, (sum ?? 0n) + total)
      else if (sum === undefined || total < sum) sums.set(entry, total)
    }
    return [...sums].map(([entry, total]) => ({
      item: entries.ids[entry] as ItemId,
      total,
      runtimeMs: entries.runtimeMs[entry] || undefined,
    }))
  }

  const total = fc.oneof(
    fc.bigInt({ min: 1n, max: 4n }),
    // Neighbours that are the same double.
    fc.bigInt({ min: 2n ** 55n, max: 2n ** 55n + 4n }),
    fc.bigInt({ min: 1n, max: 2n ** 58n }),
  )
  const rows = fc.uniqueArray(
    fc.tuple(
      fc.nat({ max: 30 }).map((n) => `x${n}`),
      total,
    ),
    {
      selector: ([id]) => id,
      maxLength: 30,
    },
  )
  /** Some items belong to another one's entry, some have a running time. */
  const items = fc.tuple(
    ...Array.from({ length: 31 }, (_, n) => n).map((n) =>
      fc
        .record({
          parent: fc.option(fc.nat({ max: 30 }), { nil: undefined, freq: 3 }),
          runtimeMs: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
        })
        .map(({ parent, runtimeMs }) =>
          item(`x${n}`, {
            kind: parent === undefined || parent >= n ? 'film' : 'episode',
            ...(parent !== undefined && parent < n && { parent: `x${parent}` as ItemId }),
            ...(runtimeMs !== undefined && { runtimeMs }),
          }),
        ),
    ),
  )

  test.each(METHODS)('are the same as all of them ranked: $formula', (method) => {
    fc.assert(
      fc.property(rows, rows, items, fc.integer({ min: 1, max: 12 }), (world, gb, items, length) => {
        const totals = totalsOf({ world, GB: gb })
        const entries = entriesFor(totals, spec, items)
        for (const region of ['world', GB, 'world'] as const)
          expect(rank(allIn(totals, region, entries, method, length), method, { ...spec, length })).toEqual(
            rank(everyone(totals, region, entries, method), method, { ...spec, length }),
          )
      }),
      { numRuns: 300 },
    )
  })

  test('are not lost to a double that puts another one first', () => {
    const method = METHODS[1] as Method
    const totals = totalsOf({
      world: [
        ['a', 2n ** 53n + 1n],
        ['b', 7n * 2n ** 53n + 6n],
      ],
    })
    const entries = entriesFor(totals, spec, [item('a', { runtimeMs: 1 }), item('b', { runtimeMs: 7 })])
    expect(Number(totals.total[0])).toBeLessThan(Number(totals.total[1]) / 7)
    const found = allIn(totals, 'world', entries, method, 1)
    expect(rank(found, method, { ...spec, length: 1 })).toMatchObject([{ rank: 1, item: 'a' }])
  })

  test('are few: only those that could tie with the last go past the length', () => {
    const totals = totalsOf({ world: Array.from({ length: 100 }, (_, n) => [`x${n}`, BigInt(n < 50 ? n + 1 : 98)]) })
    const items = totals.items.map((id) => item(id))
    const found = allIn(totals, 'world', entriesFor(totals, spec, items), COUNTED, 3)
    expect(found).toHaveLength(50)
  })

  test('are none in a region without totals', () => {
    const totals = totalsOf({ world: [['x1', 1n]] })
    expect(allIn(totals, GB, entriesFor(totals, spec, [item('x1')]), COUNTED, 3)).toEqual([])
  })

  test('of one region do not carry over into the next', () => {
    const totals = totalsOf({ world: [['x1', 5n]], GB: [['x1', 2n]] })
    const entries = entriesFor(totals, spec, [item('x1')])
    expect(allIn(totals, 'world', entries, COUNTED, 3)).toMatchObject([{ total: 5n }])
    expect(allIn(totals, GB, entries, COUNTED, 3)).toMatchObject([{ total: 2n }])
  })
})

describe('the entries of a chart', () => {
  const items = [
    item('show', { kind: 'show' }),
    item('season', { kind: 'season', parent: 'show' as ItemId, tags: ['tv', 'drama'], language: 'en' }),
    item('e1', { kind: 'episode', parent: 'season' as ItemId }),
    item('film', { tags: ['drama'], runtimeMs: 7 }),
  ]
  const totals = totalsOf({
    world: [
      ['e1', 1n],
      ['season', 2n],
      ['film', 4n],
      ['show', 8n],
      ['unknown', 16n],
    ],
  })

  const charted = (filter: ChartSpecInput['filter']) => {
    const entries = entriesFor(totals, specWith({ filter }), items)
    const candidates = allIn(totals, 'world', entries, COUNTED, 10)
    return candidates.map(({ item, total }) => `${item} ${total}`).sort()
  }

  test('have the audience of what is below them; what is above them or unknown is not on the chart', () => {
    expect(charted({ kinds: ['season', 'film'] })).toEqual(['film 4', 'season 3'])
    expect(charted({ kinds: ['show'] })).toEqual(['show 11'])
  })

  test('pass by all of the tags', () => {
    expect(charted({ kinds: ['season', 'film'], tags: ['drama'] })).toEqual(['film 4', 'season 3'])
    expect(charted({ kinds: ['season', 'film'], tags: ['drama', 'tv'] })).toEqual(['season 3'])
  })

  test('pass by any of the languages, and not without one', () => {
    expect(charted({ kinds: ['season', 'film'], languages: ['de', 'en'] })).toEqual(['season 3'])
    expect(charted({ kinds: ['season', 'film'], languages: ['de'] })).toEqual([])
  })

  test("have the running time in force at the window's end", () => {
    const runtimes = [
      { from: '2026-11-16', runtimeMs: 5 },
      { from: '2026-11-17', runtimeMs: 6 },
    ]
    const totals = totalsOf({
      world: [
        ['a', 1n],
        ['b', 1n],
      ],
    })
    const entries = entriesFor(totals, specWith(), [item('a', { runtimes }), item('b')])
    expect([...entries.runtimeMs]).toEqual([5, 0])
  })
})
