// Sweeping: rows that nobody reads any more, since a later fold or edition took their place, are removed once there are
// more of them than of the others. What is in use is told by a condition alone, so a sweep that was cut off is simply
// done again; and it takes no row that was inserted after it began.
import type { Store } from './store.ts'

/** A table, and the condition in SQL that its rows in use meet. */
export interface Sweepable {
  readonly table: string
  readonly inUse: string
}

/** So many rows out of use are left in any case. */
export const SPARE_ROWS_MAX = 1_000_000

export class Sweeper {
  /** Rows in use when a table was last looked at. */
  readonly #used = new Map<string, number>()
  /** @param spare rows out of use that each table may have in any case */
  constructor(
    private readonly store: Store,
    private readonly tables: readonly Sweepable[],
    private readonly spare = SPARE_ROWS_MAX,
  ) {}

  /** Sweeps tables that need it. Nobody else may be writing to them. Returns their names. */
  async sweep(): Promise<readonly string[]> {
    const held = await this.store.rows<{ table: string; rows: string }>(
      'SELECT table, sum(rows) AS rows FROM system.parts WHERE active AND database = currentDatabase() GROUP BY table',
    )
    const rows = new Map(held.map((row) => [row.table, Number(row.rows)]))
    const swept: string[] = []
    for (const sweepable of this.tables)
      if (await this.#sweepOne(sweepable, rows.get(sweepable.table) ?? 0)) swept.push(sweepable.table)
    return swept
  }

  async #sweepOne({ table, inUse }: Sweepable, rows: number): Promise<boolean> {
    if (!this.#isTooMany(table, rows)) return false
    const [row] = await this.store.rows<{ used: string }>(`SELECT count() AS used FROM ${table} WHERE ${inUse}`)
    this.#used.set(table, Number(row?.used ?? 0))
    if (!this.#isTooMany(table, rows)) return false
    await this.store.run(`ALTER TABLE ${table} DELETE WHERE NOT (${inUse}) SETTINGS mutations_sync = 2`)
    return true
  }

  #isTooMany(table: string, rows: number): boolean {
    return rows > 2 * (this.#used.get(table) ?? 0) + this.spare
  }
}
