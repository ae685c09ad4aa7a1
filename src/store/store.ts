// What the rest of the house asks of ClickHouse, embedded or on a server. Two implementations, one contract suite.
// SQL comes from .sql files beside the module that runs it; values are bound, never spliced.
import { readFileSync } from 'node:fs'
import { Failure } from '../domain/problem.ts'

/** A value for a `{name:Type}` placeholder. Instants go as whole milliseconds into Int64. */
export type Param = string | number | bigint | readonly string[] | readonly number[]
export type Params = Readonly<Record<string, Param>>

/** Lines in one piece or in several, which need not end where a line does. */
export type Lines = Uint8Array | readonly Uint8Array[]

export interface Store {
  /** Rises whenever the engine ended: the next one may hold less, so all has then to be looked at again. */
  readonly generation: number
  /** Runs a statement that returns nothing. */
  run(sql: string, params?: Params): Promise<void>
  /** Rows as objects. 64-bit integers come as decimal strings. */
  rows<Row extends object>(sql: string, params?: Params): Promise<readonly Row[]>
  /** The result in ClickHouse's Native format, for what is too large for objects. */
  native(sql: string, params?: Params): Promise<Uint8Array>
  /** The result as a Parquet file. */
  parquet(sql: string, params?: Params): Promise<Uint8Array>
  /** Inserts tab-separated lines into all columns of a table, in one block and so all or nothing. */
  insert(table: string, lines: Lines): Promise<void>
  close(): Promise<void>
}

/**
 * The store as it is now: every call fails once the engine has ended, however well the next one does. Whoever acts on
 * several answers together must have them from one engine, since the next one may begin with less.
 */
export function pinned(store: Store): Store {
  const { generation } = store
  const same = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (store.generation === generation) {
      const answer = await ask()
      if (store.generation === generation) return answer
    }
    throw new Failure('engine', 'the engine ended meanwhile: what it was asked is asked again')
  }
  return {
    generation,
    run: (sql, params) => same(() => store.run(sql, params)),
    rows: (sql, params) => same(() => store.rows(sql, params)),
    native: (sql, params) => same(() => store.native(sql, params)),
    parquet: (sql, params) => same(() => store.parquet(sql, params)),
    insert: (table, lines) => same(() => store.insert(table, lines)),
    close: () => store.close(),
  }
}

/** Reads a .sql file beside the module that asks for it. */
export const sqlFile = (moduleUrl: string, name: string): string => readFileSync(new URL(name, moduleUrl), 'utf8')

/** The statements of a .sql file, which are parted by a line that holds a semicolon alone. */
export const statements = (sql: string): readonly string[] => sql.split(/^;$/m).map((each) => each.trim())
