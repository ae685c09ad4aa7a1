// From a window's totals, which are by region and item, to the few candidates of one list. Totals are read as numbers
// for the first cut, with a margin far above a number's error; rank.ts then decides exactly. Pure.
import type { Method } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import type { Region } from '../domain/region.ts'
import type { Entries } from './entries.ts'
import type { Candidate } from './rank.ts'

/** Totals of one measure over one window: `items[item[i]]` has `total[i]` in the region of which a span holds i. */
export interface Totals {
  readonly items: readonly ItemId[]
  readonly regions: ReadonlyMap<Region, RegionTotals>
  readonly item: Uint32Array
  readonly total: BigUint64Array
}

export interface RegionTotals {
  readonly spans: readonly Span[]
  /** No item outside the spans has a higher total; 0 where they hold all. */
  readonly rest: number
}

interface Span {
  readonly from: number
  readonly to: number
}

/** Twice 2^32 and a double's 53 bits: the relative error of a total read as a number, and far more. */
const MARGIN = 1e-9

/**
 * The candidates of one region: at least the first `length` by the method's value, and all that could tie with the
 * last of them. Undefined where the totals that were not read could change them.
 */
export function candidatesIn(
  totals: Totals,
  region: Region,
  entries: Entries,
  method: Method,
  length: number,
): readonly Candidate[] | undefined {
  const { spans, rest } = totals.regions.get(region) ?? { spans: [], rest: 0 }
  const { low, high, items, values } = entries.scratch
  const seen = sumByEntry(totals, spans, entries, method)
  const value = valueFor(method)
  for (let i = 0; i < seen.length; i++) {
    const entry = seen[i] as number
    values[i] = value(totalOf(entry, entries), entries.runtimeMs[entry] as number)
  }
  const last = nthLargest(values.subarray(0, seen.length), length)
  const floor = last - Math.abs(last) * MARGIN
  const candidates: Candidate[] = []
  let decided = rest === 0 || (seen.length >= length && highestUnseen(rest, entries, method) < floor)
  for (let i = 0; i < seen.length; i++) {
    const entry = seen[i] as number
    if (rest > 0) {
      const missing = (entries.sizes[entry] as number) - (items[entry] as number)
      const most = totalOf(entry, entries) + missing * rest * (1 + MARGIN)
      if (missing > 0 && value(most, entries.runtimeMs[entry] as number) >= floor) decided = false
    }
    if ((values[i] as number) >= floor)
      candidates.push({
        item: entries.ids[entry] as ItemId,
        total: (BigInt(high[entry] as number) << 32n) + BigInt(low[entry] as number),
        runtimeMs: (entries.runtimeMs[entry] as number) || undefined,
      })
    // Empty again, for the next region.
    low[entry] = 0
    high[entry] = 0
    items[entry] = 0
  }
  return decided ? candidates : undefined
}

const totalOf = (entry: number, { scratch }: Entries): number =>
  (scratch.high[entry] as number) * 2 ** 32 + (scratch.low[entry] as number)

/** The highest value that an entry can have of which nothing was read; without a running time it is below 0. */
const highestUnseen = (rest: number, { sizeMax, sizePerMsMax }: Entries, { formula }: Method): number =>
  rest * (1 + MARGIN) * (formula === 'counted' ? sizeMax : sizePerMsMax)

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

/**
 * Sums 64-bit totals in two halves, each of which stays exact in a double. Ranks are no amounts: of two that one entry has
 * the better holds. Returns the entries that have a sum.
 */
function sumByEntry(
  { item, total }: Totals,
  spans: readonly Span[],
  { entryOf, scratch }: Entries,
  { formula }: Method,
): Int32Array {
  const { low, high, items, seen } = scratch
  const halves = new Uint32Array(total.buffer, total.byteOffset, total.length * 2)
  let count = 0
  for (const { from, to } of spans)
    for (let i = from; i < to; i++) {
      const entry = entryOf[item[i] as number] as number
      if (entry < 0) continue
      const lowHalf = halves[2 * i] as number
      const highHalf = halves[2 * i + 1] as number
      if (lowHalf === 0 && highHalf === 0) continue
      if (items[entry] === 0) seen[count++] = entry
      const others = items[entry] as number
      items[entry] = others + 1
      const [lowNow, highNow] = [low[entry] as number, high[entry] as number]
      if (formula !== 'published') {
        low[entry] = lowNow + lowHalf
        high[entry] = highNow + highHalf
      } else if (others === 0 || highHalf < highNow || (highHalf === highNow && lowHalf < lowNow)) {
        low[entry] = lowHalf
        high[entry] = highHalf
      }
    }
  return seen.subarray(0, count)
}
