// The catalogue as the operator changes it: an entry edited, one item merged into another, and both taken back. Each
// change is an event like any other, so what was said before stays on the log, and is shown.
import { admit } from '../../collect/admit.ts'
import { asItemEvent, withoutEntry } from '../../collect/item-event.ts'
import type { Catalogue } from '../../domain/catalogue.ts'
import { canonicalJson } from '../../domain/edition.ts'
import { parseEvent, type SiteId } from '../../domain/event.ts'
import { type Item, type ItemId, parseItem } from '../../domain/item.ts'
import type { Merge } from '../../domain/merge.ts'
import { type Parsed, parsed, problem, refused } from '../../domain/problem.ts'
import { parseReason } from '../../domain/reason.ts'
import { instant, isoInstant } from '../../domain/time.ts'
import { sqlFile } from '../../store/store.ts'
import type { Archive } from '../archive.ts'
import { namesOf } from '../editions.ts'
import type { Office } from './office.ts'

const ENTRY_HISTORY = sqlFile(import.meta.url, './entry-history.sql')

/** What the log said of an item at one time. */
export type Saying = {
  /** The event that says it. */
  readonly id: string
  readonly at: string
} & ({ readonly kind: 'item'; readonly entry: Item } | { readonly kind: 'merge'; readonly merge: Merge })

export interface Named {
  readonly item: ItemId
  readonly title: string
}

export interface DeskItem {
  readonly site: SiteId
  readonly id: ItemId
  /** Left out where the catalogue knows the item by its id alone. */
  readonly entry?: Item | undefined
  /** The item that stands for it, where it was merged into another. */
  readonly into?: Named | undefined
  /** Those that were merged into it. */
  readonly merged: readonly Named[]
  readonly children: readonly Named[]
  /** The newest first. */
  readonly history: readonly Saying[]
}

/** An item as the desk shows it; undefined where neither the catalogue nor the log knows of it. */
export async function findDeskItem(archive: Archive, site: SiteId, id: ItemId): Promise<DeskItem | undefined> {
  const catalogue = archive.catalogueOf(site)
  const history = await historyOf(archive, site, id)
  const entry = catalogue.findItem(id)
  const isCounted = archive.counters.findSums(site)?.knows(id) === true
  if (!entry && history.length === 0 && !isCounted) return undefined
  const named = (item: ItemId): Named => ({ item, title: namesOf(catalogue, item).title })
  const standing = catalogue.idOf(id)
  return {
    site,
    id,
    ...(entry && { entry }),
    ...(standing !== id && { into: named(standing) }),
    merged: standing === id ? catalogue.samesOf(id).slice(1).map(named) : [],
    children: standing === id ? catalogue.childrenOf(id).map(named) : [],
    history,
  }
}

async function historyOf(archive: Archive, site: SiteId, item: ItemId): Promise<readonly Saying[]> {
  const rows = await archive.store.rows<{ id: string; at_ms: string; kind: string; body: string }>(ENTRY_HISTORY, {
    site,
    item,
  })
  return rows.map(({ id, at_ms, kind, body }) => {
    const told = { id, at: isoInstant(instant(Number(at_ms))) }
    const said = JSON.parse(body)
    return kind === 'merge' ? { ...told, kind: 'merge', merge: said as Merge } : { ...told, kind: 'item', entry: said }
  })
}

/** Says of an item what an operator has written. Nothing is logged where the catalogue says it already. */
export async function editItem(office: Office, site: SiteId, input: unknown, why: string): Promise<Parsed<Item>> {
  const item = parseItem(input)
  if (!item.ok) return item
  const reason = parseReason('reason', why.trim() || `the catalogue entry of ${item.value.id} was edited`)
  if (!reason.ok) return reason
  const catalogue = office.catalogueOf(site)
  const { id, parent } = item.value
  if (parent !== undefined && catalogue.familyOf(id).includes(catalogue.idOf(parent)))
    return refused(problem('parent', parent, 'an item that is not below this one'))
  const known = catalogue.findItem(id)
  if (known && canonicalJson(known) === canonicalJson(item.value)) return item
  const claim = parseEvent(asItemEvent(item.value, office.now()))
  if (!claim.ok) return refused(...claim.problems.map(withoutEntry))
  // An entry names neither viewer nor subject: there is nothing to pepper.
  const admission = admit(claim.value, { site, trusted: true, pepper: '' }, office.now())
  if (admission.verdict !== 'admitted') return refused(...admission.problems)
  await office.bringIn(reason.value, () => office.append([admission.event]))
  return item
}

/** Has one item stand for another: what was and will be counted for that one is its own. */
export async function mergeItems(
  office: Office,
  site: SiteId,
  item: ItemId,
  into: ItemId,
  why: string,
): Promise<Parsed<Merge>> {
  const reason = parseReason('reason', why)
  if (!reason.ok) return reason
  const wrong = whyNotMerged(office.catalogueOf(site), item, into)
  if (wrong) return refused(problem('into', into, wrong))
  const merge: Merge = { into, reason: reason.value }
  await office.bringIn(reason.value, () => office.declareMerge(site, item, merge))
  return parsed(merge)
}

function whyNotMerged(catalogue: Catalogue, item: ItemId, into: ItemId): string | undefined {
  const [from, to] = [catalogue.findItem(item), catalogue.findItem(into)]
  if (!to) return 'an item of the catalogue'
  if (catalogue.idOf(item) !== item) return `nothing: ${item} is merged into ${catalogue.idOf(item)} already`
  if (catalogue.idOf(into) !== into) return `an item that stands for itself, such as ${catalogue.idOf(into)}`
  if (item === into) return 'another item'
  if (from && from.kind !== to.kind) return `an item of the same kind: ${from.kind}`
  if (catalogue.lineOf(item).includes(into) || catalogue.lineOf(into).includes(item))
    return 'an item that is neither above nor below it'
  return undefined
}

/** Has an item that was merged stand for itself again. */
export async function separateItem(office: Office, site: SiteId, item: ItemId, why: string): Promise<Parsed<Merge>> {
  const reason = parseReason('reason', why)
  if (!reason.ok) return reason
  if (office.catalogueOf(site).idOf(item) === item)
    return refused(problem('item', item, 'an item that was merged into another'))
  const merge: Merge = { into: null, reason: reason.value }
  await office.bringIn(reason.value, () => office.declareMerge(site, item, merge))
  return parsed(merge)
}
