// The past of an edition and the course of a title, through the whole house.
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ItemId } from '../src/domain/item.ts'
import type { CalendarDate } from '../src/domain/time.ts'
import { DAY_MS, HOUR_MS } from '../src/domain/time.ts'
import { courseAnswerOf, PEERS_MIN } from '../src/publish/course.ts'
import { pastOf } from '../src/publish/past.ts'
import { chart, event, FILMS, film, inWeek, TestHouse, views } from './house.ts'

let house: TestHouse
beforeEach(async () => {
  house = await TestHouse.open()
})
afterEach(() => house.close())

it('the past of an edition has every rank of the last windows, and what left the chart', async () => {
  house.at('2026-03-01T00:00:00Z')
  await house.declare(chart({ length: 2 }))
  await house.take([
    ...FILMS,
    ...views(0, { a: 5, b: 3 }),
    ...views(1, { b: 5, c: 3 }),
    ...views(2, { c: 5, a: 3 }),
    ...views(3, { d: 5, e: 3 }),
  ])
  const past = await pastOf(house.house, chart({ length: 2 }), 'world', '2026-01-25' as CalendarDate, 3)
  expect(past.windows).toEqual(['2026-01-11', '2026-01-18', '2026-01-25'])
  expect(past.lines.map(({ item, ranks }) => [item, ...ranks])).toEqual([
    ['c', null, 2, 1],
    ['a', 1, null, 2],
    ['b', 2, 1, null],
  ])
  expect(past.dropped).toEqual([{ item: 'b', title: 'b', previousRank: 1 }])
  const short = await pastOf(house.house, chart({ length: 2 }), 'world', '2026-01-11' as CalendarDate, 3)
  expect([short.windows, short.dropped]).toEqual([['2026-01-11'], []])
})

it('a restated window is in the past as it stands now', async () => {
  house.at('2026-03-01T00:00:00Z')
  await house.declare(chart({ length: 2 }))
  await house.take([...FILMS, ...views(0, { a: 5, b: 3 }), ...views(1, { a: 5, b: 3 })])
  await house.take(views(0, { c: 9 }), 'a file came late')
  const { lines } = await pastOf(house.house, chart({ length: 2 }), 'world', '2026-01-18' as CalendarDate)
  expect(lines.map(({ item, ranks }) => [item, ...ranks])).toEqual([
    ['a', 2, 1],
    ['b', null, 2],
    ['c', 1, null],
  ])
})

it('the course of a title has its whole days, a Sunday as well as any other, and none twice', async () => {
  house.at('2026-01-20T12:00:00Z')
  const watched = (day: number, hours: number) =>
    event({ at: inWeek(0) + day * DAY_MS, kind: 'watch', item: 'a', value: HOUR_MS, weight: hours })
  const week = [3, 1, 4, 1, 5, 9, 2].map((hours, day) => watched(day, hours))
  await house.take([...FILMS, ...week, event({ at: '2026-01-20T08:00:00Z', item: 'a' })])
  await house.take([watched(6, 40)])
  const { days } = await courseAnswerOf(house.house, 'a' as ItemId)
  expect(days.map(({ day, hours }) => `${day} ${hours}`)).toEqual([
    '2026-01-05 3',
    '2026-01-06 1',
    '2026-01-07 4',
    '2026-01-08 1',
    '2026-01-09 5',
    '2026-01-10 9',
    '2026-01-11 42',
  ])
})

it('a title stands beside those of its kind that are as old, at the same age', async () => {
  house.at('2026-03-10T12:00:00Z')
  // The older ones have all their 28 days, the youngest is ten days old; one came out before counting began.
  const out = ['2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08', '2026-01-09', '2026-02-28']
  const films = out.map((published, index) => film(`f${index}`, { published }))
  const watched = out.flatMap((published, index) => [
    event({ at: `${published}T10:00:00Z`, kind: 'watch', item: `f${index}`, value: HOUR_MS, weight: index + 1 }),
    // After its first ten days, and within 28: counts for the old ones when they are compared by 28 days alone.
    ...(index < 5
      ? [
          event({
            at: Date.parse(published) + 12 * DAY_MS,
            kind: 'watch',
            item: `f${index}`,
            value: HOUR_MS,
            weight: 100,
          }),
        ]
      : []),
  ])
  const before = [
    film('old', { published: '2025-12-01' }),
    event({ at: '2026-01-05T01:00:00Z', kind: 'watch', item: 'old', value: HOUR_MS, weight: 900 }),
  ]
  await house.take([...films, ...watched, ...before])
  const youngest = await courseAnswerOf(house.house, 'f5' as ItemId)
  expect(youngest.peers).toEqual([
    { days: 28, age: 10, hours: 6, peers: 5, above: 5, median: 3 },
    { days: 91, age: 10, hours: 6, peers: 5, above: 5, median: 3 },
  ])
  // Of those that are 28 days old there are four others: too few to say anything.
  expect(PEERS_MIN).toBe(5)
  expect((await courseAnswerOf(house.house, 'f0' as ItemId)).peers).toEqual([])
  expect((await courseAnswerOf(house.house, 'old' as ItemId)).peers).toEqual([])
})

it('the grid of a title has its best rank in each week and country', async () => {
  house.at('2026-03-01T00:00:00Z')
  await house.declare(chart())
  await house.take([
    ...FILMS,
    ...views(0, { a: 5, b: 9 }, 'GB'),
    ...views(2, { a: 5 }, 'GB'),
    ...views(2, { a: 1 }, 'DE'),
  ])
  const { weeks, countries } = await courseAnswerOf(house.house, 'a' as ItemId)
  const ranks = Object.fromEntries(countries.map((each) => [each.country, each.ranks]))
  expect(weeks).toContain('2026-01-25')
  expect(ranks.GB?.[weeks.indexOf('2026-01-11')]).toBe(2)
  expect(ranks.GB?.[weeks.indexOf('2026-01-25')]).toBe(1)
  expect(ranks.DE?.[weeks.indexOf('2026-01-25')]).toBe(1)
  expect(countries.map(({ country }) => country)).toEqual(['DE', 'GB'])
})
