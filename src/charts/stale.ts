// Which windows of a chart have to be looked at again: those folded anew, those whose spec or catalogue changed, and
// those whose late limit has run out. Everything is told from marks in the store, so a crash only repeats work.
import type { Catalogue } from '../domain/catalogue.ts'
import type { ItemId } from '../domain/item.ts'
import { type CalendarDate, type Instant, instant, SECOND_MS } from '../domain/time.ts'
import { calendarKey, calendarOf, type Window, windowAt } from '../domain/window.ts'
import { type Store, sqlFile } from '../store/store.ts'
import type { ChartSpec } from './spec.ts'

const sql = (name: string): string => sqlFile(import.meta.url, `./${name}.sql`)

const FOLDS = sqlFile(import.meta.url, '../fold/current-folds.sql')
const PUBLISHED = sql('published')
const SEALED = sql('sealed')
const WINDOWS_WITH_ITEMS = sql('windows-with-items')

/** The mark that stands for a whole chart rather than one of its windows. */
export const CHART_MARK = '1970-01-01' as CalendarDate

export interface FoldedWindow {
  readonly window: Window
  readonly fold: number
}

export interface Stale {
  /** Every window with a roll-up, in order. */
  readonly windows: readonly FoldedWindow[]
  /** Names of those to look at again, and with them all that come after. */
  readonly names: ReadonlySet<CalendarDate>
  /** Whether the chart has been marked as published with the catalogue as it is now. */
  readonly catalogueMarked: boolean
}

export interface CatalogueChange {
  /** Digest of the catalogue before; what it changed from there to here is in `items`. */
  readonly before: string
  readonly now: string
  readonly items: ReadonlySet<ItemId>
}

export async function findStale(
  store: Store,
  spec: ChartSpec,
  specDigest: string,
  change: CatalogueChange,
  catalogue: Catalogue,
  now: Instant,
): Promise<Stale> {
  const windows = await foldedWindows(store, spec)
  const rows = await store.rows<{ window: CalendarDate; fold: string; spec: string }>(PUBLISHED, { chart: spec.id })
  const marks = new Map(rows.map((row) => [row.window, row]))
  const sealed = await store.rows<{ window: CalendarDate }>(SEALED, {
    chart: spec.id,
    now: Math.floor(now / SECOND_MS),
  })
  const names = new Set(sealed.map(({ window }) => window))
  const catalogueMark = marks.get(CHART_MARK)?.spec
  const unknownChange = catalogueMark !== change.now && catalogueMark !== change.before
  for (const { window, fold } of windows) {
    const mark = marks.get(window.name)
    if (unknownChange || !mark || Number(mark.fold) < fold || mark.spec !== specDigest) names.add(window.name)
  }
  if (!unknownChange && catalogueMark !== change.now)
    for (const name of await windowsWith(store, spec, change.items, catalogue)) names.add(name)
  return { windows, names, catalogueMarked: catalogueMark === change.now }
}

async function foldedWindows(store: Store, spec: ChartSpec): Promise<readonly FoldedWindow[]> {
  const calendar = calendarOf(spec.window)
  const rows = await store.rows<{ start_s: number; fold: string }>(FOLDS, {
    tier: 'window',
    site: spec.site,
    calendar: calendarKey(calendar),
  })
  return rows.map(({ start_s, fold }) => ({
    window: windowAt(calendar, instant(start_s * SECOND_MS)),
    fold: Number(fold),
  }))
}

/** A changed item moves the windows in which it, its ancestors or what is below it were counted. */
async function windowsWith(
  store: Store,
  spec: ChartSpec,
  items: ReadonlySet<ItemId>,
  catalogue: Catalogue,
): Promise<readonly CalendarDate[]> {
  const families = [...items].flatMap((item) => catalogue.lineOf(item)).flatMap((item) => catalogue.familyOf(item))
  const calendar = calendarOf(spec.window)
  const rows = await store.rows<{ from_s: number }>(WINDOWS_WITH_ITEMS, {
    site: spec.site,
    calendar: calendarKey(calendar),
    items: [...new Set(families)],
  })
  return rows.map(({ from_s }) => windowAt(calendar, instant(from_s * SECOND_MS)).name)
}
