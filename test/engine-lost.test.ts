// The engine loses its tables: with it, while nobody asks it anything, or under it. What it knew must not be trusted.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Failure } from '../src/domain/problem.ts'
import type { EmbeddedStore } from '../src/store/embedded.ts'
import { chart, event, FILMS, inWeek, TestHouse, views } from './house.ts'

let house: TestHouse
beforeEach(async () => {
  house = await TestHouse.open('2026-01-20T12:00:00Z')
})
afterEach(() => house.close())

async function loseStore(): Promise<void> {
  const store = house.house.store as EmbeddedStore
  const { generation } = store
  process.kill(store.pid ?? 0, 'SIGKILL')
  while (store.generation === generation) await setTimeout(20)
  const directory = join(house.directory, 'store')
  for (const name of await readdir(directory))
    if (name !== 'staging') await rm(join(directory, name), { recursive: true })
}

it('is loaded whole again before the next event is counted', async () => {
  await house.declare(chart())
  await house.take([...FILMS, ...views(0, { a: 5, b: 3 })])
  const before = await house.digests()
  await loseStore()
  const { publications } = await house.take([event({ at: inWeek(1), item: 'b' })])
  expect(publications.map(({ restated }) => restated)).toEqual([0])
  expect(await house.digests()).toMatchObject(before)
  expect((await house.edition('2026-01-11'))?.rows).toMatchObject([
    { item: 'a', views: 5 },
    { item: 'b', views: 3 },
  ])
})

it('restates with all that was there, where a late event changes a final edition', async () => {
  await house.declare(chart())
  await house.take([...FILMS, ...views(0, { a: 5, b: 3 })])
  await loseStore()
  await house.take([event({ at: inWeek(0), item: 'b' })])
  const edition = await house.edition('2026-01-11')
  expect(edition).toMatchObject({
    state: 'restated',
    rows: [
      { item: 'a', views: 5 },
      { item: 'b', views: 4 },
    ],
  })
})

it('is loaded whole again where the files are gone under an engine that runs on', async () => {
  await house.declare(chart())
  await house.take([...FILMS, ...views(0, { a: 5, b: 3 })])
  await rm(join(house.directory, 'store'), { recursive: true })
  await house.append(views(1, { b: 2 }))
  // As often as it takes: what fails is tried again by whoever keeps the house open.
  while (!(await house.house.catchUp('late').catch(() => undefined))) await setTimeout(50)
  expect(await house.lines('2026-01-11')).toEqual(['1 a', '2 b'])
  expect(await house.lines('2026-01-18')).toEqual(['1 b'])
})

it('that ended between loading and folding has what it loaded folded by the next', async () => {
  await house.declare(chart())
  await house.take([...FILMS, ...views(0, { a: 5 })])
  const { store } = house.house
  const insert = store.insert.bind(store)
  const cut = vi.spyOn(store, 'insert').mockImplementation(async (table, lines) => {
    if (table === 'folds') throw new Failure('engine', 'the engine stopped')
    return insert(table, lines)
  })
  await expect(house.take(views(1, { b: 2 }))).rejects.toMatchObject({ code: 'engine' })
  cut.mockRestore()
  expect(await house.house.catchUp('late')).toMatchObject({ loaded: 0 })
  expect(await house.lines('2026-01-18')).toEqual(['1 b'])
})
