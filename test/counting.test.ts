// How a site counts: what its list and its rule take out, that the books say so, and that another list or rule restates.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CountingInput, parseCounting } from '../src/domain/counting.ts'
import { DEFAULT_SITE, type Event } from '../src/domain/event.ts'
import { trafficAnswer } from '../src/publish/traffic.ts'
import { readForVerification, verifyChart } from '../src/publish/verify.ts'
import { chart, event, FILMS, TestHouse } from './house.ts'

let house: TestHouse
beforeEach(async () => {
  house = await TestHouse.open('2026-03-01T00:00:00Z')
  await house.take(FILMS)
  await house.declare(chart())
})
afterEach(() => house.close())

/** Declares how the site counts, and catches up. */
async function countBy(input: CountingInput) {
  const counting = parseCounting(input)
  if (!counting.ok) throw new Error(JSON.stringify(counting.problems))
  const declared = await house.house.declareCounting([counting.value])
  await house.house.catchUp('events that came in late')
  return declared
}

const SECOND = 1000
const NOON = Date.UTC(2026, 0, 5, 12)
/** A view of film a by a viewer, so many seconds after noon. */
const view = (seconds: number, viewer = 7, more: object = {}): Event =>
  event({ at: NOON + seconds * SECOND, item: 'a', viewer, country: 'GB', ...more })
const watch = (seconds: number, watchedSeconds: number, viewer = 7, more: object = {}): Event =>
  view(seconds, viewer, { kind: 'watch', value: watchedSeconds * SECOND, ...more })

const viewsOf = async (region = 'world') => (await house.edition('2026-01-11', region))?.rows[0]?.views ?? 0
const booksOf = async () => (await house.edition('2026-01-11'))?.books

/** The second fold says the same of every edition. */
async function expectVerified() {
  const log = await readForVerification(house.house.log.directory)
  const { compared, differing } = await verifyChart(house.house, log, chart())
  expect(differing).toEqual([])
  expect(compared).toBeGreaterThan(0)
}

describe('invalid traffic', () => {
  const facts = ['agent=isbot:bots.123456', 'auto=1', 'net=cloud', 'prefetch=1', 'net=cloud prefetch=1', '']

  it('is taken out by its class, and is a term of the books', async () => {
    await house.take(facts.map((body, i) => view(i, i + 1, { body })))
    expect(await viewsOf()).toBe(1)
    expect(await booksOf()).toMatchObject({
      bot: 1,
      automation: 1,
      'data-centre': 1,
      prefetch: 2,
    })
    await expectVerified()
  })

  it('is told by day: gross, net and each class', async () => {
    await house.take([...facts.map((body, i) => view(i, i + 1, { body })), view(24 * 3600)])
    const { days, counting } = await trafficAnswer(house.house, DEFAULT_SITE, '2026-01-05' as never)
    expect(days).toEqual([
      {
        ...{ day: '2026-01-05', gross: 6, net: 1, bot: 1, 'data-centre': 1, prefetch: 2, automation: 1, capped: 0 },
        ...{ duplicates: 0, conflicts: 0, late: 0 },
      },
    ])
    expect(counting).toEqual({ views: [{ rule: 'plain@1', words: 'Every view counts.' }], list: 1 })
    const all = await trafficAnswer(house.house, DEFAULT_SITE)
    expect(all.days.map(({ day }) => day).slice(-2)).toEqual(['2026-01-05', '2025-01-01'])
    expect(all.days.length).toBe(4)
  })

  it('is once a bot, and again a duplicate', async () => {
    const bot = view(1, 7, { body: 'agent=isbot:bots.123456' })
    await house.take([bot, bot, view(2)])
    expect(await viewsOf()).toBe(1)
    expect(await booksOf()).toMatchObject({ bot: 1, duplicates: 1 })
    await expectVerified()
  })

  it('of another content under the same identity is what the kept content is', async () => {
    const bot = view(1, 7, { id: 5, body: 'auto=1' })
    await house.take([bot, { ...bot, body: '' }, view(2)])
    expect(await viewsOf()).toBe(2)
    expect((await booksOf())?.automation).toBeUndefined()
    expect(await booksOf()).toMatchObject({ conflicts: 1 })
    await expectVerified()
  })

  it('takes no viewers, watched time or sales along', async () => {
    const body = 'auto=1'
    await house.take([view(0), watch(1, 60, 8, { body }), view(2, 9, { kind: 'sale', value: 3, body })])
    const [row] = await house.rows<{ viewers: string; watched_ms: string; sales: string }>(
      "SELECT sum(viewers) AS viewers, sum(watched_ms) AS watched_ms, sum(sales) AS sales FROM day_rollups WHERE region = 'world'",
    )
    expect(row).toEqual({ viewers: '1', watched_ms: '0', sales: '0' })
  })

  it('is classed anew by another list, which restates the editions and says so', async () => {
    await house.take([view(0), view(1, 8, { body: 'net=office' }), view(2, 9, { body: 'agent=own:x.1 net=cloud' })])
    expect(await viewsOf()).toBe(1)
    const lines = [
      { facts: 'net=office', class: 'counted' },
      { facts: 'agent=own:', class: 'automation' },
      { facts: 'net=', class: 'data-centre' },
    ] as const
    expect(await countBy({ list: { version: 2, lines: [...lines] } })).toBe(true)
    const edition = await house.edition('2026-01-11')
    expect(edition).toMatchObject({
      state: 'restated',
      reason: 'views by plain@1; invalid traffic by list 2',
      rows: [{ views: 2 }],
      books: { automation: 1 },
    })
    await expectVerified()
    expect(await countBy({ list: { version: 2, lines: [...lines] } })).toBe(false)
    await house.rebuild()
    expect((await house.edition('2026-01-11'))?.digest).toBe(edition?.digest)
  })

  it('has a list of another version wherever a line is another', async () => {
    expect(parseCounting({ list: { version: 1, lines: [] } })).toMatchObject({ ok: false })
    await countBy({ list: { version: 2, lines: [] } })
    await expect(countBy({ list: { version: 2, lines: [{ facts: 'net=', class: 'bot' }] } })).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('raise its version'),
    })
  })
})

describe('refresh-proof views', () => {
  beforeEach(() => countBy({ views: { rule: 'refresh-proof' } }))

  it('count the later of two within 30 seconds, and both where they are further apart', async () => {
    await house.take([view(0), view(30), view(100, 8), view(130.001, 8)])
    expect(await viewsOf()).toBe(3)
    expect(await booksOf()).toMatchObject({ capped: 1 })
    await expectVerified()
  })

  it('count the last of many that follow each other', async () => {
    await house.take([view(0), view(20), view(40), view(60, 7, { country: 'FR' })])
    expect([await viewsOf('GB'), await viewsOf('FR'), await viewsOf()]).toEqual([0, 1, 1])
    await expectVerified()
  })

  it('of other items, other viewers, nobody or many are not each other’s', async () => {
    await house.take([
      view(0),
      view(1, 8),
      view(2, 0),
      view(3, 0),
      view(4, 7, { weight: 5 }),
      view(5, 7, { item: 'b' }),
    ])
    expect(await viewsOf()).toBe(1 + 1 + 2 + 5)
    await expectVerified()
  })

  it('look over the end of an hour, whichever comes first', async () => {
    const end = 3600
    await house.take([view(end + 5)])
    await house.take([view(end - 5)])
    expect(await viewsOf()).toBe(1)
    await house.take([view(end - 20, 8)])
    expect(await viewsOf()).toBe(2)
    await house.take([view(end + 8, 8)])
    expect(await viewsOf()).toBe(2)
    await expectVerified()
  })

  it('are not taken out by a robot, a duplicate or a content that is not kept', async () => {
    const other = view(40, 8, { id: 9 })
    await house.take([view(0), view(10, 7, { body: 'auto=1' }), view(30, 8), other, { ...other, viewer: '9' as never }])
    const again = view(0, 6, { id: 11 })
    await house.take([again, again])
    expect(await booksOf()).toMatchObject({ automation: 1, capped: 1, duplicates: 1, conflicts: 1 })
    await expectVerified()
  })
})

describe('views once', () => {
  it.each([
    { rule: 'viewer-hour', views: 3 },
    { rule: 'viewer-day', views: 2 },
  ] as const)('in a $rule are the first of each viewer and item, whenever it comes', async ({ rule, views }) => {
    await countBy({ views: { rule } })
    await house.take([view(60), view(3600 + 5), view(24 * 3600)])
    await house.take([view(50)])
    expect(await viewsOf()).toBe(views)
    await house.take([view(10, 7, { country: 'FR' })])
    expect([await viewsOf(), await viewsOf('FR')]).toEqual([views, 1])
    await expectVerified()
  })
})

describe('watched views', () => {
  it('are one for each viewer, item and hour with enough seconds, at the moment it is enough', async () => {
    await countBy({ views: { rule: 'watched', seconds: 10, per: 'hour' } })
    await house.take([
      view(0),
      watch(10, 6),
      watch(20, 6, 7, { country: 'FR' }),
      watch(30, 60),
      watch(3600, 9),
      watch(40, 9, 8),
    ])
    expect([await viewsOf('FR'), await viewsOf('GB'), await viewsOf()]).toEqual([1, 0, 1])
    await house.take([watch(5, 30, 7, { country: 'GB' })])
    expect([await viewsOf('FR'), await viewsOf('GB'), await viewsOf()]).toEqual([0, 1, 1])
    expect(await booksOf()).toMatchObject({ capped: 1 })
    await expectVerified()
  })

  it('in a day add up what was watched in its hours, and leave whole amounts as they are', async () => {
    await countBy({ views: { rule: 'watched', seconds: 60, per: 'day' } })
    await house.take([watch(0, 40), watch(7200, 40), watch(24 * 3600, 50), view(1, 0, { weight: 100 })])
    expect(await viewsOf()).toBe(101)
    await expectVerified()
  })
})

describe('a rule', () => {
  it('holds from its day on, and restates what was counted by another', async () => {
    const day = 24 * 3600
    const events = [view(0), view(5), view(day, 8), view(day + 5, 8)]
    await house.take(events)
    expect(await viewsOf()).toBe(4)
    await countBy({ views: [{ rule: 'plain' }, { rule: 'refresh-proof', from: '2026-01-06' as never }] })
    const edition = await house.edition('2026-01-11')
    expect(edition?.rows[0]?.views).toBe(3)
    expect(edition?.reason).toBe('views by plain@1, refresh-proof@1 from 2026-01-06; invalid traffic by list 1')
    await expectVerified()
  })

  it('holds for its own site alone', async () => {
    await countBy({ site: 'other', views: { rule: 'refresh-proof' } })
    const pair = [view(0), view(5)]
    await house.take([...pair, ...pair.map((each) => ({ ...each, site: 'other' as never }))])
    expect(await viewsOf()).toBe(2)
    expect(house.house.countingOf(DEFAULT_SITE).views).toEqual([{ rule: 'plain' }])
    const books = await house.rows('SELECT site, sum(capped) AS capped FROM bucket_folds GROUP BY site ORDER BY site')
    expect(books).toEqual([
      { site: 'main', capped: '0' },
      { site: 'other', capped: '1' },
    ])
  })
})
