// Runs the folds: from events to the roll-ups of buckets, from those to days, from those to windows. A roll-up is
// replaced whole: its rows are written under a new fold number, then one line in `folds` makes them the current ones.
// What is stale is told from those numbers alone, so a fold that was cut off is simply done again.
import { BOOK_TERMS, type Books, BUCKET_MS, balances, NO_BOOKS, readBooks } from '../domain/bucket.ts'
import {
  type Counting,
  firstCounting,
  KINDS_WITH_FACTS,
  listKey,
  ruleAt,
  ruleName,
  startOfRule,
  type ViewsRule,
} from '../domain/counting.ts'
import type { SiteId } from '../domain/event.ts'
import { DAY_MS, HOUR_MS, type Instant, instant, SECOND_MS } from '../domain/time.ts'
import { type Calendar, calendarKey, type Window, windowsOver } from '../domain/window.ts'
import type { TouchedBucket } from '../store/load.ts'
import { type Params, type Store, sqlFile } from '../store/store.ts'
import { type Batch, type BucketFold, batches, gathered, WHOLE_EVENTS_MAX } from './batches.ts'
import { coverOf, type Span } from './cover.ts'
import type { Countings } from './entries.ts'
import { type BatchCounting, type MarkRow, markEvents } from './marks.ts'
import { heldOf, reachedBy, reachOf } from './reach.ts'
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
  { statement: sql('registers'), needs: 'registers' },
] as const
const STALE_BUCKETS = sql('stale-buckets')
const BUCKET_FOLDS_NOW = sql('bucket-folds')
const STALE_COUNTING = sql('stale-counting')
const STALE_DAYS = sql('stale-days')
const DAYS = sql('days')
const WINDOWS = sql('windows')
const CURRENT_FOLDS = sql('current-folds')
const LAST_FOLD = sql('last-fold')

const BATCH_DAYS_MAX = 7
const BATCH_WINDOWS_MAX = 13
/** Items on a page of a window's list: enough that most charts of ten are decided by the first. */
export const PAGE_ITEMS = 64

/** A bucket, or a slice of one, that was folded: its fold is the current one now. */
export interface ClosedLine {
  readonly site: SiteId
  readonly bucket: Instant
  readonly slice: number
  /** The fold at which all of the bucket was last folded at once: slices of another base are no longer current. */
  readonly base: number
  readonly fold: number
}

export interface Folded {
  readonly buckets: number
  readonly events: number
  readonly lines: readonly ClosedLine[]
}

interface BookRow {
  readonly bucket_s: number
  readonly slice: number
  readonly stored: string
  readonly counted: string
  readonly late: string
  readonly entries: string
  readonly facts: string
  readonly ranks: string
  readonly registers: string
}

interface RepeatsRow {
  readonly bucket_s: number
  readonly slice: number
  readonly duplicates: string
  readonly conflicts: string
}

/** What a batch's statements are bound to; times in seconds. */
interface BatchSpan extends Params {
  readonly from: number
  readonly to: number
}

/** A line of `folds`; what it does not say is of buckets alone. */
interface FoldLine {
  readonly start: number
  readonly fold: number
  readonly books?: Books
  readonly entries?: number
  readonly facts?: number
  readonly counting?: BatchCounting
  readonly slice?: number
  readonly sliceS?: number
  readonly base?: number
}

const keyOf = ({ bucket_s, slice }: { readonly bucket_s: number; readonly slice: number }): string =>
  `${bucket_s} ${slice}`

export class Folder {
  #fold: number
  private constructor(
    private readonly store: Store,
    private readonly wholeEventsMax: number,
    lastFold: number,
  ) {
    this.#fold = lastFold
  }

  /** @param wholeEventsMax a bucket of more events is folded in slices */
  static async open(store: Store, wholeEventsMax = WHOLE_EVENTS_MAX): Promise<Folder> {
    const [row] = await store.rows<{ fold: string }>(LAST_FOLD)
    return new Folder(store, wholeEventsMax, Number(row?.fold ?? 0))
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

  /** Buckets that were counted otherwise than their site counts now. */
  async findMiscounted(countings: Countings): Promise<readonly TouchedBucket[]> {
    const found: TouchedBucket[] = []
    for (const counting of countings.values()) {
      const { site, list, views } = counting
      const rows = await this.store.rows<{ bucket_s: number; events: string }>(STALE_COUNTING, {
        site,
        list: listKey(list),
        rules: views.map(ruleName),
        since: views.map((rule, index) => (index === 0 ? 0 : seconds(startOfRule(rule)))),
      })
      for (const { bucket_s, events } of rows)
        found.push({ site, bucket: instant(bucket_s * SECOND_MS), events: Number(events) })
    }
    return found
  }

  /**
   * Folds buckets anew, in batches of a bounded number of events.
   * @param countings how sites count; those that are not there, as it was first
   */
  async foldBuckets(
    touched: readonly TouchedBucket[],
    countings: Countings = new Map(),
    onBatch: (events: number) => void = () => {},
  ): Promise<Folded> {
    const lines: ClosedLine[] = []
    let total: Folded = { buckets: 0, events: 0, lines }
    for (const site of sitesOf(touched)) {
      const counting = countings.get(site) ?? firstCounting(site)
      for await (const [batch, rule] of this.#batchesOf(site, gathered(touched, site), counting)) {
        const folded = await this.#foldBatch(site, batch, { list: counting.list, rule })
        onBatch(folded.events)
        for (const line of folded.lines) lines.push(line)
        total = {
          lines,
          buckets: total.buckets + folded.buckets,
          events: total.events + folded.events,
        }
      }
    }
    return total
  }

  /** What came, and what it reaches, each part by the rule that holds there. */
  async *#batchesOf(
    site: SiteId,
    rows: readonly TouchedBucket[],
    counting: Counting,
  ): AsyncGenerator<[Batch, ViewsRule]> {
    const ruleOf = (at: Instant) => ruleAt(counting, at)
    const reached = rows.flatMap((row) => [...reachedBy(row, ruleOf)])
    const folds = await this.#bucketFolds(site, [...rows, ...reached])
    const all = gathered([...rows, ...heldOf(reached, folds)], site)
    for (const rule of new Set(all.map(({ bucket }) => ruleOf(bucket)))) {
      const part = all.filter(({ bucket }) => ruleOf(bucket) === rule)
      for (const batch of batches(part, folds, this.wholeEventsMax)) yield [batch, rule]
    }
  }

  async #bucketFolds(site: SiteId, touched: readonly TouchedBucket[]): Promise<ReadonlyMap<Instant, BucketFold>> {
    const rows = await this.store.rows<{
      bucket_s: number
      slice_s: number
      base: string
      events: string
      held: readonly number[]
    }>(BUCKET_FOLDS_NOW, { site, buckets: touched.map(({ bucket }) => seconds(bucket)) })
    const folds = rows.map(({ bucket_s, slice_s, base, events, held }) => {
      const fold = { sliceS: slice_s, base: Number(base), events: Number(events), held }
      return [instant(bucket_s * SECOND_MS), fold] as const
    })
    return new Map(folds)
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
          days.map((day) => ({ start: day, fold })),
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
      const lines = windows.map((window) => ({ start: seconds(window.from), fold }))
      await this.#close('window', site, key, lines)
    }
    return stale
  }

  async #foldBatch(site: SiteId, batch: Batch, counting: BatchCounting): Promise<Folded> {
    const buckets = batch.buckets.map(seconds)
    const span = {
      ...{ site, buckets, slices: batch.slices, slice_s: batch.sliceS },
      from: Math.min(...buckets) + Math.min(...batch.slices) * batch.sliceS,
      to: Math.max(...buckets) + (Math.max(...batch.slices) + 1) * batch.sliceS,
    }
    const rows = await this.store.rows<BookRow>(BOOKS, { ...span, kinds_with_facts: KINDS_WITH_FACTS })
    const repeats = await this.#findRepeats(rows, span)
    const isMarked = counting.rule.rule !== 'plain' || rows.some(({ facts }) => facts !== '0')
    const marks = isMarked ? await this.#mark(batch, counting, span) : []
    const fold = this.#fold + 1
    // Each slice has a number of its own.
    this.#fold += BUCKET_MS / SECOND_MS / batch.sliceS
    const source = isMarked ? 'events_net' : repeats.size > 0 ? 'events_counted' : 'events'
    for (const { statement, needs } of BUCKET_FOLDS)
      if (rows.some((row) => row[needs] !== '0')) await this.store.run(statement, { ...span, source, fold })
    const held = new Map(rows.map((row) => [keyOf(row), row]))
    // A slice without a row has lost its events, or never had any: its books are closed at nothing.
    const lines = buckets.flatMap((start) =>
      batch.slices.map((slice) => {
        const row = held.get(keyOf({ bucket_s: start, slice }))
        const books = row ? booksOf(site, row, repeats.get(keyOf(row)), marks) : NO_BOOKS
        const base = batch.base ?? fold
        const { entries = 0, facts = 0 } = row ?? {}
        const told = { books, entries: Number(entries), facts: Number(facts), counting }
        return { ...told, start, fold: fold + slice, slice, base, sliceS: batch.sliceS }
      }),
    )
    await this.#close('bucket', site, '', lines)
    return {
      buckets: buckets.length,
      events: lines.reduce((sum, { books }) => sum + books.stored, 0),
      lines: lines.map(({ start, slice, base, fold }) => ({
        site,
        bucket: instant(start * SECOND_MS),
        slice,
        base,
        fold,
      })),
    }
  }

  /** Marks what does not count as it came, in view of all that the rule reaches. */
  async #mark(batch: Batch, counting: BatchCounting, span: BatchSpan): Promise<readonly MarkRow[]> {
    const reach = reachOf(counting.rule, batch.buckets, span.from, span.to)
    // What is only looked at has each identity once as well.
    await this.store.run('TRUNCATE TABLE events_once')
    const looked = { buckets: reach.reach_buckets, from: reach.reach_from, to: reach.reach_to }
    await this.store.run(COPY_ONCE, { ...span, ...looked, slice_s: BUCKET_MS / SECOND_MS, slices: [0] })
    return markEvents(this.store, counting, { ...span, ...reach })
  }

  /** Puts each identity that stands more than once aside, once; returns their books by bucket and slice. */
  async #findRepeats(rows: readonly BookRow[], span: Params): Promise<ReadonlyMap<string, RepeatsRow>> {
    const repeated = rows.filter((row) => Number(row.stored) !== Number(row.counted) + Number(row.late))
    if (repeated.length === 0) return new Map()
    const asked = { ...span, buckets: [...new Set(repeated.map((row) => row.bucket_s))] }
    await this.store.run('TRUNCATE TABLE events_once')
    await this.store.run(COPY_ONCE, asked)
    const repeats = await this.store.rows<RepeatsRow>(BOOKS_OF_REPEATS, asked)
    return new Map(repeats.map((row) => [keyOf(row), row]))
  }

  /** Makes the rows of folds the current ones. */
  async #close(
    tier: 'bucket' | 'day' | 'window',
    site: SiteId,
    calendar: string,
    lines: readonly FoldLine[],
  ): Promise<void> {
    const text = lines.map(({ start, fold, slice = 0, sliceS = 0, base = 0, ...told }) => {
      const { books = NO_BOOKS, entries = 0, facts = 0, counting } = told
      const terms = [books.stored, ...BOOK_TERMS.map((term) => books[term] ?? 0), entries, facts]
      const by = counting ? [listKey(counting.list), ruleName(counting.rule)] : ['', '']
      return [tier, site, calendar, start, slice, sliceS, base, fold, ...terms, ...by].join('\t')
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

function booksOf(site: SiteId, row: BookRow, repeats: RepeatsRow | undefined, marks: readonly MarkRow[]): Books {
  const { duplicates = '0', conflicts = '0' } = repeats ?? {}
  const marked = marks.filter((each) => keyOf(each) === keyOf(row))
  const counted = String(marked.reduce((sum, { events }) => sum - Number(events), Number(row.counted)))
  const terms = Object.fromEntries(marked.map(({ mark, events }) => [mark, events]))
  const books = readBooks({ ...row, ...terms, counted, duplicates, conflicts })
  if (!balances(books))
    throw unbalanced('nothing is published', [{ site, bucket: instant(row.bucket_s * SECOND_MS), books }])
  return books
}

const sitesOf = (rows: readonly { readonly site: SiteId }[]): ReadonlySet<SiteId> =>
  new Set(rows.map(({ site }) => site))

function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
}
