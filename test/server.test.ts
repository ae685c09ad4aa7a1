// What goes into an open house over HTTP: events and catalogue entries, sent to a real `housecount serve`.
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Wire } from './fuzz/wire.ts'
import {
  eventOf,
  fresh,
  JSON_TYPE,
  jsonOf,
  lines,
  problemOf,
  put,
  type Serving,
  send,
  serve,
  smallHouse,
  temporary,
  until,
} from './process.ts'

const EDITION = '/v1/charts/tv-english/world/2022-05-01'
const MIB = 1024 * 1024
const root = temporary()
let house: Serving

beforeAll(async () => {
  house = await serve(await smallHouse(root), root)
})

afterAll(async () => {
  await house?.stop()
  rmSync(root, { recursive: true, force: true })
})

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${house.url}${path}`, { headers, redirect: 'manual' })

describe('events', () => {
  test('one JSON object a line and a JSON array are taken alike', async () => {
    for (const body of [lines([fresh(), fresh()]), JSON.stringify([fresh(), fresh()])]) {
      const response = await send(house, body)
      expect([response.status, await jsonOf(response)]).toEqual([200, { stored: 2, rejected: 0 }])
    }
  })

  test('a bad one among good ones has a verdict of its own, in its place', async () => {
    const response = await send(house, `${lines([fresh()])}{"kind\n${lines([fresh({ country: 'XX' }), fresh()])}`)
    expect(await jsonOf(response)).toEqual({
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
    expect((await problemOf(await send(house, lines([fresh()]), { key: 'none' }))).status).toBe(401)
    const wrong = await send(house, lines([fresh()]), { key: 'none', headers: { authorization: 'Bearer hcs_guess' } })
    expect((await problemOf(wrong)).status).toBe(401)
  })

  test('the public key names neither viewer, subject, country nor weight, and no time long past', async () => {
    for (const [field, value] of Object.entries({ viewer: 'v', country: 'GB', weight: 2 })) {
      const { verdicts } = await jsonOf(await send(house, lines([fresh({ [field]: value })]), { key: 'write' }))
      expect(verdicts).toEqual([
        {
          verdict: 'rejected',
          problems: [
            { field, value: JSON.stringify(value), allowed: 'named by a trusted sender only: send the secret key' },
          ],
        },
      ])
    }
    const others = [fresh({ kind: 'like', on: true, subject: 's' }), fresh({ at: '2022-04-28T00:00:00Z' })]
    const { verdicts } = await jsonOf(await send(house, lines(others), { key: 'write' }))
    expect(verdicts).toMatchObject([
      { verdict: 'rejected', problems: [{ field: 'subject' }] },
      { verdict: 'too-late', problems: [{ field: 'at' }] },
    ])
    const everything = fresh({ viewer: 'v', country: 'GB', weight: 2, at: '2022-06-28T00:00:00Z' })
    expect(await jsonOf(await send(house, lines([everything])))).toEqual({ stored: 1, rejected: 0 })
  })

  test('a browser likes and rates by a token that it was given, and by no other', async () => {
    const asked = await fetch(`${house.url}/v1/tokens?key=${house.keys.write}`, { method: 'POST' })
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    const { token } = await jsonOf(asked)
    const rating = (fields: object) => fresh({ kind: 'rate', stars: 5, ...fields })
    const sent = [rating({ token, revision: 1 }), rating({}), rating({ token: `${token.slice(0, -2)}__` })]
    const { verdicts } = await jsonOf(await send(house, lines(sent), { key: 'write' }))
    expect(verdicts).toMatchObject([
      { verdict: 'stored' },
      { verdict: 'rejected', problems: [{ field: 'token', value: '(missing)' }] },
      { verdict: 'rejected', problems: [{ field: 'token' }] },
    ])
    for (const segment of readdirSync(join(root, 'data', 'log')))
      expect(readFileSync(join(root, 'data', 'log', segment)).includes(token.slice(4, 26))).toBe(false)
  })

  test('nobody gets a token without a key, and pages may ask whether they may', async () => {
    expect((await problemOf(await fetch(`${house.url}/v1/tokens`, { method: 'POST' }))).status).toBe(401)
    const asked = await fetch(`${house.url}/v1/tokens`, { method: 'OPTIONS', headers: { origin: 'https://a.example' } })
    expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([204, 'POST'])
  })

  test('the public key may stand in the address, as pages send it when they close', async () => {
    const response = await send(house, lines([fresh()]), { key: 'none', path: `/v1/events?key=${house.keys.write}` })
    expect(await jsonOf(response)).toEqual({ stored: 1, rejected: 0 })
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
      const sent = await send(house, lines([fresh()]), { key, headers: { origin: 'https://comics.example' } })
      expect(sent.headers.get('access-control-allow-origin')).toBe('*')
    }
  })

  test('a body over the limit, more than 5,000 events, none at all and no JSON are refused', async () => {
    const large = await problemOf(await send(house, ' '.repeat(MIB + 1)))
    expect(large).toMatchObject({ status: 413, title: `A request has at most ${MIB} bytes` })
    const many = await problemOf(await send(house, '{}\n'.repeat(5001)))
    expect(many).toMatchObject({
      status: 400,
      problems: [{ value: '"5001 events"', allowed: 'at most 5000 events a request' }],
    })
    expect(await problemOf(await send(house, '\n'))).toMatchObject({
      status: 400,
      problems: [{ allowed: 'at least one event' }],
    })
    expect(await problemOf(await send(house, '[{]'))).toMatchObject({
      status: 400,
      problems: [{ field: '(body)', value: '"[{]"' }],
    })
  })

  test('a gzipped body is inflated; one that is cut off, or coded otherwise, is refused', async () => {
    const gzip = { 'content-encoding': 'gzip' }
    const body = gzipSync(lines([fresh(), fresh()]))
    expect(await jsonOf(await send(house, body, { headers: gzip }))).toEqual({ stored: 2, rejected: 0 })
    expect(await problemOf(await send(house, body.subarray(0, 40), { headers: gzip }))).toMatchObject({
      status: 400,
      problems: [{ field: '(body)', value: '"40 bytes"', allowed: expect.stringContaining('a whole gzip') }],
    })
    expect((await problemOf(await send(house, body, { headers: { 'content-encoding': 'br' } }))).status).toBe(415)
  })

  test('a gzipped gigabyte is refused without being inflated', async () => {
    const part = gzipSync(Buffer.alloc(64 * MIB))
    const bomb = Buffer.concat(Array.from({ length: 15 }, () => part))
    expect(bomb.length).toBeLessThan(MIB)
    await send(house, lines([fresh()]))
    const before = peakKb()
    const refused = await Promise.all(
      Array.from({ length: 8 }, async () =>
        problemOf(await send(house, bomb, { headers: { 'content-encoding': 'gzip' } })),
      ),
    )
    expect(refused.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 413))
    expect(peakKb() - before).toBeLessThan(150 * 1024)
  })

  const peakKb = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${house.pid}/status`, 'utf8'))?.[1])

  test('what is sent stands in the edition a little later', async () => {
    const before = (await jsonOf(await get(EDITION))).rows[0].views
    expect(await jsonOf(await send(house, lines([eventOf(100, { weight: 5 })])))).toMatchObject({ stored: 1 })
    const edition = await until(async () => {
      const now = await jsonOf(await get(EDITION))
      return now.rows[0].views > before && now
    })
    expect(edition).toMatchObject({ rows: [{ rank: 1, item: 'heartstopper-s1', views: before + 5 }] })
  })
})

describe('items', () => {
  test('an item that was put is there a little later, whatever its id has in it', async () => {
    const ids = ['plain', 'comics/47?page=1#b', '100%25', 'a%b']
    for (const id of ids) {
      const response = await put(house, encodeURIComponent(id), { kind: 'comic', title: `Title of ${id}` })
      expect([id, response.status, await jsonOf(response)]).toEqual([id, 200, { stored: 1, rejected: 0 }])
    }
    for (const id of ids) {
      const found = await until(async () => {
        const now = await get(`/v1/items/${encodeURIComponent(id)}`)
        return now.ok && jsonOf(now)
      })
      expect(found).toMatchObject({ item: id, kind: 'comic', title: `Title of ${id}` })
      const page = await get(`/titles/${encodeURIComponent(id)}`)
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Title of ')])
    }
  })

  test('an item that is not allowed names field, value and what is', async () => {
    expect(await problemOf(await put(house, 'x', { kind: 'filme', title: 'X', colour: 1 }))).toMatchObject({
      status: 400,
      problems: [
        { field: 'kind', value: '"filme"', allowed: expect.stringContaining('one of show, season') },
        { field: 'colour', value: '1', allowed: 'no such field' },
      ],
    })
    expect(await problemOf(await put(house, encodeURIComponent('Größe'), { kind: 'film', title: 'X' }))).toMatchObject({
      status: 400,
      problems: [{ field: 'id', value: '"Größe"', allowed: '1 to 200 visible ASCII characters without spaces' }],
    })
  })

  test('what is no JSON, or does not say that it is, is refused and is no bug', async () => {
    const one = { path: '/v1/items/x', method: 'PUT' }
    for (const [body, field] of [
      ['{"kind', '(body)'],
      [Buffer.from([0x7b, 0xff, 0x7d]), '(body)'],
      ['[]', '(all)'],
      ['{"kind":"film","title":"X","id":"y"}', 'id'],
      ['{"kind":"film","title":"X","entry.kind":1}', 'entry.kind'],
    ] as const)
      expect(await problemOf(await send(house, body, { ...one, headers: JSON_TYPE }))).toMatchObject({
        status: 400,
        problems: [{ field }],
      })
    expect(
      await problemOf(await send(house, '{}', { ...one, headers: { 'content-type': 'text/plain' } })),
    ).toMatchObject({
      status: 415,
      title: expect.stringContaining('content-type: application/json'),
    })
  })

  test('an item is put with the secret key alone', async () => {
    const one = { path: '/v1/items/x', method: 'PUT', headers: JSON_TYPE }
    expect((await problemOf(await send(house, '{}', { ...one, key: 'write' }))).status).toBe(403)
    expect((await problemOf(await send(house, '{}', { ...one, key: 'none' }))).status).toBe(401)
  })

  test('a gzipped item is inflated, and one that is too large is refused', async () => {
    const one = { path: '/v1/items/x', method: 'PUT', headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } }
    const stored = await send(house, gzipSync(JSON.stringify({ kind: 'film', title: 'X' })), one)
    expect(await jsonOf(stored)).toEqual({ stored: 1, rejected: 0 })
    expect((await problemOf(await send(house, gzipSync(Buffer.alloc(MIB + 1)), one))).status).toBe(413)
    const plain = await send(house, ' '.repeat(MIB + 1), { ...one, headers: JSON_TYPE })
    expect((await problemOf(plain)).status).toBe(413)
  })

  test('an item whose sender goes away is no bug', async () => {
    const wire = await Wire.open(Number(new URL(house.url).port))
    const head = `PUT /v1/items/x HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${house.keys.secret}\r\n`
    wire.socket.end(`${head}content-type: application/json\r\ncontent-length: 100\r\n\r\n{"kind":`)
    expect((await wire.answers()).map(({ status }) => status)).toEqual([400])
    expect((await get('/healthz')).status).toBe(200)
    expect(house.stderr()).toBe('')
  })

  test('an unknown item is a problem', async () => {
    for (const path of ['/v1/items/nope', '/v1/items/nope/charted', '/v1/items/%zz'])
      expect(await problemOf(await get(path))).toMatchObject({ status: 404, problems: [{ field: 'id' }] })
  })
})
