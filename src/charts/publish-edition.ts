// Publishes a chart's editions, window by window in order of time: totals from the store, ranks, history, and what
// differs from the latest revision as a new file and rows. The only part of charts/ that reads or writes anything.
import { createHash } from 'node:crypto'
import type { Catalogue } from '../domain/catalogue.ts'
import { canonicalJson, type Digest, type Edition } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import type { Region } from '../domain/region.ts'
import type { CalendarDate, Instant } from '../domain/time.ts'
import { calendarOf, previousWindow, type Window } from '../domain/window.ts'
import { type Store, sqlFile } from '../store/store.ts'
import { LATE_LIMIT_MS, nextEdition } from './edition.ts'
import type { EditionFiles } from './edition-files.ts'
import { EditionRows, type Mark } from './edition-rows.ts'
import { advance, type LastLine, withHistory } from './history.ts'
import { rankWindow } from './rank-window.ts'
import { isCharted } from './scope.ts'
import type { ChartSpec } from './spec.ts'
import { type CatalogueChange, CHART_MARK, findStale } from './stale.ts'
import { TotalsReader } from './totals.ts'
import { WindowReader } from './window-reader.ts'

const LAST_LINES = sqlFile(import.meta.url, './last-lines.sql')

/** Editions of one window are written this many at a time. */
const WRITES_AT_ONCE = 16

export interface Publication {
  readonly chart: ChartSpec
  readonly windows: number
  readonly editions: number
  readonly restated: number
}

/** What is to be published of a chart. */
export interface Draft {
  /** Whether all that it is made of has been read: what is counted meanwhile no longer changes it. */
  readonly isRead: boolean
  /** Writes the editions. */
  publish(): Promise<Publication>
}

/** What publishing needs to know of the moment. */
export interface Occasion {
  readonly catalogue: Catalogue
  readonly change: CatalogueChange
  readonly now: Instant
  /** Why a final edition may change now. */
  readonly reason: string
  /** Told of each window that is done. */
  readonly onWindow?: (window: Window) => void
}

type Histories = Map<Region, Map<ItemId, LastLine>>

export class Publisher {
  readonly #totals: TotalsReader
  private constructor(
    private readonly store: Store,
    private readonly files: EditionFiles,
    private readonly rows: EditionRows,
  ) {
    this.#totals = new TotalsReader(store)
  }

  static async open(store: Store, files: EditionFiles): Promise<Publisher> {
    return new Publisher(store, files, await EditionRows.open(store))
  }

  /** Publishes whatever of a chart is new or changed. */
  async publish(spec: ChartSpec, occasion: Occasion): Promise<Publication> {
    const draft = await this.draft(spec, occasion)
    return draft.publish()
  }

  /** Finds out what of a chart is new or changed, and reads what it is made of, of so many windows as are read at once. */
  async draft(spec: ChartSpec, occasion: Occasion): Promise<Draft> {
    const { store, rows } = this
    const specDigest = createHash('sha256').update(canonicalJson(spec)).digest('hex')
    const { change, catalogue, now } = occasion
    const { windows, names, catalogueMarked } = await findStale(store, spec, specDigest, change, catalogue, now)
    // A window after a stale one has to be looked at too: its totals may hold those of the one before, and its
    // previous ranks and weeks do. So the marks are set together, or what was cut off would be forgotten.
    const first = windows.findIndex(({ window }) => names.has(window.name))
    const stale = first === -1 ? [] : windows.slice(first)
    const reader = new WindowReader(store, this.#totals, spec, catalogue, stale)
    await reader.readAhead()
    const publish = async () => {
      const done = { windows: 0, editions: 0, restated: 0 }
      const histories = stale[0] && (await this.#historiesBefore(spec, stale[0].window))
      for (const { window } of stale) {
        const editions = await this.#publishWindow(spec, window, reader, histories as Histories, occasion)
        done.windows++
        done.editions += editions.length
        done.restated += editions.filter(({ state }) => state === 'restated').length
        occasion.onWindow?.(window)
      }
      const marks: Mark[] = stale.map(({ window, fold }) => ({ window: window.name, fold, spec: specDigest }))
      if (!catalogueMarked) marks.push({ window: CHART_MARK, fold: 0, spec: change.now })
      await rows.mark(spec.id, marks)
      return { chart: spec, ...done }
    }
    return { isRead: reader.isWhole, publish }
  }

  async #publishWindow(
    spec: ChartSpec,
    window: Window,
    reader: WindowReader,
    histories: Histories,
    { catalogue, now, reason }: Occasion,
  ): Promise<readonly Edition[]> {
    const { books, ...totals } = await reader.read(window)
    const ranks = await rankWindow(spec, window, catalogue, totals)
    const previous = previousWindow(calendarOf(spec.window), window)
    const editions: Edition[] = []
    const published = (await this.files.regionsOf(spec.id)).filter((region) => isCharted(spec, region))
    const regions = [...new Set([...ranks.keys(), ...published])].sort()
    const work = regions.map((region) => async () => {
      const name = { chart: spec.id, region, window: window.name }
      const ranked = ranks.get(region) ?? []
      const latest = await this.files.findLatest(name)
      if (ranked.length === 0 && !latest) return
      const history = historyOf(histories, region)
      const rows = withHistory(ranked, history, previous.name)
      advance(history, rows, window.name)
      const before = await this.#digestOf({ ...name, window: previous.name })
      const fresh = { chart: spec.id, region, window, method: totals.method, rows, books, previous: before }
      const edition = nextEdition(fresh, latest, now, reason)
      if (edition) {
        await this.files.write(edition)
        editions.push(edition)
      }
      const current = edition ?? latest
      if (current) await this.rows.add(current, window.to + LATE_LIMIT_MS)
    })
    await allAtOnce(work, WRITES_AT_ONCE)
    return editions
  }

  async #digestOf(name: { chart: ChartSpec['id']; region: Region; window: CalendarDate }): Promise<Digest | null> {
    return this.rows.findDigest(name.chart, name.region, name.window)
  }

  async #historiesBefore(spec: ChartSpec, window: Window): Promise<Histories> {
    await this.rows.flush()
    const histories: Histories = new Map()
    const rows = await this.store.rows<{
      region: Region
      item: ItemId
      last_window: CalendarDate
      rank: number
      peak_rank: number
      weeks_on_chart: number
      streak: number
    }>(LAST_LINES, { chart: spec.id, before: window.name })
    for (const row of rows)
      historyOf(histories, row.region).set(row.item, {
        window: row.last_window,
        rank: row.rank,
        peakRank: row.peak_rank,
        weeksOnChart: row.weeks_on_chart,
        streak: row.streak,
      })
    return histories
  }
}

function historyOf(histories: Histories, region: Region): Map<ItemId, LastLine> {
  const known = histories.get(region)
  if (known) return known
  const fresh = new Map<ItemId, LastLine>()
  histories.set(region, fresh)
  return fresh
}

/** Runs tasks, so many at a time. */
async function allAtOnce(tasks: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  const queue = [...tasks]
  const run = async (): Promise<void> => {
    for (let task = queue.shift(); task; task = queue.shift()) await task()
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, queue.length) }, run))
}
