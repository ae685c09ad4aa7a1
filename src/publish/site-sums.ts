// What was counted for the items of one site: the sum of parts, each of which is replaced whole by another reading of the
// store. Sums are unsigned 64-bit integers, and arithmetic in those is exact whatever the order, so that what is
// replaced leaves no trace. What readers see is the state of the last `settle`.
import type { ItemId } from '../domain/item.ts'
import { COUNTS, readItemSums } from '../store/item-sums.ts'

/** Counts of some items, in the order of COUNTS; items by their numbers here. */
export interface Part {
  readonly items: Uint32Array
  readonly counts: readonly BigUint64Array[]
}

/** Sums in the order of COUNTS. */
export type Sums = readonly bigint[]

const LENGTH_MIN = 1024
const WORD = 2n ** 32n

const columns = (length: number): BigUint64Array[] => COUNTS.map(() => new BigUint64Array(length))

export class SiteSums {
  readonly #numbers = new Map<ItemId, number>()
  readonly #parts = new Map<string, Part>()
  /** What the parts add up to, and what of it is settled. */
  #sums = columns(LENGTH_MIN)
  #settled = columns(LENGTH_MIN)
  #all: bigint[] = COUNTS.map(() => 0n)
  /** Items of which a part was replaced since the last settling. */
  readonly #touched = new Set<number>()

  /** An item's number here; it gets one if it has none. */
  numberOf(item: ItemId): number {
    const known = this.#numbers.get(item)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(item, number)
    if (number >= (this.#sums[0] as BigUint64Array).length) this.#grow(2 * number)
    return number
  }

  /** Whether an item was ever counted or asked for. */
  knows(item: ItemId): boolean {
    return this.#numbers.has(item)
  }

  /** All items with a number, in the order of their numbers. */
  items(): Iterable<ItemId> {
    return this.#numbers.keys()
  }

  /** Replaces a part; undefined removes it. */
  replace(key: string, part: Part | undefined): void {
    const before = this.#parts.get(key)
    if (before) this.#add(before, -1n)
    if (part) this.#add(part, 1n)
    if (part) this.#parts.set(key, part)
    else this.#parts.delete(key)
  }

  /** Removes every part but these. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of [...this.#parts.keys()]) if (!keys.has(key)) this.replace(key, undefined)
  }

  /** Shows readers what the parts add up to. Returns whether any number is another than before. */
  settle(): boolean {
    let changed = false
    for (let column = 0; column < COUNTS.length; column++) {
      const sums = this.#sums[column] as BigUint64Array
      const settled = this.#settled[column] as BigUint64Array
      let more = 0n
      for (const item of this.#touched) {
        const sum = sums[item] as bigint
        if (settled[item] === sum) continue
        more += sum - (settled[item] as bigint)
        settled[item] = sum
        changed = true
      }
      this.#all[column] = (this.#all[column] as bigint) + more
    }
    this.#touched.clear()
    return changed
  }

  /** The sums of all items. */
  get all(): Sums {
    return this.#all
  }

  /** The sums of some items, by their numbers: each of a number's halves is added up as a double, exact for 2^21 items. */
  sumsOf(items: ArrayLike<number>): Sums {
    return this.#settled.map((column) => {
      const halves = new Uint32Array(column.buffer)
      let low = 0
      let high = 0
      for (let i = 0; i < items.length; i++) {
        const at = 2 * (items[i] as number)
        low += halves[at] as number
        high += halves[at + 1] as number
      }
      return BigInt(high) * WORD + BigInt(low)
    })
  }

  /** The settled counts of all items, by their numbers. */
  columnOf(count: (typeof COUNTS)[number]): BigUint64Array {
    return this.#settled[COUNTS.indexOf(count)] as BigUint64Array
  }

  #add({ items, counts }: Part, sign: bigint): void {
    for (let column = 0; column < COUNTS.length; column++) {
      const sums = this.#sums[column] as BigUint64Array
      const amounts = counts[column] as BigUint64Array
      for (let i = 0; i < items.length; i++) {
        const item = items[i] as number
        sums[item] = (sums[item] as bigint) + sign * (amounts[i] as bigint)
      }
    }
    for (const item of items) this.#touched.add(item)
  }

  #grow(length: number): void {
    const longer = (column: BigUint64Array) => {
      const grown = new BigUint64Array(length)
      grown.set(column)
      return grown
    }
    this.#sums = this.#sums.map(longer)
    this.#settled = this.#settled.map(longer)
  }
}

/** A result of the store as parts, by what the statement says they are parts of. */
export function readParts(bytes: Uint8Array, sums: SiteSums): ReadonlyMap<number, Part> {
  const blocks = [...readItemSums(bytes)]
  const lengths = new Map<bigint, number>()
  for (const { of } of blocks) for (const key of of) lengths.set(key, (lengths.get(key) ?? 0) + 1)
  const parts = new Map([...lengths].map(([key, length]) => [key, emptyPart(length)] as const))
  const filled = new Map<bigint, number>()
  for (const { of, items, counts } of blocks)
    for (let row = 0; row < items.length; row++) {
      const key = of[row] as bigint
      const at = filled.get(key) ?? 0
      const part = parts.get(key) as Part
      part.items[at] = sums.numberOf(items[row] as ItemId)
      for (const [column, amounts] of counts.entries())
        (part.counts[column] as BigUint64Array)[at] = amounts[row] as bigint
      filled.set(key, at + 1)
    }
  return new Map([...parts].map(([key, part]) => [Number(key), part]))
}

const emptyPart = (length: number): Part => ({ items: new Uint32Array(length), counts: columns(length) })

/** The part that takes another one away. */
export const negated = ({ items, counts }: Part): Part => ({
  items,
  counts: counts.map((column) => column.map((amount) => -amount)),
})
