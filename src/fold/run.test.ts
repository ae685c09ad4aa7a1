import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chart, event, rollups, seeded, TestHouse } from '../../test/house.ts'
import { DEFAULT_SITE, type Event, NO_VIEWER } from '../domain/event.ts'
import { DAY_MS, HOUR_MS, instant } from '../domain/time.ts'
import { type Calendar, calendarKey, windowAt } from '../domain/window.ts'
import { Loader } from '../store/load.ts'
import type { Store } from '../store/store.ts'
import { Folder } from './run.ts'

let house: TestHouse
beforeEach(async () => {
  house = await TestHouse.open()
})
afterEach(() => house.close())

interface Day {
  readonly region: string
  readonly item: string
  readonly views: string
  readonly watched_ms: string
  readonly viewers: string
  readonly sales: string
  readonly opens: string
}

/** The days' roll-ups by day and region, as short as hand-made expectations are. */
async function days(measure: keyof Day = 'views'): Promise<Record<string, number>> {
  const rows = ((await rollups(house)) as { days: (Day & { day: string })[] }).days
  return Object.fromEntries(rows.map((row) => [`${row.day.slice(0, 10)} ${row.region}`, Number(row[measure])]))
}

const books = async () =>
  ((await rollups(house)) as { books: { start: string; books: string[] }[] }).books.map((row) => [
    row.start.slice(11, 13),
    ...row.books.map(Number),
  ])

const AT = '2026-01-05T10:20:00Z'

describe('the same event again', () => {
  it('is counted once, in the same write, in a later one, and by another clock', async () => {
    const one = event({ at: AT, id: 1 })
    await house.take([one, one])
    await house.take([one, { ...one, receivedAt: instant(one.receivedAt + 5) }])
    expect(await days()).toEqual({ '2026-01-05 ZZ': 1, '2026-01-05 world': 1 })
    expect(await books()).toEqual([['10', 4, 1, 3, 0]])
  })

  it('is another event where its time is another', async () => {
    await house.take([event({ at: AT, id: 1 }), event({ at: '2026-01-05T10:20:00.001Z', id: 1 })])
    expect(await books()).toEqual([['10', 2, 2, 0, 0]])
  })
})

describe('the same identity with other content', () => {
  const rivals = [
    { id: 1, at: AT, kind: 'watch', value: 9000, country: 'GB', viewer: 7 },
    { id: 1, at: AT, kind: 'watch', value: 10_000, country: 'GB', viewer: 7 },
    { id: 1, at: AT, kind: 'watch', value: 10_000, country: 'FR', viewer: 7 },
    { id: 1, at: AT, kind: 'watch', value: 10_000, country: 'FR', viewer: 7 },
    { id: 2, at: AT, kind: 'watch', value: 500, country: 'FR', viewer: 8 },
  ] as const

  it('is kept once by content, whatever the order and the batches', async () => {
    // Each order on a day of its own.
    const orders = [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0],
      [2, 0, 4, 1, 3],
    ].map((order, day) => order.map((index) => event({ ...rivals[index], at: Date.parse(AT) + day * DAY_MS })))
    for (const [from, to] of [
      [0, 1],
      [1, 4],
      [4, 5],
    ])
      await house.take(orders.flatMap((events) => events.slice(from, to)))
    const sum = (watched: number) =>
      Object.fromEntries(
        [5, 6, 7].flatMap((day) => ['FR', 'world'].map((region) => [`2026-01-0${day} ${region}`, watched])),
      )
    expect(await days('watched_ms')).toEqual(sum(10_500))
    expect(await days('viewers')).toEqual(sum(2))
    expect(await books()).toEqual(Array(3).fill(['10', 5, 2, 1, 2]))
  })
})

it('what came too late is a term of the books, counts nowhere, and takes nothing from what came in time', async () => {
  const late = event({ at: AT, id: 1, kind: 'late', body: '{}' })
  const view = event({ at: AT, id: 1 })
  await house.take([late, view, view, late, event({ at: AT, id: 2, kind: 'late' })])
  expect(await days()).toEqual({ '2026-01-05 ZZ': 1, '2026-01-05 world': 1 })
  const [books] = await house.rows<{ books: string[] }>(
    'SELECT (sum(stored), sum(counted), sum(duplicates), sum(conflicts), sum(late)) AS books FROM bucket_folds',
  )
  expect(books?.books.map(Number)).toEqual([5, 1, 1, 0, 3])
})

describe('a late event', () => {
  it('lands in its own bucket, and alone that bucket is folded again', async () => {
    const hour = (at: string, count: number) => Array.from({ length: count }, () => event({ at }))
    await house.take([...hour('2026-01-05T10:00:00Z', 3), ...hour('2026-01-05T11:00:00Z', 4), ...hour(AT, 2)])
    const { loaded, folded } = await house.take([event({ at: '2026-01-05T10:59:59.999Z' })])
    expect({ loaded, folded }).toEqual({ loaded: 1, folded: 6 })
    expect(await books()).toEqual([
      ['10', 6, 6, 0, 0],
      ['11', 4, 4, 0, 0],
    ])
    expect(await days()).toEqual({ '2026-01-05 ZZ': 10, '2026-01-05 world': 10 })
    expect(await house.take([])).toMatchObject({ loaded: 0, folded: 0 })
  })

  it('replaces roll-ups whole: nothing is added to what was there', async () => {
    await house.declare(chart({ window: { kind: 'week', startsOn: 'monday', timeZone: 'Asia/Kolkata' } }))
    for (let n = 1; n <= 4; n++) {
      await house.take([event({ at: AT, value: 60_000, kind: 'watch', country: 'GB', viewer: n })])
      const found = (await rollups(house)) as { windows: Day[] }
      const inWorld = found.windows.filter(({ region }) => region === 'world')
      expect(inWorld).toMatchObject([{ watched_ms: String(60_000 * n), viewers: String(n) }])
    }
  })
})

it('viewers count once a UTC day, in the world and in each country', async () => {
  const seen = (at: string, viewer: number, country = 'GB') => event({ at, viewer, country })
  await house.take([
    // Twice on the fifth, and on two days.
    ...[seen(AT, 1), seen('2026-01-05T23:59:59.999Z', 1), seen('2026-01-06T00:00:00Z', 1)],
    // In two countries on the seventh.
    ...[seen('2026-01-07T01:00:00Z', 1), seen('2026-01-07T02:00:00Z', 1, 'FR'), seen('2026-01-07T02:00:00Z', 2, 'FR')],
    // Whom nobody named.
    ...[seen('2026-01-08T01:00:00Z', 0), seen('2026-01-08T01:00:00Z', 3)],
  ])
  expect(await days('viewers')).toEqual({
    '2026-01-05 GB': 1,
    '2026-01-05 world': 1,
    '2026-01-06 GB': 1,
    '2026-01-06 world': 1,
    '2026-01-07 FR': 2,
    '2026-01-07 GB': 1,
    '2026-01-07 world': 2,
    '2026-01-08 GB': 1,
    '2026-01-08 world': 1,
  })
})

it('views, watched time, sales and opens count by weight', async () => {
  await house.take([
    event({ at: AT, kind: 'view', weight: 124_000_000_000 }),
    event({ at: AT, kind: 'watch', value: 86_400_000, weight: 90_000_000_000 }),
    event({ at: AT, kind: 'sale', value: 12, weight: 3 }),
    event({ at: AT, kind: 'open', weight: 5 }),
    event({ at: AT, kind: 'open' }),
    event({ at: AT, kind: 'share' }),
  ])
  const { days: found } = (await rollups(house)) as { days: Day[] }
  expect(found.find(({ region }) => region === 'world')).toMatchObject({
    views: '124000000000',
    watched_ms: String(86_400_000n * 90_000_000_000n),
    sales: '36',
    opens: '6',
    viewers: '0',
  })
  expect(await books()).toEqual([['10', 6, 6, 0, 0]])
})

it('events of more than a hundred months are folded together', async () => {
  const months = Array.from({ length: 130 }, (_, i) => event({ at: Date.UTC(2012, i, 3), item: 'film-a' }))
  await house.take(months)
  const { days: found } = (await rollups(house)) as { days: Day[] }
  expect(found).toHaveLength(260)
})

it('a bucket whose events are gone from the log is folded to nothing', async () => {
  await house.take([event({ at: AT })])
  const { store } = house.house
  await store.run('INSERT INTO events SELECT * REPLACE (99 AS segment, at + 86400 AS at) FROM events')
  const folder = await Folder.open(store)
  await folder.foldBuckets(await folder.findStaleBuckets())
  await folder.foldDays()
  expect(await days()).toMatchObject({ '2026-01-06 world': 1 })
  await house.reopen()
  expect(await days()).toEqual({ '2026-01-05 ZZ': 1, '2026-01-05 world': 1 })
  expect(await house.rows('SELECT count() AS n FROM events')).toEqual([{ n: '1' }])
})

describe('windows in a zone', () => {
  const calendars: readonly Calendar[] = [
    { kind: 'week', startsOn: 'monday', timeZone: 'Asia/Kolkata' },
    { kind: 'day', timeZone: 'America/New_York' },
    { kind: 'month', timeZone: 'America/St_Johns' },
    { kind: 'week', startsOn: 'sunday', timeZone: 'UTC' },
  ]

  it('equal a plain count of the events, over clock changes too', async () => {
    await house.declare(...calendars.map((window, index) => chart({ id: `chart-${index}`, window })))
    const random = seeded(20260308)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
    const kinds = ['view', 'watch', 'sale', 'open'] as const
    const events = Array.from({ length: 600 }, () =>
      event({
        // Ten days around the American clock change, on quarters of an hour half of the time.
        at: Date.UTC(2026, 2, 1) + (random() < 0.5 ? 900_000 : 1) * Math.floor(random() * (random() < 0.5 ? 960 : 96)),
        kind: pick(kinds),
        item: pick(['a', 'b', 'c']),
        country: pick(['GB', 'FR', 'ZZ']),
        viewer: Math.floor(random() * 6),
        value: 1 + Math.floor(random() * 1000),
        weight: pick([1, 1, 3]),
      }),
    )
    await house.take(events.slice(0, 300))
    await house.take([...events.slice(250), ...events.slice(0, 20)])
    const { windows } = (await rollups(house)) as { windows: (Day & { calendar: string; start: string })[] }
    const found = Object.fromEntries(
      windows.map((row) => [
        [row.calendar, new Date(`${row.start}Z`).toISOString(), row.region, row.item].join(' '),
        [row.views, row.watched_ms, row.viewers, row.sales, row.opens].map(Number),
      ]),
    )
    expect(found).toEqual(Object.assign({}, ...calendars.map((calendar) => plainCount(events, calendar))))
  }, 180_000)
})

/** The roll-ups of a calendar's windows, counted the plain way. */
function plainCount(events: readonly Event[], calendar: Calendar): Record<string, number[]> {
  const sums: Record<string, number[]> = {}
  const seen = new Set<string>()
  for (const { at, kind, item, country, viewer, value, weight } of events)
    for (const region of [country, 'world']) {
      const start = new Date(windowAt(calendar, at).from).toISOString()
      const key = [calendarKey(calendar), start, region, item].join(' ')
      const sum = sums[key] ?? [0, 0, 0, 0, 0]
      sums[key] = sum
      const add = (index: number, amount: number) => {
        sum[index] = (sum[index] ?? 0) + amount
      }
      if (kind === 'view') add(0, weight)
      if (kind === 'watch') add(1, value * weight)
      if (kind === 'sale') add(3, value * weight)
      if (kind === 'open') add(4, weight)
      const viewerDay = [key, new Date(at).toISOString().slice(0, 10), viewer].join(' ')
      if ((kind === 'view' || kind === 'watch') && viewer !== NO_VIEWER && !seen.has(viewerDay)) add(2, 1)
      if (kind === 'view' || kind === 'watch') seen.add(viewerDay)
    }
  return sums
}

it('a fold that is cut off at any statement is done again without doubling', async () => {
  const calendar: Calendar = { kind: 'week', startsOn: 'monday', timeZone: 'Asia/Kolkata' }
  await house.declare(chart({ window: calendar }))
  const { store, log } = house.house
  const foldAll = async (through: Store) => {
    const folder = await Folder.open(store)
    await new Loader(store, log.directory, log.name).load()
    const cut = await Folder.open(through)
    await cut.foldBuckets(await folder.findStaleBuckets())
    await cut.foldDays()
    for (const site of ['main'] as never[]) await cut.foldWindows(site, calendar)
  }
  const duplicate = event({ at: AT, viewer: 1, country: 'GB' })
  let killed = 0
  for (let step = 0; step === killed; step++) {
    await house.house.append([event({ at: AT, viewer: 2 + step, country: 'GB' }), duplicate])
    try {
      await foldAll(killing(store, step))
    } catch (error) {
      expect(error).toMatchObject({ code: 'engine' })
      killed++
    }
    await foldAll(store)
    const { windows, days: found } = (await rollups(house)) as { windows: Day[]; days: Day[] }
    const count = { views: String(step + 2), viewers: String(step + 2) }
    for (const rows of [windows, found]) expect(rows.filter(({ region }) => region === 'GB')).toMatchObject([count])
    expect((await books()).find(([hour]) => hour === '10')?.slice(1)).toEqual([2 * step + 2, step + 2, step, 0])
  }
  expect(killed).toBeGreaterThan(8)
}, 180_000)

/** A store whose engine is killed just when its n-th statement that writes is under way. */
function killing(store: Store, n: number): Store {
  let left = n
  const cut = <T>(ask: () => Promise<T>): Promise<T> => {
    const asked = ask()
    if (left-- === 0) process.kill((store as Store & { pid: number }).pid, 'SIGKILL')
    return asked
  }
  return {
    generation: store.generation,
    run: (sql, params) => cut(() => store.run(sql, params)),
    insert: (table, lines) => cut(() => store.insert(table, lines)),
    rows: (sql, params) => store.rows(sql, params),
    native: (sql, params) => store.native(sql, params),
    parquet: (sql, params) => store.parquet(sql, params),
    close: () => store.close(),
  }
}

it('an hour is folded as one bucket, and its neighbours are not touched', async () => {
  const start = Date.UTC(2026, 0, 5)
  await house.take(Array.from({ length: 48 }, (_, i) => event({ at: start + (i * HOUR_MS) / 2 })))
  expect((await books()).map(([hour, stored]) => [Number(hour), stored])).toEqual(
    Array.from({ length: 24 }, (_, hour) => [hour, 2]),
  )
  expect(await house.take([event({ at: start + HOUR_MS }), event({ at: start + 5 * HOUR_MS })])).toMatchObject({
    folded: 6,
  })
})

it('of two catalogue entries at one instant the one whose id is higher, as text, holds', async () => {
  const entry = (id: string, title: string) => ({
    ...event({ at: AT, kind: 'item', item: 'f', body: JSON.stringify({ id: 'f', kind: 'film', title }) }),
    id: id as Event['id'],
  })
  await house.take([
    entry('ffffffff-0000-7000-8000-000000000000', 'higher'),
    entry('00000000-0000-7000-bfff-ffffffffffff', 'lower'),
  ])
  expect(house.house.catalogueOf(DEFAULT_SITE).findByTitle('higher')).toEqual(['f'])
})

describe('a bucket of many events', () => {
  const many = (from: string, count: number) => {
    const first = Date.parse(from)
    return Array.from({ length: count }, (_, i) => event({ at: first + 700 * i, viewer: 1 + (i % 9), id: first + i }))
  }
  const slices = () =>
    house.rows<{ slice: number; slice_s: number; events: string }>(
      'SELECT slice, slice_s, stored AS events FROM bucket_folds WHERE stored > 0 ORDER BY slice',
    )

  it('is folded in slices, and what comes to one of them folds that one alone', async () => {
    await house.close()
    house = await TestHouse.open(undefined, { wholeEventsMax: 50 })
    const early = many('2026-01-05T10:00:03Z', 40)
    await house.take(early)
    expect(await slices()).toEqual([{ slice: 0, slice_s: 3600, events: '40' }])
    const rest = many('2026-01-05T10:20:00Z', 40)
    await house.take(rest)
    expect((await slices()).map(({ slice, events }) => `${slice}:${events}`)).toEqual([
      '0:10',
      '1:15',
      '2:14',
      '3:1',
      '120:15',
      '121:14',
      '122:11',
    ])
    const late = [...many('2026-01-05T10:00:20.100Z', 3), ...early.slice(0, 2)]
    const { folded } = await house.take(late)
    expect(folded).toBe(10 + 2 + 14 + 3)
    const inSlices = await rollups(house)
    await house.close()
    house = await TestHouse.open()
    await house.take([...rest, ...late, ...early])
    expect(await rollups(house)).toEqual(inSlices)
  })
})
