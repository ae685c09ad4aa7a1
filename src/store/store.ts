// What the rest of the house asks of ClickHouse, embedded or on a server. Two implementations, one contract suite.
// SQL comes from .sql files beside the module that runs it; values are bound, never spliced.
import { readFileSync } from 'node:fs'

/** A value for a `{name:Type}` placeholder. Instants go as whole milliseconds into Int64. */
export type Param = string | number | bigint | readonly string[] | readonly number[]
export type Params = Readonly<Record<string, Param>>

export interface Store {
  /** Rises whenever the engine ended or was started anew: what it held before has then to be looked at again. */
  readonly generation: number
  /** Runs a statement that returns nothing. */
  run(sql: string, params?: Params): Promise<void>
  /** Rows as objects. 64-bit integers come as decimal strings. */
  rows<Row extends object>(sql: string, params?: Params): Promise<readonly Row[]>
  /** The result in ClickHouse's Native format, for what is too large for objects. */
  native(sql: string, params?: Params): Promise<Uint8Array>
  /** Inserts tab-separated lines into all columns of a table, in one block and so all or nothing. */
  insert(table: string, lines: Uint8Array): Promise<void>
  close(): Promise<void>
}

/** Reads a .sql file beside the module that asks for it. */
export const sqlFile = (moduleUrl: string, name: string): string => readFileSync(new URL(name, moduleUrl), 'utf8')

/** The statements of a .sql file, which are parted by a line that holds a semicolon alone. */
export const statements = (sql: string): readonly string[] => sql.split(/^;$/m).map((each) => each.trim())
