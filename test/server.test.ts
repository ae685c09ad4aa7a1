// The open house over HTTP: a real `housecount serve`, asked and killed as the world would.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readSheet } from 'read-excel-file/node'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  CONFIG,
  eventOf,
  lines,
  run,
  SEASON,
  type Serving,
  SHOW,
  serve,
  serveHere,
  temporary,
  temporaryHere,
  until,
} from './process.ts'

const root = temporary()
const data = join(root, 'data')
let house: Serving

const WEEK = '2022-05-01'
const EDITION = `/v1/charts/tv-english/world/${WEEK}`
const MIB = 1024 * 1024

beforeAll(async () => {
  writeFileSync(join(root, 'housecount.config.ts'), CONFIG)
  writeFileSync(join(root, 'items.ndjson'), lines([SHOW, SEASON]))
  writeFileSync(join(root, 'events.ndjson'), lines([eventOf(1), eventOf(2, { country: 'FR' })]))
  await run(['import', 'items', 'items.ndjson', '--data', data], { cwd: root })
  await run(['import', 'events', 'events.ndjson', '--data', data], { cwd: root })
  house = await serve(data, root)
})

afterAll(async () => {
  await house?.stop()
  rmSync(root, { recursive: true, force: true })
})

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${house.url}${path}`, { headers, redirect: 'manual' })

interface Sent {
  readonly to?: Serving
  readonly key?: 'secret' | 'write' | 'none'
  readonly headers?: Record<string, string>
  readonly path?: string
  readonly method?: string
}

const send = (
  body: BodyInit,
  { to = house, key = 'secret', headers, path = '/v1/events', method = 'POST' }: Sent = {},
) =>
  fetch(`${to.url}${path}`, {
    method,
    body,
    headers: { ...(key !== 'none' && { authorization: `Bearer ${to.keys[key]}` }), ...headers },
  })

const put = (id: string, item: unknown) =>
  send(JSON.stringify(item), {
    path: `/v1/items/${id}`,
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
  })

/** An event that happens now, with an id of its own. */
const fresh = (fields: object = {}) => ({ id: uuidv7(), kind: 'view', item: 'heartstopper-s1', ...fields })

const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = await response.json()
  expect(problem).toMatchObject({ type: 'about:blank', status: response.status, title: expect.any(String) })
  return problem
}

/** How often an item was started, as far as it has been counted; undefined where it can't be asked now. */
async function startsOf(item: string, to: Serving): Promise<number | undefined> {
  const response = await fetch(`${to.url}/v1/items/${item}`)
  return response.ok ? (await response.json()).totals.starts : undefined
}

/** The same, once it is that many. */
const countedOf = (item: string, count: number, to: Serving) =>
  until(async () => {
    const starts = await startsOf(item, to)
    return starts !== undefined && starts >= count && starts
  })

describe('events', () => {
  test('one JSON object a line and a JSON array are taken alike', async () => {
    for (const body of [lines([fresh(), fresh()]), JSON.stringify([fresh(), fresh()])]) {
      const response = await send(body)
      expect([response.status, await response.json()]).toEqual([200, { stored: 2, rejected: 0 }])
    }
  })

  test('a bad one among good ones has a verdict of its own, in its place', async () => {
    const response = await send(`${lines([fresh()])}{"kind\n${lines([fresh({ country: 'XX' }), fresh()])}`)
    expect(await response.json()).toEqual({
      stored: 2,
      rejected: 2,
      verdicts: [
        { verdict: 'stored' },
        {
          verdict: 'rejected',
          problems: [expect.objectContaining({ field: '(line)', allowed: 'one JSON object a line' })],
        },
        { verdict: 'rejected', problems: [expect.objectContaining({ field: 'country', value: '"XX"' })] },
        { verdict: 'stored' },
      ],
    })
  })

  test('nobody sends without a key', async () => {
    expect((await problemOf(await send(lines([fresh()]), { key: 'none' }))).status).toBe(401)
    const wrong = await send(lines([fresh()]), { key: 'none', headers: { authorization: 'Bearer hcs_guess' } })
    expect((await problemOf(wrong)).status).toBe(401)
  })

  test('the public key names neither viewer, subject, country nor weight, and no time long past', async () => {
    for (const [field, value] of Object.entries({ viewer: 'v', country: 'GB', weight: 2 })) {
      const { verdicts } = await (await send(lines([fresh({ [field]: value })]), { key: 'write' })).json()
      expect(verdicts).toEqual([
        {
          verdict: 'rejected',
          problems: [
            { field, value: JSON.stringify(value), allowed: 'named by a trusted sender only: send the secret key' },
          ],
        },
      ])
    }
    const { verdicts } = await (
      await send(lines([fresh({ kind: 'like', on: true, subject: 's' }), fresh({ at: '2022-04-28T00:00:00Z' })]), {
        key: 'write',
      })
    ).json()
    expect(verdicts).toMatchObject([
      { verdict: 'rejected', problems: [{ field: 'subject' }] },
      { verdict: 'too-late', problems: [{ field: 'at' }] },
    ])
    const everything = fresh({ viewer: 'v', country: 'GB', weight: 2, at: '2022-06-28T00:00:00Z' })
    expect(await (await send(lines([everything]))).json()).toEqual({ stored: 1, rejected: 0 })
  })

  test('the public key may stand in the address, as pages send it when they close', async () => {
    const response = await send(lines([fresh()]), { key: 'none', path: `/v1/events?key=${house.keys.write}` })
    expect(await response.json()).toEqual({ stored: 1, rejected: 0 })
  })

  test('a page of another origin may send, and no cookie goes with it', async () => {
    const asked = await fetch(`${house.url}/v1/events`, {
      method: 'OPTIONS',
      headers: { origin: 'https://comics.example', 'access-control-request-method': 'POST' },
    })
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-origin')).toBe('*')
    expect(asked.headers.get('access-control-allow-headers')).toContain('authorization')
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull()
    for (const key of ['write', 'none'] as const) {
      const sent = await send(lines([fresh()]), { key, headers: { origin: 'https://comics.example' } })
      expect(sent.headers.get('access-control-allow-origin')).toBe('*')
    }
  })

  test('a body over the limit, more than 5,000 events, none at all and no JSON are refused', async () => {
    const large = await problemOf(await send(' '.repeat(MIB + 1)))
    expect(large).toMatchObject({ status: 413, title: `A request has at most ${MIB} bytes` })
    const many = await problemOf(await send('{}\n'.repeat(5001)))
    expect(many).toMatchObject({
      status: 400,
      problems: [{ value: '"5001 events"', allowed: 'at most 5000 events a request' }],
    })
    expect(await problemOf(await send('\n'))).toMatchObject({
      status: 400,
      problems: [{ allowed: 'at least one event' }],
    })
    expect(await problemOf(await send('[{]'))).toMatchObject({
      status: 400,
      problems: [{ field: '(body)', value: '"[{]"' }],
    })
  })

  test('a gzipped body is inflated; one that is cut off, or coded otherwise, is refused', async () => {
    const gzip = { 'content-encoding': 'gzip' }
    const body = gzipSync(lines([fresh(), fresh()]))
    expect(await (await send(body, { headers: gzip })).json()).toEqual({ stored: 2, rejected: 0 })
    expect((await problemOf(await send(body.subarray(0, 40), { headers: gzip }))).status).toBe(400)
    expect((await problemOf(await send(body, { headers: { 'content-encoding': 'br' } }))).status).toBe(415)
  })

  test('a gzipped gigabyte is refused without being inflated', async () => {
    const part = gzipSync(Buffer.alloc(64 * MIB))
    const bomb = Buffer.concat(Array.from({ length: 15 }, () => part))
    expect(bomb.length).toBeLessThan(MIB)
    await send(lines([fresh()]))
    const before = peakKb()
    const refused = await Promise.all(
      Array.from({ length: 8 }, async () => problemOf(await send(bomb, { headers: { 'content-encoding': 'gzip' } }))),
    )
    expect(refused.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 413))
    expect(peakKb() - before).toBeLessThan(150 * 1024)
  })

  const peakKb = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${house.pid}/status`, 'utf8'))?.[1])

  test('what is sent stands in the edition a little later', async () => {
    const before = (await (await get(EDITION)).json()).rows[0].views
    expect(await (await send(lines([eventOf(100, { weight: 5 })]))).json()).toMatchObject({ stored: 1 })
    const edition = await until(async () => {
      const now = await (await get(EDITION)).json()
      return now.rows[0].views > before && now
    })
    expect(edition).toMatchObject({ rows: [{ rank: 1, item: 'heartstopper-s1', views: before + 5 }] })
  })
})

describe('items', () => {
  test('an item that was put is there a little later, whatever its id has in it', async () => {
    const ids = ['plain', 'comics/47?page=1#b', '100%25', 'a%b']
    for (const id of ids) {
      const response = await put(encodeURIComponent(id), { kind: 'comic', title: `Title of ${id}` })
      expect([id, response.status, await response.json()]).toEqual([id, 200, { stored: 1, rejected: 0 }])
    }
    for (const id of ids) {
      const found = await until(async () => {
        const now = await get(`/v1/items/${encodeURIComponent(id)}`)
        return now.ok && now.json()
      })
      expect(found).toMatchObject({ item: id, kind: 'comic', title: `Title of ${id}` })
      const page = await get(`/titles/${encodeURIComponent(id)}`)
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Title of ')])
    }
  })

  test('an item that is not allowed names field, value and what is', async () => {
    expect(await problemOf(await put('x', { kind: 'filme', title: 'X', colour: 1 }))).toMatchObject({
      status: 400,
      problems: [
        { field: 'kind', value: '"filme"', allowed: expect.stringContaining('one of show, season') },
        { field: 'colour', value: '1', allowed: 'no such field' },
      ],
    })
    expect(await problemOf(await put(encodeURIComponent('Größe'), { kind: 'film', title: 'X' }))).toMatchObject({
      status: 400,
      problems: [{ field: 'id', value: '"Größe"', allowed: '1 to 200 visible ASCII characters without spaces' }],
    })
  })

  test('what is no JSON, or does not say that it is, is refused and is no bug', async () => {
    const one = { path: '/v1/items/x', method: 'PUT' }
    const json = { 'content-type': 'application/json' }
    expect((await problemOf(await send('{"kind', { ...one, headers: json }))).status).toBe(400)
    expect(await problemOf(await send('{}', { ...one, headers: { 'content-type': 'text/plain' } }))).toMatchObject({
      status: 415,
      title: expect.stringContaining('content-type: application/json'),
    })
    expect((await problemOf(await send('{}', { ...one, headers: json, key: 'write' }))).status).toBe(400)
  })

  test('an unknown item is a problem', async () => {
    for (const path of ['/v1/items/nope', '/v1/items/nope/charted', '/v1/items/%zz'])
      expect(await problemOf(await get(path))).toMatchObject({ status: 404, problems: [{ field: 'id' }] })
  })
})

describe('editions', () => {
  test('the latest is one of the weeks, and each week has its own', async () => {
    const charts = await (await get('/v1/charts')).json()
    expect(charts).toMatchObject([{ id: 'tv-english', regions: expect.arrayContaining(['world', 'FR', 'GB']) }])
    const latest = await (await get('/v1/charts/tv-english/world/latest')).json()
    expect(latest.window.name).toBe(charts[0].windows[0])
    expect(await (await get('/v1/charts/tv-english/gb/2022-05-01')).json()).toMatchObject({
      region: 'GB',
      window: { name: WEEK },
    })
  })

  test.each([
    {
      path: '/v1/charts/tv-english/world/2022-04-27',
      status: 404,
      field: 'week',
      allowed: 'the one around that day is "2022-05-01"',
    },
    { path: '/v1/charts/tv-english/world/someday', status: 404, field: 'week', allowed: 'a calendar date' },
    {
      path: '/v1/charts/tv-english/world/2001-01-07',
      status: 404,
      field: 'week',
      allowed: '"latest", or a window from',
    },
    { path: '/v1/charts/nope/world/latest', status: 404, field: 'chart', allowed: 'one of tv-english' },
    { path: '/v1/charts/tv-english/Narnia/latest', status: 404, field: 'region', allowed: 'ISO 3166-1' },
    { path: '/v1/charts/tv-english/AQ/latest', status: 404, field: 'region', allowed: 'world, FR, GB' },
    { path: `${EDITION}?format=pdf`, status: 400, field: 'format', allowed: 'one of json, tsv, csv, xlsx' },
    { path: '/v1/methods/nope', status: 404, field: 'chart', allowed: 'one of tv-english' },
  ])('GET $path answers $status and says what is allowed', async ({ path, status, field, allowed }) => {
    expect(await problemOf(await get(path))).toMatchObject({
      status,
      problems: [{ field, allowed: expect.stringContaining(allowed) }],
    })
  })

  test('what has not changed is not sent again', async () => {
    for (const path of [EDITION, `${EDITION}?format=csv`, '/v1/charts', '/v1/items/heartstopper-s1']) {
      const etag = (await get(path)).headers.get('etag') ?? ''
      expect(etag).toMatch(/^"[0-9a-f]+"$/)
      const again = await get(path, { 'if-none-match': etag })
      expect([path, again.status, await again.text()]).toEqual([path, 304, ''])
      expect((await get(path, { 'if-none-match': '"another"' })).status).toBe(200)
    }
    const [json, csv] = await Promise.all([get(EDITION), get(`${EDITION}?format=csv`)])
    expect(json.headers.get('etag')).not.toBe(csv.headers.get('etag'))
  })

  test('a download says what it is and what to call it, and holds the same lines', async () => {
    const { rows } = await (await get(EDITION)).json()
    for (const [format, type] of [
      ['tsv', 'text/tab-separated-values; charset=utf-8'],
      ['csv', 'text/csv; charset=utf-8'],
      ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ]) {
      const response = await get(`${EDITION}?format=${format}`)
      expect(response.headers.get('content-type')).toBe(type)
      expect(response.headers.get('content-disposition')).toBe(
        `attachment; filename="tv-english-world-${WEEK}.${format}"`,
      )
      const bytes = Buffer.from(await response.arrayBuffer())
      const table =
        format === 'xlsx'
          ? await readSheet(bytes)
          : bytes
              .toString()
              .trimEnd()
              .split('\n')
              .map((line) => line.split(format === 'tsv' ? '\t' : ','))
      expect(table[1]?.[table[0]?.indexOf('show_title') ?? -1]).toBe(rows[0].parentTitle)
      expect(Number(table[1]?.[table[0]?.indexOf('weekly_views') ?? -1])).toBe(rows[0].views)
    }
  })
})

describe('the house', () => {
  test('the description lists every route, and the example of each GET works', async () => {
    const description = await (await get('/openapi.json')).json()
    expect(description).toMatchObject({ openapi: '3.1.0', info: { title: 'Housecount' } })
    expect(Object.keys(description.paths).sort()).toEqual([
      '/healthz',
      '/v1/charts',
      '/v1/charts/{chart}/{region}/{week}',
      '/v1/events',
      '/v1/items/{id}',
      '/v1/items/{id}/charted',
      '/v1/methods/{chart}',
    ])
    expect(Object.keys(description.paths['/v1/events'].post.requestBody.content)).toEqual([
      'application/x-ndjson',
      'application/json',
    ])
    for (const [path, operations] of Object.entries<
      Record<string, { parameters?: Parameter[]; responses: object; summary: string }>
    >(description.paths))
      for (const [method, { parameters = [], responses, summary }] of Object.entries(operations)) {
        expect([path, summary, Object.keys(responses)]).toEqual([path, expect.any(String), ['200']])
        const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
        const inPath = parameters.filter((each) => each.in === 'path')
        expect(inPath.map(({ name }) => name)).toEqual(names)
        const example = inPath.reduce((text, { name, schema }) => text.replace(`{${name}}`, `${schema.example}`), path)
        if (method === 'get') expect([example, (await get(example)).status]).toEqual([example, 200])
      }
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)]
    for (const [, name] of references) expect(description.components.schemas).toHaveProperty(name ?? '')
  })

  interface Parameter {
    readonly name: string
    readonly in: string
    readonly schema: { readonly example?: string }
  }

  test('its pulse says how far the log goes and how far the store has followed', async () => {
    const pulse = await until(async () => {
      const now = await (await get('/healthz')).json()
      return now.store === 'answers' && now
    })
    const place = { segment: 1, offset: expect.any(Number) }
    expect(pulse).toEqual({ ok: true, log: place, loaded: place, store: 'answers', charts: 1 })
  })

  test('every page is a whole page', async () => {
    for (const path of ['/', `/charts/tv-english/world/${WEEK}`, '/titles/heartstopper-s1']) {
      const page = await get(path, { accept: 'text/html' })
      expect([path, page.status, page.headers.get('content-type')?.toLowerCase()]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ])
      expect(await page.text()).toMatch(/^<!doctype html>.*Paper Hearts.*<\/html>\s*$/is)
    }
    expect((await get('/charts')).headers.get('location')).toBe('/charts/tv-english/world/latest')
    expect((await get('/charts/tv-english')).headers.get('location')).toBe('/charts/tv-english/world/latest')
    expect((await get(`/charts?chart=tv-english&region=GB&week=${WEEK}`)).headers.get('location')).toBe(
      `/charts/tv-english/GB/${WEEK}`,
    )
  })

  test('what is not there is a page for a browser and a problem for a program', async () => {
    for (const path of [
      '/nothing',
      '/charts/nope/world/latest',
      '/titles/nope',
      '/charts/tv-english/world/2001-01-07',
    ]) {
      const page = await get(path, { accept: 'text/html,*/*' })
      expect([path, page.status, page.headers.get('content-type')?.toLowerCase()]).toEqual([
        path,
        404,
        'text/html; charset=utf-8',
      ])
      expect(await page.text()).toMatch(/<\/html>\s*$/)
    }
    expect((await problemOf(await get('/nothing'))).status).toBe(404)
    expect((await problemOf(await get('/v1/nothing', { accept: 'text/html' }))).status).toBe(404)
  })
})

describe('ends', () => {
  /** A house of its own with one item, `ash`. */
  async function ownHouse(detached = false): Promise<{ house: Serving; directory: string }> {
    const directory = join(temporaryHere(), 'data')
    const house = await serveHere(directory, detached)
    const item = JSON.stringify({ kind: 'film', title: 'Ash' })
    const json = { 'content-type': 'application/json' }
    await send(item, { to: house, path: '/v1/items/ash', method: 'PUT', headers: json })
    await countedOf('ash', 0, house)
    return { house, directory }
  }

  const views = (count: number) => Array.from({ length: count }, () => fresh({ item: 'ash' }))

  test('told to stop, it answers what is under way, and what it answered is there afterwards', async () => {
    const { house, directory } = await ownHouse()
    const body = lines(views(20))
    const { hostname, port } = new URL(house.url)
    const socket = connect(Number(port), hostname)
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.write(
      `POST /v1/events HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${house.keys.secret}\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 50)}`,
    )
    // One answered request later, the half one has been taken up too.
    await send(lines(views(1)), { to: house })
    const stopped = house.stop()
    await until(async () => house.stderr().includes('closing'))
    socket.write(body.slice(50))
    await new Promise((resolve) => socket.on('close', resolve))
    expect(answer).toContain('{"stored":20,"rejected":0}')
    expect(await stopped).toBe(0)
    const again = await serveHere(directory)
    expect(await startsOf('ash', again)).toBe(21)
    expect(await again.stop()).toBe(0)
  })

  test('Ctrl-C in a terminal reaches its engine too, and is no failure', async () => {
    const { house } = await ownHouse(true)
    await send(lines(views(5)), { to: house })
    const ended = new Promise((resolve) => house.child.on('close', resolve))
    process.kill(-house.pid, 'SIGINT')
    expect(await ended).toBe(0)
    expect(house.stderr()).toBe('closing: finishing requests and publishing what came in\n')
  })

  test('killed while events come in, it has counted each one that it answered, and each once', async () => {
    const { house, directory } = await ownHouse()
    const sent: string[] = []
    let answered = 0
    const sender = async () => {
      for (;;) {
        const body = lines(views(50))
        sent.push(body)
        const response = await send(body, { to: house }).catch(() => undefined)
        if (!response?.ok) return
        answered += (await response.json().catch(() => ({ stored: 0 }))).stored
      }
    }
    const senders = Promise.all(Array.from({ length: 8 }, sender))
    await until(async () => answered > 5000)
    await house.stop('SIGKILL')
    await senders

    const again = await serveHere(directory)
    const counted = await startsOf('ash', again)
    expect(counted).toBeGreaterThanOrEqual(answered)
    expect(counted).toBeLessThanOrEqual(sent.length * 50)
    for (const body of sent) expect((await send(body, { to: again })).status).toBe(200)
    expect(await countedOf('ash', sent.length * 50, again)).toBe(sent.length * 50)
    expect(await again.stop()).toBe(0)
    // The item itself came as an event too.
    const { ok, books } = JSON.parse((await run(['doctor', '--data', directory, '--json'])).out)
    expect({ ok, counted: books.counted }).toEqual({ ok: true, counted: sent.length * 50 + 1 })
  })

  test('with its engine killed it goes on collecting, and catches up', async () => {
    const { house } = await ownHouse()
    for (let round = 1; round <= 3; round++) {
      const engine = Number(readFileSync(`/proc/${house.pid}/task/${house.pid}/children`, 'utf8').trim())
      process.kill(engine, 'SIGKILL')
      const sent = await send(lines(views(10)), { to: house })
      expect([sent.status, await sent.json()]).toEqual([200, { stored: 10, rejected: 0 }])
      const read = await fetch(`${house.url}/v1/items/ash`)
      if (!read.ok) expect(await problemOf(read)).toMatchObject({ status: 503 })
      expect(await countedOf('ash', round * 10, house)).toBe(round * 10)
    }
    expect(await house.stop()).toBe(0)
  })
})
