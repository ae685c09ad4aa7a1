// The house: the one file that knows every layer. It opens the log and the store of a data directory, and brings what
// was appended through load, fold and publish.
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { EditionFiles } from './charts/edition-files.ts'
import { LINES } from './charts/edition-rows.ts'
import { type Publication, Publisher } from './charts/publish-edition.ts'
import { type ChartSpec, parseChartSpec } from './charts/spec.ts'
import { Catalogue } from './domain/catalogue.ts'
import { canonicalJson } from './domain/edition.ts'
import { type Event, type EventId, NO_VIEWER, type SiteId } from './domain/event.ts'
import { eventLine } from './domain/event-line.ts'
import type { ItemId } from './domain/item.ts'
import { Failure } from './domain/problem.ts'
import { UNKNOWN_COUNTRY } from './domain/region.ts'
import { type Instant, instant, MINUTE_MS } from './domain/time.ts'
import { type Calendar, calendarKey, calendarOf } from './domain/window.ts'
import { changedItems, type Entries, NO_ENTRIES, readEntries } from './fold/entries.ts'
import { ROLLUPS } from './fold/in-use.ts'
import { type Folded, Folder } from './fold/run.ts'
import { Log, type LogEnd } from './log/append.ts'
import { realDisk } from './log/disk.ts'
import type { Archive } from './publish/archive.ts'
import { Counters } from './publish/counters.ts'
import { EmbeddedStore } from './store/embedded.ts'
import { Loader } from './store/load.ts'
import { ServerStore } from './store/server.ts'
import { pinned, type Store } from './store/store.ts'
import { Sweeper } from './store/sweep.ts'

export interface HouseOptions {
  readonly directory: string
  /** Fails where the directory holds no data of ours, instead of beginning there. */
  readonly mustExist?: boolean
  /** A ClickHouse server instead of the embedded one. */
  readonly clickhouseUrl?: string | undefined
  /** A second directory, best on another disk, that gets a copy of every sealed segment of the log. */
  readonly mirror?: string | undefined
  /** A bucket of more events than this is folded in slices; tests set it. */
  readonly wholeEventsMax?: number | undefined
  /** The clock; tests set it. */
  readonly now?: () => Instant
  /** Things an operator should know, one line each. */
  readonly notice?: (text: string) => void
}

/** With nothing new, editions are looked at once in each minute: one may have become final at its turn. */
const minuteOf = (at: Instant): number => Math.floor(at / MINUTE_MS)

/** Steps of catching up, for a progress bar. */
export type Progress = (step: 'load' | 'fold' | 'publish', done: number, of: string) => void

export interface CaughtUp {
  readonly loaded: number
  readonly folded: number
  readonly publications: readonly Publication[]
}

/** Events that were let in and are not known to be on the log yet. */
interface UnderWay {
  /** Resolves once all that was let in so far is promised by the log, or refused. */
  settled(): Promise<void>
}

interface Workers {
  readonly generation: number
  readonly store: Store
  readonly loader: Loader
  readonly folder: Folder
  readonly publisher: Publisher
  readonly sweeper: Sweeper
}

export class House implements Archive {
  readonly counters: Counters
  #entries: Entries = NO_ENTRIES
  /** The entries that editions were last published with. */
  #published: Entries = NO_ENTRIES
  /** Whether anything was counted that is not in the editions yet. */
  #isAhead = false
  #charts: readonly ChartSpec[] = []
  #workers: Workers | undefined
  #looked = false
  #lookedAt = instant(0)
  #running: Promise<unknown> | undefined
  readonly #underWay: UnderWay[] = []
  private constructor(
    readonly directory: string,
    readonly log: Log,
    readonly store: Store,
    readonly files: EditionFiles,
    readonly now: () => Instant,
    private readonly notice: (text: string) => void,
    private readonly wholeEventsMax: number | undefined,
  ) {
    this.counters = new Counters(instant(Date.now()))
  }

  /** Opens a data directory; it is made if it is not there. Fails if it is in use, is not ours, or its log is rotten. */
  static async open(options: HouseOptions): Promise<House> {
    const { directory, notice = () => {} } = options
    await refuseForeign(directory, options.mustExist)
    const log = await Log.open(join(directory, 'log'), { notice, mirror: mirrorBeside(directory, options.mirror) })
    let store: Store | undefined
    try {
      store = options.clickhouseUrl
        ? await ServerStore.open(options.clickhouseUrl)
        : await EmbeddedStore.open(join(directory, 'store'), { notice })
      const files = new EditionFiles(join(directory, 'editions'))
      const now = options.now ?? (() => instant(Date.now()))
      const house = new House(directory, log, store, files, now, notice, options.wholeEventsMax)
      await house.#readEntries()
      house.#published = house.#entries
      return house
    } catch (error) {
      await store?.close()
      await log.close()
      throw error
    }
  }

  /** Appends events; resolves when they are on the disk. */
  append(events: readonly Event[]): Promise<void> {
    return this.log.append(events.map(eventLine))
  }

  /** Has these waited for before the log is read: no edition becomes final while an event for it is on its way. */
  waitFor(underWay: UnderWay): void {
    this.#underWay.push(underWay)
  }

  /** The charts in effect, as the log has them. */
  get charts(): readonly ChartSpec[] {
    return this.#charts
  }

  /** How far the store has loaded the log. */
  get loaded(): LogEnd {
    return this.#workers?.loader.end ?? { segment: 0, offset: 0 }
  }

  /** How far the log goes. */
  get logged(): LogEnd {
    return this.log.end
  }

  catalogueOf(site: SiteId): Catalogue {
    return this.#entries.catalogues.get(site) ?? EMPTY
  }

  /**
   * Logs the specs that differ from what the log has: a chart's rule is part of the record. What the log has is known
   * once it has been caught up with. Returns whether any differed.
   */
  async declareCharts(specs: readonly ChartSpec[]): Promise<boolean> {
    const known = new Map(this.#charts.map((spec) => [spec.id, canonicalJson(spec)]))
    const fresh = specs.filter((spec) => known.get(spec.id) !== canonicalJson(spec))
    await this.append(fresh.map((spec) => this.#chartEvent(spec)))
    return fresh.length > 0
  }

  /** A chart spec as an event of the house's own. */
  #chartEvent(spec: ChartSpec): Event {
    const now = this.now()
    return {
      id: uuidv7() as EventId,
      at: now,
      receivedAt: now,
      site: spec.site,
      kind: 'chart',
      item: spec.id as string as ItemId,
      country: UNKNOWN_COUNTRY,
      viewer: NO_VIEWER,
      value: 1,
      weight: 1,
      subject: '',
      body: JSON.stringify(spec),
    }
  }

  /** Brings everything that is on the log into the published editions. Called while running, it waits its turn. */
  catchUp(reason: string, progress: Progress = () => {}): Promise<CaughtUp> {
    return this.#inTurn(() => this.#catchUp(reason, progress))
  }

  /** Brings what is new on the log into the counters, and no further where that can be helped: editions can wait. */
  async count(reason: string): Promise<void> {
    await this.#inTurn(() => this.#count(reason))
  }

  /** Whether the log may hold events that are not counted. */
  get isBehind(): boolean {
    const { logged, loaded } = this
    return logged.segment !== loaded.segment || logged.offset !== loaded.offset
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    while (this.#running) await this.#running.catch(() => {})
    const running = work()
    this.#running = running
    try {
      return await running
    } finally {
      this.#running = undefined
    }
  }

  async #catchUp(reason: string, progress: Progress): Promise<CaughtUp> {
    // Before the log is read: an event that was let in by now is not to be missed by an edition that is final now, and
    // it may still be on its way to the disk.
    const now = this.now()
    await Promise.all(this.#underWay.map((each) => each.settled()))
    await this.log.settled()
    return this.#orForget(async () => {
      const workers = await this.#workersNow()
      const { loaded, folded } = await this.#foldNew(workers, progress)
      if (this.#looked && !this.#isAhead && minuteOf(now) === minuteOf(this.#lookedAt))
        return { loaded: 0, folded: 0, publications: [] }
      const { store, folder, publisher, sweeper } = workers
      // Counters need not wait for the days, which take longer.
      if (this.#looked) await this.counters.followBuckets(store, folded.lines, now)
      await folder.foldDays()
      if (!this.#looked) await this.#readEntries()
      await this.counters.followDays(store, now)
      for (const { site, calendar } of this.#calendars()) await folder.foldWindows(site, calendar)
      const publications = await this.#publish(publisher, this.#published, now, reason, progress)
      await sweeper.sweep()
      this.#published = this.#entries
      this.#isAhead = false
      this.#looked = true
      this.#lookedAt = now
      return { loaded, folded: folded.events, publications }
    })
  }

  async #count(reason: string): Promise<void> {
    const now = this.now()
    await this.#orForget(async () => {
      const workers = await this.#workersNow()
      // What a store holds at first has to be looked at whole.
      if (!this.#looked) return void (await this.#catchUp(reason, () => {}))
      const { loaded, folded } = await this.#foldNew(workers, () => {})
      if (loaded > 0) await this.counters.followBuckets(workers.store, folded.lines, now)
    })
  }

  /** Loads what is new on the log, and folds its buckets. */
  async #foldNew({ loader, folder }: Workers, progress: Progress): Promise<{ loaded: number; folded: Folded }> {
    const loaded = await loader.load((events) => progress('load', events, 'events'))
    for (const text of loaded.dropped) this.notice(`${text}; loaded again`)
    const touched = this.#looked ? loaded.touched : await folder.findStaleBuckets()
    const folded = await folder.foldBuckets(touched, (events) => progress('fold', events, 'events'))
    if (loaded.events > 0) this.#isAhead = true
    if (loaded.entries) await this.#readEntries()
    return { loaded: loaded.events, folded }
  }

  /** Where work fails, everything is looked at again the next time, whatever was under way. */
  async #orForget<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      this.#workers = undefined
      throw error
    }
  }

  /** Those who bring events into editions know what the store holds; an engine that was started anew may hold less. */
  async #workersNow(): Promise<Workers> {
    const { generation } = this.store
    if (this.#workers?.generation === generation) return this.#workers
    this.#looked = false
    const store = pinned(this.store)
    this.#workers = {
      generation,
      store,
      loader: new Loader(store, this.log.directory, this.log.name),
      folder: await Folder.open(store, this.wholeEventsMax),
      publisher: await Publisher.open(store, this.files),
      sweeper: new Sweeper(store, [...ROLLUPS, LINES]),
    }
    return this.#workers
  }

  async #publish(
    publisher: Publisher,
    before: Entries,
    now: Instant,
    reason: string,
    progress: Progress,
  ): Promise<readonly Publication[]> {
    const change = { before: before.digest, now: this.#entries.digest, items: changedItems(before, this.#entries) }
    const publications: Publication[] = []
    for (const spec of this.#charts)
      publications.push(
        await publisher.publish(spec, {
          catalogue: this.catalogueOf(spec.site),
          change,
          now,
          reason,
          onWindow: () => progress('publish', 1, spec.id),
        }),
      )
    return publications
  }

  async #readEntries(): Promise<void> {
    this.#entries = await readEntries(this.store)
    this.counters.showCatalogue(this.#entries.digest)
    this.#charts = this.#entries.charts.flatMap((logged) => {
      const spec = parseChartSpec(logged)
      if (!spec.ok) throw new Failure('log-rotten', `a chart spec in the log can't be read: ${JSON.stringify(logged)}`)
      return [spec.value]
    })
  }

  /** The calendars that any chart is ranked by: each has roll-ups of its own. */
  #calendars(): readonly { site: SiteId; calendar: Calendar }[] {
    const wanted = new Map<string, { site: SiteId; calendar: Calendar }>()
    for (const { site, window } of this.#charts) {
      const calendar = calendarOf(window)
      wanted.set(`${site} ${calendarKey(calendar)}`, { site, calendar })
    }
    return [...wanted.values()]
  }

  async close(): Promise<void> {
    await this.#running?.catch(() => {})
    await this.log.close()
    await this.store.close()
  }
}

const EMPTY = new Catalogue([])

/** Inside the data directory a mirror would fall with it, and be taken for somebody else's files. */
function mirrorBeside(directory: string, mirror: string | undefined): string | undefined {
  if (mirror === undefined) return undefined
  const path = relative(resolve(directory), resolve(mirror))
  if (path.split(sep)[0] === '..' || isAbsolute(path)) return mirror
  throw new Failure(
    'config',
    `the mirror ${mirror} lies in the data directory; choose one elsewhere, best on another disk`,
  )
}

/** Drops the store of a data directory, so that the next opening loads and folds everything again. */
export async function dropStore(directory: string): Promise<void> {
  await refuseForeign(directory, true)
  const log = await Log.open(join(directory, 'log'))
  await log.close()
  await rm(join(directory, 'store'), { recursive: true, force: true })
}

/** Fails where a directory holds no data of ours. */
export const mustBeOurs = (directory: string): Promise<void> => refuseForeign(directory, true)

const OURS = new Set(['log', 'store', 'editions', 'imports', 'rejected', 'keys.json', 'salts'])

/** A directory that holds anything else is somebody else's: a mistyped path must not fill it with a log. */
async function refuseForeign(directory: string, mustExist = false): Promise<void> {
  if (mustExist && !existsSync(join(directory, 'log')))
    throw new Failure(
      'directory-not-ours',
      `${directory} holds no data of housecount's; choose a data directory with --data, or import something first`,
    )
  await realDisk.makeDirectory(directory).catch((error) => {
    const why = error.code === 'EEXIST' ? 'it is a file' : error.message
    throw new Failure('disk', `${directory} can't be made: ${why}`, { cause: error })
  })
  const foreign = (await readdir(directory)).filter((name) => !OURS.has(name) && !name.startsWith('.'))
  if (foreign.length > 0)
    throw new Failure(
      'directory-not-ours',
      `${directory} holds other files (${foreign.slice(0, 3).join(', ')}); choose an empty directory, or one of housecount's`,
    )
}
