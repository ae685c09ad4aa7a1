// The catalogue: all items as they are now, and the questions that depend on how they hang together. A value, built
// anew when entries change; it reads no clock and no store. Of items that were merged one stands for all: it alone is an
// entry, a child or the bearer of a tag, and what was counted for the others is its own.
import type { Item, ItemId, ItemKind } from './item.ts'
import { type CalendarDate, type Instant, parseInstant, startOfDate } from './time.ts'

interface Runtime {
  readonly from: Instant
  readonly runtimeMs: number
}

/** Parents deeper than this, or in a ring, end here: show, season, episode is 3. */
const DEPTH_MAX = 16

export class Catalogue {
  readonly #items: ReadonlyMap<ItemId, Item>
  /** The item that stands for each that was merged into another. */
  readonly #standing = new Map<ItemId, ItemId>()
  readonly #merged = new Map<ItemId, ItemId[]>()
  readonly #children = new Map<ItemId, ItemId[]>()
  readonly #byTitle = new Map<string, ItemId[]>()
  /** Histories of running times, oldest first. */
  readonly #runtimes = new Map<ItemId, readonly Runtime[]>()
  /** By tag and by creator; made when they are first asked for, since most catalogues never are. */
  #bearers:
    | { readonly tags: ReadonlyMap<string, ItemId[]>; readonly creators: ReadonlyMap<string, ItemId[]> }
    | undefined

  /** @param merges by the item that was merged, into which one */
  constructor(items: Iterable<Item>, merges: ReadonlyMap<ItemId, ItemId> = new Map()) {
    const sorted = [...items].sort((a, b) => (a.id < b.id ? -1 : 1))
    this.#items = new Map(sorted.map((item) => [item.id, item]))
    for (const id of [...merges.keys()].sort()) {
      const into = endOf(merges, id)
      if (into === id) continue
      this.#standing.set(id, into)
      append(this.#merged, into, id)
    }
    for (const item of sorted) {
      if (this.#standing.has(item.id)) continue
      const parent = item.parent && this.idOf(item.parent)
      if (parent && parent !== item.id) append(this.#children, parent, item.id)
      append(this.#byTitle, item.title, item.id)
      if (item.runtimes?.length) this.#runtimes.set(item.id, historyOf(item.runtimes))
    }
  }

  get size(): number {
    return this.#items.size
  }

  /** The items that stand for themselves. */
  items(): Iterable<Item> {
    return this.#standing.size === 0
      ? this.#items.values()
      : [...this.#items.values()].filter(({ id }) => !this.#standing.has(id))
  }

  /** The ids that anything may be counted under, those without an entry of their own among them. */
  ids(): Iterable<ItemId> {
    return new Set([...this.#items.keys(), ...this.#standing.keys()])
  }

  /** The item that stands for one: itself, where it was not merged into another. */
  idOf(id: ItemId): ItemId {
    return this.#standing.get(id) ?? id
  }

  /** The item that stands for one, and all that were merged into it. */
  samesOf(id: ItemId): readonly ItemId[] {
    const standing = this.idOf(id)
    return [standing, ...(this.#merged.get(standing) ?? [])]
  }

  /** By each item that was merged into another, the one that stands for it. */
  get merges(): ReadonlyMap<ItemId, ItemId> {
    return this.#standing
  }

  /** An item's own entry, which one that was merged into another keeps. */
  findItem(id: ItemId): Item | undefined {
    return this.#items.get(id)
  }

  /** Ids of the items that bear exactly this title, in order of id. */
  findByTitle(title: string): readonly ItemId[] {
    return this.#byTitle.get(title) ?? []
  }

  /** The items that bear a tag themselves, in order of id. */
  findByTag(tag: string): readonly ItemId[] {
    return this.#bearersNow().tags.get(tag) ?? []
  }

  /** The items that name a creator themselves, in order of id. */
  findByCreator(name: string): readonly ItemId[] {
    return this.#bearersNow().creators.get(name) ?? []
  }

  #bearersNow() {
    if (this.#bearers) return this.#bearers
    const tags = new Map<string, ItemId[]>()
    const creators = new Map<string, ItemId[]>()
    for (const item of this.items()) {
      for (const tag of new Set(item.tags)) append(tags, tag, item.id)
      for (const name of new Set(item.creators)) append(creators, name, item.id)
    }
    this.#bearers = { tags, creators }
    return this.#bearers
  }

  childrenOf(id: ItemId): readonly ItemId[] {
    return this.#children.get(this.idOf(id)) ?? []
  }

  /** The item, or what stands for it, and its ancestors, nearest first. */
  lineOf(id: ItemId): readonly ItemId[] {
    const line: ItemId[] = []
    let next: ItemId | undefined = this.idOf(id)
    while (next && line.length < DEPTH_MAX && !line.includes(next)) {
      line.push(next)
      const parent: ItemId | undefined = this.#items.get(next)?.parent
      next = parent && this.idOf(parent)
    }
    return line
  }

  /** The item and all below it. */
  familyOf(id: ItemId): readonly ItemId[] {
    return this.familiesOf([id])
  }

  /** The items and all below them, each once, with those that were merged into any of them. */
  familiesOf(ids: readonly ItemId[]): readonly ItemId[] {
    const family = new Set<ItemId>(ids.flatMap((id) => this.samesOf(id)))
    for (const member of family)
      for (const child of this.childrenOf(member)) {
        family.add(child)
        for (const same of this.#merged.get(child) ?? []) family.add(same)
      }
    return [...family]
  }

  /** The nearest of the item and its ancestors that is of one of these kinds: where its audience is charted. */
  findEntry(id: ItemId, kinds: readonly ItemKind[]): ItemId | undefined {
    return this.lineOf(id).find((each) => {
      const kind = this.#items.get(each)?.kind
      return kind !== undefined && kinds.includes(kind)
    })
  }

  /**
   * The running time in force just before an instant: the item's own history, else its own fixed time, else the sum
   * of its children that were out by then. Undefined where nothing is known, so before a history starts.
   */
  findRuntimeMs(named: ItemId, before: Instant, depth = 0): number | undefined {
    const id = this.idOf(named)
    const item = this.#items.get(id)
    if (!item || depth > DEPTH_MAX) return undefined
    const history = this.#runtimes.get(id)
    if (history) return history.findLast(({ from }) => from < before)?.runtimeMs
    if (item.runtimeMs !== undefined) return item.runtimeMs
    const known = this.childrenOf(id)
      .filter((child) => this.isOut(child, before))
      .map((child) => this.findRuntimeMs(child, before, depth + 1) ?? 0)
    const sum = known.reduce((a, b) => a + b, 0)
    return sum > 0 ? sum : undefined
  }

  /** Whether an item was out before an instant; one without a date counts as out. */
  isOut(id: ItemId, before: Instant): boolean {
    const published = this.findPublished(id)
    return published === undefined || published < before
  }

  /** When an item came out; a date without a time begins in UTC. */
  findPublished(id: ItemId): Instant | undefined {
    const published = this.#items.get(this.idOf(id))?.published
    if (published === undefined) return undefined
    const exact = parseInstant('published', published)
    return exact.ok ? exact.value : startOfDate(published as CalendarDate, 'UTC')
  }
}

const historyOf = (runtimes: NonNullable<Item['runtimes']>): readonly Runtime[] =>
  runtimes
    .map(({ from, runtimeMs }) => ({ from: startOfDate(from as CalendarDate, 'UTC'), runtimeMs }))
    .sort((a, b) => a.from - b.from)

/** Where a chain of merges ends; in a ring nobody stands for another. */
function endOf(merges: ReadonlyMap<ItemId, ItemId>, id: ItemId): ItemId {
  const passed = new Set<ItemId>()
  let end = id
  for (let next: ItemId | undefined = id; next !== undefined; next = merges.get(next)) {
    if (passed.has(next)) return id
    passed.add(next)
    end = next
  }
  return end
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
