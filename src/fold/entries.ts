// What the entries among the events fold to: the catalogue of each site, how it counts, and the charts.
import { createHash } from 'node:crypto'
import { Catalogue } from '../domain/catalogue.ts'
import { type Counting, parseCounting } from '../domain/counting.ts'
import { canonicalJson } from '../domain/edition.ts'
import type { SiteId } from '../domain/event.ts'
import type { Item, ItemId } from '../domain/item.ts'
import { type Merge, parseMerge } from '../domain/merge.ts'
import { Failure } from '../domain/problem.ts'
import { type Store, sqlFile } from '../store/store.ts'

const ENTRIES_NOW = sqlFile(import.meta.url, './entries-now.sql')
const COUNTING_NOW = sqlFile(import.meta.url, './counting-now.sql')

/** How sites count, by site; those of which the log says nothing are not there. */
export type Countings = ReadonlyMap<SiteId, Counting>

export interface Entries {
  readonly catalogues: ReadonlyMap<SiteId, Catalogue>
  /** Chart specs as they were logged; charts/spec.ts reads them. */
  readonly charts: readonly unknown[]
  readonly countings: Countings
  /** The items as they were logged, by site and id, with what each was merged into: for telling what changed. */
  readonly bodies: ReadonlyMap<string, string>
  /** SHA-256 over all items. */
  readonly digest: string
  /** What was merged into what, in one text. */
  readonly merges: string
}

export const NO_ENTRIES: Entries = {
  catalogues: new Map(),
  charts: [],
  countings: new Map(),
  bodies: new Map(),
  digest: '0'.repeat(64),
  merges: '',
}

export async function readEntries(store: Store): Promise<Entries> {
  const rows = await store.rows<{ site: SiteId; kind: string; item: ItemId; body: string }>(ENTRIES_NOW)
  const items = new Map<SiteId, Item[]>()
  const bodies = new Map<string, string>()
  const charts: unknown[] = []
  const countings = new Map<SiteId, Counting>()
  const merges = new Map<SiteId, Map<ItemId, ItemId>>()
  for (const { site, kind, item, body } of rows) {
    const entry = JSON.parse(body)
    if (kind === 'chart') charts.push(entry)
    else if (kind === 'counting') countings.set(site, countingOf(entry))
    else if (kind === 'merge') {
      const { into } = mergeOf(entry)
      if (into === null) continue
      merges.set(site, (merges.get(site) ?? new Map()).set(item, into))
      // Behind the entries, if there is one of this id.
      bodies.set(`${site}\t${item}`, `${bodies.get(`${site}\t${item}`) ?? ''} into ${into}`)
    } else {
      const list = items.get(site) ?? []
      list.push(entry)
      items.set(site, list)
      bodies.set(`${site}\t${item}`, canonicalJson(entry))
    }
  }
  const sites = new Set([...items.keys(), ...merges.keys()])
  const catalogues = new Map(
    [...sites].map((site) => [site, new Catalogue(items.get(site) ?? [], merges.get(site))] as const),
  )
  const hash = createHash('sha256')
  for (const [key, body] of bodies) hash.update(key).update(body)
  const merged = [...merges].map(([site, into]) => [site, ...into].join(' '))
  return { catalogues, charts, countings, bodies, digest: hash.digest('hex'), merges: merged.join('\n') }
}

/** How sites count, before the buckets of a store that was made anew are folded. */
export async function readCountings(store: Store): Promise<Countings> {
  const rows = await store.rows<{ site: SiteId; body: string }>(COUNTING_NOW)
  return new Map(rows.map(({ site, body }) => [site, countingOf(JSON.parse(body))]))
}

function mergeOf(logged: unknown): Merge {
  const merge = parseMerge(logged)
  if (merge.ok) return merge.value
  throw new Failure('log-rotten', `what an item was merged into can't be read in the log: ${JSON.stringify(logged)}`)
}

function countingOf(logged: unknown): Counting {
  const counting = parseCounting(logged)
  if (counting.ok) return counting.value
  throw new Failure('log-rotten', `how a site counts can't be read in the log: ${JSON.stringify(logged)}`)
}

/**
 * The ids whose entries differ between two readings, and what they belonged to before: an item that was moved has changed
 * the running time of what it left.
 */
export function changedItems(before: Entries, now: Entries): ReadonlySet<ItemId> {
  const changed = new Set<ItemId>()
  const add = (key: string): void => {
    const [site, id] = key.split('\t') as [SiteId, ItemId]
    for (const each of [id, ...(before.catalogues.get(site)?.lineOf(id) ?? [])]) changed.add(each)
  }
  for (const [key, body] of now.bodies) if (before.bodies.get(key) !== body) add(key)
  for (const key of before.bodies.keys()) if (!now.bodies.has(key)) add(key)
  return changed
}
