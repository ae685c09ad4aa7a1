// The store on a ClickHouse server or cluster, over its own protocol: the same SQL, the same tables, the same tests.
import { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { Failure } from '../domain/problem.ts'
import { type Lines, type Params, type Store, sqlFile, statements } from './store.ts'

const SCHEMA = sqlFile(import.meta.url, './schema.sql')
/** What fails is thrown, and told once. */
const SILENT = { level: ClickHouseLogLevel.OFF }

export class ServerStore implements Store {
  readonly generation = 1
  private constructor(private readonly client: ClickHouseClient) {}

  /** Opens the store at a URL such as `http://user:password@host:8123/database`, and makes its tables. */
  static async open(url: string): Promise<ServerStore> {
    const { database, base } = parted(url)
    const first = createClient({ url: base, log: SILENT })
    try {
      await first.command({ query: `CREATE DATABASE IF NOT EXISTS ${quoted(database)}` })
    } catch (error) {
      throw failure(error)
    } finally {
      await first.close()
    }
    const store = new ServerStore(
      createClient({
        url: base,
        database,
        log: SILENT,
        use_multipart_params_auto: true,
        clickhouse_settings: {
          async_insert: 0,
          output_format_json_quote_64bit_integers: 1,
          max_partitions_per_insert_block: '0',
        },
      }),
    )
    for (const statement of statements(SCHEMA)) await store.run(statement)
    return store
  }

  async run(sql: string, params: Params = {}): Promise<void> {
    await asked(() => this.client.command({ query: sql, query_params: { ...params } }))
  }

  async rows<Row extends object>(sql: string, params: Params = {}): Promise<readonly Row[]> {
    return asked(async () => {
      const result = await this.client.query({ query: sql, query_params: { ...params }, format: 'JSONEachRow' })
      return result.json<Row>()
    })
  }

  native(sql: string, params: Params = {}): Promise<Uint8Array> {
    return this.#bytes(`${sql} FORMAT Native`, params)
  }

  parquet(sql: string, params: Params = {}): Promise<Uint8Array> {
    return this.#bytes(`${sql} FORMAT Parquet`, params)
  }

  #bytes(query: string, params: Params): Promise<Uint8Array> {
    return asked(async () => {
      const { stream } = await this.client.exec({ query, query_params: { ...params } })
      const parts: Buffer[] = []
      for await (const part of stream) parts.push(part as Buffer)
      return Buffer.concat(parts)
    })
  }

  async insert(table: string, lines: Lines): Promise<void> {
    await asked(() =>
      this.client.insert({
        table,
        values: Readable.from(lines instanceof Uint8Array ? [lines] : lines, { objectMode: false }),
        format: 'TabSeparated',
        clickhouse_settings: {
          max_insert_block_size: '100000000',
          min_insert_block_size_rows: '100000000',
          min_insert_block_size_bytes: '0',
          input_format_parallel_parsing: 0,
        },
      }),
    )
  }

  async close(): Promise<void> {
    await this.client.close()
  }
}

function parted(url: string): { base: string; database: string } {
  const parsed = new URL(url)
  const database = parsed.pathname.slice(1) || 'housecount'
  parsed.pathname = '/'
  return { base: parsed.toString(), database }
}

const quoted = (identifier: string): string => `\`${identifier.replace(/[\\`]/g, '\\$&')}\``

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw failure(error)
  }
}

const failure = (error: unknown): Failure =>
  error instanceof Failure
    ? error
    : new Failure('engine', error instanceof Error ? error.message : String(error), { cause: error })
