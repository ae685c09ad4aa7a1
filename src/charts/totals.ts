// Asks the store for what a chart is ranked by, over one window: one query, whatever the number of regions.
import type { Catalogue } from '../domain/catalogue.ts'
import type { Method } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import { COLUMN_OF } from '../domain/measure.ts'
import type { Region } from '../domain/region.ts'
import { DAY_MS, instant, SECOND_MS } from '../domain/time.ts'
import { calendarKey, calendarOf, type Window } from '../domain/window.ts'
import { readTotals } from '../store/native.ts'
import { type Params, type Store, sqlFile } from '../store/store.ts'
import type { Totals } from './candidates.ts'
import type { ChartSpec } from './spec.ts'

const sql = (name: string): string => sqlFile(import.meta.url, `./${name}.sql`)

const TOTALS = sql('totals')
const TOTALS_ALL = sql('totals-all')
const TOTALS_FIRST = sql('totals-first')
const TOTALS_VIEWERS = sql('totals-viewers')
const TOTALS_RANKS = sql('totals-ranks')

/** The store's columns for a measure's name in the house. */
const STORED = { views: 'views', watchedMs: 'watched_ms', viewers: 'viewers', sales: 'sales', opens: 'opens' } as const

export async function readWindowTotals(
  store: Store,
  spec: ChartSpec,
  method: Method,
  window: Window,
  fold: number,
  catalogue: Catalogue,
): Promise<Totals> {
  const [statement, params] = questionOf(spec, method, window, fold, catalogue)
  const { regions, items, totals } = readTotals(await store.native(statement, { site: spec.site, ...params }))
  return { items: items.values, regions: spansOf(regions), item: items.index, total: totals }
}

function questionOf(
  spec: ChartSpec,
  method: Method,
  window: Window,
  fold: number,
  catalogue: Catalogue,
): readonly [string, Params] {
  const from = spec.window.kind === 'all' ? 0 : window.from / SECOND_MS
  const to = window.to / SECOND_MS
  if (method.measure === 'rank') return [TOTALS_RANKS, { chart: spec.id, from: window.from / SECOND_MS, to }]
  if (method.measure === 'viewers') return [TOTALS_VIEWERS, { from, to, ...entryMap(spec, catalogue) }]
  const column = STORED[method.formula === 'hours-per-runtime' ? 'watchedMs' : COLUMN_OF[method.measure]]
  const calendar = calendarKey(calendarOf(spec.window))
  const start = window.from / SECOND_MS
  switch (spec.window.kind) {
    case 'all':
      return [TOTALS_ALL, { column, calendar, start }]
    case 'first':
      return [TOTALS_FIRST, { column, end: to, days: spec.window.days, ...firstDays(spec, catalogue) }]
    default:
      return [TOTALS, { column, calendar, start, fold }]
  }
}

/** Every item of the chart's families, with the UTC day on which its entry came out. */
function firstDays(spec: ChartSpec, catalogue: Catalogue): { items: string[]; since: number[] } {
  const items: string[] = []
  const since: number[] = []
  for (const item of catalogue.items()) {
    const entry = catalogue.findEntry(item.id, spec.filter.kinds)
    const published = entry && catalogue.findPublished(entry)
    if (published === undefined) continue
    items.push(item.id)
    since.push(instant(Math.floor(published / DAY_MS) * DAY_MS) / SECOND_MS)
  }
  return { items, since }
}

/** The items that count for another one on this chart. */
function entryMap(spec: ChartSpec, catalogue: Catalogue): { items: ItemId[]; entries: ItemId[] } {
  const items: ItemId[] = []
  const entries: ItemId[] = []
  for (const item of catalogue.items()) {
    const entry = catalogue.findEntry(item.id, spec.filter.kinds)
    if (entry === undefined || entry === item.id) continue
    items.push(item.id)
    entries.push(entry)
  }
  return { items, entries }
}

/** Rows come in order of region: each one's span. */
function spansOf(regions: { values: readonly string[]; index: Uint32Array }): Totals['regions'] {
  const spans = new Map<Region, { from: number; to: number }>()
  for (let from = 0, to = 0; from < regions.index.length; from = to) {
    while (to < regions.index.length && regions.index[to] === regions.index[from]) to++
    spans.set(regions.values[regions.index[from] as number] as Region, { from, to })
  }
  return spans
}
