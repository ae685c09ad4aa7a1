// Asks the store for what a chart is ranked by: one query for many windows and all regions where the roll-ups of
// windows suffice, one for each window where they do not.
import type { Catalogue } from '../domain/catalogue.ts'
import type { Method } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import { COLUMN_OF } from '../domain/measure.ts'
import type { Region } from '../domain/region.ts'
import { DAY_MS, instant, SECOND_MS } from '../domain/time.ts'
import { calendarKey, calendarOf, type Window } from '../domain/window.ts'
import { readTotals, type TotalsRow, type TotalsRows } from '../store/native.ts'
import { type Params, type Store, sqlFile } from '../store/store.ts'
import type { Totals } from './candidates.ts'
import type { ChartSpec } from './spec.ts'
import type { FoldedWindow } from './stale.ts'

const sql = (name: string): string => sqlFile(import.meta.url, `./${name}.sql`)

const TOTALS = sql('totals')
const TOTALS_ALL = sql('totals-all')
const TOTALS_FIRST = sql('totals-first')
const TOTALS_VIEWERS = sql('totals-viewers')
const TOTALS_RANKS = sql('totals-ranks')

/** The store's columns for a measure's name in the house. */
const STORED = { views: 'views', watchedMs: 'watched_ms', viewers: 'viewers', sales: 'sales', opens: 'opens' } as const

/** Reads totals for the charts of a house. What one chart asked last is kept for the next, which may ask the same. */
export class TotalsReader {
  #last: { readonly question: string; readonly totals: readonly Totals[] } | undefined
  constructor(private readonly store: Store) {}

  /** The totals of windows that are counted by one method, in the order of the windows. */
  async read(
    spec: ChartSpec,
    method: Method,
    windows: readonly FoldedWindow[],
    catalogue: Catalogue,
  ): Promise<readonly Totals[]> {
    const inOneQuery = method.measure === 'rank' || (!('issued' in spec.window) && method.measure !== 'viewers')
    if (inOneQuery) return this.#ask(spec, windows, questionOfAll(spec, method, windows))
    const each: Totals[] = []
    for (const folded of windows)
      each.push(...(await this.#ask(spec, [folded], questionOfOne(spec, method, folded.window, catalogue))))
    return each
  }

  async #ask(spec: ChartSpec, windows: readonly FoldedWindow[], [statement, params]: Question) {
    // A question that names its folds has one answer for ever.
    const question = statement === TOTALS ? JSON.stringify([spec.site, params]) : ''
    if (question !== '' && this.#last?.question === question) return this.#last.totals
    const read = readTotals(await this.store.native(statement, { site: spec.site, ...params }))
    const totals = windows.map(({ window }) => totalsOf(read, window))
    if (question !== '') this.#last = { question, totals }
    return totals
  }
}

function totalsOf({ rows, items, item, total }: TotalsRows, window: Window): Totals {
  const regions = new Map<Region, TotalsRow[]>()
  for (const row of rows) {
    if (row.window !== window.from / SECOND_MS) continue
    const spans = regions.get(row.region as Region)
    if (spans) spans.push(row)
    else regions.set(row.region as Region, [row])
  }
  return { regions, items, item, total }
}

type Question = readonly [statement: string, params: Params]

function questionOfAll(spec: ChartSpec, method: Method, windows: readonly FoldedWindow[]): Question {
  const starts = windows.map(({ window }) => window.from / SECOND_MS)
  if (method.measure === 'rank')
    return [TOTALS_RANKS, { chart: spec.id, starts, ends: windows.map(({ window }) => window.to / SECOND_MS) }]
  return [
    TOTALS,
    {
      column: columnOf(method),
      calendar: calendarKey(calendarOf(spec.window)),
      starts,
      folds: windows.map(({ fold }) => fold),
      first: Math.min(...starts),
      last: Math.max(...starts),
    },
  ]
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
