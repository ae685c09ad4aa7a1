// The store on one machine: ClickHouse inside a child process of ours. The child may die at any time; what was under
// way then fails with a Failure, and the next call starts a new one. Nothing is lost with it: the log is the truth.
import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Failure } from '../domain/problem.ts'
import { type Lines, type Params, type Store, sqlFile, statements } from './store.ts'

const ENGINE = fileURLToPath(new URL('./engine-process.js', import.meta.url))
const SCHEMA = sqlFile(import.meta.url, './schema.sql')
/** Each schema has a directory of its own. */
const TABLES = `clickhouse-${createHash('sha256').update(SCHEMA).digest('hex').slice(0, 8)}`

/** How long the engine of a process that was killed a moment ago is waited for, while it lets go of its files. */
const WAIT_MS = 30_000
const WAIT_STEP_MS = 250
/** While it is asked something it is spoken to this often, and killed where so many beats stay without a word. */
const BEAT_MS = 1000
const SILENT_BEATS_MAX = 15
/** Opening a large store takes its time. */
const START_MS_MAX = 10 * 60_000
/** What an engine says whose own files are not as it left them. */
const BROKEN =
  /\((FILE_DOESNT_EXIST|NO_FILE_IN_DATA_PART|BAD_SIZE_OF_FILE_IN_DATA_PART|CHECKSUM_DOESNT_MATCH|CORRUPTED_DATA|CANNOT_READ_ALL_DATA|CANNOT_DECOMPRESS)\)/
/** What the engine said last is told when it ends. */
const STDERR_KEPT = 2000

interface Reply {
  readonly id: number
  readonly bytes?: Uint8Array
  readonly error?: string
}

interface Asked {
  readonly resolve: (bytes: Uint8Array) => void
  readonly reject: (error: Failure) => void
}

export interface EmbeddedOptions {
  /** Told of a store that is made anew. */
  readonly notice?: (text: string) => void
  /** How long to wait for another engine that holds the directory. */
  readonly waitMs?: number
  /** For how many seconds an engine that is asked something may say nothing at all before it is killed. */
  readonly silentBeatsMax?: number
}

export class EmbeddedStore implements Store {
  #child: Promise<ChildProcess> | undefined
  #running: ChildProcess | undefined
  #asked = new Map<number, Asked>()
  #lastId = 0
  #closed = false
  #staged = 0
  #generation = 1
  /** Why the tables must not be opened again. */
  #broken: string | undefined
  readonly #tables: string
  private constructor(
    private readonly directory: string,
    private readonly options: EmbeddedOptions,
  ) {
    this.#tables = join(directory, TABLES)
  }

  /**
   * Opens the store in a directory, which is made if it is not there, and its tables. A store that can't be opened, or
   * whose files are gone or broken while it runs, is made anew: it holds nothing that the log does not.
   */
  static async open(directory: string, options: EmbeddedOptions = {}): Promise<EmbeddedStore> {
    const store = new EmbeddedStore(directory, options)
    await store.#engine()
    return store
  }

  get generation(): number {
    return this.#generation
  }

  async run(sql: string, params: Params = {}): Promise<void> {
    await this.#ask(sql, params, 'Null')
  }

  async rows<Row extends object>(sql: string, params: Params = {}): Promise<readonly Row[]> {
    const text = Buffer.from(await this.#ask(sql, params, 'JSONEachRow')).toString('utf8')
    return text === '' ? [] : (JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as Row[])
  }

  native(sql: string, params: Params = {}): Promise<Uint8Array> {
    return this.#ask(sql, params, 'Native')
  }

  parquet(sql: string, params: Params = {}): Promise<Uint8Array> {
    return this.#ask(sql, params, 'Parquet')
  }

  /** By way of a file: the engine reads one about twice as fast as it reads a statement. */
  async insert(table: string, lines: Lines): Promise<void> {
    const staging = join(this.directory, 'staging')
    const path = join(staging, `${process.pid}-${++this.#staged}.tsv`)
    try {
      await mkdir(staging, { recursive: true })
      await writeFile(path, lines)
      const columns = await this.#columnsOf(table)
      const names = columns.map((each) => each.name).join(', ')
      const types = columns.map((each) => `${each.name} ${typeInFile(each.type)}`).join(', ')
      await this.run(
        `INSERT INTO ${table} (${names}) SELECT ${names} FROM file({path:String}, 'TSV', {types:String}) SETTINGS max_block_size = 100000000, max_threads = 1, input_format_parallel_parsing = 0`,
        { path, types },
      )
    } finally {
      await rm(path, { force: true })
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    const child = await this.#child?.catch(() => undefined)
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      if (child.connected) child.disconnect()
    })
  }

  /** The engine's process, for tests that kill it. */
  get pid(): number | undefined {
    return this.#running?.pid
  }

  #columns = new Map<string, readonly { name: string; type: string }[]>()

  async #columnsOf(table: string) {
    const known = this.#columns.get(table)
    if (known) return known
    const columns = await this.rows<{ name: string; type: string }>(
      "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String} AND default_kind = '' ORDER BY position",
      { table },
    )
    this.#columns.set(table, columns)
    return columns
  }

  async #ask(sql: string, params: Params, format: string): Promise<Uint8Array> {
    const child = await this.#engine()
    return this.#send(child, sql, params, format)
  }

  #send(child: ChildProcess, sql: string, params: Params, format: string): Promise<Uint8Array> {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject })
      child.send({ id, sql, params, format }, (error) => {
        if (error) this.#answer({ id, error: `the engine can't be reached: ${error.message}` })
      })
    })
  }

  #engine(): Promise<ChildProcess> {
    if (this.#closed) return Promise.reject(new Failure('engine', 'the store is closed'))
    this.#child ??= this.#start().catch((error) => {
      this.#child = undefined
      throw error
    })
    return this.#child
  }

  async #start(): Promise<ChildProcess> {
    await mkdir(this.directory, { recursive: true })
    const { waitMs = WAIT_MS } = this.options
    const until = performance.now() + waitMs
    for (let madeAnew = false; ; )
      try {
        if (this.#broken !== undefined) await this.#dropTables(this.#broken)
        this.#running = await this.#startOnce()
        await this.#dropOthers()
        return this.#running
      } catch (error) {
        const why = (error as Failure).message
        const held = why.includes('Cannot lock file')
        if (held && performance.now() < until) await sleep(WAIT_STEP_MS)
        else if (held || madeAnew) throw error
        else {
          await this.#dropTables(why)
          madeAnew = true
        }
      }
  }

  async #dropTables(why: string): Promise<void> {
    this.options.notice?.(`the store can't be opened and is made anew from the log: ${why}`)
    await rm(this.#tables, { recursive: true, force: true })
    this.#broken = undefined
  }

  /** What another version of the house left: its tables are not altered, since the log has all that was in them. */
  async #dropOthers(): Promise<void> {
    const others = (await readdir(this.directory)).filter((name) => name.startsWith('clickhouse') && name !== TABLES)
    for (const name of others) await rm(join(this.directory, name), { recursive: true, force: true })
    if (others.length > 0)
      this.options.notice?.('the store had the tables of another version: it is loaded from the log')
  }

  async #startOnce(): Promise<ChildProcess> {
    const child = fork(ENGINE, [this.#tables], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let said = ''
    child.stderr?.on('data', (text: Buffer) => {
      said = `${said}${text}`.slice(-STDERR_KEPT)
    })
    child.once('close', (code, signal) => this.#lost(child, `${signal ?? `exit ${code}`}${said && `: ${said.trim()}`}`))
    const starting = setTimeout(() => child.kill('SIGKILL'), START_MS_MAX)
    try {
      await new Promise<Uint8Array>((resolve, reject) => {
        this.#asked.set(0, { resolve, reject })
        child.on('message', (reply: Reply) => this.#answer(reply))
      })
      this.#watch(child)
      for (const statement of statements(SCHEMA)) await this.#send(child, statement, {}, 'Null')
      return child
    } catch (error) {
      // Half started, it would hold the directory against the next one.
      child.kill('SIGKILL')
      throw error
    } finally {
      clearTimeout(starting)
    }
  }

  /** An engine may hang, or be stopped, without ending: it is killed then, and the next call starts another. */
  #watch(child: ChildProcess): void {
    const { silentBeatsMax = SILENT_BEATS_MAX } = this.options
    // Beats are counted and not seconds, so that a pause of this process is not taken for one of the other's.
    let silent = 0
    child.on('message', () => {
      silent = 0
    })
    const beat = setInterval(() => {
      if (this.#asked.size === 0) silent = 0
      else if (++silent > silentBeatsMax) child.kill('SIGKILL')
      else child.send({ beat: true }, () => {})
    }, BEAT_MS)
    beat.unref()
    child.once('close', () => clearInterval(beat))
  }

  #answer({ id, bytes, error }: Reply): void {
    const asked = this.#asked.get(id)
    this.#asked.delete(id)
    if (error === undefined) asked?.resolve(bytes ?? new Uint8Array())
    else {
      asked?.reject(new Failure('engine', error))
      if (BROKEN.test(error) || !existsSync(this.#tables)) this.#giveUp(error)
    }
  }

  /** Files that are gone or broken under an engine do not come back: it would fail for ever. */
  #giveUp(why: string): void {
    this.#broken = why
    this.#running?.kill('SIGKILL')
  }

  #lost(child: ChildProcess, how: string): void {
    if (this.#running === child) {
      this.#child = undefined
      this.#running = undefined
      // Whoever asks next shall not trust what it knew: the store may have to be made anew.
      this.#generation++
    }
    const asked = [...this.#asked.values()]
    this.#asked.clear()
    for (const each of asked) each.reject(new Failure('engine', `the engine stopped (${how})`))
  }
}

/** A column with a dictionary is read as plain strings, and gets its dictionary when all are there: in half the time. */
const typeInFile = (type: string): string => type.replace(/^LowCardinality\((.*)\)$/, '$1')
