// From a file's rows to items: which item each row speaks of, and the catalogue entries that the file adds or changes.
// An entry replaces the one before it whole, so what the catalogue already holds is merged in and nothing is wiped.
import type { Item, ItemId } from '../../domain/item.ts'
import {
  categoriesByWork,
  idInCategory,
  keyOf,
  plainIdOf,
  showOf,
  tagOf,
  titleOf,
  type Work,
  workOf,
} from './identity.ts'
import { mergedEntry } from './merge.ts'
import type { NetflixFile } from './read.ts'
import type { LanguageCategory, NetflixRow } from './rows.ts'
import { firstDayOf } from './week.ts'

export type FindItem = (id: ItemId) => Item | undefined

/** Titles that two works bear: one in each language's lists. */
export interface SharedTitle {
  readonly kind: Work['kind']
  readonly title: string
  /** The one with the plain id first. */
  readonly works: readonly { readonly category: LanguageCategory; readonly item: ItemId }[]
}

export interface Works {
  /** New entries, and entries that differ from the catalogue's: none when a file comes in again. */
  readonly items: readonly Item[]
  /** The item that a row of this file speaks of. */
  readonly itemOf: (row: NetflixRow) => ItemId
  readonly sharedTitles: readonly SharedTitle[]
}

/** Maps a file's rows to items. `findItem` asks the catalogue as it is now. */
export function worksOf(file: NetflixFile, findItem: FindItem): Works {
  const identify = identifier(file, findItem)
  const entries = new Map<ItemId, Item>()
  for (const row of file.rows) addTo(entries, row, identify.itemOf(row))
  const changed = [...entries.values()].flatMap((entry) => mergedEntry(findItem(entry.id), entry) ?? [])
  return { items: changed, ...identify }
}

/** Gives each work its id; a work that the catalogue has in one language keeps the plain id for that one. */
function identifier(file: NetflixFile, findItem: FindItem): Pick<Works, 'itemOf' | 'sharedTitles'> {
  const ids = new Map<string, ItemId>()
  const shared: SharedTitle[] = []
  const categories = categoriesByWork(file.rows)
  const learn = (work: Work) => {
    const key = keyOf(work)
    const plain = plainIdOf(work)
    ids.set(key, plain)
    const lists = ownerFirst(categories.get(key) ?? [], findItem(plain)?.tags ?? [])
    const works = lists.map(([category, owns]) => ({ category, item: owns ? plain : idInCategory(plain, category) }))
    for (const { category, item } of works) ids.set(`${key}\t${category}`, item)
    if (works.length > 1) shared.push({ kind: work.kind, title: titleOf(work), works })
    return plain
  }
  const itemOf = (row: NetflixRow): ItemId => {
    const work = workOf(row)
    const key = keyOf(work)
    const plain = ids.get(key) ?? learn(work)
    return ids.get(`${key}\t${row.category}`) ?? plain
  }
  for (const row of file.rows) itemOf(row)
  return { itemOf, sharedTitles: shared }
}

const LANGUAGE_TAGS = ['english', 'non-english']

/** Which of a work's categories owns the plain id: the language that the catalogue knows it by, else the first. */
function ownerFirst(
  categories: readonly LanguageCategory[],
  knownTags: readonly string[],
): readonly (readonly [LanguageCategory, boolean])[] {
  const known = knownTags.filter((tag) => LANGUAGE_TAGS.includes(tag))
  const owner = known.length === 1 ? known[0] : categories[0] && tagOf(categories[0])
  return categories
    .map((category) => [category, tagOf(category) === owner] as const)
    .sort(([, a], [, b]) => Number(b) - Number(a))
}

/** Adds what one row says of its item. The show of a season gets no tags: its seasons are what is charted. */
function addTo(entries: Map<ItemId, Item>, row: NetflixRow, id: ItemId): void {
  const work = workOf(row)
  const known = entries.get(id) ?? newEntry(id, work)
  entries.set(id, { ...known, ...tagsFrom(row), ...runtimeFrom(row, known) })
  if (known.parent && !entries.has(known.parent))
    entries.set(known.parent, newEntry(known.parent, showOf(row.showTitle)))
}

const newEntry = (id: ItemId, work: Work): Item => ({
  id,
  kind: work.kind,
  title: titleOf(work),
  ...(work.kind === 'season' && { parent: plainIdOf(showOf(work.titles[0])) }),
})

const tagsFrom = (row: NetflixRow): Partial<Item> => (row.kind === 'countries' ? {} : { tags: [tagOf(row.category)] })

/** A weekly file gives a running time its date; the most popular lists have none. */
function runtimeFrom(row: NetflixRow, known: Item): Partial<Item> {
  if (row.kind === 'countries' || row.runtimeMs === undefined) return {}
  if (row.kind === 'most-popular') return { runtimeMs: row.runtimeMs }
  return { runtimes: [...(known.runtimes ?? []), { from: firstDayOf(row.week), runtimeMs: row.runtimeMs }] }
}
