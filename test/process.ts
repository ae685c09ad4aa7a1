// Housecount as its users run it: real processes of bin/housecount, which needs dist/ to be built. Called by the tests
// of the command line and of the server.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished } from 'vitest'

export const BIN = fileURLToPath(new URL('../bin/housecount', import.meta.url))

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
  readonly bytes: Buffer
}

export interface RunOptions {
  readonly cwd?: string
  readonly input?: BodyInit
}

export const FIXTURES = fileURLToPath(new URL('../src/collect/netflix-top10/fixtures', import.meta.url))

const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HOUSECOUNT_')))

export const start = (args: readonly string[], cwd = tmpdir(), detached = false): ChildProcess =>
  spawn(process.execPath, [BIN, ...args], { cwd, env: ENVIRONMENT, detached })

const HEAP_PROBE = new URL('./fuzz/heap-probe.mjs', import.meta.url).href

/** The same, and it can be asked what it holds in memory: see fuzz/heap-probe.mjs. */
export const startProbed = (args: readonly string[], cwd = tmpdir()): ChildProcess =>
  spawn(process.execPath, ['--expose-gc', '--import', HEAP_PROBE, BIN, ...args], {
    cwd,
    env: ENVIRONMENT,
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  })

/** Runs one command to its end. */
export async function run(args: readonly string[], { cwd, input }: RunOptions = {}): Promise<Ran> {
  const child = start(args, cwd)
  child.stdin?.on('error', () => {})
  child.stdin?.end(input ?? '')
  return ended(child)
}

export async function ended(child: ChildProcess): Promise<Ran> {
  const out: Buffer[] = []
  let err = ''
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const bytes = Buffer.concat(out)
  return { code, out: bytes.toString('utf8'), err, bytes }
}

export interface Serving {
  readonly child: ChildProcess
  readonly pid: number
  readonly url: string
  readonly keys: { readonly secret: string; readonly write: string }
  readonly stderr: () => string
  /** Ends it as told, and resolves with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** A `housecount serve` that answers. */
export async function serve(data: string, cwd?: string, detached = false, launch = start): Promise<Serving> {
  const child = launch(['serve', '--data', data, '--port', '0', '--json'], cwd, detached)
  const gone = new Promise<number | null>((resolve) => child.on('close', resolve))
  let err = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk
  })
  const url = await new Promise<string>((resolve, reject) => {
    let out = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk
      if (out.includes('}')) resolve(JSON.parse(out).url)
    })
    gone.then(() => reject(new Error(`serve ended: ${err}`)))
  })
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return gone
  }
  const file = JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8'))
  const keyOf = (kind: string): string => file.keys.find((each: { kind: string }) => each.kind === kind).key
  const keys = { secret: keyOf('secret'), write: keyOf('write') }
  return { child, pid: child.pid ?? 0, url, keys, stderr: () => err, stop }
}

/** The same, and it ends with the test at the latest. */
export async function serveHere(data: string, detached = false): Promise<Serving> {
  const house = await serve(data, undefined, detached)
  onTestFinished(() => {
    house.child.kill('SIGKILL')
  })
  return house
}

export interface Sent {
  readonly key?: 'secret' | 'write' | 'none'
  readonly headers?: Record<string, string>
  readonly path?: string
  readonly method?: string
}

/** Sends a body to a house: events with its secret key, if nothing else is said. */
export const send = (
  { url, keys }: Serving,
  body: BodyInit,
  { key = 'secret', headers, path = '/v1/events', method = 'POST' }: Sent = {},
): Promise<Response> =>
  fetch(`${url}${path}`, {
    method,
    body,
    headers: { ...(key !== 'none' && { authorization: `Bearer ${keys[key]}` }), ...headers },
  })

export const JSON_TYPE = { 'content-type': 'application/json' }

export const put = (house: Serving, id: string, item: unknown): Promise<Response> =>
  send(house, JSON.stringify(item), { path: `/v1/items/${id}`, method: 'PUT', headers: JSON_TYPE })

/** An answer's JSON, whatever it is. */
export const jsonOf = async (response: Response) => JSON.parse(await response.text())

/** The problem that an answer is. */
export async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = await jsonOf(response)
  expect(problem).toMatchObject({ type: 'about:blank', status: response.status, title: expect.any(String) })
  return problem
}

/** An event that happens now, with an id of its own. */
export const fresh = (fields: object = {}) => ({ id: uuidv7(), kind: 'view', item: 'heartstopper-s1', ...fields })

/** Polls until something holds; what is waited for decides, not how long it takes. */
export async function until<T>(what: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await what()
    if (found !== undefined && found !== false) return found
    await sleep(50)
  }
}

export function temporary(): string {
  return mkdtempSync(join(tmpdir(), 'housecount-'))
}

/** A directory that goes with the test. */
export function temporaryHere(): string {
  const directory = temporary()
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** The digest of every edition file of a data directory, by the file's path. */
export function digestsIn(data: string): Readonly<Record<string, string>> {
  const files = readdirSync(join(data, 'editions'), { recursive: true, encoding: 'utf8' })
  const editions = files.filter((name) => name.endsWith('.json')).sort()
  return Object.fromEntries(
    editions.map((name) => [name, JSON.parse(readFileSync(join(data, 'editions', name), 'utf8')).digest]),
  )
}

/** An event of an invented viewer in the week that ends on 2022-05-01; the number makes its id. */
export const eventOf = (number: number, fields: object = {}): Record<string, unknown> => ({
  id: `019a5b00-0000-7000-8000-${String(number).padStart(12, '0')}`,
  at: '2022-04-28T20:01:02.123Z',
  kind: 'view',
  item: 'heartstopper-s1',
  country: 'GB',
  viewer: `viewer ${number}`,
  ...fields,
})

export const lines = (values: readonly unknown[]): string => values.map((each) => `${JSON.stringify(each)}\n`).join('')

/** A directory for a configuration with one chart, and data with one season in it that two viewers have started. */
export async function smallHouse(root: string): Promise<string> {
  const data = join(root, 'data')
  writeFileSync(join(root, 'housecount.config.ts'), CONFIG)
  const items = await run(['import', 'items', '-', '--data', data], { cwd: root, input: lines([SHOW, SEASON]) })
  const events = [eventOf(1), eventOf(2, { country: 'FR' })]
  const views = await run(['import', 'events', '-', '--data', data], { cwd: root, input: lines(events) })
  expect([items.code, views.code]).toEqual([0, 0])
  return data
}

/** A configuration with one weekly chart of seasons, ranked by views. */
export const CONFIG = `export default {
  charts: [
    {
      id: 'tv-english',
      title: 'TV (English)',
      window: { kind: 'week', startsOn: 'monday', timeZone: 'UTC' },
      filter: { kinds: ['season'] },
      methods: [{ version: 1, measure: 'views', formula: 'counted' }],
    },
  ],
}
`

export const SHOW = {
  id: 'heartstopper',
  kind: 'show',
  title: 'Paper Hearts',
  tags: ['drama'],
  creators: ['Ines Okafor'],
}
export const SEASON = { id: 'heartstopper-s1', kind: 'season', title: 'Season 1', parent: 'heartstopper' }
