// A house in a temporary directory, with a clock that tests set, and events as short as a test wants them.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CaughtUp, House, type HouseOptions } from '../src/app.ts'
import { type ChartSpecInput, parseChartSpec } from '../src/charts/spec.ts'
import { dropStore } from '../src/data-directory.ts'
import type { ChartId, Edition } from '../src/domain/edition.ts'
import { DEFAULT_SITE, type Event, type EventId, type EventKind, NO_VIEWER } from '../src/domain/event.ts'
import type { Item, ItemId } from '../src/domain/item.ts'
import { type Region, UNKNOWN_COUNTRY } from '../src/domain/region.ts'
import { type CalendarDate, type Instant, instant } from '../src/domain/time.ts'

/** What a test says of an event; the rest has a default. Times are ISO texts, viewers and ids small numbers. */
export interface EventFields {
  readonly id?: number
  readonly at: string | number
  readonly kind?: EventKind
  readonly item?: string
  readonly country?: string
  readonly viewer?: number
  readonly value?: number
  readonly weight?: number
  readonly subject?: string
  readonly body?: string
}

let lastId = 1_000_000

export function event({ id = ++lastId, at, item = 'film-a', country, viewer = 0, ...rest }: EventFields): Event {
  const time = instant(typeof at === 'number' ? at : Date.parse(at))
  return {
    id: `00000000-0000-4000-8000-${id.toString(16).padStart(12, '0')}` as EventId,
    at: time,
    receivedAt: time,
    site: DEFAULT_SITE,
    item: item as ItemId,
    country: (country ?? UNKNOWN_COUNTRY) as Event['country'],
    viewer: (viewer ? String(viewer) : NO_VIEWER) as Event['viewer'],
    kind: 'view',
    value: 1,
    weight: 1,
    subject: '',
    body: '',
    ...rest,
  }
}

/** A catalogue entry as an event; its time decides which of two holds. */
export function itemEvent(
  item: Omit<Item, 'id' | 'parent'> & { id: string; parent?: string },
  at = '2025-01-01',
): Event {
  return event({ at, kind: 'item', item: item.id, body: JSON.stringify(item) })
}

export const film = (id: string, more: Partial<Item> = {}): Event =>
  itemEvent({ id, kind: 'film', title: id, ...more, parent: undefined } as never)

/** Films of the catalogue, `a` to `e`. */
export const FILMS: readonly Event[] = ['a', 'b', 'c', 'd', 'e'].map((id) => film(id))

/** An instant on the Monday of the n-th week that begins in 2026, from 0; that week is named 2026-01-11. */
export const inWeek = (n: number, hour = 12): number => Date.UTC(2026, 0, 5 + 7 * n, hour)

/** Views of items in a week: `{ a: 5 }` is five views of `a`. */
export const views = (week: number, counts: Readonly<Record<string, number>>, country = 'GB'): Event[] =>
  Object.entries(counts).map(([item, weight]) => event({ at: inWeek(week), item, weight, country }))

/** A weekly chart of views in the world and in all countries, but for what a test wants otherwise. */
export function chart(more: Partial<ChartSpecInput> = {}) {
  const spec = parseChartSpec({
    id: 'films',
    title: 'Films',
    window: { kind: 'week', startsOn: 'monday', timeZone: 'UTC' },
    filter: { kinds: ['film'] },
    methods: [{ version: 1, measure: 'views', formula: 'counted', roundViewsTo: 1 }],
    ...more,
  })
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems))
  return spec.value
}

export class TestHouse {
  private constructor(
    readonly directory: string,
    private open: House,
    private readonly clock: { now: Instant },
    private readonly options: Partial<HouseOptions>,
  ) {}

  static async open(now = '2026-01-01T00:00:00Z', options: Partial<HouseOptions> = {}): Promise<TestHouse> {
    const directory = await mkdtemp(join(tmpdir(), 'housecount-house-'))
    const clock = { now: instant(Date.parse(now)) }
    return new TestHouse(directory, await House.open({ ...options, directory, now: () => clock.now }), clock, options)
  }

  get house(): House {
    return this.open
  }

  at(now: string): void {
    this.clock.now = instant(Date.parse(now))
  }

  /** Appends events in one write, without looking at them. */
  append(events: readonly Event[]): Promise<void> {
    return this.open.append(events)
  }

  /** Appends events in one write and catches up. */
  async take(events: readonly Event[], reason = 'events that came in late'): Promise<CaughtUp> {
    await this.open.append(events)
    return this.open.catchUp(reason)
  }

  async declare(...specs: ReturnType<typeof chart>[]): Promise<CaughtUp> {
    await this.open.declareCharts(specs)
    return this.open.catchUp('the chart is counted by another rule')
  }

  rows<Row extends object>(sql: string): Promise<readonly Row[]> {
    return this.open.store.rows<Row>(sql)
  }

  async edition(window: string, region = 'world', chartId = 'films'): Promise<Edition | undefined> {
    const name = { chart: chartId as ChartId, region: region as Region, window: window as CalendarDate }
    return this.open.files.findLatest(name)
  }

  /** The lines of an edition, as short as hand-made expectations are. */
  async lines(window: string, region = 'world', chartId = 'films'): Promise<readonly string[] | undefined> {
    const found = await this.edition(window, region, chartId)
    return found?.rows.map((row) => `${row.rank} ${row.item}`)
  }

  /** The digests of all editions that stand, by chart, region and window. */
  async digests(): Promise<Readonly<Record<string, string>>> {
    const rows = await this.rows<{ name: string; digest: string }>(
      "SELECT concat(chart, '/', region, '/', toString(window)) AS name, toString(argMax(digest, mark)) AS digest FROM editions GROUP BY chart, region, window ORDER BY name",
    )
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]))
  }

  /** Closes the house, drops its store and opens it again: all is counted anew. */
  async rebuild(): Promise<CaughtUp> {
    await this.open.close()
    await dropStore(this.directory)
    return this.reopen()
  }

  async reopen(reason = 'counted again'): Promise<CaughtUp> {
    await this.open.close()
    this.open = await House.open({ ...this.options, directory: this.directory, now: () => this.clock.now })
    return this.open.catchUp(reason)
  }

  async close(): Promise<void> {
    await this.open.close()
    await rm(this.directory, { recursive: true })
  }
}

/** Every current roll-up of a tier, without fold numbers: what must be equal whatever way led there. */
export async function rollups(house: TestHouse): Promise<unknown> {
  const current = (tier: string) => `SELECT start, max(fold) FROM folds WHERE tier = '${tier}' GROUP BY start`
  const sums = 'sum(views) AS views, sum(watched_ms) AS watched_ms, sum(sales) AS sales, sum(opens) AS opens'
  const totals = `SELECT calendar, start, fold, region, toString(measure) AS measure, item, total
    FROM window_rollups ARRAY JOIN regions AS region, items AS listed, totals AS counted ARRAY JOIN listed AS item, counted AS total`
  return {
    books: await house.rows(
      'SELECT start, (sum(stored), sum(counted), sum(duplicates), sum(conflicts)) AS books FROM bucket_folds GROUP BY start ORDER BY start',
    ),
    buckets: await house.rows(
      `SELECT bucket, quarter, country, item, ${sums} FROM bucket_rollups WHERE (bucket, fold) IN (SELECT start, fold FROM bucket_folds) GROUP BY ALL ORDER BY ALL`,
    ),
    viewers: await house.rows(
      `SELECT quarter, country, item, viewer, max(rows) AS rows
       FROM (SELECT fold, quarter, country, item, viewer, count() AS rows FROM bucket_viewers WHERE (bucket, fold) IN (SELECT start, fold FROM bucket_folds) GROUP BY ALL)
       GROUP BY ALL ORDER BY ALL`,
    ),
    days: await house.rows(
      `SELECT day, region, item, ${sums}, sum(viewers) AS viewers FROM day_rollups WHERE (day, fold) IN (${current('day')}) GROUP BY ALL ORDER BY ALL`,
    ),
    windows: await house.rows(
      `SELECT calendar, start, region, item, ${['views', 'watched_ms', 'viewers', 'sales', 'opens'].map((each) => `sumIf(total, measure = '${each}') AS ${each}`)} FROM (${totals}) WHERE (calendar, start, fold) IN (SELECT calendar, start, max(fold) FROM folds WHERE tier = 'window' GROUP BY calendar, start) GROUP BY ALL ORDER BY ALL`,
    ),
  }
}

/** A small generator of numbers from 0 to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const result = [...list]
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const moved = result[i] as T
    result[i] = result[j] as T
    result[j] = moved
  }
  return result
}
