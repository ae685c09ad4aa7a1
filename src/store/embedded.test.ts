import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EmbeddedStore } from './embedded.ts'

let directory: string
let store: EmbeddedStore

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'housecount-embedded-'))
  store = await EmbeddedStore.open(join(directory, 'store'))
})
afterEach(async () => {
  await store.close()
  await rm(directory, { recursive: true })
})

const SLOW = 'SELECT sum(cityHash64(number)) AS sum FROM numbers(3000000000) SETTINGS max_threads = 1'
const ONE = 'SELECT 1 AS one'

/** This process's children that run an engine in this test's directory. */
const engines = (): string[] =>
  execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('engine-process') && line.includes(directory))

async function kill(): Promise<number> {
  const { pid } = store
  if (pid === undefined) throw new Error('no engine runs')
  process.kill(pid, 'SIGKILL')
  return pid
}

const gone = async (pid: number): Promise<boolean> => {
  for (let i = 0; i < 100 && existsSync(`/proc/${pid}`); i++) await setTimeout(50)
  return !existsSync(`/proc/${pid}`)
}

it('fails what was under way when the engine is killed, and the next call starts another engine', async () => {
  const asked = [SLOW, SLOW, SLOW].map((sql) => store.rows(sql))
  const failures = Promise.allSettled(asked)
  await setTimeout(200)
  const first = await kill()
  for (const outcome of await failures)
    expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'Failure', code: 'engine' } })
  expect(await store.rows(ONE)).toEqual([{ one: 1 }])
  expect(store.pid).not.toBe(first)
  expect(engines()).toHaveLength(1)
})

it('keeps what was inserted before the engine was killed', async () => {
  await store.insert('published', Buffer.from(`films\t2026-01-04\t1\t1\t${'0'.repeat(64)}\n`))
  await kill()
  await expect(store.rows(ONE)).rejects.toMatchObject({ code: 'engine' })
  expect(await store.rows('SELECT toString(chart) AS chart FROM published')).toEqual([{ chart: 'films' }])
})

it('runs one engine, however often it is killed and however many ask at once', async () => {
  for (let round = 0; round < 3; round++) {
    const pid = await kill()
    expect(await gone(pid)).toBe(true)
    const answers = await Promise.all(Array.from({ length: 8 }, () => store.rows(ONE)))
    expect(answers).toEqual(Array(8).fill([{ one: 1 }]))
    expect(engines()).toHaveLength(1)
  }
})

it('fails a call that is made while the engine dies, and no later one', async () => {
  await kill()
  const outcomes = await Promise.allSettled([store.rows(ONE), store.rows(ONE)])
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'Failure', code: 'engine' })
  expect(await store.rows(ONE)).toEqual([{ one: 1 }])
})

it('ends the engine when it is closed, and answers nothing after that', async () => {
  const pid = store.pid ?? 0
  await store.close()
  expect(existsSync(`/proc/${pid}`)).toBe(false)
  await expect(store.rows(ONE)).rejects.toMatchObject({ name: 'Failure', code: 'engine' })
  await store.close()
})

it('is closed quietly when the engine has just been killed', async () => {
  const pid = await kill()
  await store.close()
  expect(await gone(pid)).toBe(true)
})

it('refuses a directory that another engine holds, and leaves no process behind', async () => {
  const other = EmbeddedStore.open(join(directory, 'store'), { waitMs: 300 })
  await expect(other).rejects.toMatchObject({ name: 'Failure', code: 'engine' })
  await setTimeout(100)
  expect(engines()).toHaveLength(1)
  expect(await store.rows(ONE)).toEqual([{ one: 1 }])
})

it('makes a store anew that can not be opened, and says so', async () => {
  await store.close()
  const [tables = ''] = await readdir(join(directory, 'store')).then((names) =>
    names.filter((name) => name !== 'staging'),
  )
  await rm(join(directory, 'store', tables, 'metadata'), { recursive: true })
  await writeFile(join(directory, 'store', tables, 'metadata'), 'rotten')
  const told: string[] = []
  store = await EmbeddedStore.open(join(directory, 'store'), { notice: (text) => told.push(text) })
  expect(told).toEqual([expect.stringContaining('made anew from the log')])
  expect(await store.rows('SELECT count() AS events FROM events')).toEqual([{ events: '0' }])
})

it.each(['removed', 'cut short'])('makes a store anew whose files are %s while it runs, and says so', async (how) => {
  await store.close()
  const told: string[] = []
  store = await EmbeddedStore.open(join(directory, 'store'), { notice: (text) => told.push(text) })
  const published = Buffer.from(`films\t2026-01-04\t1\t1\t${'0'.repeat(64)}\n`)
  await store.insert('published', published)
  for (const name of await readdir(join(directory, 'store')))
    if (how === 'removed') await rm(join(directory, 'store', name), { recursive: true })
    else await cutShort(join(directory, 'store', name))
  const chart = 'SELECT toString(chart) AS chart FROM published'
  await expect(store.rows(chart)).rejects.toMatchObject({ code: 'engine' })
  await until(async () => (await store.rows(chart).catch(() => undefined))?.length === 0)
  expect(told).toEqual([expect.stringContaining('made anew from the log')])
  await store.insert('published', published)
  expect(await store.rows(chart)).toEqual([{ chart: 'films' }])
})

/** Leaves one byte of each file that holds rows. */
async function cutShort(path: string): Promise<void> {
  for (const name of await readdir(path, { recursive: true }))
    if (name.endsWith('data.bin')) await truncate(join(path, name), 1)
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(50)
}

it('tells by its generation that the engine ended, before the next one is asked for', async () => {
  const { generation } = store
  expect(await gone(await kill())).toBe(true)
  for (let i = 0; i < 100 && store.generation === generation; i++) await setTimeout(20)
  expect(store.generation).toBeGreaterThan(generation)
})

it('kills an engine that hangs, and starts another', async () => {
  await store.close()
  store = await EmbeddedStore.open(join(directory, 'store'), { silentBeatsMax: 2 })
  const { pid = 0 } = store
  process.kill(pid, 'SIGSTOP')
  await expect(store.rows(ONE)).rejects.toMatchObject({ name: 'Failure', code: 'engine' })
  expect(await store.rows(ONE)).toEqual([{ one: 1 }])
  expect(await gone(pid)).toBe(true)
})

it('does not take an engine for hanging that has much to do', async () => {
  await store.close()
  store = await EmbeddedStore.open(join(directory, 'store'), { silentBeatsMax: 2 })
  const { pid } = store
  await store.rows(
    "SELECT sum(cityHash64(number)) AS sum FROM numbers(100000000000) SETTINGS max_threads = 1, max_execution_time = 5, timeout_overflow_mode = 'break'",
  )
  expect(store.pid).toBe(pid)
})

it('drops the tables of another version, and says so', async () => {
  await store.close()
  await mkdir(join(directory, 'store', 'clickhouse'))
  const told: string[] = []
  store = await EmbeddedStore.open(join(directory, 'store'), { notice: (text) => told.push(text) })
  expect(told).toEqual([expect.stringContaining('another version')])
  expect(existsSync(join(directory, 'store', 'clickhouse'))).toBe(false)
  expect(await store.rows('SELECT count() AS events FROM events')).toEqual([{ events: '0' }])
})

it('ends the engine when its own process is killed', async () => {
  const engine = fileURLToPath(new URL('./engine-process.js', import.meta.url))
  const script = `
    const { fork } = require('node:child_process')
    const child = fork(${JSON.stringify(engine)}, [${JSON.stringify(join(directory, 'other'))}], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    child.on('message', () => { child.send({ id: 1, sql: ${JSON.stringify(SLOW)}, params: {}, format: 'Null' }); console.log(child.pid) })`
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = Number(String(line).trim())
  expect(existsSync(`/proc/${pid}`)).toBe(true)
  parent.kill('SIGKILL')
  expect(await gone(pid)).toBe(true)
})
