// Editions as rows, beside their files: what questions about many editions are asked of. Rows are gathered and go to
// the store in large blocks; the marks that say what is published go after all of them, once a chart is done.
import type { ChartId, Digest, Edition } from '../domain/edition.ts'
import type { Region } from '../domain/region.ts'
import { type CalendarDate, SECOND_MS } from '../domain/time.ts'
import { type Store, sqlFile } from '../store/store.ts'
import type { Sweepable } from '../store/sweep.ts'

const LAST_MARK = sqlFile(import.meta.url, './last-mark.sql')
const CURRENT_DIGESTS = sqlFile(import.meta.url, './current-digests.sql')

/** The lines of editions that stand; provisional ones are replaced again and again. */
export const LINES: Sweepable = {
  table: 'edition_rows',
  inUse:
    '(chart, region, window, digest) IN (SELECT chart, region, window, argMax(digest, mark) FROM editions GROUP BY chart, region, window)',
}

/** Rows kept back before they are sent. */
const ROWS_MAX = 50_000

/** Up to which fold a window has been published, and by which spec. */
export interface Mark {
  readonly window: CalendarDate
  readonly fold: number
  readonly spec: string
}

export class EditionRows {
  #editions: string[] = []
  #rows: string[] = []
  readonly #digests: Map<string, Digest>
  private constructor(
    private readonly store: Store,
    private mark_: number,
    digests: Map<string, Digest>,
  ) {
    this.#digests = digests
  }

  static async open(store: Store): Promise<EditionRows> {
    const [row] = await store.rows<{ mark: string }>(LAST_MARK)
    const current = await store.rows<{ chart: ChartId; region: Region; window: CalendarDate; digest: Digest }>(
      CURRENT_DIGESTS,
    )
    const digests = new Map(current.map((each) => [keyOf(each.chart, each.region, each.window), each.digest]))
    return new EditionRows(store, Number(row?.mark ?? 0), digests)
  }

  /** The digest of the edition that stands for a chart, region and window. */
  findDigest(chart: ChartId, region: Region, window: CalendarDate): Digest | null {
    return this.#digests.get(keyOf(chart, region, window)) ?? null
  }

  /** Makes an edition the current one of its name; nothing where it already is. */
  async add(edition: Edition, sealedAt: number): Promise<void> {
    const { chart, region, window, revision, state, digest, rows } = edition
    const key = keyOf(chart, region, window.name)
    if (this.#digests.get(key) === digest) return
    this.#digests.set(key, digest)
    const mark = ++this.mark_
    const [sealed, published] = [sealedAt, Date.parse(edition.publishedAt)].map((at) => Math.floor(at / SECOND_MS))
    this.#editions.push([chart, region, window.name, mark, revision, state, sealed, published, digest].join('\t'))
    for (const row of rows)
      this.#rows.push(
        [
          chart,
          region,
          window.name,
          digest,
          row.rank,
          row.item.replaceAll('\\', '\\\\'),
          row.peakRank,
          row.weeksOnChart,
          row.streak,
        ].join('\t'),
      )
    if (this.#rows.length >= ROWS_MAX) await this.flush()
  }

  /** Sends the rows that are held back. Those that did not arrive are held on to: a row may come twice, never not. */
  async flush(): Promise<void> {
    const [rows, editions] = [this.#rows, this.#editions]
    this.#rows = []
    this.#editions = []
    try {
      await this.#send('edition_rows', rows)
      await this.#send('editions', editions)
    } catch (error) {
      this.#rows = [...rows, ...this.#rows]
      this.#editions = [...editions, ...this.#editions]
      throw error
    }
  }

  /** Sends all rows, and then says up to which fold and by which spec each window has been published. */
  async mark(chart: ChartId, marks: readonly Mark[]): Promise<void> {
    await this.flush()
    const lines = marks.map(({ window, fold, spec }) => [chart, window, fold, ++this.mark_, spec].join('\t'))
    await this.#send('published', lines)
  }

  async #send(table: string, lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await this.store.insert(table, Buffer.from(`${lines.join('\n')}\n`))
  }
}

const keyOf = (chart: ChartId, region: Region, window: CalendarDate): string => `${chart}/${region}/${window}`
