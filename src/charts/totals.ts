// Asks the store for what a chart is ranked by: one query for many windows and all regions where the roll-ups of
// windows suffice, one for each window where they do not.
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

/** Reads the totals of windows that are counted by one method, in the order of the windows. */
export async function readWindowTotals(
  store: Store,
  spec: ChartSpec,
  method: Method,
  windows: readonly Window[],
  catalogue: Catalogue,
): Promise<readonly Totals[]> {
  const inOneQuery = method.measure === 'rank' || (!('issued' in spec.window) && method.measure !== 'viewers')
  if (inOneQuery) return ask(store, spec, windows, questionOfAll(spec, method, windows))
  const each: Totals[] = []
  for (const window of windows)
    each.push(...(await ask(store, spec, [window], questionOfOne(spec, method, window, catalogue))))
  return each
}

type Question = readonly [statement: string, params: Params]

async function ask(store: Store, spec: ChartSpec, windows: readonly Window[], [statement, params]: Question) {
  const {
    windows: starts,
    regions,
    items,
    totals,
  } = readTotals(await store.native(statement, { site: spec.site, ...params }))
  let from = 0
  return windows.map((window): Totals => {
    // Rows come in order of window: each one's span follows that of the one before.
    while (from < starts.length && Number(starts[from]) < window.from / SECOND_MS) from++
    let to = from
    while (to < starts.length && Number(starts[to]) === window.from / SECOND_MS) to++
    return { items: items.values, regions: spansOf(regions, from, to), item: items.index, total: totals }
  })
}

function questionOfAll(spec: ChartSpec, method: Method, windows: readonly Window[]): Question {
  const starts = windows.map(({ from }) => from / SECOND_MS)
  if (method.measure === 'rank')
    return [TOTALS_RANKS, { chart: spec.id, starts, ends: windows.map(({ to }) => to / SECOND_MS) }]
  return [TOTALS, { column: columnOf(method), calendar: calendarKey(calendarOf(spec.window)), starts }]
}

function questionOfOne(spec: ChartSpec, method: Method, window: Window, catalogue: Catalogue): Question {
  const start = window.from / SECOND_MS
  const to = window.to / SECOND_MS
  const countries = spec.regions.countries === 'none' ? 'false' : 'true'
  if (method.measure === 'viewers')
    return [TOTALS_VIEWERS, { start, from: spec.window.kind === 'all' ? 0 : start, to, ...entryMap(spec, catalogue) }]
  if (spec.window.kind === 'first')
    return [
      TOTALS_FIRST,
      { start, column: columnOf(method), end: to, days: spec.window.days, countries, ...firstDays(spec, catalogue) },
    ]
  return [TOTALS_ALL, { start, column: columnOf(method), calendar: calendarKey(calendarOf(spec.window)) }]
}

const columnOf = ({ measure, formula }: Method): string => {
  if (measure === 'rank') throw new Error('ranks have no column of totals')
  return STORED[formula === 'hours-per-runtime' ? 'watchedMs' : COLUMN_OF[measure]]
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

/** Rows of a window come in order of region: each one's span. */
function spansOf(
  regions: { values: readonly string[]; index: Uint32Array },
  first: number,
  end: number,
): Totals['regions'] {
  const spans = new Map<Region, { from: number; to: number }>()
  for (let from = first, to = first; from < end; from = to) {
    while (to < end && regions.index[to] === regions.index[from]) to++
    spans.set(regions.values[regions.index[from] as number] as Region, { from, to })
  }
  return spans
}
