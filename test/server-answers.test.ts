// What an open house answers over HTTP: editions, downloads, pages and itself, asked of a real `housecount serve`.
import { rmSync } from 'node:fs'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Wire } from './fuzz/wire.ts'
import { jsonOf, problemOf, type Serving, serve, smallHouse, temporary, until } from './process.ts'

const WEEK = '2022-05-01'
const EDITION = `/v1/charts/tv-english/world/${WEEK}`
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

describe('editions', () => {
  test('the latest is one of the weeks, and each week has its own', async () => {
    const charts = await jsonOf(await get('/v1/charts'))
    expect(charts).toMatchObject([{ id: 'tv-english', regions: expect.arrayContaining(['world', 'FR', 'GB']) }])
    const latest = await jsonOf(await get('/v1/charts/tv-english/world/latest'))
    expect(latest.window.name).toBe(charts[0].windows[0])
    expect(await jsonOf(await get('/v1/charts/tv-english/gb/2022-05-01'))).toMatchObject({
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
    { path: `${EDITION}?format=csv&format=tsv`, status: 400, field: 'format', allowed: 'one of json, tsv, csv, xlsx' },
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
    const { rows } = await jsonOf(await get(EDITION))
    for (const [format, type] of [
      ['tsv', 'text/tab-separated-values; charset=utf-8'],
      ['csv', 'text/csv; charset=utf-8'],
      ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
      ['parquet', 'application/vnd.apache.parquet'],
    ]) {
      const response = await get(`${EDITION}?format=${format}`)
      expect(response.headers.get('content-type')).toBe(type)
      expect(response.headers.get('content-disposition')).toBe(
        `attachment; filename="tv-english-world-${WEEK}.${format}"`,
      )
      const bytes = Buffer.from(await response.arrayBuffer())
      if (format === 'parquet') {
        expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1'])
        continue
      }
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
    const description = await jsonOf(await get('/openapi.json'))
    expect(description).toMatchObject({ openapi: '3.1.0', info: { title: 'Housecount' } })
    expect(Object.keys(description.paths).sort()).toEqual([
      '/healthz',
      '/v1/charts',
      '/v1/charts/{chart}/{file}',
      '/v1/charts/{chart}/{region}/{week}',
      '/v1/charts/{chart}/{region}/{week}/elsewhere',
      '/v1/charts/{chart}/{region}/{week}/past',
      '/v1/charts/{chart}/{region}/{week}/revisions',
      '/v1/columns',
      '/v1/counters',
      '/v1/counters/site',
      '/v1/counters/{kind}/{id}',
      '/v1/countries/{region}',
      '/v1/creators/{creator}',
      '/v1/events',
      '/v1/exports/netflix-top10/{file}',
      '/v1/items/{id}',
      '/v1/items/{id}/charted',
      '/v1/items/{id}/course',
      '/v1/late',
      '/v1/lists',
      '/v1/lists/{list}',
      '/v1/live',
      '/v1/methods/{chart}',
      '/v1/pixel.gif',
      '/v1/restatements',
      '/v1/search',
      '/v1/tags/{tag}',
      '/v1/tokens',
      '/v1/traffic',
      '/v1/weeks/{week}',
    ])
    expect(Object.keys(description.paths['/v1/events'].post.requestBody.content)).toEqual([
      'application/x-ndjson',
      'application/json',
    ])
    for (const [path, operations] of Object.entries<
      Record<string, { parameters?: Parameter[]; responses: object; security?: object; summary: string }>
    >(description.paths))
      for (const [method, { parameters = [], responses, security, summary }] of Object.entries(operations)) {
        expect([path, summary, Object.keys(responses)]).toEqual([path, expect.any(String), ['200']])
        const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
        const inPath = parameters.filter((each) => each.in === 'path')
        expect(inPath.map(({ name }) => name)).toEqual(names)
        const example = inPath.reduce((text, { name, schema }) => text.replace(`{${name}}`, `${schema.example}`), path)
        const needed = parameters.filter((each) => each.in === 'query' && each.required)
        const query = needed.map(({ name, schema }) => `${name}=${[schema.example].flat()[0]}`).join('&')
        const key = security && { authorization: `Bearer ${house.keys.secret}` }
        const headers = { ...key, referer: 'https://a.example/a-page' }
        if (method === 'get')
          expect([example, (await get(`${example}?${query}`, headers)).status]).toEqual([example, 200])
      }
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)]
    for (const [, name] of references) expect(description.components.schemas).toHaveProperty(name ?? '')
  })

  interface Parameter {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema: { readonly example?: string | readonly string[] }
  }

  test('its pulse says how far the log goes and how far the store has followed', async () => {
    const pulse = await until(async () => {
      const now = await jsonOf(await get('/healthz'))
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

  test.each([
    ['a path with a backslash', 'GET /v1\\charts HTTP/1.1\r\nhost: localhost'],
    ['a host that is none', 'GET /v1/charts HTTP/1.1\r\nhost: a b'],
    ['no path at all', 'OPTIONS * HTTP/1.1\r\nhost: localhost'],
  ])('%s is told', async (_, head) => {
    const wire = await Wire.open(Number(new URL(house.url).port))
    wire.socket.end(`${head}\r\n\r\n`)
    const [answer] = await wire.answers()
    expect([answer?.status, answer?.headers.get('content-type')]).toEqual([400, 'application/problem+json'])
    expect(JSON.parse(String(answer?.body))).toMatchObject({ status: 400, problems: [{ field: '(address)' }] })
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

  test('every page has an address in each language, and names the others', async () => {
    const head = { en: '', de: '/de', es: '/es', ar: '/ar', ja: '/ja' }
    const path = `/charts/tv-english/GB/${WEEK}`
    for (const [language, prefix] of Object.entries(head)) {
      const page = await (await get(prefix + path, { accept: 'text/html', 'accept-language': 'fr, es;q=0.8' })).text()
      expect(page).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
      expect(page).toContain(`<link rel="canonical" href="${prefix}${path}"/>`)
      for (const [other, before] of [...Object.entries(head), ['x-default', '']])
        expect(page).toContain(`<link rel="alternate" hreflang="${other}" href="${before}${path}"/>`)
      // What has no language has one address for all.
      expect(page).toContain(`href="/v1${path}?format=csv"`)
      expect(page).toMatch(/href="\/assets\/style\.css\?/)
      expect(page).toContain(`action="${prefix}/search"`)
    }
  })

  test.each([
    '',
    `/charts/tv-english/world/${WEEK}`,
    '/titles/heartstopper-s1',
    '/methods/tv-english',
    '/search?q=paper',
    `/weeks/${WEEK}`,
    '/countries/GB',
    '/tags/drama',
    '/creators/Ines%20Okafor',
    '/lists/top',
  ])('an address that begins with a language stays in it: /ja%s', async (path) => {
    const page = await get(`/ja${path}`, { accept: 'text/html' })
    expect(page.status).toBe(200)
    const inward = [...(await page.text()).matchAll(/<a [^>]*>/g)].map(([tag]) => tag)
    const leaving = inward.filter((tag) => !/hreflang=|href="(#|mailto:|\/v1\/|\/ja["/])/.test(tag))
    expect(leaving).toEqual([])
  })

  test('the way on from a form or a chart stays in its language', async () => {
    expect((await get(`/de/charts?chart=tv-english&region=GB&week=${WEEK}`)).headers.get('location')).toBe(
      `/de/charts/tv-english/GB/${WEEK}`,
    )
    expect((await get('/ar/charts/tv-english')).headers.get('location')).toBe('/ar/charts/tv-english/world/latest')
    expect((await get('/ar/')).headers.get('location')).toBe('/ar')
  })

  test.each([
    { path: '/nothing', wanted: 'de-CH, en;q=0.5', language: 'de' },
    { path: '/titles/nope', wanted: 'fr, ja;q=0.7, *;q=0.1', language: 'ja' },
    { path: '/titles/nope', wanted: 'fr, en-GB;q=0.8, ja;q=0.7', language: 'en' },
    { path: '/titles/nope', wanted: 'de;q=0', language: 'en' },
    { path: '/titles/nope', wanted: '', language: 'en' },
    { path: '/ar/titles/nope', wanted: 'de', language: 'ar' },
    { path: '/es/nothing', wanted: 'de', language: 'es' },
    { path: '/estonia', wanted: '', language: 'en' },
  ])('a problem at $path is told to who wants "$wanted" in $language', async ({ path, wanted, language }) => {
    const page = await get(path, { accept: 'text/html', 'accept-language': wanted })
    expect([page.status, page.headers.get('vary')]).toEqual([404, 'accept-language'])
    expect(await page.text()).toContain(`<html lang="${language}"`)
  })
})
