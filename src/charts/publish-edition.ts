// Publishes a chart's editions, window by window in order of time: totals from the store, ranks, history, and what
// differs from the latest revision as a new file and rows. A restatement may have to wait for the operator; then the
// revision before stands, and whatever follows goes by that one.
import { createHash } from 'node:crypto'
import type { Catalogue } from '../domain/catalogue.ts'
import { canonicalJson, type Edition } from '../domain/edition.ts'
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
import { type CatalogueChange, CHART_MARK, type FoldedWindow, findStale } from './stale.ts'
import { TotalsReader } from './totals.ts'
import type { WaitingRestatements } from './waiting.ts'
import { WindowReader } from './window-reader.ts'

const LAST_LINES = sqlFile(import.meta.url, './last-lines.sql')

/** Editions of one window are read and written this many at a time. */
const READS_AT_ONCE = 16
const WRITES_AT_ONCE = 16

export interface Publication {
  readonly chart: ChartSpec
  readonly windows: number
  readonly editions: number
  readonly restated: number
}

/** What may be published of a chart. Only one of its functions may be called, once. */
export interface Draft {
  /** Whether all that it is made of has been read: what is counted meanwhile no longer changes it. */
  readonly isRead: boolean
  /** Writes the editions. */
  publish(): Promise<Publication>
  /** The restatements that publishing would make, without making them. */
  preview(): Promise<readonly Edition[]>
}

/** What publishing needs to know of the moment. */
export interface Occasion {
  readonly catalogue: Catalogue
  readonly change: CatalogueChange
  readonly now: Instant
  /** Why a final edition may change now. */
  readonly reason: string
  /** Windows that are looked at whatever was counted, and whose restatements wait no longer. */
  readonly released?: ReadonlySet<CalendarDate>
  /** Told of each window that is done. */
  readonly onWindow?: (window: Window) => void
}

/** What became of one edition. */
export interface Issue {
  readonly latest: Edition | undefined
  /** The edition that has to be published, or undefined where the latest one says the same. */
  readonly edition: Edition | undefined
  /** Whether it waits for the operator. */
  readonly waits: boolean
}

interface Looked {
  readonly window: Window
  readonly issues: readonly Issue[]
}

/** Publishes drafts, one after the other. */
export async function publishAll(drafts: readonly Draft[]): Promise<readonly Publication[]> {
  const publications: Publication[] = []
  for (const draft of drafts) publications.push(await draft.publish())
  return publications
}

type Histories = Map<Region, Map<ItemId, LastLine>>

export class Publisher {
  readonly #totals: TotalsReader
  private constructor(
    private readonly store: Store,
    private readonly files: EditionFiles,
    private readonly rows: EditionRows,
    private readonly waiting: WaitingRestatements,
  ) {
    this.#totals = new TotalsReader(store)
  }

  static async open(store: Store, files: EditionFiles, waiting: WaitingRestatements): Promise<Publisher> {
    return new Publisher(store, files, await EditionRows.open(store), waiting)
  }

  /** Publishes whatever of a chart is new or changed. */
  async publish(spec: ChartSpec, occasion: Occasion): Promise<Publication> {
    const draft = await this.draft(spec, occasion)
    return draft.publish()
  }

  /** The restatements that publishing would make now, without making them. */
  async preview(spec: ChartSpec, occasion: Occasion): Promise<readonly Edition[]> {
    const draft = await this.draft(spec, occasion)
    return draft.preview()
  }

  /** Finds out what of a chart may be new or changed, and reads what it is made of, as much as is read at once. */
  async draft(spec: ChartSpec, occasion: Occasion): Promise<Draft> {
    const specDigest = createHash('sha256').update(canonicalJson(spec)).digest('hex')
    const { change, catalogue, now } = occasion
    const stale = await findStale(this.store, spec, specDigest, change, catalogue, now)
    const { names, catalogueMarked } = stale
    // One after a stale one has to be looked at too: its totals may hold those of the one before, and its previous ranks
    // and weeks do. So their marks are set together, or what was cut off would be forgotten.
    const first = stale.windows.findIndex(({ window: { name } }) => names.has(name) || occasion.released?.has(name))
    const windows = first === -1 ? [] : stale.windows.slice(first)
    const reader = new WindowReader(this.store, this.#totals, spec, catalogue, windows)
    await reader.readAhead()
    const look = () => this.#look(spec, occasion, windows, reader)
    const publish = async () => {
      const done = { windows: 0, editions: 0, restated: 0 }
      for await (const looked of look()) {
        const { window } = looked
        const editions = await this.#issue(spec, looked, names.has(window.name), occasion)
        done.windows++
        done.editions += editions.length
        done.restated += editions.filter(({ state }) => state === 'restated').length
        occasion.onWindow?.(window)
      }
      const marks: Mark[] = windows.map(({ window, fold }) => ({ window: window.name, fold, spec: specDigest }))
      if (!catalogueMarked) marks.push({ window: CHART_MARK, fold: 0, spec: change.now })
      await this.rows.mark(spec.id, marks)
      return { chart: spec, ...done }
    }
    const preview = async () => {
      const restated: Edition[] = []
      for await (const { issues } of look())
        for (const { edition, waits } of issues) if (edition?.state === 'restated' && !waits) restated.push(edition)
      return restated
    }
    return { isRead: reader.isWhole, publish, preview }
  }

  async *#look(
    spec: ChartSpec,
    occasion: Occasion,
    windows: readonly FoldedWindow[],
    reader: WindowReader,
  ): AsyncGenerator<Looked> {
    const [first] = windows
    if (!first) return
    const histories = await this.#historiesBefore(spec, first.window)
    for (const { window } of windows)
      yield { window, issues: await this.#lookAt(spec, window, reader, histories, occasion) }
  }

  async #lookAt(
    spec: ChartSpec,
    window: Window,
    reader: WindowReader,
    histories: Histories,
    { catalogue, now, reason, released }: Occasion,
  ): Promise<readonly Issue[]> {
    const { books, ...totals } = await reader.read(window)
    const ranks = await rankWindow(spec, window, catalogue, totals)
    const previous = previousWindow(calendarOf(spec.window), window)
    const holds =
      !released?.has(window.name) &&
      (this.waiting.proposal !== undefined || this.waiting.find(spec.id, window.name) !== undefined)
    const issues: Issue[] = []
    const published = (await this.files.regionsOf(spec.id)).filter((region) => isCharted(spec, region))
    const regions = [...new Set([...ranks.keys(), ...published])].sort()
    const work = regions.map((region) => async () => {
      const name = { chart: spec.id, region, window: window.name }
      const ranked = ranks.get(region) ?? []
      const latest = await this.files.findLatest(name)
      if (ranked.length === 0 && !latest) return
      const history = historyOf(histories, region)
      const rows = withHistory(ranked, history, previous.name)
      const before = this.rows.findDigest(name.chart, region, previous.name)
      const fresh = { chart: spec.id, region, window, method: totals.method, rows, books, previous: before }
      const edition = nextEdition(fresh, latest, now, reason)
      const waits = holds && edition?.state === 'restated'
      advance(history, waits && latest ? latest.rows : rows, window.name)
      issues.push({ latest, edition, waits })
    })
    await allAtOnce(work, READS_AT_ONCE)
    return issues
  }

  /**
   * Writes the editions of a window, but for those that wait.
   * @param isStale whether it is looked at for itself, and not for one before it
   */
  async #issue(
    { id }: ChartSpec,
    { window, issues }: Looked,
    isStale: boolean,
    { now, reason }: Occasion,
  ): Promise<readonly Edition[]> {
    const editions = issues.flatMap(({ edition, waits }) => (edition && !waits ? [edition] : []))
    const waits = issues.some((issue) => issue.waits)
    if (waits && (isStale || !this.waiting.find(id, window.name)))
      await this.waiting.add(id, window.name, this.waiting.proposal ?? reason, now)
    const writing = editions.map((edition) => () => this.files.write(edition))
    await allAtOnce(writing, WRITES_AT_ONCE)
    for (const issue of issues) {
      const current = issue.waits ? issue.latest : (issue.edition ?? issue.latest)
      if (current) await this.rows.add(current, window.to + LATE_LIMIT_MS)
    }
    // Behind the files: what waits and was written is looked at again, and found to say the same.
    if (!waits) await this.waiting.remove(id, window.name)
    return editions
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
