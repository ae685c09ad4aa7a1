// Asks the store for what a chart is ranked by: one query for many windows and all regions where the roll-ups of
// windows suffice, one for each window where they do not.
import type { Catalogue } from '../domain/catalogue.ts'
import type { Method } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import { COLUMN_OF } from '../domain/measure.ts'
import type { Region } from '../domain/region.ts'
import { DAY_MS, instant, SECOND_MS } from '../domain/time.ts'
import { calendarKey, calendarOf, type Window } from '../domain/window.ts'
import { PAGE_ITEMS } from '../fold/run.ts'
import { readTotals, type TotalsLists } from '../store/native.ts'
import { type Params, type Store, sqlFile } from '../store/store.ts'
import type { RegionTotals, Totals } from './candidates.ts'
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

/** How much of the lists is read: enough pages to decide most charts, or everything. */
export type Extent = 'first-pages' | 'whole'

const PAGES_MAX = 2 ** 32 - 1
/** First pages hold this many times a chart's length, and more: the entries of several charts stand on them. */
const FIRST_PAGES_FACTOR = 4

/** Reads totals for the charts of a house. What one chart asked last is kept for the next, which may ask the same. */
export class TotalsReader {
  #last: { readonly question: string; readonly totals: readonly Totals[] } | undefined
  constructor(private readonly store: Store) {}

  /**
   * The totals of windows that are counted by one method, in the order of the windows.
   * @param extent what is read of lists that are kept in pages; the others are read whole
   */
  async read(
    spec: ChartSpec,
    method: Method,
    windows: readonly FoldedWindow[],
    catalogue: Catalogue,
    extent: Extent,
  ): Promise<readonly Totals[]> {
    if (method.measure === 'rank') return this.#ask(windows, questionOfRanks(spec, windows))
    if (!('issued' in spec.window) && method.measure !== 'viewers')
      return this.#ask(windows, questionOfPages(method, windows, extent === 'whole' ? PAGES_MAX : firstPages(spec)))
    const each: Totals[] = []
    for (const folded of windows)
      each.push(...(await this.#ask([folded], questionOfOne(spec, method, folded.window, catalogue))))
    return each
  }

  /** All totals of a window, where its first pages were not enough. */
  async readWhole(method: Method, folded: FoldedWindow): Promise<Totals> {
    const [statement, params] = questionOfPages(method, [folded], PAGES_MAX)
    return totalsOf(readTotals(await this.store.native(statement, params)), folded.window)
  }

  async #ask(windows: readonly FoldedWindow[], [statement, params]: Question) {
    // A question that names its folds has one answer for ever.
    const question = statement === TOTALS ? JSON.stringify(params) : ''
    if (question !== '' && this.#last?.question === question) return this.#last.totals
    const read = readTotals(await this.store.native(statement, params))
    const totals = windows.map(({ window }) => totalsOf(read, window))
    if (question !== '') this.#last = { question, totals }
    return totals
  }
}

function totalsOf({ lists, items, item, total }: TotalsLists, window: Window): Totals {
  const regions = new Map<Region, RegionTotals>()
  for (const list of lists) {
    if (list.window !== window.from / SECOND_MS) continue
    const region = list.region as Region
    const before = regions.get(region)
    // Of pages that were read from the first on, the last one says what follows.
    regions.set(
      region,
      before
        ? { spans: [...before.spans, list], rest: Math.min(before.rest, list.rest) }
        : { spans: [list], rest: list.rest },
    )
  }
  return { regions, items, item, total }
}

type Question = readonly [statement: string, params: Params]

function questionOfRanks(spec: ChartSpec, windows: readonly FoldedWindow[]): Question {
  const starts = windows.map(({ window }) => window.from / SECOND_MS)
  return [
    TOTALS_RANKS,
    { site: spec.site, chart: spec.id, starts, ends: windows.map(({ window }) => window.to / SECOND_MS) },
  ]
}

const firstPages = ({ length }: ChartSpec): number => Math.ceil((FIRST_PAGES_FACTOR * length) / PAGE_ITEMS)

function questionOfPages(method: Method, windows: readonly FoldedWindow[], pages: number): Question {
  const folds = windows.map(({ window, fold }) => `(${window.from / SECOND_MS},${fold})`)
  return [TOTALS, { measure: columnOf(method), pages, folds: `[${folds}]` }]
}

function questionOfOne(spec: ChartSpec, method: Method, window: Window, catalogue: Catalogue): Question {
  const start = window.from / SECOND_MS
  const to = window.to / SECOND_MS
  const countries = spec.regions.countries === 'none' ? 'false' : 'true'
  if (method.measure === 'viewers')
    return [
      TOTALS_VIEWERS,
      { site: spec.site, start, from: spec.window.kind === 'all' ? 0 : start, to, ...entryMap(spec, catalogue) },
    ]
  if (spec.window.kind === 'first')
    return [
      TOTALS_FIRST,
      {
        site: spec.site,
        start,
        column: columnOf(method),
        end: to,
        days: spec.window.days,
        countries,
        ...firstDays(spec, catalogue),
      },
    ]
  return [
    TOTALS_ALL,
    { site: spec.site, start, measure: columnOf(method), calendar: calendarKey(calendarOf(spec.window)) },
  ]
}

const columnOf = ({ measure, formula }: Method): string => {
  if (measure === 'rank') throw new Error('ranks have no column of totals')
  return STORED[formula === 'hours-per-runtime' ? 'watchedMs' : COLUMN_OF[measure]]
}

/** Every item of the chart's families, with the UTC day on which its entry came out. */
function firstDays(spec: ChartSpec, catalogue: Catalogue): { items: string[]; since: number[] } {
  const items: string[] = []
  const since: number[] = []
  for (const item of catalogue.ids()) {
    const entry = catalogue.findEntry(item, spec.filter.kinds)
    const published = entry && catalogue.findPublished(entry)
    if (published === undefined) continue
    items.push(item)
    since.push(instant(Math.floor(published / DAY_MS) * DAY_MS) / SECOND_MS)
  }
  return { items, since }
}

/** The items that count for another one on this chart. */
function entryMap(spec: ChartSpec, catalogue: Catalogue): { items: ItemId[]; entries: ItemId[] } {
  const items: ItemId[] = []
  const entries: ItemId[] = []
  for (const item of catalogue.ids()) {
    const entry = catalogue.findEntry(item, spec.filter.kinds)
    if (entry === undefined || entry === item) continue
    items.push(item)
    entries.push(entry)
  }
  return { items, entries }
}
