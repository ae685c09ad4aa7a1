// What there is to tell: editions that were closed or restated, and titles that reached a milestone, each with what a
// webhook will know once it is told.
import { createHash } from 'node:crypto'
import type { EditionName } from '../../charts/edition-files.ts'
import { DEFAULT_SITE } from '../../domain/event.ts'
import type { ItemId } from '../../domain/item.ts'
import { isoInstant } from '../../domain/time.ts'
import { sqlFile } from '../../store/store.ts'
import type { Archive } from '../archive.ts'
import { findEdition, namesOf } from '../editions.ts'
import { viewsByOf, viewsIn } from '../titles.ts'
import type { Message, News } from './hook.ts'

const CLOSED_EDITIONS = sqlFile(import.meta.url, './closed-editions.sql')
const ITEM_TOTALS = sqlFile(import.meta.url, './item-totals.sql')

/** Views that are told of. */
const MILESTONES = [1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12] as const

export interface ClosedEdition extends EditionName {
  readonly revision: number
  /** It rises with each publication, as long as the store is the same. */
  readonly mark: number
}

/** The editions that are closed, by when they were published; those with a mark above one. */
export async function closedEditions(archive: Archive, above: number): Promise<readonly ClosedEdition[]> {
  const rows = await archive.store.rows<EditionName & { revision: number; last: string }>(CLOSED_EDITIONS, {
    mark: above,
  })
  return rows.map(({ last, ...row }) => ({ ...row, mark: Number(last) }))
}

export const keyOf = ({ chart, region, window }: EditionName): string => `${chart}/${region}/${window}`

/** Messages for all revisions of an edition after one, but for the provisional. */
export async function editionMessages(
  archive: Archive,
  name: ClosedEdition,
  after: number,
  on: readonly News[],
): Promise<readonly Message[]> {
  const spec = archive.charts.find(({ id }) => id === name.chart)
  if (!spec) return []
  const messages: Message[] = []
  for (const revision of await archive.files.revisionsOf(name)) {
    if (revision <= after || revision > name.revision) continue
    const news = revision === 1 ? 'edition' : 'restatement'
    if (!on.includes(news)) continue
    const edition = await findEdition(archive, spec, name.region, name.window, String(revision))
    if (edition.ok) messages.push(messageOf(news, [archive.name, keyOf(name), revision], { edition: edition.value }))
  }
  return messages
}

export interface Milestone {
  readonly item: ItemId
  readonly milestone: number
  readonly message: Message
}

/** Items whose views have passed a milestone, each with the highest. */
export async function milestones(archive: Archive): Promise<readonly Milestone[]> {
  const catalogue = archive.catalogueOf(DEFAULT_SITE)
  const rows = await archive.store.rows<{ item: ItemId; views: string; watched_ms: string }>(ITEM_TOTALS, {
    site: DEFAULT_SITE,
  })
  const totals = new Map<ItemId, { starts: number; watchedMs: bigint }>()
  for (const { item, views, watched_ms } of rows)
    for (const each of catalogue.lineOf(item)) {
      const known = totals.get(each)
      const starts = Number(views) + (known?.starts ?? 0)
      totals.set(each, { starts, watchedMs: BigInt(watched_ms) + (known?.watchedMs ?? 0n) })
    }
  const now = archive.now()
  return [...totals].flatMap(([item, { starts, watchedMs }]) => {
    if (!catalogue.findItem(item)) return []
    const runtimeMs = catalogue.findRuntimeMs(item, now)
    const sums = { starts, watchedMs: String(watchedMs) }
    const views = viewsIn(sums, runtimeMs, viewsByOf(sums, runtimeMs))
    const milestone = MILESTONES.findLast((each) => views >= each)
    if (milestone === undefined) return []
    const told = { milestone, views, item, ...namesOf(catalogue, item), at: isoInstant(now) }
    return [{ item, milestone, message: messageOf('milestone', [archive.name, item, milestone], told) }]
  })
}

function messageOf(news: News, about: readonly unknown[], told: object): Message {
  const id = createHash('sha256')
    .update(JSON.stringify([news, ...about]))
    .digest('hex')
    .slice(0, 32)
  return { id, body: JSON.stringify({ id, news, ...told }) }
}
