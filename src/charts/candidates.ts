// From a window's totals, which are by region and item, to the few candidates of one list. Totals are read as numbers
// for the first cut, with a margin far above a number's error; rank.ts then decides exactly. Pure.
import type { Catalogue } from '../domain/catalogue.ts'
import type { Method } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import type { Region } from '../domain/region.ts'
import type { Window } from '../domain/window.ts'
import type { Candidate } from './rank.ts'
import type { ChartSpec } from './spec.ts'

/**
 * Totals of one measure over one window: `items[item[i]]` has `total[i]` in the region of which a span holds i. An item
 * may be there several times, and with a total of 0.
 */
export interface Totals {
  readonly items: readonly ItemId[]
  readonly regions: ReadonlyMap<Region, readonly Span[]>
  readonly item: Uint32Array
  readonly total: BigUint64Array
}

interface Span {
  readonly from: number
  readonly to: number
}

/** Which entry of a chart each item of the totals counts for. */
export interface Entries {
  /** The entry's index for each of the totals' items; -1 where the item is not on this chart. */
  readonly entryOf: Int32Array
  readonly ids: readonly ItemId[]
  /** Milliseconds; 0 where unknown. */
  readonly runtimeMs: Float64Array
  readonly scratch: Scratch
}

/** Room for the sums of one region, kept for the next: by entry, and the entries seen with their values. */
interface Scratch {
  readonly low: Float64Array
  readonly high: Float64Array
  readonly seen: Int32Array
  readonly values: Float64Array
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
  return { entryOf, ids, runtimeMs, scratch: scratchFor(ids.length) }
}

const scratchFor = (length: number): Scratch => ({
  low: new Float64Array(length),
  high: new Float64Array(length),
  seen: new Int32Array(length),
  values: new Float64Array(length),
})

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
  const { low, high, values } = entries.scratch
  const seen = sumByEntry(totals, totals.regions.get(region) ?? [], entries)
  const value = valueFor(method)
  for (let i = 0; i < seen.length; i++) {
    const entry = seen[i] as number
    const total = (high[entry] as number) * 2 ** 32 + (low[entry] as number)
    values[i] = value(total, entries.runtimeMs[entry] as number)
  }
  const last = nthLargest(values.subarray(0, seen.length), length)
  const floor = last - Math.abs(last) * MARGIN
  const candidates: Candidate[] = []
  for (let i = 0; i < seen.length; i++) {
    const entry = seen[i] as number
    if ((values[i] as number) >= floor)
      candidates.push({
        item: entries.ids[entry] as ItemId,
        total: (BigInt(high[entry] as number) << 32n) + BigInt(low[entry] as number),
        runtimeMs: (entries.runtimeMs[entry] as number) || undefined,
      })
    // Empty again, for the next region.
    low[entry] = 0
    high[entry] = 0
  }
  return candidates
}

/** The n-th largest of some values, or the smallest where there are fewer. */
function nthLargest(values: Float64Array, n: number): number {
  const best = values.slice(0, n).sort()
  for (let i = n; i < values.length; i++) {
    const value = values[i] as number
    if (value <= (best[0] as number)) continue
    // In order of size: the smallest makes room.
    let at = 0
    for (; at + 1 < n && (best[at + 1] as number) < value; at++) best[at] = best[at + 1] as number
    best[at] = value
  }
  return best[0] ?? 0
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

/** Sums 64-bit totals in two halves, each of which stays exact in a double. Returns the entries that have a sum. */
function sumByEntry({ item, total }: Totals, spans: readonly Span[], { entryOf, scratch }: Entries): Int32Array {
  const { low, high, seen } = scratch
  const halves = new Uint32Array(total.buffer, total.byteOffset, total.length * 2)
  let count = 0
  for (const { from, to } of spans)
    for (let i = from; i < to; i++) {
      const entry = entryOf[item[i] as number] as number
      if (entry < 0) continue
      const lowHalf = halves[2 * i] as number
      const highHalf = halves[2 * i + 1] as number
      if (lowHalf === 0 && highHalf === 0) continue
      // What was added is above 0, so an entry without a sum has not been seen.
      if (low[entry] === 0 && high[entry] === 0) seen[count++] = entry
      low[entry] = (low[entry] as number) + lowHalf
      high[entry] = (high[entry] as number) + highHalf
    }
  return seen.subarray(0, count)
}
