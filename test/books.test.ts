// Where the books of a bucket do not balance nothing is published, and it is said where.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { healthOf } from '../src/publish/health.ts'
import { methodAnswer } from '../src/publish/methods.ts'
import { chart, event, FILMS, inWeek, TestHouse, views } from './house.ts'
import { run } from './process.ts'

let house: TestHouse
beforeEach(async () => {
  house = await TestHouse.open('2026-03-01T00:00:00Z')
  await house.declare(chart())
  await house.take([...FILMS, ...views(0, { a: 5, b: 3 }), event({ at: inWeek(0, 15), item: 'a' })])
})
afterEach(() => house.close())

const NOON = '2026-01-05T12:00:00.000Z'

/** Makes the books of a bucket wrong, as a store that lost or made up something would. */
const miscount = (hour: number, by: string): Promise<void> =>
  house.house.store.run(
    `ALTER TABLE folds UPDATE counted = counted ${by} WHERE tier = 'bucket' AND start = toDateTime(${inWeek(0, hour) / 1000}, 'UTC') SETTINGS mutations_sync = 2`,
  )
const more = () => [event({ at: inWeek(0, 18), item: 'b', weight: 9 })]

it.each([
  { what: 'of one bucket', wrong: [[12, '- 1']] },
  {
    what: 'of two that would make up for each other',
    wrong: [
      [12, '- 1'],
      [15, '+ 1'],
    ],
  },
] as const)('wrong books $what keep a chart from being published, and are named', async ({ wrong }) => {
  const before = await house.digests()
  for (const [hour, by] of wrong) await miscount(hour, by)
  await expect(house.take(more())).rejects.toMatchObject({
    code: 'books',
    message: expect.stringContaining(
      `films is not published: the books do not balance in main ${NOON}: stored 2 ≠ counted 1 + duplicates 0 + conflicts 0 + late 0`,
    ),
  })
  expect(await house.digests()).toEqual(before)
  expect(await house.lines('2026-01-11')).toEqual(['1 a', '2 b'])
  const { ok, books } = await healthOf(house.house, house.house.log.directory)
  expect([ok, books.balance, books.unbalanced.length]).toEqual([false, false, wrong.length])
  expect(books.unbalanced[0]).toEqual({
    site: 'main',
    hour: NOON,
    stored: 2,
    counted: 1,
    duplicates: 0,
    conflicts: 0,
    late: 0,
  })

  await house.rebuild()
  expect(await house.lines('2026-01-11')).toEqual(['1 b', '2 a'])
  expect((await healthOf(house.house, house.house.log.directory)).books).toMatchObject({
    balance: true,
    unbalanced: [],
  })
})

it('wrong books of another week do not matter to this one', async () => {
  await house.take(views(3, { c: 1 }))
  await miscount(12, '- 1')
  await house.take(views(3, { c: 1 }))
  expect((await house.edition('2026-02-01'))?.rows).toMatchObject([{ item: 'c', views: 2 }])
})

it('a fold whose books do not balance is not closed, and is named', async () => {
  const { store } = house.house
  const rows = store.rows.bind(store)
  const miscounting = vi.spyOn(store, 'rows').mockImplementation(async (sql, params) => {
    const found = await rows(sql, params)
    return sql.startsWith('-- The books of buckets, first look')
      ? (found.map((row) => ({ ...row, counted: '0' })) as never)
      : (found as never)
  })
  await expect(house.take(more())).rejects.toMatchObject({
    code: 'books',
    message: expect.stringContaining('in main 2026-01-05T18:00:00.000Z: stored 1 ≠ counted 0'),
  })
  miscounting.mockRestore()
  expect(await house.lines('2026-01-11')).toEqual(['1 a', '2 b'])
  await house.take([])
  expect(await house.lines('2026-01-11')).toEqual(['1 b', '2 a'])
})

it('the doctor names the bucket, also where something new waits to be published', async () => {
  await miscount(12, '- 1')
  await house.append(more())
  await house.house.close()
  const { code, out, err } = await run(['doctor', '--data', house.directory])
  expect([code, err]).toEqual([
    1,
    expect.stringContaining(`films is not published: the books do not balance in main ${NOON}`),
  ])
  expect(out).toMatch(
    /^BAD {2}books {5}.*\n {5}main 2026-01-05T12:00:00.000Z: stored 2 ≠ counted 1 \+ .*\nok {3}editions/m,
  )
  const chart = await run(['chart', 'films', '--data', house.directory])
  expect([chart.code, chart.out, chart.err]).toEqual([3, '', expect.stringContaining(NOON)])
})

it('the method of a chart has the books of its latest edition', async () => {
  await house.take([...views(1, { a: 1 }), ...views(1, { a: 1 })])
  const { latest } = await methodAnswer(house.house, chart())
  expect(latest).toMatchObject({
    region: 'world',
    week: '2026-01-18',
    state: 'final',
    digest: (await house.edition('2026-01-18'))?.digest,
    books: { stored: 2, counted: 2, duplicates: 0, conflicts: 0, late: 0 },
  })
  await house.declare(chart({ id: 'none', filter: { kinds: ['comic'] } }))
  expect((await methodAnswer(house.house, chart({ id: 'none' }))).latest).toBeNull()
})
