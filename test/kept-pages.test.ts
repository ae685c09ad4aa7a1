// Pages out of memory: compressed, told when nothing is new, and never older than what the house knows.
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Archive } from '../src/publish/archive.ts'
import { keptPages } from '../src/web/kept-pages.ts'
import { pageRoutes } from '../src/web/pages.ts'
import { chart, FILMS, film, TestHouse, views } from './house.ts'

const LONG = 'a sentence that is long enough to be worth compressing. '.repeat(40)

/** Pages that tell how often each was made, before a house whose state a test sets. */
function stage(bytesMax?: number) {
  const state = { revision: 1, counters: 'a' }
  const archive = {
    standing: { revision: 1 },
    counters: { state: { revision: 'a' } },
  }
  const made: Record<string, number> = {}
  const app = new Hono()
  app.use(keptPages(archive as unknown as Archive, bytesMax))
  app.get('/page/:name', async (c) => {
    await new Promise((resolve) => setImmediate(resolve))
    const name = c.req.param('name')
    made[name] = (made[name] ?? 0) + 1
    return c.html(`<p>${name} ${state.counters} ${LONG}</p>`)
  })
  const times = (path: string) => {
    made[path] = (made[path] ?? 0) + 1
    return made[path]
  }
  app.get('/none', (c) => c.html(`${times('none')}`, 404))
  app.get('/desk', (c) => c.html(`${times('desk')}`, 200, { 'cache-control': 'private, no-store' }))
  app.get('/cookie', (c) => c.html(`${times('cookie')}`, 200, { 'set-cookie': 'a=b' }))
  app.get('/languages', (c) => c.html(`${times('languages')}`, 200, { vary: 'accept-language' }))
  app.get('/json', (c) => c.json(times('json')))
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    app.request(path, { method, headers })
  return { app, ask, made, archive, state }
}

const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer())

describe('a page', () => {
  it.each([
    ['br, gzip', 'br'],
    ['gzip, deflate, br;q=0.5', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP;q=0.1', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.0, gzip;q=0', null],
    ['deflate', null],
    ['', null],
  ])('is compressed as its reader accepts: %s', async (accepted, expected) => {
    const { ask } = stage()
    const response = await ask('/page/x', { 'accept-encoding': accepted })
    expect(response.headers.get('content-encoding')).toBe(expected)
    expect(response.headers.get('vary')).toBe('accept-encoding')
    const bytes = await bytesOf(response)
    expect(response.headers.get('content-length')).toBe(String(bytes.length))
    const plain = expected === 'br' ? brotliDecompressSync(bytes) : expected === 'gzip' ? gunzipSync(bytes) : bytes
    expect(plain.toString()).toBe(`<p>x a ${LONG}</p>`)
    if (expected) expect(bytes.length).toBeLessThan(plain.length / 3)
  })

  it('is made once, also for those who ask while it is made', async () => {
    const { ask, made, archive } = stage()
    await ask('/page/x')
    await ask('/page/x', { 'accept-encoding': 'br' })
    expect(made.x).toBe(1)
    await ask('/page/x?lines=3')
    expect(made.x).toBe(2)
    archive.standing.revision++
    const [first, second] = await Promise.all([ask('/page/x'), ask('/page/x', { 'accept-encoding': 'br' })])
    expect([first?.status, second?.status]).toEqual([200, 200])
    expect(made.x).toBe(3)
  })

  it('is made anew when something is published and when a counter moves', async () => {
    const { ask, made, archive, state } = stage()
    const text = async () => (await (await ask('/page/x')).text()).slice(0, 8)
    expect(await text()).toBe('<p>x a a')
    state.counters = 'b'
    expect(await text()).toBe('<p>x a a')
    archive.counters.state.revision = 'b'
    expect(await text()).toBe('<p>x b a')
    archive.standing.revision++
    await text()
    expect(made.x).toBe(3)
  })

  it('is not sent again to whom has it, made anew or not, until it says something else', async () => {
    const { ask, archive, state } = stage()
    const had = (await ask('/page/x', { 'accept-encoding': 'gzip' })).headers.get('etag') ?? ''
    const again = () => ask('/page/x', { 'accept-encoding': 'gzip', 'if-none-match': `"other", W/${had}` })
    const known = await again()
    expect([known.status, await known.text(), known.headers.get('etag')]).toEqual([304, '', had])
    expect(known.headers.get('cache-control')).toContain('max-age=0')
    archive.standing.revision++
    expect((await again()).status).toBe(304)
    state.counters = 'b'
    archive.standing.revision++
    expect((await again()).status).toBe(200)
    const other = await ask('/page/x', { 'accept-encoding': 'br', 'if-none-match': had })
    expect(other.status).toBe(200)
  })

  it('is told without its body where its head is asked for', async () => {
    const { ask } = stage()
    const head = await ask('/page/x', {}, 'HEAD')
    const whole = await ask('/page/x')
    expect(await head.text()).toBe('')
    expect(head.headers.get('content-length')).toBe(whole.headers.get('content-length'))
  })
})

it.each(['/none', '/desk', '/cookie', '/languages', '/json'])('%s is no page to keep', async (path) => {
  const { ask, archive } = stage()
  const first = await (await ask(path)).text()
  archive.standing.revision++
  expect(await (await ask(path)).text()).not.toBe(first)
  expect(await (await ask(path)).text()).toBe('3')
})

it('beyond its bound the page that nobody asked for longest goes', async () => {
  const { ask, made } = stage(3 * 2 * (LONG.length + 100))
  for (const name of ['a', 'b', 'c', 'a', 'd', 'a', 'c']) await ask(`/page/${name}`)
  expect(made).toEqual({ a: 1, b: 1, c: 1, d: 1 })
  await ask('/page/b')
  expect(made.b).toBe(2)
})

describe('in a house', () => {
  let house: TestHouse
  let app: Hono
  beforeAll(async () => {
    house = await TestHouse.open('2026-01-20T00:00:00Z')
    await house.declare(chart())
    await house.take([...FILMS, ...views(0, { a: 5, b: 3 })])
    app = new Hono()
    app.use(keptPages(house.house))
    app.route(
      '/',
      pageRoutes(house.house, async () => ({ counters: [] }) as never, []),
    )
  })
  afterAll(() => house.close())

  const page = async () => (await app.request('/charts/films/world/2026-01-11')).text()

  it('a page names the house as each reader reaches it', async () => {
    const ask = (headers = {}) => app.request('http://house.example/charts/films/world/2026-01-11', { headers })
    for (const [headers, origin] of [
      [{}, 'http://house.example'],
      [{ 'x-forwarded-proto': 'https' }, 'https://house.example'],
      [{ 'x-forwarded-proto': 'gopher' }, 'http://house.example'],
    ] as const)
      expect(await (await ask(headers)).text()).toContain(`>${origin}/charts/films/world/2026-01-11</code>`)
  })

  it('a page follows an edition that is restated and a title that is corrected', async () => {
    expect(await page()).not.toContain('>6<')
    await house.take(views(0, { a: 1 }))
    const restated = await page()
    expect(restated).toContain('Restated')
    expect(restated).not.toContain('Alpha')
    await house.take([film('a', { title: 'Alpha' })])
    expect(await page()).toContain('Alpha')
    expect(await page()).toBe(await page())
  })
})
