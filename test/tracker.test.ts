// What pages get of a house: the tracker as a file, and the picture that counts a view without a script.

import { readFileSync, rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loggedIn } from './logged.ts'
import { fresh, run, type Serving, send, serve, temporary, until } from './process.ts'

const data = temporary()
let house: Serving
beforeAll(async () => {
  house = await serve(data)
})
afterAll(async () => {
  await house.stop('SIGKILL')
  rmSync(data, { recursive: true, force: true })
})

describe('the tracker', () => {
  const built = () => readFileSync(new URL('../dist/web/hc.js', import.meta.url))

  test('is under 2 kB, gzipped', () => {
    expect(gzipSync(built()).length).toBeLessThan(2048)
  })

  test('is the same script plain and gzipped, for pages of any origin, and may be kept for an hour', async () => {
    for (const encoding of ['identity', 'gzip']) {
      const answer = await fetch(`${house.url}/hc.js`, { headers: { 'accept-encoding': encoding } })
      expect(Buffer.from(await answer.arrayBuffer()).equals(built())).toBe(true)
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
        'content-type': 'text/javascript; charset=utf-8',
        'cross-origin-resource-policy': 'cross-origin',
        vary: 'accept-encoding',
        ...(encoding === 'gzip' && { 'content-encoding': 'gzip' }),
      })
    }
  })

  test('is not sent again to whoever has it', async () => {
    const first = await fetch(`${house.url}/hc.js`)
    const etag = first.headers.get('etag') ?? ''
    const second = await fetch(`${house.url}/hc.js`, { headers: { 'if-none-match': etag } })
    expect([second.status, await second.text()]).toEqual([304, ''])
    expect(second.headers.get('access-control-allow-origin')).toBe('*')
  })
})

describe('the picture', () => {
  const ask = (query: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${house.url}/v1/pixel.gif?${query}`, { headers, method })
  const views = (item: string) => loggedIn(data).filter((each) => each.kind === 'view' && each.item === item).length
  const key = () => `key=${house.keys.write}`

  const isPicture = async (answer: Response) => {
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.length).toBe(43)
    expect(bytes.toString('latin1', 0, 6)).toBe('GIF89a')
    expect(answer.headers.get('content-type')).toBe('image/gif')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  }

  test('is answered when the view is in the log, each time', async () => {
    for (const count of [1, 2]) {
      const answer = await ask(`site=main&${key()}&item=/a%20page`)
      expect([answer.status, answer.headers.get('housecount-refused')]).toEqual([200, null])
      await isPicture(answer)
      expect(views('/a%20page')).toBe(count)
    }
  })

  test('counts the path of the page that shows it, where nobody names an item', async () => {
    await ask(key(), { referer: 'https://a.example/caf%C3%A9?utm=1#top' })
    expect(views('/caf%C3%A9')).toBe(1)
  })

  test('has the same viewer as the events of that browser', async () => {
    const agent = { 'user-agent': 'A browser' }
    await ask(`${key()}&item=seen`, agent)
    await send(house, JSON.stringify(fresh({ item: 'seen' })), { key: 'write', headers: agent })
    const [first, second] = loggedIn(data).filter(({ item }) => item === 'seen')
    expect(first?.viewer).not.toBe('0')
    expect(second?.viewer).toBe(first?.viewer)
  })

  test.each([
    ['without a key', () => 'item=refused', 401, 'Send a key'],
    ['with a secret key', () => `key=${house.keys.secret}&item=refused`, 401, 'never stands in an address'],
    ['for another site', () => `site=comics&${key()}&item=refused`, 403, 'another site'],
    ['without an item', () => key(), 400, 'referrerpolicy'],
  ])('is a picture all the same %s, and says why nothing was counted', async (_, query, status, why) => {
    const before = loggedIn(data).length
    const answer = await ask(query())
    expect(answer.status).toBe(status)
    expect(answer.headers.get('housecount-refused')).toContain(why)
    await isPicture(answer)
    expect(loggedIn(data).length).toBe(before)
  })

  test('counts nobody whose browser says Global Privacy Control, and nobody who asks for its head alone', async () => {
    const before = loggedIn(data).length
    const answer = await ask(`${key()}&item=private`, { 'sec-gpc': '1' })
    expect([answer.status, answer.headers.get('housecount-refused')]).toEqual([200, expect.stringContaining('Sec-GPC')])
    await isPicture(answer)
    expect((await ask(`${key()}&item=private`, {}, 'HEAD')).status).toBe(200)
    expect(loggedIn(data).length).toBe(before)
  })

  test('is for the pages of the origins that its key has', async () => {
    const origin = ['--origin', 'https://a.example']
    const added = await run(['keys', 'add', '--kind', 'write', ...origin, '--data', data, '--json'])
    const bound = `key=${JSON.parse(added.out).key}`
    const known = await until(async () => {
      const answer = await ask(bound, { referer: 'https://a.example/mine' })
      return answer.status !== 401 && answer
    })
    expect(known.status).toBe(200)
    expect((await ask(bound, { referer: 'https://b.example/theirs' })).status).toBe(403)
    expect([views('/mine'), views('/theirs')]).toEqual([1, 0])
  })
})

test('an address that names another site than its key has is refused, with events too', async () => {
  const path = (site: string) => `/v1/events?key=${house.keys.write}&site=${site}`
  const answers = await Promise.all(
    ['main', 'comics'].map((site) => send(house, JSON.stringify(fresh()), { key: 'none', path: path(site) })),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 403])
})
