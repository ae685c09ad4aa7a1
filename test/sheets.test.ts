// Sheets: all charts of a week and of a country, who leads where, where else titles chart, what was restated last, and
// the works of a tag or creator; worked out by hand.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Region } from '../src/domain/region.ts'
import { CounterReader } from '../src/publish/counter-reader.ts'
import { findEdition } from '../src/publish/editions.ts'
import { elsewhereOf } from '../src/publish/elsewhere.ts'
import { restatementsOf } from '../src/publish/restatements.ts'
import { findCountry, findWeek } from '../src/publish/sheet.ts'
import { findWorks } from '../src/publish/works.ts'
import { chart, event, FILMS, film, inWeek, itemEvent, TestHouse, views } from './house.ts'

let house: TestHouse
const everywhere = { world: true, countries: 'measured' } as const
const worldOnly = { world: true, countries: 'none' } as const
const weekly = { kind: 'week', startsOn: 'monday', timeZone: 'UTC' } as const
const films = chart({ length: 2, regions: everywhere })

beforeAll(async () => {
  house = await TestHouse.open('2026-03-01T00:00:00Z')
  await house.declare(
    films,
    chart({ id: 'best', length: 1, window: { kind: 'first', days: 91, issued: weekly }, regions: worldOnly }),
    chart({ id: 'by-day', window: { kind: 'day', timeZone: 'UTC' }, regions: worldOnly }),
    chart({
      id: 'videos',
      ties: 'shared',
      filter: { kinds: ['video'] },
      regions: { world: false, countries: ['GB', 'FR'] },
    }),
  )
  await house.take([
    film('a', { published: '2026-01-05', tags: ['love', 'paper'] }),
    film('b', { tags: ['paper'] }),
    ...FILMS.slice(2),
    ...views(0, { a: 9, b: 3 }, 'GB'),
    ...views(0, { a: 5, b: 4 }, 'FR'),
    ...views(0, { c: 5, a: 3 }, 'DE'),
    ...views(0, { c: 3, b: 2, d: 2 }, 'JP'),
    ...views(1, { c: 9, a: 4, b: 3 }, 'GB'),
    ...views(1, { c: 2 }, 'FR'),
    event({ at: '2026-01-18T12:00:00Z', item: 'd', country: 'JP' }),
    itemEvent({ id: 'v1', kind: 'video', title: 'One' }),
    itemEvent({ id: 'v2', kind: 'video', title: 'Two' }),
    ...views(1, { v1: 1, v2: 1 }, 'GB'),
    ...views(1, { v2: 1 }, 'FR'),
    itemEvent({ id: 'show', kind: 'show', title: 'Paper Hearts', tags: ['love'], creators: ['Ada'] }),
    itemEvent({ id: 's1', kind: 'season', title: 'Season 1', parent: 'show', tags: ['love'] }),
    itemEvent({ id: 's2', kind: 'season', title: 'Season 2', parent: 'show', creators: ['Ada', 'Bo'] }),
    event({ at: inWeek(0), item: 's1', weight: 3 }),
    event({ at: inWeek(0), item: 's2', kind: 'watch', value: 3_600_000 }),
  ])
})
afterAll(() => house.close())

async function week(name: string) {
  const found = await findWeek(house.house, name)
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  return found.value
}

async function country(region: string, name = 'latest') {
  const found = await findCountry(house.house, region as Region, name)
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  return found.value
}

const idsOf = (list: readonly { readonly item: string }[] | undefined) => list?.map(({ item }) => item)

it('a week has every chart of the world whose window ends with it, and what left', async () => {
  const { charts } = await week('2026-01-18')
  expect(charts.map(({ span, days, edition, left }) => [edition.chart.id, span, days, idsOf(left)])).toEqual([
    ['best', 'first', 91, []],
    // The last day before it that has one was the Monday.
    ['by-day', 'day', undefined, ['c', 'a', 'b']],
    ['films', 'week', undefined, ['b']],
  ])
  expect(charts[2]?.left).toEqual([{ item: 'b', title: 'b', previousRank: 2 }])
  expect(charts[2]?.edition.rows.map(({ item, entry }) => [item, entry])).toEqual([
    ['c', 'new'],
    ['a', 'stay'],
  ])
})

it('weeks follow one another, and a day with a window of its own stands between two', async () => {
  expect(await week('latest')).toMatchObject({ week: '2026-01-18', previous: '2026-01-11', next: null })
  expect(await week('2026-01-12')).toMatchObject({ week: '2026-01-12', previous: '2026-01-11', next: '2026-01-18' })
  expect((await findWeek(house.house, '2026-01-17')).ok).toBe(false)
})

it('the map of a week tells where the number one of the world leads, and who leads elsewhere', async () => {
  const [map, ...others] = (await week('2026-01-11')).maps
  expect(others).toEqual([])
  expect(map).toMatchObject({ measured: 4, first: { item: 'a', leads: 2, charted: 3 } })
  expect(map?.titles.map(({ item, leads }) => [item, leads])).toEqual([
    ['a', 2],
    ['c', 2],
  ])
  expect(map?.countries.map(({ country: code, leaders, rankOfFirst }) => [code, idsOf(leaders), rankOfFirst])).toEqual([
    ['DE', ['c'], 2],
    ['FR', ['a'], 1],
    ['GB', ['a'], 1],
    ['JP', ['c'], null],
  ])
})

it('a chart without the world is mapped by who leads in most countries; those that share the rank all lead', async () => {
  const map = (await week('2026-01-18')).maps.find((each) => each.chart.id === 'videos')
  expect(map).toMatchObject({ first: { item: 'v2', leads: 2, charted: 2 }, titles: [{ item: 'v2' }, { item: 'v1' }] })
  expect(map?.countries.map(({ leaders }) => idsOf(leaders))).toEqual([['v2'], ['v1', 'v2']])
})

it('a country has its charts of a week, by default of its latest', async () => {
  const latest = await country('GB')
  expect(latest).toMatchObject({ regionName: 'United Kingdom', week: '2026-01-18', previous: '2026-01-11', next: null })
  expect(latest.charts.map(({ edition, left }) => [edition.chart.id, idsOf(edition.rows), idsOf(left)])).toEqual([
    ['films', ['c', 'a'], ['b']],
    ['videos', ['v1', 'v2'], []],
  ])
  expect(await country('GB', '2026-01-11')).toMatchObject({ previous: null, next: '2026-01-18' })
  expect((await country('DE')).week).toBe('2026-01-11')
  for (const region of ['SE', 'world'] as Region[])
    expect((await findCountry(house.house, region, 'latest')).ok).toBe(false)
})

it('the titles of an edition are found on other charts, in the world and in the countries', async () => {
  const of = async (region: string) => {
    const edition = await findEdition(house.house, films, region as Region, '2026-01-11')
    if (!edition.ok) throw new Error('no edition')
    const { lines } = await elsewhereOf(house.house, edition.value)
    return lines.map(({ item, charts, countries }) => [
      item,
      charts.map(({ chart: id, region: where, rank }) => `${id} ${where} ${rank}`),
      countries.map(({ country: code, rank }) => `${code} ${rank}`),
    ])
  }
  expect(await of('world')).toEqual([
    ['a', ['best world 1'], ['FR 1', 'GB 1', 'DE 2']],
    ['b', [], ['FR 2', 'GB 2', 'JP 2']],
  ])
  expect(await of('JP')).toEqual([
    ['c', [], ['DE 1']],
    ['b', ['films world 2'], ['FR 2', 'GB 2']],
  ])
})

it('the works of a tag add up to its counter, the most watched first; what is below one does not stand beside it', async () => {
  const reader = new CounterReader(house.house)
  const works = async (by: 'tag' | 'creator', name: string) => {
    const found = await findWorks(house.house, (of) => reader.answer(of), by, name)
    if (!found.ok) return found.problems[0]?.field
    const { counter, found: count, works: each } = found.value
    return [
      counter.views,
      counter.hours,
      count,
      ...each.map(({ item, counter: own }) => `${item} ${own.views} ${own.hours}`),
    ]
  }
  expect(await works('tag', 'love')).toEqual([24, 1, 2, 'show 3 1', 'a 21 0'])
  expect(await works('tag', 'paper')).toEqual([33, 0, 2, 'a 21 0', 'b 12 0'])
  expect(await works('creator', 'Ada')).toEqual([3, 1, 1, 'show 3 1'])
  expect(await works('creator', 'Bo')).toEqual([0, 1, 1, 's2 0 1'])
  expect(await works('tag', 'Ada')).toBe('tag')
})

it('what was restated last is told first, with its reason and how many lines are others', async () => {
  expect(await restatementsOf(house.house)).toEqual([])
  await house.take(views(1, { d: 99 }, 'FR'), 'a partner sent its logs')
  house.at('2026-03-02T00:00:00Z')
  await house.take(views(0, { d: 1 }, 'JP'), 'a file was found')
  const told = async () =>
    (await restatementsOf(house.house)).map(({ chart: { id }, window, region, regions, revision, lines, reason }) =>
      [id, window.name, region, regions, revision, lines, reason].join(', '),
    )
  const expected = [
    // Its history alone: the title was on the list the week before.
    'films, 2026-01-18, JP, 3, 2, 0, a file was found',
    'films, 2026-01-11, JP, 1, 2, 2, a file was found',
    'by-day, 2026-01-05, world, 1, 2, 1, a file was found',
    'by-day, 2026-01-18, world, 1, 2, 0, a partner sent its logs',
    'by-day, 2026-01-12, world, 1, 2, 4, a partner sent its logs',
  ]
  expect(await told()).toEqual(expected)
  await house.rebuild()
  expect(await told()).toEqual(expected)
})
