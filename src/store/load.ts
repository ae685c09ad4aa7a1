// Loading the store from the log. A segment's rows in the store must be its first events, each once; where they are
// anything else they are dropped and loaded again, so a reload can never double an event.
import { SLICE_MS } from '../domain/bucket.ts'
import type { SiteId } from '../domain/event.ts'
import { type Instant, instant, SECOND_MS } from '../domain/time.ts'
import type { Cursor } from '../log/frame.ts'
import { type Layout, readLayout } from '../log/layout.ts'
import { type Chunk, readSegment, skim } from '../log/read.ts'
import { type Store, sqlFile } from './store.ts'

const LOADED = sqlFile(import.meta.url, './loaded.sql')
const DROP_SEGMENT = sqlFile(import.meta.url, './drop-segment.sql')
const TOUCHED = sqlFile(import.meta.url, './touched.sql')

/** A bucket that got events it was not folded with. */
export interface TouchedBucket {
  readonly site: SiteId
  readonly bucket: Instant
  /** Events that came, as far as is known; for sharing out the work. */
  readonly events: number
  /** The slices that they fall into, from 0; left out where it may be any. */
  readonly slices?: readonly number[] | undefined
}

export interface Loaded {
  readonly events: number
  readonly touched: readonly TouchedBucket[]
  /** Whether catalogue entries or chart specs were among the events. */
  readonly entries: boolean
  /** Segments that the store held wrongly, and why. */
  readonly dropped: readonly string[]
}

interface TouchedRow {
  readonly site: SiteId
  readonly bucket: string
  readonly events: string
  readonly entries: string
  readonly slices: number[]
}

export class Loader {
  /** Up to where each segment has been loaded; a segment without a cursor has not been looked at. */
  #cursors = new Map<number, Cursor>()
  /** Segments that are read to their end and get no more events: another one follows. They are not opened again. */
  #complete = new Set<number>()
  #checked = false
  constructor(
    private readonly store: Store,
    private readonly directory: string,
    private readonly log: string,
  ) {}

  /** Loads what the log holds and the store does not. `onChunk` is told how many events each chunk had. */
  async load(onChunk: (events: number) => void = () => {}): Promise<Loaded> {
    const layout = await readLayout(this.directory)
    const dropped = this.#checked ? [] : await this.#check(layout)
    this.#checked = true
    const touched: TouchedBucket[] = []
    let events = 0
    let entries = false
    for (const segment of layout.segments) {
      if (this.#complete.has(segment)) continue
      const from = this.#cursors.get(segment)
      for await (const chunk of aheadOf(readSegment(layout, segment, { from }))) {
        const inserted = await this.#insert(chunk)
        touched.push(...inserted.touched)
        entries ||= inserted.entries
        events += chunk.count
        onChunk(chunk.count)
      }
      if (segment !== layout.segments.at(-1)) this.#complete.add(segment)
    }
    return { events, touched, entries, dropped }
  }

  /** Up to where the log has been loaded, as far as is known. */
  get end(): { readonly segment: number; readonly offset: number } {
    const segment = Math.max(0, ...this.#cursors.keys())
    return { segment, offset: this.#cursors.get(segment)?.offset ?? 0 }
  }

  async #insert(chunk: Chunk): Promise<Pick<Loaded, 'touched' | 'entries'>> {
    await this.store.insert('events', chunk.lines)
    this.#cursors.set(chunk.segment, chunk.next)
    const { log, segment, firstOffset, next } = chunk
    const rows = await this.store.rows<TouchedRow>(TOUCHED, {
      log,
      segment,
      from: firstOffset,
      to: next.offset,
      slice_s: SLICE_MS / SECOND_MS,
    })
    const touched = rows.map(({ site, bucket, events, slices }) => ({
      site,
      bucket: instant(Number(bucket)),
      events: Number(events),
      slices,
    }))
    return { touched, entries: rows.some(({ entries }) => entries !== '0') }
  }

  /** Compares the store with the log, segment by segment. */
  async #check(layout: Layout): Promise<readonly string[]> {
    const dropped: string[] = []
    const held = await this.store.rows<{ segment: number; rows: string; offsets: string; end: string }>(LOADED, {
      log: this.log,
    })
    for (const { segment, rows, offsets, end } of held) {
      const known = layout.segments.includes(segment) ? await skim(layout, segment, Number(end)) : undefined
      const whole = rows === offsets && rows === end
      if (known?.cursor && whole) this.#cursors.set(segment, known.cursor)
      else {
        await this.store.run(DROP_SEGMENT, { log: this.log, segment })
        dropped.push(
          `segment ${segment}: the store held ${rows} rows with ${offsets} offsets up to ${end}, the log holds ${known?.count ?? 0}`,
        )
      }
    }
    return dropped
  }
}

/** The same values, of which the next is fetched while one is used: a chunk is proven while the last one is inserted. */
async function* aheadOf<T>(values: AsyncGenerator<T>): AsyncGenerator<T> {
  for (let next = values.next(); ; ) {
    const { done, value } = await next
    if (done) return
    next = values.next()
    // Whoever uses the values may fail first; what came of the fetching is then nobody's.
    next.catch(() => {})
    yield value
  }
}
