// What was counted in a span of time, from days and, where it begins or ends inside one, from quarters of an hour.
import type { SiteId } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { type Instant, instant, MINUTE_MS, SECOND_MS } from '../domain/time.ts'
import { coverOf, type Span } from '../fold/cover.ts'
import { COUNTS, readItemSums } from '../store/item-sums.ts'
import { type Params, sqlFile } from '../store/store.ts'
import type { Archive } from './archive.ts'
import type { Sums } from './site-sums.ts'

const COUNTED_BETWEEN = sqlFile(import.meta.url, './counted-between.sql')
const VIEWERS_BEFORE = sqlFile(import.meta.url, './viewers-before.sql')

const QUARTER_MS = 15 * MINUTE_MS

/** The end of the last quarter of an hour that was over at an instant. */
export const quarterBefore = (at: Instant): Instant => instant(Math.floor(at / QUARTER_MS) * QUARTER_MS)

/** Ids, or all items of a site. */
export type Some = 'all' | readonly ItemId[]

/** Sums of some items taken together; without viewers, which do not add up. */
export async function sumsBetween(archive: Archive, site: SiteId, some: Some, span: Span): Promise<Sums> {
  const sums = COUNTS.map(() => 0n)
  for (const [, row] of await read(archive, site, some, span, false))
    for (const column of sums.keys()) sums[column] = (sums[column] as bigint) + (row[column] as bigint)
  return sums
}

/** Sums of each item of a site that was counted in a span; without viewers. */
export const itemsBetween = (archive: Archive, site: SiteId, span: Span): Promise<ReadonlyMap<ItemId, Sums>> =>
  read(archive, site, 'all', span, true)

/** Viewer-days of some items taken together, up to an instant. */
export async function viewersBefore(archive: Archive, site: SiteId, some: Some, before: Instant): Promise<bigint> {
  const [row] = await archive.store.rows<{ viewers: string }>(VIEWERS_BEFORE, {
    site,
    ...itemsOf(some),
    before: Math.ceil(before / SECOND_MS),
  })
  return BigInt(row?.viewers ?? 0)
}

async function read(archive: Archive, site: SiteId, some: Some, span: Span, each: boolean) {
  const { head, days, tail } = coverOf(span)
  const params: Params = { site, each: String(each), ...itemsOf(some), ...secondsOf({ head, days, tail }) }
  const sums = new Map<ItemId, Sums>()
  for (const { items, counts } of readItemSums(await archive.store.native(COUNTED_BETWEEN, params)))
    for (const [row, item] of items.entries())
      sums.set(
        item,
        counts.map((column) => column[row] as bigint),
      )
  return sums
}

const itemsOf = (some: Some): Params => ({ all: String(some === 'all'), items: some === 'all' ? [] : some })

const secondsOf = (spans: Readonly<Record<string, Span>>): Params =>
  Object.fromEntries(
    Object.entries(spans).flatMap(([name, { from, to }]) => [
      [`${name}_from`, from / SECOND_MS],
      [`${name}_to`, to / SECOND_MS],
    ]),
  )
