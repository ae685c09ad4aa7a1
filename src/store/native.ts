// Reads ClickHouse's Native format for the types that totals have. Native keeps a column together and a repeated string
// once, so 150,000 totals are read in about a millisecond.
import type { ItemId } from '../domain/item.ts'
import { NativeReader, type StringColumn } from './native-reader.ts'

/**
 * Rows of `(window UInt64, regions Array(LowCardinality(String)), rests Array(UInt64),
 * items Array(Array(LowCardinality(String))), totals Array(Array(UInt64)))`, as lists: one for each row and region.
 */
export interface TotalsLists {
  readonly lists: readonly TotalsList[]
  /** Each distinct item once. */
  readonly items: readonly ItemId[]
  /** For each total, the index of its item. */
  readonly item: Uint32Array
  readonly total: BigUint64Array
}

/** Totals of one window and region: those from `from` up to, not including, `to`. */
export interface TotalsList {
  readonly window: number
  readonly region: string
  /** The highest total of the window and region that is not among these and comes after them; 0 where there is none. */
  readonly rest: number
  readonly from: number
  readonly to: number
}

export function readTotals(bytes: Uint8Array): TotalsLists {
  const blocks = [...readBlocks(bytes)]
  const length = blocks.reduce((sum, block) => sum + block.totals.length, 0)
  const item = new Uint32Array(length)
  const total = new BigUint64Array(length)
  const lists: TotalsList[] = []
  const items = new Dictionary()
  let from = 0
  for (const block of blocks) {
    const own = block.items.values.map((value) => items.indexOf(value))
    for (let i = 0; i < block.items.index.length; i++) item[from + i] = own[block.items.index[i] as number] as number
    total.set(block.totals, from)
    lists.push(...listsOf(block, from))
    from += block.totals.length
  }
  return { lists, items: items.values as ItemId[], item, total }
}

/** @param from where the block's totals begin among all */
function* listsOf({ windows, regionEnds, regions, rests, ends }: Block, from: number): Generator<TotalsList> {
  let start = 0
  for (let row = 0, list = 0; row < windows.length; row++)
    for (const last = Number(regionEnds[row]); list < last; list++) {
      const end = Number(ends[list])
      const region = regions.values[regions.index[list] as number] as string
      yield { window: Number(windows[row]), region, rest: Number(rests[list]), from: from + start, to: from + end }
      start = end
    }
}

/** Strings, each once, in the order in which they came. */
class Dictionary {
  readonly values: string[] = []
  readonly #known = new Map<string, number>()
  indexOf(value: string): number {
    const known = this.#known.get(value)
    if (known !== undefined) return known
    this.#known.set(value, this.values.length)
    return this.values.push(value) - 1
  }
}

interface Block {
  readonly windows: BigUint64Array
  /** For each row, the end of its lists. */
  readonly regionEnds: BigUint64Array
  readonly regions: StringColumn
  readonly rests: BigUint64Array
  /** For each list, the end of its items and totals. */
  readonly ends: BigUint64Array
  readonly items: StringColumn
  readonly totals: BigUint64Array
}

function* readBlocks(bytes: Uint8Array): Generator<Block> {
  const reader = new NativeReader(bytes)
  while (!reader.atEnd) {
    const width = reader.varint()
    const rows = reader.varint()
    if (width !== 5) throw new Error('totals must be window, regions, rests, items, totals')
    reader.header('UInt64')
    const windows = reader.uint64s(rows)
    reader.header('Array(LowCardinality(String))')
    reader.skipVersion(rows)
    const regionEnds = reader.uint64s(rows)
    const lists = lastOf(regionEnds)
    const regions = reader.dictionary(lists)
    reader.header('Array(UInt64)')
    const restEnds = reader.uint64s(rows)
    const rests = reader.uint64s(lastOf(restEnds))
    reader.header('Array(Array(LowCardinality(String)))')
    reader.skipVersion(rows)
    const itemLists = reader.uint64s(rows)
    const ends = reader.uint64s(lastOf(itemLists))
    const items = reader.dictionary(lastOf(ends))
    reader.header('Array(Array(UInt64))')
    const totalLists = reader.uint64s(rows)
    const totals = reader.uint64s(lastOf(reader.uint64s(lastOf(totalLists))))
    if (rests.length !== lists || ends.length !== lists || lastOf(totalLists) !== lists)
      throw new Error('each region must have one rest, one list of items and one of totals')
    if (totals.length !== items.index.length) throw new Error('each item must have one total')
    yield { windows, regionEnds, regions, rests, ends, items, totals }
  }
}

/** How many there are in all arrays together, from where each of them ends. */
const lastOf = (ends: BigUint64Array): number => Number(ends.at(-1) ?? 0)
