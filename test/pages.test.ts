// Windows' lists are kept in pages, and most charts are ranked from the first: here are those that may not be.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { PAGE_ITEMS } from '../src/fold/run.ts'
import { chart, event, itemEvent, TestHouse } from './house.ts'

let house: TestHouse
beforeEach(async () => {
  house = await TestHouse.open()
})
afterEach(() => house.close())

const AT = '2026-01-05T10:20:00Z'
const EPISODES = 2 * PAGE_ITEMS

const films = Array.from({ length: PAGE_ITEMS + 20 }, (_, n) => ({
  id: `film-${n}`,
  kind: 'film' as const,
  title: `Film ${n}`,
}))
const episodes = Array.from({ length: EPISODES }, (_, n) => ({
  id: `episode-${n}`,
  kind: 'episode' as const,
  title: `Episode ${n}`,
  parent: 'season',
}))
const season = { id: 'season', kind: 'season' as const, title: 'Season' }

it('a window has its items by their totals, in pages that say what follows', async () => {
  await house.declare(chart({ filter: { kinds: ['film'] } }))
  await house.take(films.map(({ id }, n) => event({ at: AT, item: id, weight: n + 1, country: 'GB' })))
  const rows = await house.rows<{ page: number; items: string[]; totals: string[]; rest: string }>(
    "SELECT page, items[region] AS items, totals[region] AS totals, rests[region] AS rest FROM (SELECT *, indexOf(regions, 'GB') AS region FROM window_rollups WHERE measure = 'views') ORDER BY page",
  )
  expect(rows.map(({ page, items, rest }) => [page, items.length, Number(rest)])).toEqual([
    [0, PAGE_ITEMS, 20],
    [1, 20, 0],
  ])
  const totals = rows.flatMap((row) => row.totals.map(Number))
  expect(totals).toEqual(films.map((_, n) => films.length - n))
  expect(rows.flatMap((row) => row.items)).toEqual(totals.map((total) => `film-${total - 1}`))
})

it('an entry of many small items is not lost on the pages behind', async () => {
  await house.declare(chart({ filter: { kinds: ['film', 'season'] }, length: 3 }))
  await house.take([...films, ...episodes, season].map((item) => itemEvent(item)))
  await house.take([
    ...films.map(({ id }, n) => event({ at: AT, item: id, weight: 100 + n, country: 'GB' })),
    ...episodes.map(({ id }) => event({ at: AT, item: id, weight: 2, country: 'GB' })),
  ])
  const last = films.length - 1
  const edition = await house.edition('2026-01-11', 'GB')
  expect(edition?.rows.map(({ item }) => item)).toEqual(['season', `film-${last}`, `film-${last - 1}`])
  expect(edition?.rows[0]).toMatchObject({ views: 2 * EPISODES })
})
