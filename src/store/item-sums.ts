// Reads sums of items from a result in the Native format, whose columns are `of UInt64, item String`, and the five
// counts as UInt64. A million items are read as columns of numbers, not as a million objects.
import type { ItemId } from '../domain/item.ts'
import { NativeReader } from './native-reader.ts'

/** What is summed for each item, in the order of the columns. */
export const COUNTS = ['views', 'watchedMs', 'viewers', 'sales', 'opens'] as const
export type Count = (typeof COUNTS)[number]

/** Rows of a result, column by column. */
export interface ItemSums {
  /** What each row is a part of, as the statement says: a fold, or a day in seconds. */
  readonly of: BigUint64Array
  readonly items: readonly ItemId[]
  /** In the order of COUNTS. */
  readonly counts: readonly BigUint64Array[]
}

/** The blocks of a result, each by itself. */
export function* readItemSums(bytes: Uint8Array): Generator<ItemSums> {
  const reader = new NativeReader(bytes)
  while (!reader.atEnd) {
    const width = reader.varint()
    const rows = reader.varint()
    if (width !== 2 + COUNTS.length) throw new Error('sums of items must be of, item, and five counts')
    reader.header('UInt64')
    const of = reader.uint64s(rows)
    reader.header('String')
    const items = Array.from({ length: rows }, () => reader.string() as ItemId)
    const counts = COUNTS.map(() => {
      reader.header('UInt64')
      return reader.uint64s(rows)
    })
    yield { of, items, counts }
  }
}
