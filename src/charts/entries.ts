// A chart's entries by number, so that totals can be added up in arrays: which item counts for which entry, how many
// items each has, and its running time as of a window's end. Pure.
import type { Catalogue } from '../domain/catalogue.ts'
import type { ItemId } from '../domain/item.ts'
import type { Window } from '../domain/window.ts'
import { findChartEntry } from './scope.ts'
import type { ChartSpec } from './spec.ts'

export interface Entries {
  /** The entry's index for each of the totals' items; -1 where the item is not on this chart. */
  readonly entryOf: Int32Array
  readonly ids: readonly ItemId[]
  /** How many items of the catalogue count for each entry. */
  readonly sizes: Uint32Array
  /** Milliseconds; 0 where unknown. */
  readonly runtimeMs: Float64Array
  /** The most items that an entry has, and the most for each millisecond of its running time. */
  readonly sizeMax: number
  readonly sizePerMsMax: number
  readonly scratch: Scratch
}

/** Room for the sums of one region, kept for the next: by entry, and the entries seen with their values. */
export interface Scratch {
  readonly low: Float64Array
  readonly high: Float64Array
  readonly items: Uint32Array
  readonly seen: Int32Array
  readonly values: Float64Array
}

interface Members {
  readonly indexOf: ReadonlyMap<ItemId, number>
  readonly ids: readonly ItemId[]
  readonly sizes: Uint32Array
  readonly scratch: Scratch
}

/** Who counts for whom does not change from window to window. */
const known = new WeakMap<Catalogue, WeakMap<ChartSpec, Members>>()

/** @param items those of some totals */
export function entriesOf(items: readonly ItemId[], spec: ChartSpec, catalogue: Catalogue, window: Window): Entries {
  const { indexOf, ids, sizes, scratch } = membersOf(spec, catalogue)
  const runtimeMs = Float64Array.from(ids, (id) => catalogue.findRuntimeMs(id, window.to) ?? 0)
  return {
    entryOf: Int32Array.from(items, (item) => indexOf.get(item) ?? -1),
    ids,
    sizes,
    runtimeMs,
    sizeMax: sizes.reduce((most, size) => Math.max(most, size), 0),
    sizePerMsMax: runtimeMs.reduce(
      (most, ms, entry) => (ms > 0 ? Math.max(most, (sizes[entry] as number) / ms) : most),
      0,
    ),
    scratch,
  }
}

function membersOf(spec: ChartSpec, catalogue: Catalogue): Members {
  const bySpec = known.get(catalogue) ?? new WeakMap<ChartSpec, Members>()
  known.set(catalogue, bySpec)
  const members = bySpec.get(spec) ?? findMembers(spec, catalogue)
  bySpec.set(spec, members)
  return members
}

function findMembers(spec: ChartSpec, catalogue: Catalogue): Members {
  const ids: ItemId[] = []
  const sizes: number[] = []
  const numberOf = new Map<ItemId, number>()
  const indexOf = new Map<ItemId, number>()
  for (const id of catalogue.ids()) {
    const entry = findChartEntry(spec, catalogue, id)
    if (entry === undefined) continue
    const index = numberOf.get(entry) ?? ids.push(entry) - 1
    numberOf.set(entry, index)
    indexOf.set(id, index)
    sizes[index] = (sizes[index] ?? 0) + 1
  }
  return { indexOf, ids, sizes: Uint32Array.from(sizes), scratch: scratchFor(ids.length) }
}

const scratchFor = (length: number): Scratch => ({
  low: new Float64Array(length),
  high: new Float64Array(length),
  items: new Uint32Array(length),
  seen: new Int32Array(length),
  values: new Float64Array(length),
})
