import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Catalogue } from '../domain/catalogue.ts'
import type { Method } from '../domain/edition.ts'
import type { Item, ItemId } from '../domain/item.ts'
import { WORLD } from '../domain/region.ts'
import { instant } from '../domain/time.ts'
import { windowAt } from '../domain/window.ts'
import { candidatesIn, type Totals } from './candidates.ts'
import { entriesOf } from './entries.ts'
import { rank } from './rank.ts'
import { parseChartSpec } from './spec.ts'

const week = { kind: 'week', startsOn: 'monday', timeZone: 'UTC' } as const
const window = windowAt(week, instant(0))
const METHODS = [
  { version: 1, measure: 'hours', formula: 'counted', roundViewsTo: 1 },
  { version: 1, measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 1 },
  { version: 1, measure: 'rank', formula: 'published', roundViewsTo: 1 },
] as const satisfies readonly Method[]

/** Totals with many ties, near ties and huge numbers; items may come twice, or with nothing. */
const totals = fc.array(
  fc.tuple(
    fc.nat({ max: 30 }),
    fc.oneof(
      fc.bigInt(0n, 5n),
      fc.bigInt(2n ** 53n - 3n, 2n ** 53n + 3n),
      fc.bigInt(2n ** 32n - 2n, 2n ** 32n + 2n),
      fc.bigInt(2n ** 60n - 2n, 2n ** 60n + 2n),
    ),
  ),
  { maxLength: 80 },
)

const itemOf = (n: number): Item => {
  const id = `item-${n}` as ItemId
  // Every third is an episode of the one before; every fifth has no running time.
  if (n % 3 === 2) return { id, kind: 'episode', title: id, parent: `item-${n - 1}` as ItemId }
  return { id, kind: 'film', title: id, ...(n % 5 !== 0 && { runtimeMs: 1 + (n % 4) }) }
}
const items = Array.from({ length: 31 }, (_, n) => itemOf(n))
const catalogue = new Catalogue(items)

it.each(METHODS)('the first cut loses nobody who ranks: $formula', (method) => {
  const check = fc.property(totals, fc.integer({ min: 1, max: 12 }), fc.nat({ max: 80 }), (rows, length, split) => {
    const spec = parseChartSpec({
      id: 'c',
      title: 'c',
      window: week,
      length,
      filter: { kinds: ['film'] },
      methods: [method],
    })
    if (!spec.ok) throw new Error('the spec is sound')
    const cut = Math.min(split, rows.length)
    const found: Totals = {
      items: items.map(({ id }) => id),
      // As from two pages of one region.
      regions: new Map([
        [
          WORLD,
          {
            spans: [
              { from: 0, to: cut },
              { from: cut, to: rows.length },
            ],
            rest: 0,
          },
        ],
      ]),
      item: Uint32Array.from(rows, ([item]) => item),
      total: BigUint64Array.from(rows, ([, total]) => total),
    }
    const entries = entriesOf(found.items, spec.value, catalogue, window)
    const all = new Map<ItemId, bigint>()
    for (const [item, total] of rows) {
      const entry = catalogue.findEntry(`item-${item}` as ItemId, ['film'])
      if (!entry || total === 0n) continue
      const sum = all.get(entry)
      if (method.formula !== 'published') all.set(entry, (sum ?? 0n) + total)
      // Of ranks the best.
      else if (sum === undefined || total < sum) all.set(entry, total)
    }
    const everyone = [...all].map(([item, total]) => ({
      item,
      total,
      runtimeMs: catalogue.findRuntimeMs(item, window.to),
    }))
    // Asked twice, since the room for sums is used again.
    for (let times = 0; times < 2; times++)
      expect(rank(candidatesIn(found, WORLD, entries, method, length) ?? [], method, spec.value)).toEqual(
        rank(everyone, method, spec.value),
      )
  })
  fc.assert(check, { numRuns: 500, seed: 1 })
})

const PAGED = METHODS.filter(({ formula }) => formula !== 'published')

it.each(PAGED)('what the first pages decide is what all of them say: $formula', (method) => {
  const decided = { yes: 0, no: 0 }
  const amounts = fc.uniqueArray(fc.tuple(fc.nat({ max: 30 }), fc.bigInt(1n, 400n)), {
    maxLength: 31,
    selector: ([n]) => n,
  })
  const check = fc.property(amounts, fc.integer({ min: 1, max: 5 }), fc.nat({ max: 31 }), (rows, length, read) => {
    const spec = parseChartSpec({
      id: 'c',
      title: 'c',
      window: week,
      length,
      filter: { kinds: ['film'] },
      methods: [method],
    })
    if (!spec.ok) throw new Error('the spec is sound')
    const sorted = [...rows].sort(([, a], [, b]) => Number(b - a))
    const ranksOf = (to: number) => {
      const found: Totals = {
        items: items.map(({ id }) => id),
        regions: new Map([[WORLD, { spans: [{ from: 0, to }], rest: Number(sorted[to]?.[1] ?? 0) }]]),
        item: Uint32Array.from(sorted, ([item]) => item),
        total: BigUint64Array.from(sorted, ([, total]) => total),
      }
      const candidates = candidatesIn(
        found,
        WORLD,
        entriesOf(found.items, spec.value, catalogue, window),
        method,
        length,
      )
      return candidates && rank(candidates, method, spec.value)
    }
    const first = ranksOf(Math.min(read, sorted.length))
    decided[first ? 'yes' : 'no']++
    if (first) expect(first).toEqual(ranksOf(sorted.length))
  })
  fc.assert(check, { numRuns: 2000, seed: 1 })
  // Both have happened, or the property would say nothing.
  expect(decided.yes).toBeGreaterThan(300)
  expect(decided.no).toBeGreaterThan(300)
})
