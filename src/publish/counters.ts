// The counters of all sites, in memory, so that a read costs the same whatever is behind it. They are read from roll-ups
// after each round and never incremented; `revision` names the state that readers see, and is another exactly where a
// number is, or what the catalogue says. Before the first round there is nothing to show, not even zeros: a counter
// that is being made anew must not be seen going backwards.
import type { SiteId } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { type Instant, SECOND_MS } from '../domain/time.ts'
import type { Votes } from '../domain/votes.ts'
import type { ClosedLine } from '../fold/run.ts'
import { type Store, sqlFile } from '../store/store.ts'
import { type DayFolds, SiteCounter } from './site-counter.ts'
import type { SiteSums } from './site-sums.ts'
import { SiteVotes } from './site-votes.ts'

const DAYS = sqlFile(import.meta.url, './counter-days.sql')
const TOUCHED_REGISTERS = sqlFile(import.meta.url, './touched-registers.sql')

/** How the votes of a site are read. */
export interface VotesSource {
  /** Whether more than what was said can change a site's votes: then all of them are read each time. */
  isWhole(site: SiteId): boolean
  read(store: Store, site: SiteId, items?: readonly ItemId[]): Promise<ReadonlyMap<ItemId, Votes>>
  /** The item that stands for one: votes are kept under its id. */
  idOf(site: SiteId, item: ItemId): ItemId
}

export interface CountersState {
  /** Unlike that of any other state, of this process or another. */
  readonly revision: string
  /** All events that were on the log by then are counted. */
  readonly asOf: Instant
}

export class Counters {
  readonly #sites = new Map<SiteId, SiteCounter>()
  readonly #votes = new Map<SiteId, SiteVotes>()
  readonly #listeners = new Set<() => void>()
  #state: CountersState | undefined
  #generation = 0
  #states = 0
  #catalogue = ''
  #merges = ''
  /** @param start tells the revisions of this process from those of others */
  constructor(
    private readonly start: Instant,
    private readonly source: VotesSource,
  ) {}

  /** What readers see; undefined before the first round. */
  get state(): CountersState | undefined {
    return this.#state
  }

  /** The sums of a site of which anything was counted or asked. */
  findSums(site: SiteId): SiteSums | undefined {
    return this.#sites.get(site)?.sums
  }

  /** The sums of a site that is known to be one. */
  sumsOf(site: SiteId): SiteSums {
    return this.#siteOf(site).sums
  }

  /** What was said of the items of a site. */
  votesOf(site: SiteId): SiteVotes {
    const known = this.#votes.get(site)
    if (known) return known
    const made = new SiteVotes()
    this.#votes.set(site, made)
    return made
  }

  /** Has a function called after each change. @returns how to end that */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * What the catalogue says is another from now on.
   * @param digest of all catalogues
   * @param merges where they are others, votes are other items'
   */
  showCatalogue(digest: string, merges: string): void {
    if (merges !== this.#merges) this.forgetVotes()
    this.#merges = merges
    if (this.#state && digest !== this.#catalogue) this.#show(this.#state.asOf)
    this.#catalogue = digest
  }

  /** A round failed, and what it folded was not followed: all votes are read again. */
  forgetVotes(): void {
    for (const votes of this.#votes.values()) votes.forget()
  }

  /** Reads the votes on what was said of in buckets that were folded. They are seen with the next sums. */
  async followVotes(store: Store, lines: readonly ClosedLine[]): Promise<void> {
    if (store.generation !== this.#generation) this.forgetVotes()
    for (const site of new Set(lines.map((line) => line.site))) {
      const buckets = new Set(lines.filter((line) => line.site === site).map(({ bucket }) => bucket / SECOND_MS))
      const touched = this.source.isWhole(site)
        ? undefined
        : (await store.rows<{ item: ItemId }>(TOUCHED_REGISTERS, { site, buckets: [...buckets] })).map(({ item }) =>
            this.source.idOf(site, item),
          )
      await this.votesOf(site).follow((items) => this.source.read(store, site, items), touched)
    }
  }

  /** Reads what is another once all days have been folded. */
  async followDays(store: Store, now: Instant): Promise<void> {
    const rows = await store.rows<{ site: SiteId; day_s: number; fold: string }>(DAYS)
    if (store.generation !== this.#generation) for (const site of this.#sites.values()) site.forget()
    this.#generation = store.generation
    const days = new Map<SiteId, Map<number, number>>([...this.#sites.keys()].map((site) => [site, new Map()]))
    for (const { site, day_s, fold } of rows) {
      const ofSite = days.get(site) ?? new Map<number, number>()
      days.set(site, ofSite.set(day_s, Number(fold)))
    }
    for (const [site, ofSite] of days) {
      await this.#siteOf(site).followDays(store, ofSite as DayFolds, now)
      // Of a site of which nothing came since the house was opened.
      if (!this.votesOf(site).isRead) await this.votesOf(site).follow((items) => this.source.read(store, site, items))
    }
    this.#settle(now)
  }

  /** Reads what buckets have that were folded since the days were. */
  async followBuckets(store: Store, lines: readonly ClosedLine[], now: Instant): Promise<void> {
    for (const site of new Set(lines.map((line) => line.site)))
      await this.#siteOf(site).followBuckets(
        store,
        lines.filter((line) => line.site === site),
      )
    this.#settle(now)
  }

  #siteOf(site: SiteId): SiteCounter {
    const known = this.#sites.get(site)
    if (known) return known
    const made = new SiteCounter(site)
    this.#sites.set(site, made)
    return made
  }

  #settle(now: Instant): void {
    let changed = this.#state === undefined
    for (const { sums } of this.#sites.values()) changed = sums.settle() || changed
    for (const votes of this.#votes.values()) changed = votes.settle() || changed
    if (changed) this.#show(now)
  }

  #show(asOf: Instant): void {
    this.#state = { revision: `${this.start.toString(36)}.${(++this.#states).toString(36)}`, asOf }
    for (const listener of this.#listeners) listener()
  }
}
