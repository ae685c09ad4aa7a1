// What a public sender's connection says, and what a trusted sender names, is never written: neither by the log nor by
// the store nor anywhere else. And what the house notes instead are names of its own lists.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { House } from '../src/app.ts'
import { eventLine, readLine } from '../src/domain/event-line.ts'
import { Log } from '../src/log/append.ts'
import { readLines } from '../src/log/read.ts'
import { FORMS, leaksIn, searchFiles, searchStore } from './canary/search.ts'
import { event } from './house.ts'
import {
  CONFIG,
  fresh,
  jsonOf,
  lines,
  put,
  SEASON,
  type Serving,
  SHOW,
  send,
  serve,
  temporary,
  until,
} from './process.ts'

const CANARIES = {
  address: '203.0.113.77',
  'address of a household': '2001:db8:4a7e:91c3:5f02:6d18:b3e9:77aa',
  network: '2001:db8:4a7e:91c3',
  'user agent': 'Canary-Agent-5b1e77/3.7',
  'user agent of a robot': 'Canary-Crawler-9c20f4',
  referrer: 'https://canary-referrer-77d1.example/from-here',
  viewer: 'canary viewer 4f6a+e0',
  subject: 'canary/subject?81c7',
  token: 'hct_CanaryToken3e9d5a7b',
  cookie: 'canary-cookie-60ab9',
  language: 'xx-canary-lang-19',
} as const

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0'
const root = temporary()
const data = join(root, 'data')
let house: Serving

/** What a browser would send, from somewhere, with headers of its own. */
const browse = (headers: Record<string, string>, fields: object = {}, path = `/v1/events?key=${house.keys.write}`) =>
  send(house, lines([fresh(fields)]), {
    key: 'none',
    path,
    headers: {
      'user-agent': BROWSER,
      'x-forwarded-for': CANARIES.address,
      referer: CANARIES.referrer,
      cookie: `id=${CANARIES.cookie}`,
      'accept-language': CANARIES.language,
      ...headers,
    },
  })

beforeAll(async () => {
  writeFileSync(join(root, 'robots'), '# ours\nfeed-reader [0-9]\n')
  writeFileSync(join(root, 'networks'), '198.51.100.0/24 some-cloud\n')
  const lists = `proxies: 1, robots: '${join(root, 'robots')}', networks: '${join(root, 'networks')}',`
  writeFileSync(join(root, 'housecount.config.ts'), CONFIG.replace('charts: [', `${lists} charts: [`))
  mkdirSync(data)
  house = await serve(data, root)
  for (const { id, ...item } of [SHOW, SEASON]) expect((await put(house, id, item)).status).toBe(200)
})
afterAll(async () => {
  await house?.stop()
  rmSync(root, { recursive: true, force: true })
})

const factsOf = async (item: string): Promise<readonly string[]> => {
  const bodies: string[] = []
  for await (const line of readLines(join(data, 'log'))) {
    const event = readLine(line)
    if (event.item === item) bodies.push(event.body)
  }
  return bodies
}

describe('what is noted of a public sender', () => {
  const cases: readonly [what: string, headers: Record<string, string>, fields: object, facts: RegExp][] = [
    ['nothing of a browser', {}, {}, /^$/],
    [
      'the entry of a robot',
      { 'user-agent': `Mozilla/5.0 (compatible; ${CANARIES['user agent of a robot']}bot/1.0)` },
      {},
      /^agent=isbot:[a-z0-9-]*\.[0-9a-f]{6}$/,
    ],
    [
      'the entry of the operator’s list',
      { 'user-agent': `${BROWSER} Feed-Reader 7` },
      {},
      /^agent=own:feed-reader-0-9\.[0-9a-f]{6}$/,
    ],
    ['nothing of a player', { 'user-agent': 'BBC Sounds/2.10.1 (Android 12; SM-A526B) okhttp/4.9.3' }, {}, /^$/],
    ['the name of a network', { 'x-forwarded-for': '198.51.100.9' }, {}, /^net=some-cloud$/],
    ['not what somebody else’s proxy says', { 'x-forwarded-for': `198.51.100.9, ${CANARIES.address}` }, {}, /^$/],
    ['that it was prefetched', { 'sec-purpose': 'prefetch;prerender' }, {}, /^prefetch=1$/],
    ['that it was prefetched by another word', { 'x-moz': 'prefetch' }, {}, /^prefetch=1$/],
    ['that a program drives it', {}, { automated: true }, /^auto=1$/],
    ['not that none does', {}, { automated: false }, /^$/],
    [
      'all of it',
      { 'user-agent': 'curl/8.5.0', 'x-forwarded-for': '198.51.100.9', purpose: 'prefetch' },
      { automated: true },
      /^agent=isbot:\S+ auto=1 net=some-cloud prefetch=1$/,
    ],
  ]

  it('is the house’s own words, and the answer is the same', async () => {
    for (const [i, [what, headers, fields]] of cases.entries()) {
      const answer = await browse(headers, { ...fields, item: `case-${i}` })
      expect([what, answer.status, await jsonOf(answer)]).toEqual([what, 200, { stored: 1, rejected: 0 }])
    }
    for (const [i, [what, , , facts]] of cases.entries())
      expect([what, await factsOf(`case-${i}`)]).toEqual([what, [expect.stringMatching(facts)]])
  })

  it('is nothing of a trusted one', async () => {
    const answer = await send(house, lines([fresh({ item: 'trusted' })]), { headers: { 'user-agent': 'curl/8.5.0' } })
    expect(await jsonOf(answer)).toEqual({ stored: 1, rejected: 0 })
    expect(await factsOf('trusted')).toEqual([''])
  })

  it('takes a bot’s views out of what is published, and is told in the books', async () => {
    const item = SEASON.id
    for (const agent of [BROWSER, BROWSER, 'curl/8.5.0']) await browse({ 'user-agent': agent }, { item })
    const edition = await until(async () => {
      const answer = await fetch(`${house.url}/v1/charts/tv-english/world/latest`)
      const edition = answer.ok ? await jsonOf(answer) : undefined
      return edition?.rows[0]?.views === 2 && edition.books.bot >= 1 && edition
    })
    expect(edition.rows).toMatchObject([{ item, views: 2 }])
    const { stored, ...terms } = edition.books
    expect(Object.values(terms as Record<string, number>).reduce((sum, term) => sum + term, 0)).toBe(stored)
  })
})

describe('the canaries', () => {
  it('are in no byte of what was written, in none of twelve forms', async () => {
    expect(Object.keys(FORMS)).toHaveLength(12)
    await browse({ 'user-agent': CANARIES['user agent'] })
    await browse({ 'x-forwarded-for': CANARIES['address of a household'] })
    await browse({}, {}, `/v1/events?key=${house.keys.write}&token=${CANARIES.token}`)
    // Also where it is refused, or comes too late.
    await browse({}, { viewer: CANARIES.viewer, subject: CANARIES.subject })
    await browse({}, { token: CANARIES.token })
    await browse({ 'user-agent': CANARIES['user agent'] }, { at: '2026-01-01T00:00:00Z' })
    await browse({ authorization: `Bearer ${CANARIES.token}` }, {}, '/v1/events')
    const { viewer, subject } = CANARIES
    const named = [
      fresh({ viewer }),
      fresh({ kind: 'like', on: true, subject, viewer }),
      fresh({ kind: 'watch', ms: 9, viewer }),
    ]
    expect(await jsonOf(await send(house, lines(named)))).toMatchObject({ stored: 3 })
    expect(await house.stop()).toBe(0)
    await sealed()
    await reopened(async ({ store }) => {
      const found = await searchStore(store, CANARIES)
      expect(found.leaks).toEqual([])
      expect(found.tables).toEqual(expect.arrayContaining(['events', 'bucket_viewers', 'folds', 'events_marked']))
      expect(found.rows).toBeGreaterThan(20)
    })
    const { leaks, names } = searchFiles(data, CANARIES)
    expect(leaks).toEqual([])
    const searched = (what: RegExp) => names.some((name) => what.test(name))
    for (const what of [/^keys.json$/, /^log\/\d+\.log\.gz$/, /^log\/\d+\.log$/, /^store\//, /^salts\//, /^editions\//])
      expect([what, searched(what)]).toEqual([what, true])
    expect(leaksIn('what was told', Buffer.from(house.stderr()), CANARIES)).toEqual([])
  })

  it('would be found wherever they were, in each of the forms', async () => {
    for (const [form, of] of Object.entries(FORMS))
      for (const [canary, text] of Object.entries(CANARIES))
        for (const planted of of(text)) {
          const bytes = Buffer.concat([Buffer.from('before '), Buffer.from(planted as string), Buffer.from(' after')])
          const found = leaksIn('here', bytes, CANARIES).filter((leak) => leak.canary === canary)
          expect([form, canary, found.length > 0]).toEqual([form, canary, true])
        }
    // Base64 at any place of what is encoded.
    for (let before = 0; before < 3; before++) {
      const encoded = Buffer.from(`${'x'.repeat(before)}${CANARIES.viewer} and more`).toString('base64')
      expect(leaksIn('here', Buffer.from(encoded), CANARIES).map(({ canary }) => canary)).toContain('viewer')
    }
  })

  it('would be found in a sealed segment, in a file’s name and in the store’s tables', async () => {
    const planted = join(root, 'planted')
    mkdirSync(planted)
    writeFileSync(join(planted, '00000009.log.gz'), gzipSync(`a\tb\t${CANARIES.viewer}\n`))
    writeFileSync(join(planted, CANARIES.address), '')
    const { leaks } = searchFiles(planted, CANARIES)
    expect(leaks.map(({ canary }) => canary).sort()).toEqual(['address', 'viewer'])
    await reopened(async ({ store }) => {
      await store.insert(
        'bucket_entries',
        Buffer.from(
          `1\tmain\t2026-01-01 00:00:00\titem\tx\t2026-01-01 00:00:00.000\t00000000-0000-4000-8000-000000000001\t${CANARIES.subject}\n`,
        ),
      )
      expect((await searchStore(store, CANARIES)).leaks).toEqual([
        { where: 'table bucket_entries', canary: 'subject', form: 'utf8' },
      ])
    })
  })
})

/** Has the log begin another segment, so that the one that the server wrote is sealed. */
async function sealed(): Promise<void> {
  const log = await Log.open(join(data, 'log'), { segmentBytesMax: 1 })
  try {
    for (const item of ['one', 'two']) await log.append([eventLine(event({ at: Date.now(), item }))])
    await until(async () => readdirSync(join(data, 'log')).some((name) => name.endsWith('.log.gz')))
  } finally {
    await log.close()
  }
}

/** Opens what the server has left. */
async function reopened(use: (house: House) => Promise<void>): Promise<void> {
  const left = await House.open({ directory: data })
  try {
    await left.catchUp('events that came in late')
    await use(left)
  } finally {
    await left.close()
  }
}
