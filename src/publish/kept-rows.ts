// What the store says of the editions that stand, kept until something is published or the catalogue is another: pages
// and the API ask for it with every edition, and the store takes a hundred times as long. Bounded by the cells it holds.
import type { Params, Store } from '../store/store.ts'

/** About 30 MB. */
const CELLS_MAX = 500_000

type Rows = readonly object[]

export class KeptRows {
  #revision = 0
  #cells = 0
  /** The longest unasked first. */
  #kept = new Map<string, { readonly rows: Promise<Rows>; cells: number }>()
  constructor(
    private readonly store: Pick<Store, 'rows'>,
    private readonly cellsMax = CELLS_MAX,
  ) {}

  /** Another after each change of what stands. */
  get revision(): number {
    return this.#revision
  }

  /** Something else stands from now on. */
  forget(): void {
    this.#revision++
    this.#cells = 0
    this.#kept = new Map()
  }

  /** The rows of a statement that asks for nothing but editions. Whoever asks the same meanwhile waits for one answer. */
  rows<Row extends object>(sql: string, params: Params = {}): Promise<readonly Row[]> {
    const key = `${JSON.stringify(params)} ${sql}`
    const known = this.#kept.get(key)
    if (known) {
      this.#kept.delete(key)
      this.#kept.set(key, known)
      return known.rows as Promise<readonly Row[]>
    }
    const rows = this.store.rows<Row>(sql, params)
    this.#keep(key, rows)
    return rows
  }

  #keep(key: string, rows: Promise<Rows>): void {
    const kept = this.#kept
    const entry = { rows, cells: 0 }
    kept.set(key, entry)
    rows.then(
      (known) => {
        // What was asked of an earlier state is not kept for this one.
        if (kept !== this.#kept || kept.get(key) !== entry) return
        entry.cells = cellsIn(known)
        this.#cells += entry.cells
        this.#makeRoom()
      },
      () => {
        if (kept.get(key) === entry) kept.delete(key)
      },
    )
  }

  #makeRoom(): void {
    for (const [key, { cells }] of this.#kept) {
      if (this.#cells <= this.cellsMax) return
      this.#kept.delete(key)
      this.#cells -= cells
    }
  }
}

/** Values in rows, those in lists included. */
const cellsIn = (rows: Rows): number =>
  rows.reduce(
    (sum, row) => sum + Object.values(row).reduce((n, value) => n + (Array.isArray(value) ? value.length : 1), 0),
    0,
  )
