// What is out of use goes, what is in use stays, also while folds go on.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LINES } from '../src/charts/edition-rows.ts'
import { DEFAULT_SITE } from '../src/domain/event.ts'
import { ROLLUPS } from '../src/fold/in-use.ts'
import { readVotes } from '../src/fold/registers.ts'
import { Sweeper } from '../src/store/sweep.ts'
import { chart, event, FILMS, inWeek, rollups, TestHouse, views } from './house.ts'

let house: TestHouse
beforeEach(async () => {
  house = await TestHouse.open('2026-01-07T00:00:00Z', { wholeEventsMax: 20 })
  await house.declare(chart())
  await house.take(FILMS)
})
afterEach(() => house.close())

const TABLES = [...ROLLUPS, LINES]

async function rowsOf(): Promise<Readonly<Record<string, number>>> {
  const counts: [string, number][] = []
  for (const { table } of TABLES) {
    const [row] = await house.rows<{ rows: string }>(`SELECT count() AS rows FROM ${table}`)
    counts.push([table, Number(row?.rows)])
  }
  return Object.fromEntries(counts)
}

const votes = () => readVotes(house.house.store, { site: DEFAULT_SITE })

/** Hours of views and likes, some of which are in slices, folded again and again. */
async function goOn(from: number): Promise<void> {
  for (let round = from; round < from + 4; round++)
    await house.take([
      ...views(0, { a: 5, b: round + 1 }),
      event({ at: inWeek(0), kind: 'like', item: 'a', subject: `s${round}` }),
      ...Array.from({ length: 15 }, (_, i) => event({ at: inWeek(0, 13) + i * 9000, item: 'c', viewer: 1 + i })),
    ])
}

it('rows that nobody reads go, and nothing that is read changes', async () => {
  await goOn(0)
  const before = [await rowsOf(), await rollups(house), await house.lines('2026-01-11'), await votes()] as const
  const swept = await new Sweeper(house.house.store, TABLES, 0).sweep()
  const buckets = ['bucket_rollups', 'bucket_viewers', 'bucket_registers']
  expect(swept).toEqual([...buckets, 'day_rollups', 'window_rollups', 'edition_rows'])
  const after = await rowsOf()
  for (const table of swept) expect(after[table]).toBeLessThan((before[0][table] as number) / 2)
  expect(after.bucket_entries).toBe(before[0].bucket_entries)
  expect([await rollups(house), await house.lines('2026-01-11'), await votes()]).toEqual(before.slice(1))

  await goOn(4)
  const unswept = [await rollups(house), await house.digests(), await votes()]
  await house.rebuild()
  expect([await rollups(house), await house.digests(), await votes()]).toEqual(unswept)
})

it('a table is left alone until what is out of use is more than what is in use, and some', async () => {
  await goOn(0)
  const rows = await rowsOf()
  const sweeper = new Sweeper(house.house.store, TABLES, 10_000)
  expect(await sweeper.sweep()).toEqual([])
  expect(await rowsOf()).toEqual(rows)
})
