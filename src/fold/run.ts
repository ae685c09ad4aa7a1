// Runs the folds: from events to the roll-ups of buckets, from those to days, from those to windows. A roll-up is
// replaced whole: its rows are written under a new fold number, then one line in `folds` makes them the current ones.
// What is stale is told from those numbers alone, so a fold that was cut off is simply done again.
import { type Books, balances, NO_BOOKS, readBooks } from '../domain/bucket.ts'
import type { SiteId } from '../domain/event.ts'
import { DAY_MS, HOUR_MS, type Instant, instant, SECOND_MS } from '../domain/time.ts'
import { type Calendar, calendarKey, type Window, windowsOver } from '../domain/window.ts'
import type { TouchedBucket } from '../store/load.ts'
import { type Store, sqlFile } from '../store/store.ts'
import { coverOf, type Span } from './cover.ts'
import { unbalanced } from './unbalanced.ts'

const sql = (name: string): string => sqlFile(import.meta.url, `./${name}.sql`)

const BOOKS = sql('books')
const BOOKS_OF_REPEATS = sql('books-of-repeats')
const COPY_ONCE = sql('copy-once')
/** One file for each kind of roll-up of a bucket, and the count in the books without which it has no rows. */
const BUCKET_FOLDS = [
  { statement: sql('measures'), needs: 'stored' },
  { statement: sql('viewers'), needs: 'stored' },
  { statement: sql('ranks'), needs: 'ranks' },
  { statement: sql('entries'), needs: 'entries' },
] as const
const STALE_BUCKETS = sql('stale-buckets')
const STALE_DAYS = sql('stale-days')
const DAYS = sql('days')
const WINDOWS = sql('windows')
const CURRENT_FOLDS = sql('current-folds')
const LAST_FOLD = sql('last-fold')

/** Events folded in one statement: enough to be quick, few enough to fit in little memory. */
const BATCH_EVENTS_MAX = 1_000_000
const BATCH_DAYS_MAX = 7
const BATCH_WINDOWS_MAX = 13
/** Items on a page of a window's list: enough that most charts of ten are decided by the first. */
export const PAGE_ITEMS = 128

export interface Folded {
  readonly buckets: number
  readonly events: number
  /** Whether catalogue entries or chart specs were among the events. */
  readonly entries: boolean
}

interface BookRow {
  readonly bucket_s: number
  readonly stored: string
  readonly counted: string
  readonly late: string
  readonly entries: string
  readonly ranks: string
}

interface RepeatsRow {
  readonly bucket_s: number
  readonly duplicates: string
  readonly conflicts: string
}

export class Folder {
  #fold: number
  private constructor(
    private readonly store: Store,
    lastFold: number,
  ) {
    this.#fold = lastFold
  }

  static async open(store: Store): Promise<Folder> {
    const [row] = await store.rows<{ fold: string }>(LAST_FOLD)
    return new Folder(store, Number(row?.fold ?? 0))
  }

  /** Buckets whose events changed since they were folded: all of them are looked at, so this is for the start. */
  async findStaleBuckets(): Promise<readonly TouchedBucket[]> {
    const rows = await this.store.rows<{ site: SiteId; bucket_ms: string; events: string }>(STALE_BUCKETS)
    return rows.map(({ site, bucket_ms, events }) => ({
      site,
      bucket: instant(Number(bucket_ms)),
      events: Number(events),
    }))
  }

  /** Folds buckets anew, in batches of a bounded number of events. */
  async foldBuckets(touched: readonly TouchedBucket[], onBatch: (events: number) => void = () => {}): Promise<Folded> {
    let total: Folded = { buckets: 0, events: 0, entries: false }
    for (const [site, buckets] of batches(touched)) {
      const folded = await this.#foldBatch(site, buckets)
      onBatch(folded.events)
      total = {
        buckets: total.buckets + folded.buckets,
        events: total.events + folded.events,
        entries: total.entries || folded.entries,
      }
    }
    return total
  }

  /** Folds the days that have a newer bucket. Returns how many. */
  async foldDays(): Promise<number> {
    const stale = await this.store.rows<{ site: SiteId; day_s: number }>(STALE_DAYS)
    for (const site of sitesOf(stale))
      for (const days of chunks(
        stale.filter((row) => row.site === site).map(({ day_s }) => day_s),
        BATCH_DAYS_MAX,
      )) {
        const fold = ++this.#fold
        await this.store.run(DAYS, { fold, site, days })
        await this.#close(
          'day',
          site,
          '',
          fold,
          days.map((day) => ({ start: day })),
        )
      }
    return stale.length
  }

  /** Folds the windows of a calendar that have a newer day. Returns those windows, in order. */
  async foldWindows(site: SiteId, calendar: Calendar): Promise<readonly Window[]> {
    const key = calendarKey(calendar)
    const stale = await this.#staleWindows(site, calendar, key)
    for (const windows of chunks(stale, BATCH_WINDOWS_MAX)) {
      const fold = ++this.#fold
      await this.store.run(WINDOWS, {
        fold,
        site,
        calendar: key,
        page_items: PAGE_ITEMS,
        ...wholeDays(windows),
        ...partsOfDays(windows),
      })
      const lines = windows.map((window) => ({ start: seconds(window.from) }))
      await this.#close('window', site, key, fold, lines)
    }
    return stale
  }

  async #foldBatch(site: SiteId, starts: readonly Instant[]): Promise<Folded> {
    const buckets = starts.map(seconds)
    const rows = await this.store.rows<BookRow>(BOOKS, { site, buckets })
    const repeats = await this.#findRepeats(site, rows)
    const fold = ++this.#fold
    const source = repeats.size > 0 ? 'events_counted' : 'events'
    for (const { statement, needs } of BUCKET_FOLDS)
      if (rows.some((row) => row[needs] !== '0')) await this.store.run(statement, { source, fold, site, buckets })
    const held = new Map(rows.map((row) => [row.bucket_s, row]))
    // A bucket without a row has lost its events: its books are closed at nothing.
    const lines = buckets.map((start) => {
      const row = held.get(start)
      const books = row ? booksOf(site, row, repeats.get(start)) : NO_BOOKS
      return { start, books, entries: Number(row?.entries ?? 0) }
    })
    await this.#close('bucket', site, '', fold, lines)
    return {
      buckets: lines.length,
      events: lines.reduce((sum, { books }) => sum + books.stored, 0),
      entries: lines.some(({ entries }) => entries > 0),
    }
  }

  /** Puts each identity that stands more than once aside, once; returns their books by bucket. */
  async #findRepeats(site: SiteId, rows: readonly BookRow[]): Promise<ReadonlyMap<number, RepeatsRow>> {
    const buckets = rows
      .filter((row) => Number(row.stored) !== Number(row.counted) + Number(row.late))
      .map((row) => row.bucket_s)
    if (buckets.length === 0) return new Map()
    await this.store.run('TRUNCATE TABLE events_once')
    await this.store.run(COPY_ONCE, { site, buckets })
    const repeats = await this.store.rows<RepeatsRow>(BOOKS_OF_REPEATS, { site, buckets })
    return new Map(repeats.map((row) => [row.bucket_s, row]))
  }

  /** Makes a fold's rows the current ones. */
  async #close(
    tier: 'bucket' | 'day' | 'window',
    site: SiteId,
    calendar: string,
    fold: number,
    lines: readonly { readonly start: number; readonly books?: Books; readonly entries?: number }[],
  ): Promise<void> {
    const text = lines.map(({ start, books, entries }) => {
      const { stored, counted, duplicates, conflicts, late } = books ?? NO_BOOKS
      return [tier, site, calendar, start, fold, stored, counted, duplicates, conflicts, late, entries ?? 0].join('\t')
    })
    if (text.length > 0) await this.store.insert('folds', Buffer.from(`${text.join('\n')}\n`))
  }

  /** A window is stale where a day that it touches was folded after it. */
  async #staleWindows(site: SiteId, calendar: Calendar, key: string): Promise<readonly Window[]> {
    const days = await this.#currentFolds('day', site, '')
    const windows = new Map(await this.#currentFolds('window', site, key))
    const stale = new Map<Instant, Window>()
    for (const [day, fold] of days)
      for (const window of windowsOver(calendar, day, instant(day + DAY_MS)))
        if (fold > (windows.get(window.from) ?? 0)) stale.set(window.from, window)
    return [...stale.values()].sort((a, b) => a.from - b.from)
  }

  async #currentFolds(tier: string, site: SiteId, calendar: string): Promise<readonly (readonly [Instant, number])[]> {
    const rows = await this.store.rows<{ start_s: number; fold: string }>(CURRENT_FOLDS, { tier, site, calendar })
    return rows.map(({ start_s, fold }) => [instant(start_s * SECOND_MS), Number(fold)])
  }
}

const daysOf = ({ from, to }: Span): readonly Instant[] =>
  Array.from({ length: (to - from) / DAY_MS }, (_, i) => instant(from + i * DAY_MS))

const seconds = (at: Instant): number => at / SECOND_MS

/** The whole UTC days of windows, and the start of the window that each is in. */
function wholeDays(windows: readonly Window[]): { days: number[]; starts: number[] } {
  const whole = windows.flatMap((window) => daysOf(coverOf(window).days).map((day) => ({ day, start: window.from })))
  return { days: whole.map(({ day }) => seconds(day)), starts: whole.map(({ start }) => seconds(start)) }
}

/** The parts of days at the edges of windows, the start of the window that each is in, and the buckets they touch. */
function partsOfDays(windows: readonly Window[]) {
  const edges = windows.flatMap((window) => {
    const { head, tail } = coverOf(window)
    return [head, tail].filter(({ from, to }) => from < to).map(({ from, to }) => ({ from, to, start: window.from }))
  })
  const hours = edges.flatMap(({ from, to }) => {
    const first = Math.floor(from / HOUR_MS)
    return Array.from({ length: Math.ceil(to / HOUR_MS) - first }, (_, i) => instant((first + i) * HOUR_MS))
  })
  return {
    edges_from: edges.map(({ from }) => seconds(from)),
    edges_to: edges.map(({ to }) => seconds(to)),
    edges_start: edges.map(({ start }) => seconds(start)),
    hours: hours.map(seconds),
  }
}

function booksOf(site: SiteId, row: BookRow, repeats: RepeatsRow | undefined): Books {
  const { duplicates = '0', conflicts = '0' } = repeats ?? {}
  const books = readBooks({ ...row, duplicates, conflicts })
  if (!balances(books))
    throw unbalanced('nothing is published', [{ site, bucket: instant(row.bucket_s * SECOND_MS), books }])
  return books
}

/** Shares buckets out, site by site and in order of time. */
function* batches(touched: readonly TouchedBucket[]): Generator<readonly [SiteId, readonly Instant[]]> {
  for (const site of sitesOf(touched)) {
    const events = new Map<Instant, number>()
    for (const row of touched) if (row.site === site) events.set(row.bucket, (events.get(row.bucket) ?? 0) + row.events)
    let batch: Instant[] = []
    let size = 0
    for (const bucket of [...events.keys()].sort((a, b) => a - b)) {
      batch.push(bucket)
      size += events.get(bucket) ?? 0
      if (size < BATCH_EVENTS_MAX) continue
      yield [site, batch]
      batch = []
      size = 0
    }
    if (batch.length > 0) yield [site, batch]
  }
}

const sitesOf = (rows: readonly { readonly site: SiteId }[]): ReadonlySet<SiteId> =>
  new Set(rows.map(({ site }) => site))

function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
}
