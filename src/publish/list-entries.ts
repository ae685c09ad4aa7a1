// Which items stand on a list, and what counts for each: the audience of what is below an item is its own, and goes to
// the nearest item that stands there, so that nothing counts twice.
import type { Catalogue } from '../domain/catalogue.ts'
import type { Item, ItemId } from '../domain/item.ts'
import { COLUMN_OF, type CountedMeasure } from '../domain/measure.ts'
import { COUNTS } from '../store/item-sums.ts'
import type { ListSpec } from './list-spec.ts'
import type { SiteSums, Sums } from './site-sums.ts'

/** The entry that each item of a catalogue counts for, found once for each. */
export class EntryMap {
  readonly #entries = new Map<ItemId, Item | undefined>()
  constructor(
    private readonly catalogue: Catalogue,
    private readonly filter: ListSpec['filter'],
  ) {}

  entryOf(id: ItemId): Item | undefined {
    if (this.#entries.has(id)) return this.#entries.get(id)
    const entry = this.catalogue.findEntry(id, this.filter.kinds)
    const item = entry && this.catalogue.findItem(entry)
    const found = item && stands(item, this.filter) ? item : undefined
    this.#entries.set(id, found)
    return found
  }
}

/** Whether an item stands on lists with this filter. */
export const stands = ({ kind, tags }: Item, filter: ListSpec['filter']): boolean =>
  filter.kinds.includes(kind) && (filter.tags ?? []).every((tag) => tags?.includes(tag))

export const columnOf = (measure: CountedMeasure): number => COUNTS.indexOf(COLUMN_OF[measure])

/** Amounts of all items of a site, by entry. */
export function amountsOfAll(sums: SiteSums, measure: CountedMeasure, entries: EntryMap): ReadonlyMap<Item, bigint> {
  const column = sums.columnOf(COLUMN_OF[measure])
  const amounts = new Map<Item, bigint>()
  let number = 0
  for (const id of sums.items()) {
    const amount = column[number++] as bigint
    if (amount > 0n) add(amounts, entries.entryOf(id), amount)
  }
  return amounts
}

/** Amounts of some items, by entry. */
export function amountsOf(
  items: ReadonlyMap<ItemId, Sums>,
  measure: CountedMeasure,
  entries: EntryMap,
): ReadonlyMap<Item, bigint> {
  const column = columnOf(measure)
  const amounts = new Map<Item, bigint>()
  for (const [id, sums] of items) add(amounts, entries.entryOf(id), sums[column] as bigint)
  return amounts
}

function add(amounts: Map<Item, bigint>, entry: Item | undefined, amount: bigint): void {
  if (entry && amount > 0n) amounts.set(entry, (amounts.get(entry) ?? 0n) + amount)
}

/** The first so many of some values; `order` as for sorting. What can't be among them is looked at once. */
export function firstOf<T>(values: Iterable<T>, length: number, order: (a: T, b: T) => number): readonly T[] {
  const first: T[] = []
  for (const value of values) {
    if (first.length === length && order(first.at(-1) as T, value) <= 0) continue
    let at = first.length
    while (at > 0 && order(first[at - 1] as T, value) > 0) at--
    first.splice(at, 0, value)
    if (first.length > length) first.pop()
  }
  return first
}
