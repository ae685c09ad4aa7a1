// The house: the one file that knows every layer. It opens the log and the store of a data directory, and brings what
// was appended through load, fold and publish.
import { join } from 'node:path'
import { EditionFiles } from './charts/edition-files.ts'
import { type Draft, type Occasion, type Publication, type Publisher, publishAll } from './charts/publish-edition.ts'
import { type ChartSpec, calendarsOf, loggedSpec } from './charts/spec.ts'
import { WaitingRestatements } from './charts/waiting.ts'
import { mirrorBeside, refuseForeign } from './data-directory.ts'
import { freshCharts, freshCountings, houseEvent } from './declarations.ts'
import { Catalogue } from './domain/catalogue.ts'
import { type Counting, countingWords, firstCounting } from './domain/counting.ts'
import type { Event, SiteId } from './domain/event.ts'
import { eventLine } from './domain/event-line.ts'
import type { ItemId } from './domain/item.ts'
import type { Merge } from './domain/merge.ts'
import { LATE_REASON } from './domain/reason.ts'
import { type Instant, instant, MINUTE_MS } from './domain/time.ts'
import { changedItems, type Entries, NO_ENTRIES, readCountings, readEntries } from './fold/entries.ts'
import { readVotes } from './fold/registers.ts'
import type { Folded, Folder } from './fold/run.ts'
import { Log, type LogEnd } from './log/append.ts'
import type { Archive } from './publish/archive.ts'
import { Counters } from './publish/counters.ts'
import { KeptRows } from './publish/kept-rows.ts'
import { DEFAULT_REACTION_RULE, type ReactionRule } from './publish/reaction-rule.ts'
import { EmbeddedStore } from './store/embedded.ts'
import { ServerStore } from './store/server.ts'
import type { Store } from './store/store.ts'
import { Turn } from './turn.ts'
import { openWorkers, type Workers } from './workers.ts'

export interface HouseOptions {
  readonly directory: string
  /** Fails where the directory holds no data of ours, instead of beginning there. */
  readonly mustExist?: boolean
  /** A ClickHouse server instead of the embedded one. */
  readonly clickhouseUrl?: string | undefined
  /** A second directory, best on another disk, that gets a copy of every sealed segment of the log. */
  readonly mirror?: string | undefined
  /** By which rule each site's reactions are shown; of a site that is not named, the default. */
  readonly reactions?: ReadonlyMap<SiteId, ReactionRule> | undefined
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

export class House implements Archive {
  readonly counters: Counters
  readonly standing: KeptRows
  #entries: Entries = NO_ENTRIES
  /** The entries that editions were last published with. */
  #published: Entries = NO_ENTRIES
  /** Whether anything was counted that is not in the editions yet. */
  #isAhead = false
  /** By which rules anything was counted anew since the last publication. */
  #recounted: string[] = []
  #charts: readonly ChartSpec[] = []
  #workers: Workers | undefined
  #looked = false
  #lookedAt = instant(0)
  /** To bring the log into roll-ups and counters. */
  readonly #counting = new Turn()
  /** To bring roll-ups into editions, which are written while counting goes on. */
  readonly #publishing = new Turn()
  readonly #underWay: UnderWay[] = []
  private constructor(
    readonly directory: string,
    readonly log: Log,
    readonly store: Store,
    readonly files: EditionFiles,
    readonly waiting: WaitingRestatements,
    readonly now: () => Instant,
    private readonly notice: (text: string) => void,
    private readonly wholeEventsMax: number | undefined,
    private readonly reactions: ReadonlyMap<SiteId, ReactionRule>,
  ) {
    this.standing = new KeptRows(store)
    this.counters = new Counters(instant(Date.now()), {
      isWhole: (site) => this.reactionRuleOf(site).needsView,
      read: (store, site, items) =>
        readVotes(store, {
          site,
          mergedIn: this.catalogueOf(site),
          ...(items && { items }),
          ...(this.reactionRuleOf(site).needsView && { viewedIn: this.catalogueOf(site) }),
        }),
      idOf: (site, item) => this.catalogueOf(site).idOf(item),
    })
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
      const { wholeEventsMax, reactions = new Map() } = options
      const waiting = await WaitingRestatements.open(join(directory, 'waiting.json'))
      const house = new House(directory, log, store, files, waiting, now, notice, wholeEventsMax, reactions)
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

  get name(): string {
    return this.log.name
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

  /** How a site counts. */
  countingOf(site: SiteId): Counting {
    return this.#entries.countings.get(site) ?? firstCounting(site)
  }

  get catalogueDigest(): string {
    return this.#entries.digest
  }

  catalogueOf(site: SiteId): Catalogue {
    return this.#entries.catalogues.get(site) ?? EMPTY
  }

  reactionRuleOf(site: SiteId): ReactionRule {
    return this.reactions.get(site) ?? DEFAULT_REACTION_RULE
  }

  /**
   * Logs the specs that differ from what the log has: a chart's rule is part of the record. What the log has is known
   * once it has been caught up with. Returns whether any differed.
   */
  async declareCharts(specs: readonly ChartSpec[]): Promise<boolean> {
    const fresh = freshCharts(specs, this.#charts)
    await this.append(fresh.map((spec) => houseEvent('chart', spec.site, spec.id, spec, this.now())))
    return fresh.length > 0
  }

  /**
   * Logs how sites count, where that differs from what the log has. What the log has is known once it has been caught
   * up with. Returns whether any differed.
   */
  async declareCounting(countings: readonly Counting[]): Promise<boolean> {
    const fresh = freshCountings(countings, (site) => this.countingOf(site))
    await this.append(fresh.map((each) => houseEvent('counting', each.site, each.site, each, this.now())))
    return fresh.length > 0
  }

  /** Logs that one item stands for another from now on, or with null that it stands for itself again. */
  declareMerge(site: SiteId, item: ItemId, merge: Merge): Promise<void> {
    return this.append([houseEvent('merge', site, item, merge, this.now())])
  }

  /** Brings everything that is on the log into the published editions. Called while running, it waits its turn. */
  catchUp(reason: string, progress: Progress = () => {}): Promise<CaughtUp> {
    return this.#publishing.take(() => this.#catchUp(reason, progress))
  }

  /**
   * Brings in what an operator does, with all that it changes: counters and provisional editions follow at once, and
   * final ones that would say something else wait. What came before is published first, with the reason that it has.
   */
  bringIn<T>(reason: string, bring: () => Promise<T>): Promise<T> {
    return this.#publishing.take(async () => {
      await this.#catchUp(LATE_REASON, () => {})
      await this.waiting.propose(reason)
      try {
        return await bring()
      } finally {
        await this.#catchUp(LATE_REASON, () => {})
      }
    })
  }

  /** Has work done with the publisher while nothing else is, once all that came is published. */
  withPublisher<T>(work: (publisher: Publisher, on: (spec: ChartSpec, reason: string) => Occasion) => Promise<T>) {
    return this.#publishing.take(async () => {
      await this.#catchUp(LATE_REASON, () => {})
      const now = this.now()
      return this.#counting.take(() =>
        this.#orForget(async () => {
          const { publisher } = await this.#workersNow()
          const done = await work(publisher, (spec, reason) => this.#occasionOf(spec, this.#entries, now, reason))
          this.standing.forget()
          return done
        }),
      )
    })
  }

  /** Brings what is new on the log into the counters, and no further where that can be helped: editions can wait. */
  async count(reason: string): Promise<void> {
    const isCounted = await this.#counting.take(() => this.#orForget(() => this.#count()))
    // What a store holds at first has to be looked at whole.
    if (!isCounted) await this.catchUp(reason)
  }

  /** Whether the log may hold events that are not counted. */
  get isBehind(): boolean {
    const { logged, loaded } = this
    return logged.segment !== loaded.segment || logged.offset !== loaded.offset
  }

  async #catchUp(reason: string, progress: Progress): Promise<CaughtUp> {
    // Before the log is read: an event that was let in by now is not to be missed by an edition that is final now, and
    // it may still be on its way to the disk.
    const now = this.now()
    await Promise.all(this.#underWay.map((each) => each.settled()))
    await this.log.settled()
    const begun = await this.#counting.take(() => this.#orForget(() => this.#begin(now, reason, progress)))
    if (!begun) return { loaded: 0, folded: 0, publications: [] }
    try {
      const publications = begun.publications ?? (await publishAll(begun.drafts))
      this.standing.forget()
      this.#published = begun.entries
      await this.waiting.settle()
      await this.#counting.take(() => begun.sweeper.sweep())
      return { loaded: begun.loaded, folded: begun.folded, publications }
    } catch (error) {
      this.#recounted.unshift(...begun.recounted)
      await this.#counting.take(async () => this.#forget())
      throw error
    }
  }

  /** Brings the log into roll-ups and counters, and has the charts read what they are made of; undefined: nothing new. */
  async #begin(now: Instant, reason: string, progress: Progress) {
    const workers = await this.#workersNow()
    const { loaded, folded } = await this.#foldNew(workers, progress)
    const isProposed = this.waiting.proposal !== undefined
    if (this.#looked && !this.#isAhead && !isProposed && minuteOf(now) === minuteOf(this.#lookedAt)) return undefined
    const { store, folder, publisher, sweeper } = workers
    // Counters need not wait for the days, which take longer.
    if (this.#looked) await this.counters.followBuckets(store, folded.lines, now)
    await folder.foldDays()
    await this.counters.followVotes(store, folded.lines)
    await this.counters.followDays(store, now)
    this.standing.revise()
    for (const { site, calendar } of calendarsOf(this.#charts)) await folder.foldWindows(site, calendar)
    const recounted = this.#recounted
    const drafts = await this.#draft(publisher, now, recounted.join('; ') || reason, progress)
    // What is not read yet must not change meanwhile.
    const publications = drafts.every(({ isRead }) => isRead) ? undefined : await publishAll(drafts)
    this.#recounted = []
    this.#isAhead = false
    this.#looked = true
    this.#lookedAt = now
    return { loaded, folded: folded.events, entries: this.#entries, recounted, sweeper, drafts, publications }
  }

  /** Returns whether it could: what a store holds at first it does not look at. */
  async #count(): Promise<boolean> {
    const now = this.now()
    const workers = this.#workers
    // New ones are opened in the turn to publish alone: they read what was published.
    if (!this.#looked || workers?.generation !== this.store.generation) return false
    const { loaded, folded } = await this.#foldNew(workers, () => {})
    if (loaded === 0) return true
    await this.counters.followVotes(workers.store, folded.lines)
    await this.counters.followBuckets(workers.store, folded.lines, now)
    return true
  }

  /** Loads what is new on the log, and folds its buckets; where a site counts otherwise from now on, what that concerns. */
  async #foldNew({ store, loader, folder }: Workers, progress: Progress): Promise<{ loaded: number; folded: Folded }> {
    const loaded = await loader.load((events) => progress('load', events, 'events'))
    for (const text of loaded.dropped) this.notice(`${text}; loaded again`)
    // Of a store that was made anew only the events can tell yet how its sites count.
    const countings = this.#looked ? this.#entries.countings : await readCountings(store)
    const touched = this.#looked ? loaded.touched : await folder.findStaleBuckets()
    const onBatch = (events: number) => progress('fold', events, 'events')
    const folded = await folder.foldBuckets(touched, countings, onBatch)
    if (loaded.events > 0) this.#isAhead = true
    if (this.#looked && !loaded.entries) return { loaded: loaded.events, folded }
    await this.#readEntries()
    const recounted = await this.#recount(folder, onBatch)
    return { loaded: loaded.events, folded: { ...folded, lines: [...folded.lines, ...recounted.lines] } }
  }

  /** Where work fails, everything is looked at again the next time, whatever was under way. */
  async #orForget<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      this.#forget()
      throw error
    }
  }

  #forget(): void {
    this.#workers = undefined
    this.standing.forget()
    this.counters.forgetVotes()
  }

  /** Folds what was counted otherwise than its site counts now. By which rules is the reason of the next publication. */
  async #recount(folder: Folder, onBatch: (events: number) => void): Promise<Folded> {
    const { countings } = this.#entries
    const miscounted = await folder.findMiscounted(countings)
    const sites = new Set(miscounted.map(({ site }) => site))
    this.#recounted.push(...[...countings.values()].filter(({ site }) => sites.has(site)).map(countingWords))
    return folder.foldBuckets(miscounted, countings, onBatch)
  }

  /** Those who bring events into editions know what the store holds; an engine that was started anew may hold less. */
  async #workersNow(): Promise<Workers> {
    if (this.#workers?.generation === this.store.generation) return this.#workers
    this.#looked = false
    this.#workers = await openWorkers(this, this.wholeEventsMax)
    return this.#workers
  }

  async #draft(publisher: Publisher, now: Instant, reason: string, progress: Progress): Promise<readonly Draft[]> {
    const drafts: Draft[] = []
    for (const spec of this.#charts) {
      const occasion = this.#occasionOf(spec, this.#published, now, reason)
      drafts.push(await publisher.draft(spec, { ...occasion, onWindow: () => progress('publish', 1, spec.id) }))
    }
    return drafts
  }

  #occasionOf({ site }: ChartSpec, before: Entries, now: Instant, reason: string): Occasion {
    const change = { before: before.digest, now: this.#entries.digest, items: changedItems(before, this.#entries) }
    return { catalogue: this.catalogueOf(site), change, now, reason }
  }

  async #readEntries(): Promise<void> {
    this.#entries = await readEntries(this.store)
    this.counters.showCatalogue(this.#entries.digest, this.#entries.merges)
    this.standing.forget()
    this.#charts = this.#entries.charts.map(loggedSpec)
  }

  async close(): Promise<void> {
    await this.#publishing.take(() => this.#counting.take(() => this.log.close()))
    await this.store.close()
  }
}

const EMPTY = new Catalogue([])
