// Totals and books of a chart's windows, read ahead: whoever goes through windows in order asks the store once for
// many of them.
import { type Books, BUCKET_MS, NO_BOOKS, readBooks } from '../domain/bucket.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import { type Instant, SECOND_MS } from '../domain/time.ts'
import type { Window } from '../domain/window.ts'
import { findUnbalanced, unbalanced } from '../fold/unbalanced.ts'
import { type Store, sqlFile } from '../store/store.ts'
import type { Totals } from './candidates.ts'
import type { WindowTotals } from './rank-window.ts'
import { type ChartSpec, methodFor } from './spec.ts'
import type { FoldedWindow } from './stale.ts'
import type { Extent, TotalsReader } from './totals.ts'

const WINDOW_BOOKS = sqlFile(import.meta.url, './window-books.sql')

/** Windows that are read at once. */
const AHEAD_MAX = 16

export interface WindowFacts extends WindowTotals {
  readonly books: Books
}

export class WindowReader {
  readonly #ahead = new Map<Instant, WindowFacts>()
  /** Where first pages did not decide once, they are not asked for again. */
  #extent: Extent = 'first-pages'
  /** @param windows all that may be asked for, in order */
  constructor(
    private readonly store: Store,
    private readonly totals: TotalsReader,
    private readonly spec: ChartSpec,
    private readonly catalogue: Catalogue,
    private readonly windows: readonly FoldedWindow[],
  ) {}

  /** Reads the first of the windows, as many as are read at once. */
  async readAhead(): Promise<void> {
    const [first] = this.windows
    if (first) await this.#readFrom(first.window)
  }

  /** Whether all windows have been read. */
  get isWhole(): boolean {
    return this.#ahead.size === this.windows.length
  }

  async read(window: Window): Promise<WindowFacts> {
    if (!this.#ahead.has(window.from)) await this.#readFrom(window)
    const facts = this.#ahead.get(window.from)
    if (!facts) throw new Error(`the window ${window.name} was not read`)
    this.#ahead.delete(window.from)
    return facts
  }

  async #readFrom(window: Window): Promise<void> {
    this.#ahead.clear()
    const method = methodFor(this.spec, window)
    const first = this.windows.findIndex((each) => each.window.from === window.from)
    const next = this.windows
      .slice(first, first + AHEAD_MAX)
      .filter((each) => methodFor(this.spec, each.window) === method)
    const totals = await this.totals.read(this.spec, method, next, this.catalogue, this.#extent)
    const books = await this.#booksOf(next.map((each) => each.window))
    for (const [index, each] of next.entries())
      this.#ahead.set(each.window.from, {
        method,
        totals: totals[index] as Totals,
        readWhole: () => {
          this.#extent = 'whole'
          return this.totals.readWhole(method, each)
        },
        books: books.get(each.window.to / SECOND_MS) ?? NO_BOOKS,
      })
  }

  /** By the windows' ends in seconds. Where the books of one do not balance, nothing is published. */
  async #booksOf(windows: readonly Window[]): Promise<ReadonlyMap<number, Books>> {
    const cumulative = 'issued' in this.spec.window
    const rows = await this.store.rows<Record<keyof Books | 'unbalanced', string> & { to_s: number }>(WINDOW_BOOKS, {
      site: this.spec.site,
      starts: windows.map(({ from }) => (cumulative ? 0 : from / SECOND_MS)),
      ends: windows.map(({ to }) => to / SECOND_MS),
    })
    if (rows.some(({ unbalanced }) => unbalanced !== '0'))
      await this.#refuse(cumulative ? 0 : (windows[0]?.from ?? 0), windows.at(-1)?.to ?? 0)
    return new Map(rows.map((row) => [row.to_s, readBooks(row)]))
  }

  /** Says which buckets of a span do not balance. */
  async #refuse(from: number, to: number): Promise<never> {
    const wrong = (await findUnbalanced(this.store)).filter(
      ({ site, bucket }) => site === this.spec.site && bucket + BUCKET_MS > from && bucket < to,
    )
    throw unbalanced(`${this.spec.id} is not published`, wrong)
  }
}
