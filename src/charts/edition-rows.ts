// Editions as rows, beside their files: what questions about many editions are asked of. Rows are gathered and go to
// the store in large blocks, and the marks that say what is published go after them.
import type { ChartId, Digest, Edition } from '../domain/edition.ts'
import type { Region } from '../domain/region.ts'
import { type CalendarDate, SECOND_MS } from '../domain/time.ts'
import { type Store, sqlFile } from '../store/store.ts'

const LAST_MARK = sqlFile(import.meta.url, './last-mark.sql')
const CURRENT_DIGESTS = sqlFile(import.meta.url, './current-digests.sql')

/** Rows kept back before they are sent. */
const ROWS_MAX = 50_000

export class EditionRows {
  #editions: string[] = []
  #rows: string[] = []
  #marks: string[] = []
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
  async add({ chart, region, window, revision, state, digest, rows }: Edition, sealedAt: number): Promise<void> {
    const key = keyOf(chart, region, window.name)
    if (this.#digests.get(key) === digest) return
    this.#digests.set(key, digest)
    const mark = ++this.mark_
    this.#editions.push([chart, region, window.name, mark, revision, state, sealedAt / SECOND_MS, digest].join('\t'))
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

  /** Says that a window has been published up to a fold. */
  async mark(chart: ChartId, window: CalendarDate, fold: number, spec: string): Promise<void> {
    this.#marks.push([chart, window, fold, ++this.mark_, spec].join('\t'))
  }

  async flush(): Promise<void> {
    const lines = (rows: readonly string[]) => Buffer.from(`${rows.join('\n')}\n`)
    const [rows, editions, marks] = [this.#rows, this.#editions, this.#marks]
    this.#rows = []
    this.#editions = []
    this.#marks = []
    if (rows.length > 0) await this.store.insert('edition_rows', lines(rows))
    if (editions.length > 0) await this.store.insert('editions', lines(editions))
    if (marks.length > 0) await this.store.insert('published', lines(marks))
  }
}

const keyOf = (chart: ChartId, region: Region, window: CalendarDate): string => `${chart}/${region}/${window}`
