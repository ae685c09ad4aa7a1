// A hundred thousand requests, nearly all of them wrong, to a real `housecount serve`: it answers each, or hangs up on
// what is no HTTP; it names what is wrong and has no error of its own; what it answered `stored` is in its log, and its
// memory is what it was. A failure names its seed and its number: with the same seed the same request is made again.
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Hostile } from './fuzz/hostile.ts'
import { Routes } from './fuzz/routes.ts'
import { Run } from './fuzz/run.ts'
import { Sendings, type Tally } from './fuzz/sendings.ts'
import { Wire } from './fuzz/wire.ts'
import { CONFIG, fresh, jsonOf, lines, run, type Serving, send, serve, startProbed, temporary } from './process.ts'
import type { Random } from './random.ts'

/** Set it by hand to look elsewhere, or to that of a failure. */
const SEED = 1
const REQUESTS = 100_000

/** What the last two thirds of the requests may leave behind. A leak of a hundred bytes each would be 6.4 MiB. */
const GROWTH_MAX = 3 * 1024 * 1024

const root = temporary()
const data = join(root, 'data')
const tally: Tally = { stored: 0, duplicate: 0, conflict: 0, rejected: 0, 'too-late': 0 }
let house: Serving
let fuzz: Run
/** Connections that begin a request and say no more, from the start. */
let silent: readonly { readonly wire: Wire; readonly said: number }[]

beforeAll(async () => {
  // One chart, and no past: each entry that comes in would have all its weeks ranked anew.
  writeFileSync(join(root, 'housecount.config.ts'), CONFIG)
  house = await serve(data, root, false, startProbed)
  const port = Number(new URL(house.url).port)
  const hostile = new Hostile(house.keys)
  const { token } = await jsonOf(await fetch(`${house.url}/v1/tokens?key=${house.keys.write}`, { method: 'POST' }))
  const sendings = new Sendings(house.keys, Date.now(), tally, token)
  const routes = new Routes(await jsonOf(await fetch(`${house.url}/openapi.json`)))
  const make = (random: Random, number: number) => {
    const percent = random.below(100)
    if (percent < 59) return sendings.events(random, number)
    if (percent < 60) return sendings.keyed(random, number)
    if (percent < 82) return sendings.mutated(random, number)
    if (percent < 83) return sendings.gzip(random, number)
    if (percent < 88) return sendings.entry(random)
    return percent < 94 ? routes.question(random) : hostile.request(random)
  }
  fuzz = new Run({ seed: SEED, port, make })
  silent = await Promise.all(
    hostile.beginnings().map(async (bytes) => {
      const wire = await Wire.open(port)
      wire.socket.write(bytes)
      return { wire, said: bytes.length }
    }),
  )
})

afterAll(() => {
  house?.child.kill('SIGKILL')
  rmSync(root, { recursive: true, force: true })
})

/** What the house holds in memory, without what is garbage. */
async function heapUsed(): Promise<number> {
  const told = once(house.child, 'message')
  house.child.send('what do you hold?')
  const [{ heapUsed }] = await told
  return heapUsed
}

test('each request has the answer that it should have, and leaves nothing in memory', async () => {
  await fuzz.upTo(Math.ceil(REQUESTS / 3))
  const before = await heapUsed()
  await fuzz.upTo(REQUESTS)
  const after = await heapUsed()
  expect(fuzz.failures).toEqual([])
  expect(fuzz.answered + fuzz.hungUp + fuzz.abandoned).toBe(REQUESTS)
  expect(after - before).toBeLessThan(GROWTH_MAX)
}, 900_000)

test('who begins a request and says no more is told so, and hung up on like who says nothing at all', async () => {
  const ends = await Promise.all(silent.map(({ wire }) => wire.answers()))
  const expected = silent.map(({ said }) => (said > 0 ? [408] : []))
  expect(ends.map((answers) => answers.map(({ status }) => status))).toEqual(expected)
}, 150_000)

test('afterwards the house is as it was, and has told of no bug', async () => {
  expect(await jsonOf(await send(house, lines([fresh()])))).toEqual({ stored: 1, rejected: 0 })
  tally.stored++
  expect(house.stderr()).toBe('')
})

test('what was answered `stored` is in the log, each event once, and all is well', async () => {
  expect(await house.stop()).toBe(0)
  const { ok, books } = JSON.parse((await run(['doctor', '--data', data, '--json'])).out)
  const { stored, conflict } = tally
  // Some requests name a robot as their user agent: they are answered as all are, and are a term of their own.
  const { counted, bot = 0, prefetch = 0, automation = 0 } = books
  expect({
    ok,
    counted: counted + bot + prefetch + automation,
    conflicts: books.conflicts,
    duplicates: books.duplicates,
  }).toEqual({
    ok: true,
    // The rule of the chart is an event of its own.
    counted: stored + 1,
    conflicts: conflict,
    duplicates: 0,
  })
}, 300_000)
