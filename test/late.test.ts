// What came too late is listed for the operator, over HTTP and on the command line, and nobody else sees it.
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_SITE } from '../src/domain/event.ts'
import type { CalendarDate } from '../src/domain/time.ts'
import { lateAnswer } from '../src/publish/late.ts'
import { event, film, TestHouse } from './house.ts'
import {
  fresh,
  jsonOf,
  lines,
  problemOf,
  run,
  type Serving,
  send,
  serve,
  smallHouse,
  temporary,
  until,
} from './process.ts'

const HOUR = 3_600_000

describe('the ledger', () => {
  let house: TestHouse
  beforeAll(async () => {
    house = await TestHouse.open('2026-11-20T00:00:00Z')
    await house.take([film('film-a', { title: 'Film A' }), late('2026-11-16T10:00:00Z', 1)])
    // Two at the same instant, in the same commit; and again the one that came first.
    await house.take([late('2026-11-17T09:00:00Z', 2), late('2026-11-17T09:00:00Z', 3), event({ at: '2026-11-17' })])
    await house.take([late('2026-11-17T23:59:59.999Z', 1)])
  })
  afterAll(() => house.close())

  /** As the collector writes it, 30 hours after it happened. */
  const late = (came: string, number: number) =>
    event({
      at: came,
      kind: 'late',
      body: JSON.stringify({
        id: String(number),
        at: new Date(Date.parse(came) - 30 * HOUR).toISOString(),
        kind: 'view',
        item: 'film-a',
        value: 1,
      }),
    })
  const ask = async (question: { day?: string; limit?: number; from?: string } = {}) => {
    const { day, limit = 100, from } = question
    const answer = await lateAnswer(house.house, { site: DEFAULT_SITE, day: day as CalendarDate, limit, from })
    if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
    return answer.value
  }
  const ids = ({ events }: Awaited<ReturnType<typeof ask>>) => events.map(({ id }) => id).join(' ')

  test('has the newest first, each with its times, and a count by day', async () => {
    const { events, days, next } = await ask()
    expect(events[0]).toEqual({
      id: '1',
      kind: 'view',
      item: 'film-a',
      title: 'Film A',
      at: '2026-11-16T17:59:59.999Z',
      receivedAt: '2026-11-17T23:59:59.999Z',
      lateMs: 30 * HOUR,
    })
    expect(events.map(({ id }) => id)).toEqual(['1', '3', '2', '1'])
    expect(days).toEqual([
      { day: '2026-11-17', events: 3 },
      { day: '2026-11-16', events: 1 },
    ])
    expect(next).toBeNull()
  })

  test('of a day has what came on it, from its first instant to its last', async () => {
    const answer = await ask({ day: '2026-11-17' })
    expect([ids(answer), answer.days]).toEqual(['1 3 2', [{ day: '2026-11-17', events: 3 }]])
    expect(await ask({ day: '2026-11-18' })).toMatchObject({ events: [], days: [], next: null })
  })

  test('is given in pages that leave nothing out and give nothing twice', async () => {
    const seen: string[] = []
    let from: string | undefined
    do {
      const page = await ask({ limit: 1, ...(from && { from }) })
      seen.push(ids(page))
      from = page.next ?? undefined
    } while (from)
    expect(seen).toEqual(['1', '3', '2', '1'])
    expect(await lateAnswer(house.house, { site: DEFAULT_SITE, limit: 1, from: 'there' })).toMatchObject({
      ok: false,
      problems: [{ field: 'from' }],
    })
  })
})

describe('an operator', () => {
  const root = temporary()
  let data: string
  let house: Serving
  beforeAll(async () => {
    data = await smallHouse(root)
    house = await serve(data, root)
  })
  afterAll(async () => {
    await house?.stop()
    rmSync(root, { recursive: true, force: true })
  })
  const get = (path: string, key?: string) =>
    fetch(`${house.url}${path}`, { headers: key ? { authorization: `Bearer ${key}` } : {} })

  test('sees what was answered too-late, and no reader does', async () => {
    const at = new Date(Date.now() - 25 * HOUR).toISOString()
    const sent = [fresh({ at }), fresh({ at }), fresh({ at, kind: 'watch', ms: 5 })]
    expect(await jsonOf(await send(house, lines(sent), { key: 'write' }))).toMatchObject({ stored: 0, tooLate: 3 })
    const answer = await until(async () => {
      const now = await jsonOf(await get('/v1/late?limit=2', house.keys.secret))
      return now.events.length === 2 && now
    })
    expect(answer.days).toEqual([{ day: expect.any(String), events: 3 }])
    expect(answer.events[0]).toMatchObject({ kind: 'watch', item: 'heartstopper-s1', title: 'Season 1', at })
    const rest = await get(`/v1/late?limit=2&from=${answer.next}`, house.keys.secret)
    expect(rest.headers.get('cache-control')).toBe('private, no-store')
    expect((await jsonOf(rest)).events.map(({ id }: { id: string }) => id)).toEqual([sent[0]?.id])

    expect((await problemOf(await get('/v1/late'))).status).toBe(401)
    expect((await problemOf(await get('/v1/late', house.keys.write))).status).toBe(403)
    expect((await problemOf(await get(`/v1/late?key=${house.keys.secret}`))).status).toBe(401)
  })

  test.each([
    { query: 'day=someday', field: 'day' },
    { query: 'limit=0', field: 'limit' },
    { query: 'limit=1001', field: 'limit' },
    { query: 'from=there', field: 'from' },
  ])('is told what of $query is wrong', async ({ query, field }) => {
    expect(await problemOf(await get(`/v1/late?${query}`, house.keys.secret))).toMatchObject({
      status: 400,
      problems: [{ field }],
    })
  })

  test('reads the same on the command line', async () => {
    const over = await jsonOf(await get('/v1/late', house.keys.secret))
    expect(await house.stop()).toBe(0)
    const json = await run(['late', '--data', data, '--json'])
    expect(JSON.parse(json.out)).toEqual(over)
    const { code, out } = await run(['late', '--data', data, '--limit', '1', '--day', over.days[0].day])
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^came on +events\n[\d-]+ +3\n\ncame .*\n.* 25 h 0 min {2}watch {2}Season 1\n\n… more: --from \d+-/,
      ),
    ])
    const wrong = await run(['late', '--data', data, '--from', 'there'])
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('`next` of the answer before')])
  })
})
