// A title's report: what was counted for an item and all below it, its first 91 days, and where it charted.

import { LATE_LIMIT_MS } from '../charts/edition.ts'
import { viewsOf } from '../charts/rank.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import { DEFAULT_SITE } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { type CalendarDate, DAY_MS, HOUR_MS, type Instant, instant, SECOND_MS } from '../domain/time.ts'
import { sqlFile } from '../store/store.ts'
import type { TitleAnswer } from './answers.ts'
import type { Archive } from './archive.ts'
import { chartedAnswer } from './charted.ts'
import { namesOf } from './editions.ts'

const TITLE_TOTALS = sqlFile(import.meta.url, './title-totals.sql')
const TITLE_VIEWERS = sqlFile(import.meta.url, './title-viewers.sql')
const TITLE_CHARTS = sqlFile(import.meta.url, './title-charts.sql')

/** The days of the report by which streaming services judge a title. */
export const FIRST_DAYS = 91

/** The items that a reader may mean: the one with this id, or what stands for it, else all that bear exactly this title. */
export function findItems(archive: Archive, wanted: string): readonly ItemId[] {
  const catalogue = archive.catalogueOf(DEFAULT_SITE)
  const id = catalogue.idOf(wanted as ItemId)
  return catalogue.findItem(id) ? [id] : catalogue.findByTitle(wanted)
}

export async function titleAnswer(archive: Archive, item: ItemId): Promise<TitleAnswer> {
  const catalogue = archive.catalogueOf(DEFAULT_SITE)
  const entry = catalogue.findItem(item)
  const family = catalogue.familyOf(item)
  const { charted, measured } = await chartedAnswer(archive, item)
  const runtimeMs = catalogue.findRuntimeMs(item, archive.now())
  const totals = await totalsOf(archive, family, 0, instant(archive.now() + DAY_MS))
  const viewsBy = viewsByOf(totals, runtimeMs)
  const first91Days = await firstDays(archive, catalogue, item, viewsBy)
  return {
    item,
    ...namesOf(catalogue, item),
    ...(entry?.parent && { parent: { item: entry.parent, title: namesOf(catalogue, entry.parent).title } }),
    children: catalogue.childrenOf(item).map((child) => ({ item: child, ...namesOf(catalogue, child) })),
    ...(entry?.published && { published: entry.published }),
    ...(runtimeMs && { runtimeMs }),
    tags: entry?.tags ?? [],
    creators: entry?.creators ?? [],
    ...(entry?.language && { language: entry.language }),
    viewsBy,
    totals: { ...totals, views: viewsIn(totals, runtimeMs, viewsBy), viewers: await viewersOf(archive, family) },
    ...(first91Days && { first91Days }),
    charted: { charted, measured },
    charts: await chartsOf(archive, family),
  }
}

async function totalsOf(archive: Archive, items: readonly ItemId[], from: number, to: Instant) {
  const [row] = await archive.store.rows<Record<'views' | 'watched_ms' | 'sales' | 'opens', string>>(TITLE_TOTALS, {
    site: DEFAULT_SITE,
    items,
    from: Math.floor(from / SECOND_MS),
    to: Math.floor(to / SECOND_MS),
  })
  const watchedMs = row?.watched_ms ?? '0'
  return {
    starts: Number(row?.views ?? 0),
    watchedMs,
    hours: viewsOf(BigInt(watchedMs), HOUR_MS, 1),
    sales: Number(row?.sales ?? 0),
    opens: Number(row?.opens ?? 0),
  }
}

async function viewersOf(archive: Archive, items: readonly ItemId[]): Promise<number> {
  const [row] = await archive.store.rows<{ viewers: string }>(TITLE_VIEWERS, { site: DEFAULT_SITE, items })
  return Number(row?.viewers ?? 0)
}

type ViewsBy = TitleAnswer['viewsBy']

/** What a view of a title is. */
export const viewsByOf = ({ watchedMs }: { readonly watchedMs: string }, runtimeMs: number | undefined): ViewsBy =>
  runtimeMs && watchedMs !== '0' ? 'hours-per-runtime' : 'counted'

/** Where watched time and a running time are known, a view is one running time watched; else each start is one. */
export const viewsIn = (
  { starts, watchedMs }: { readonly starts: number; readonly watchedMs: string },
  runtimeMs: number | undefined,
  by: ViewsBy,
): number => (by === 'hours-per-runtime' && runtimeMs ? viewsOf(BigInt(watchedMs), runtimeMs, 1) : starts)

async function firstDays(
  archive: Archive,
  catalogue: Catalogue,
  item: ItemId,
  viewsBy: ViewsBy,
): Promise<TitleAnswer['first91Days']> {
  const published = catalogue.findPublished(item)
  if (published === undefined) return undefined
  const from = Math.floor(published / DAY_MS) * DAY_MS
  const to = instant(from + FIRST_DAYS * DAY_MS)
  const totals = await totalsOf(archive, catalogue.familyOf(item), from, to)
  return {
    hours: totals.hours,
    watchedMs: totals.watchedMs,
    // While they run, what is not out yet is no part of the running time.
    views: viewsIn(totals, catalogue.findRuntimeMs(item, instant(Math.min(to, archive.now()))), viewsBy),
    complete: archive.now() >= to + LATE_LIMIT_MS,
  }
}

async function chartsOf(archive: Archive, items: readonly ItemId[]): Promise<TitleAnswer['charts']> {
  const rows = await archive.store.rows<{
    chart: string
    peak_rank: number
    weeks: string
    first: CalendarDate
    last: CalendarDate
  }>(TITLE_CHARTS, { items })
  return rows.map((row) => ({
    chart: row.chart,
    title: archive.charts.find(({ id }) => id === row.chart)?.title ?? row.chart,
    peakRank: row.peak_rank,
    weeksOnChart: Number(row.weeks),
    first: row.first,
    last: row.last,
  }))
}
