// From a window's totals, which are by region and item, to the few candidates of one list. Totals are read as numbers
// for the first cut, with a margin far above a number's error; rank.ts then decides exactly. Pure.
import type { Catalogue } from '../domain/catalogue.ts'
import type { Method } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import type { Region } from '../domain/region.ts'
import type { Window } from '../domain/window.ts'
import type { Candidate } from './rank.ts'
import type { ChartSpec } from './spec.ts'

/** Totals of one measure over one window: `items[item[i]]` has `total[i]` in the region whose span holds i. */
export interface Totals {
  readonly items: readonly ItemId[]
  readonly regions: ReadonlyMap<Region, { readonly from: number; readonly to: number }>
  readonly item: Uint32Array
  readonly total: BigUint64Array
}

/** Which entry of a chart each item of the totals counts for. */
export interface Entries {
  /** The entry's index for each of the totals' items; -1 where the item is not on this chart. */
  readonly entryOf: Int32Array
  readonly ids: readonly ItemId[]
  /** Milliseconds; 0 where unknown. */
  readonly runtimeMs: Float64Array
  /** Room for the sums of one region, kept for the next. */
  readonly scratch: { readonly low: Float64Array; readonly high: Float64Array }
}

/** Twice 2^32 and a double's 53 bits: the relative error of a total read as a number, and far more. */
const MARGIN = 1e-9

export function entriesOf(items: readonly ItemId[], spec: ChartSpec, catalogue: Catalogue, window: Window): Entries {
  const ids: ItemId[] = []
  const indexOf = new Map<ItemId, number>()
  const entryOf = Int32Array.from(items, (item) => {
    const entry = catalogue.findEntry(item, spec.filter.kinds)
    if (entry === undefined || !passes(entry, spec, catalogue)) return -1
    const known = indexOf.get(entry)
    if (known !== undefined) return known
    indexOf.set(entry, ids.length)
    return ids.push(entry) - 1
  })
  const runtimeMs = Float64Array.from(ids, (id) => catalogue.findRuntimeMs(id, window.to) ?? 0)
  const scratch = { low: new Float64Array(ids.length), high: new Float64Array(ids.length) }
  return { entryOf, ids, runtimeMs, scratch }
}

function passes(entry: ItemId, { filter }: ChartSpec, catalogue: Catalogue): boolean {
  const item = catalogue.findItem(entry)
  if (!item) return false
  if (filter.tags && !filter.tags.every((tag) => item.tags?.includes(tag))) return false
  return !filter.languages || (item.language !== undefined && filter.languages.includes(item.language))
}

/**
 * The candidates of one region: at least the first `length` by the method's value, and all that could tie with the
 * last of them.
 */
export function candidatesIn(
  totals: Totals,
  region: Region,
  entries: Entries,
  method: Method,
  length: number,
): readonly Candidate[] {
  const span = totals.regions.get(region)
  if (!span) return []
  const sums = sumByEntry(totals, span, entries)
  const value = valueFor(method)
  const values: number[] = []
  const kept: number[] = []
  for (const entry of sums.seen) {
    const total = (sums.high[entry] as number) * 2 ** 32 + (sums.low[entry] as number)
    values[entry] = value(total, entries.runtimeMs[entry] as number)
    kept.push(entry)
  }
  kept.sort((a, b) => (values[b] as number) - (values[a] as number))
  const last = kept[Math.min(length, kept.length) - 1]
  const floor = last === undefined ? 0 : (values[last] as number)
  const candidates = kept
    .filter((entry, index) => index < length || (values[entry] as number) >= floor - Math.abs(floor) * MARGIN)
    .map((entry) => ({
      item: entries.ids[entry] as ItemId,
      total: (BigInt(sums.high[entry] as number) << 32n) + BigInt(sums.low[entry] as number),
      runtimeMs: (entries.runtimeMs[entry] as number) || undefined,
    }))
  forget(sums)
  return candidates
}

/** What rank.ts orders by, as a number: the higher the better. A total is at least 1. */
function valueFor({ formula }: Method): (total: number, runtimeMs: number) => number {
  switch (formula) {
    case 'counted':
      return (total) => total
    case 'hours-per-runtime':
      // Without a running time: below all that have one, more watched time first.
      return (total, runtimeMs) => (runtimeMs > 0 ? total / runtimeMs : -1 / total)
    case 'published':
      return (total) => -total
  }
}

interface Sums {
  readonly low: Float64Array
  readonly high: Float64Array
  readonly seen: readonly number[]
}

/** Sums of 64-bit totals in two halves, each of which stays exact in a double. */
function sumByEntry(totals: Totals, span: { from: number; to: number }, entries: Entries): Sums {
  const { low, high } = entries.scratch
  const halves = new Uint32Array(totals.total.buffer, totals.total.byteOffset, totals.total.length * 2)
  const seen: number[] = []
  for (let i = span.from; i < span.to; i++) {
    const entry = entries.entryOf[totals.item[i] as number] as number
    if (entry < 0) continue
    // Totals are above 0, so an entry without a sum has not been seen.
    if (low[entry] === 0 && high[entry] === 0) seen.push(entry)
    low[entry] = (low[entry] as number) + (halves[2 * i] as number)
    high[entry] = (high[entry] as number) + (halves[2 * i + 1] as number)
  }
  return { low, high, seen }
}

/** Makes the scratch space empty again, for the next region. */
function forget({ low, high, seen }: Sums): void {
  for (const entry of seen) {
    low[entry] = 0
    high[entry] = 0
  }
}
