// From events to published editions, through the whole house.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChartSpec } from '../src/charts/spec.ts'
import { DEFAULT_SITE, type Event } from '../src/domain/event.ts'
import type { ItemId } from '../src/domain/item.ts'
import { Failure } from '../src/domain/problem.ts'
import { DAY_MS } from '../src/domain/time.ts'
import { chartedAnswer } from '../src/publish/charted.ts'
import { findEdition } from '../src/publish/editions.ts'
import { healthOf } from '../src/publish/health.ts'
import { chart, event, FILMS, film, inWeek, itemEvent, rollups, TestHouse, views } from './house.ts'

let house: TestHouse
beforeEach(async () => {
  house = await TestHouse.open()
})
afterEach(() => house.close())

const file = (name: string): Promise<string> => readFile(join(house.directory, 'editions', 'films', name), 'utf8')

describe('an edition', () => {
  it('is provisional, then final, and restated with its reason; what was published stays as it was', async () => {
    house.at('2026-01-07T00:00:00Z')
    await house.declare(chart())
    await house.take([...FILMS, ...views(0, { a: 5, b: 3 })])
    expect(await house.edition('2026-01-11')).toMatchObject({ state: 'provisional', revision: 0, reason: null })
    await house.take(views(0, { b: 4 }))
    expect(await house.lines('2026-01-11')).toEqual(['1 b', '2 a'])
    expect(await house.edition('2026-01-11')).toMatchObject({ state: 'provisional', revision: 0 })

    house.at('2026-01-12T23:59:59Z')
    expect((await house.take([])).publications).toMatchObject([{ editions: 0 }])
    house.at('2026-01-13T00:00:00Z')
    expect((await house.take([])).publications).toMatchObject([{ editions: 2, restated: 0 }])
    expect(await house.edition('2026-01-11')).toMatchObject({ state: 'final', revision: 1, reason: null })
    const published = await file('world/2026-01-11.r1.json')

    await house.take(views(0, { a: 9 }), 'a partner sent a day again')
    expect(await house.edition('2026-01-11')).toMatchObject({
      state: 'restated',
      revision: 2,
      reason: 'a partner sent a day again',
    })
    expect(await house.lines('2026-01-11')).toEqual(['1 a', '2 b'])
    expect(await file('world/2026-01-11.r1.json')).toBe(published)
    expect(JSON.parse(await file('world/2026-01-11.r0.json')).state).toBe('provisional')
  })

  it('is not published again where nothing of it changed', async () => {
    house.at('2026-03-01T00:00:00Z')
    await house.declare(chart({ length: 1 }))
    await house.take([...FILMS, ...views(0, { a: 5, b: 3 })])
    const before = await house.digests()
    await house.take(views(0, { b: 1 }))
    expect(await house.digests()).toEqual(before)
    expect((await house.take([])).publications).toEqual([])
  })

  it('is of one moment: what is counted while it is written comes with the next one', async () => {
    house.at('2026-01-07T00:00:00Z')
    await house.declare(
      chart(),
      chart({ id: 'viewers', methods: [{ version: 1, measure: 'viewers', formula: 'counted' }] }),
    )
    await house.take(FILMS)
    const { files } = house.house
    const write = files.write.bind(files)
    const held = vi.spyOn(files, 'write')
    const counted = new Promise<void>((resolve, reject) => {
      held.mockImplementation(async (edition) => {
        held.mockImplementation(write)
        await house.append([event({ at: inWeek(0), item: 'b', weight: 7, viewer: 2 })])
        await house.house.count('it came').then(resolve, reject)
        expect(house.house.counters.findSums(DEFAULT_SITE)?.all[0]).toBe(12n)
        await write(edition)
      })
    })
    await house.take([event({ at: inWeek(0), item: 'a', weight: 5, viewer: 1 })])
    await counted
    for (const id of ['films', 'viewers'])
      expect(await house.edition('2026-01-11', 'world', id)).toMatchObject({
        rows: [{ item: 'a' }],
        books: { stored: 3, counted: 3 },
      })
    await house.take([])
    expect(await house.edition('2026-01-11')).toMatchObject({
      rows: [{ item: 'b' }, { item: 'a' }],
      books: { stored: 4, counted: 4 },
    })
  })

  it('of a country that lost its whole audience says so, and so do those rebuilt', async () => {
    house.at('2026-03-01T00:00:00Z')
    await house.declare(chart())
    await house.take([...FILMS, event({ id: 5, at: inWeek(0), item: 'a', country: 'GB' })])
    // A conflict, of which the content that sorts first is kept.
    await house.take([event({ id: 5, at: inWeek(0), item: 'a', country: 'DE' })])
    expect(await house.lines('2026-01-11', 'DE')).toEqual(['1 a'])
    expect(await house.edition('2026-01-11', 'GB')).toMatchObject({ rows: [], state: 'restated' })
    const before = await house.digests()
    await house.rebuild()
    expect(await house.digests()).toEqual(before)
  })
})

describe('ranks over weeks', () => {
  it('have their previous rank, peak, weeks, streak and entry', async () => {
    house.at('2026-03-01T00:00:00Z')
    await house.declare(chart({ length: 3 }))
    await house.take([
      ...FILMS,
      ...views(0, { a: 50, b: 40, c: 30, d: 20 }),
      ...views(1, { b: 50, a: 40, d: 30 }),
      ...views(2, { d: 50, c: 40, b: 30, a: 20 }),
      // Nothing at all in the fourth week.
      ...views(4, { a: 50, d: 40, e: 30 }),
      ...views(5, { e: 50, a: 40, d: 30 }),
    ])
    const expected: Record<string, string[]> = {
      // rank item previous peak weeks streak entry
      '2026-01-11': ['1 a - 1 1 1 new', '2 b - 2 1 1 new', '3 c - 3 1 1 new'],
      '2026-01-18': ['1 b 2 1 2 2 stay', '2 a 1 1 2 2 stay', '3 d - 3 1 1 new'],
      '2026-01-25': ['1 d 3 1 2 2 stay', '2 c - 2 2 1 re-entry', '3 b 1 1 3 3 stay'],
      '2026-02-08': ['1 a - 1 3 1 re-entry', '2 d - 1 3 1 re-entry', '3 e - 3 1 1 new'],
      '2026-02-15': ['1 e 3 1 2 2 stay', '2 a 1 1 4 2 stay', '3 d 2 1 4 2 stay'],
    }
    const shown = async (window: string) =>
      (await house.edition(window))?.rows.map((row) =>
        [row.rank, row.item, row.previousRank ?? '-', row.peakRank, row.weeksOnChart, row.streak, row.entry].join(' '),
      )
    for (const [window, lines] of Object.entries(expected)) expect(await shown(window), window).toEqual(lines)
    expect(await house.edition('2026-02-01')).toBeUndefined()

    // A late event in the first week moves what comes after it.
    await house.take(views(0, { e: 100 }))
    expect(await shown('2026-01-11')).toEqual(['1 e - 1 1 1 new', '2 a - 2 1 1 new', '3 b - 3 1 1 new'])
    expect(await shown('2026-01-25')).toContain('2 c - 2 1 1 new')
    expect(await shown('2026-02-15')).toContain('1 e 3 1 3 2 stay')
    // The second week's ranks have another history; the rank alone did not change.
    expect(await shown('2026-01-18')).toContain('1 b 3 1 2 2 stay')
  })

  it('are looked at again after a publication that was cut off, the same house going on', async () => {
    house.at('2026-03-01T00:00:00Z')
    await house.declare(chart({ length: 1 }))
    await house.take([...FILMS, ...views(0, { a: 5 }), ...views(1, { a: 5 }), ...views(2, { b: 5 })])
    await house.house.append(views(0, { b: 9 }))
    const { store } = house.house
    const insert = store.insert.bind(store)
    const cut = vi.spyOn(store, 'insert').mockImplementation(async (table, lines) => {
      if (table === 'edition_rows') throw new Failure('engine', 'the engine stopped')
      return insert(table, lines)
    })
    await expect(house.house.catchUp('late')).rejects.toMatchObject({ code: 'engine' })
    cut.mockRestore()
    await house.house.catchUp('late')
    expect((await house.edition('2026-01-18'))?.rows).toMatchObject([{ item: 'a', entry: 'new' }])
    expect((await house.edition('2026-01-25'))?.rows).toMatchObject([{ item: 'b', entry: 're-entry', weeksOnChart: 2 }])
    const before = await house.digests()
    await house.rebuild()
    expect(await house.digests()).toEqual(before)
  })
})

it.each([{ order: ['a', 'b', 'c', 'd'] }, { order: ['d', 'c', 'b', 'a'] }])(
  'ties stand in the order of their ids, or share a rank, whatever came first: $order',
  async ({ order }) => {
    house.at('2026-03-01T00:00:00Z')
    await house.declare(chart({ length: 3 }), chart({ id: 'shared', length: 3, ties: 'shared' }))
    await house.take(FILMS)
    const [first = '', ...others] = order
    const sent = (item: string) => views(0, { [item]: item === 'd' ? 8 : 5 })
    await house.take(sent(first))
    await house.take(others.flatMap(sent))
    expect(await house.lines('2026-01-11')).toEqual(['1 d', '2 a', '3 b'])
    expect(await house.lines('2026-01-11', 'world', 'shared')).toEqual(['1 d', '2 a', '2 b'])
  },
)

describe('a season', () => {
  const HOUR = 3_600_000
  const season = [
    itemEvent({ id: 's', kind: 'season', title: 'S' }),
    ...[0, 1, 2].map((n) =>
      itemEvent({
        id: `s-e${n}`,
        kind: 'episode',
        title: `E${n}`,
        parent: 's',
        runtimeMs: HOUR,
        published: new Date(inWeek(n)).toISOString(),
      }),
    ),
    itemEvent({ id: 'f', kind: 'film', title: 'F', runtimeMs: HOUR }),
  ]
  const watched = (week: number, item: string, hours: number, viewer = 1) =>
    event({ at: inWeek(week, 13), kind: 'watch', item, value: HOUR, weight: hours, viewer })
  const seasons = chart({
    filter: { kinds: ['season', 'film'] },
    methods: [{ version: 1, measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 1 }],
  })

  it('counts its episodes, and is as long as those that were out at the end of the week', async () => {
    house.at('2026-03-01T00:00:00Z')
    await house.declare(seasons)
    await house.take([
      ...season,
      ...[0, 1, 2].flatMap((week) => [watched(week, 'f', 5), watched(week, 's-e0', 6), watched(week, `s-e${week}`, 3)]),
    ])
    const shown = async (window: string) =>
      (await house.edition(window))?.rows.map(({ item, views, hours, runtimeMs }) => ({
        item,
        views,
        hours,
        runtimeMs,
      }))
    const f = { item: 'f', views: 5, hours: 5, runtimeMs: HOUR }
    expect(await shown('2026-01-11')).toEqual([{ item: 's', views: 9, hours: 9, runtimeMs: HOUR }, f])
    expect(await shown('2026-01-18')).toEqual([f, { item: 's', views: 5, hours: 9, runtimeMs: 2 * HOUR }])
    expect(await shown('2026-01-25')).toEqual([f, { item: 's', views: 3, hours: 9, runtimeMs: 3 * HOUR }])
  })

  it('counts a viewer of two episodes once a day', async () => {
    house.at('2026-03-01T00:00:00Z')
    await house.declare(
      chart({
        filter: { kinds: ['season', 'film'] },
        methods: [{ version: 1, measure: 'viewers', formula: 'counted' }],
      }),
    )
    await house.take([
      ...season,
      watched(0, 's-e0', 1, 1),
      watched(0, 's-e1', 1, 1),
      watched(0, 's-e1', 1, 2),
      { ...watched(0, 's-e1', 1, 1), at: (inWeek(0) + DAY_MS) as Event['at'] },
      watched(0, 'f', 1, 1),
    ])
    const rows = (await house.edition('2026-01-11'))?.rows
    expect(rows?.map(({ item, viewers }) => [item, viewers])).toEqual([
      ['s', 3],
      ['f', 1],
    ])
  })

  it('is ranked again in every week that it was on when a running time is corrected', async () => {
    house.at('2026-03-01T00:00:00Z')
    await house.declare(seasons)
    await house.take([...season, watched(0, 'f', 5), watched(0, 's-e0', 6), watched(1, 'f', 1)])
    await house.take([
      itemEvent({ id: 's-e0', kind: 'episode', title: 'E0', parent: 's', runtimeMs: 2 * HOUR }, '2025-02-01'),
    ])
    expect(await house.lines('2026-01-11')).toEqual(['1 f', '2 s'])
    expect(await house.edition('2026-01-11')).toMatchObject({ state: 'restated' })
    // Its lines are the same; where the film stood the week before is not.
    expect((await house.edition('2026-01-18'))?.rows).toMatchObject([{ item: 'f', rank: 1, previousRank: 1 }])
  })

  it('is ranked again where an episode that nobody watched leaves it: it is shorter by that one', async () => {
    house.at('2026-03-01T00:00:00Z')
    await house.declare(seasons)
    await house.take([...season, watched(1, 's-e0', 6)])
    expect((await house.edition('2026-01-18'))?.rows).toMatchObject([{ item: 's', views: 3 }])
    await house.take([itemEvent({ id: 's-e1', kind: 'episode', title: 'E1', parent: 't' }, '2026-02-20')])
    expect((await house.edition('2026-01-18'))?.rows).toMatchObject([{ item: 's', views: 6 }])
  })
})

it('an unknown country counts in the world alone', async () => {
  await house.declare(chart())
  await house.take([...FILMS, ...views(0, { a: 1 }), ...views(0, { b: 2 }, 'ZZ')])
  expect(await house.lines('2026-01-11')).toEqual(['1 b', '2 a'])
  expect(await house.lines('2026-01-11', 'GB')).toEqual(['1 a'])
  expect(await house.edition('2026-01-11', 'ZZ')).toBeUndefined()
})

it('an item that is not in the catalogue is counted, is on no chart, and is told of', async () => {
  await house.declare(chart())
  await house.take([...FILMS, ...views(0, { a: 1, 'nobody-knows': 9, 'nor-this': 3 })])
  expect(await house.lines('2026-01-11')).toEqual(['1 a'])
  const { days } = (await rollups(house)) as { days: { item: string; region: string; views: string }[] }
  expect(days.find(({ item, region }) => item === 'nobody-knows' && region === 'world')?.views).toBe('9')
  const health = await healthOf(house.house, house.house.log.directory)
  expect(health).toMatchObject({ ok: true, notInCatalogue: ['nobody-knows', 'nor-this'] })
  await house.take([film('nor-this')])
  expect(await house.lines('2026-01-11')).toEqual(['1 nor-this', '2 a'])
})

it('a chart whose spec changes is published again', async () => {
  house.at('2026-03-01T00:00:00Z')
  await house.declare(chart({ length: 1 }))
  await house.take([...FILMS, ...views(0, { a: 2, b: 1 }), event({ at: inWeek(0), kind: 'sale', item: 'b', value: 9 })])
  expect(await house.lines('2026-01-11')).toEqual(['1 a'])
  await house.declare(chart({ length: 2 }))
  expect(await house.lines('2026-01-11')).toEqual(['1 a', '2 b'])
  await house.declare(chart({ length: 2, methods: [{ version: 2, measure: 'sales', formula: 'counted' }] }))
  expect(await house.lines('2026-01-11')).toEqual(['1 b'])
  expect(await house.edition('2026-01-11')).toMatchObject({
    revision: 3,
    state: 'restated',
    reason: 'the chart is counted by another rule',
    method: { version: 2 },
  })
  // No sale is known from Britain.
  expect(await house.edition('2026-01-11', 'GB')).toMatchObject({ rows: [], method: { version: 2 } })
})

describe('windows', () => {
  const week = { kind: 'week', startsOn: 'monday', timeZone: 'UTC' } as const

  it('of the first days count each item from the day it came out, and no longer', async () => {
    house.at('2026-06-01T00:00:00Z')
    await house.declare(chart({ window: { kind: 'first', days: 91, issued: week } }))
    const on = (day: number, item: string, weight: number) =>
      event({ at: Date.UTC(2026, 0, 5) + day * DAY_MS, item, weight, country: 'GB' })
    await house.take([
      film('a', { published: '2026-01-05T18:00:00Z' }),
      film('b', { published: '2026-01-12' }),
      film('undated'),
      ...[on(-1, 'a', 100), on(0, 'a', 1), on(90, 'a', 2), on(91, 'a', 100)],
      ...[on(7, 'b', 4), on(97, 'b', 8), on(98, 'b', 100)],
      on(1, 'undated', 50),
    ])
    const shown = async (window: string) =>
      (await house.edition(window))?.rows.map(({ item, views }) => `${item} ${views}`)
    expect(await shown('2026-01-11')).toEqual(['a 1'])
    expect(await shown('2026-01-18')).toEqual(['b 4', 'a 1'])
    expect(await shown('2026-04-05')).toEqual(['b 4', 'a 3'])
    expect(await shown('2026-04-12')).toEqual(['b 12', 'a 3'])
  })

  it('of all time add up, and a late event moves every later one even where its own week stays', async () => {
    house.at('2026-03-01T00:00:00Z')
    await house.declare(chart({ length: 1, window: { kind: 'all', issued: week } }))
    await house.take([...FILMS, ...views(0, { a: 10, b: 1 }), ...views(1, { b: 8 })])
    const shown = async (window: string) =>
      (await house.edition(window))?.rows.map(({ item, views }) => `${item} ${views}`)
    expect([await shown('2026-01-11'), await shown('2026-01-18')]).toEqual([['a 10'], ['a 10']])
    await house.take(views(0, { b: 5 }))
    expect([await shown('2026-01-11'), await shown('2026-01-18')]).toEqual([['a 10'], ['b 14']])
    const before = await house.digests()
    await house.rebuild()
    expect(await house.digests()).toEqual(before)
  })

  it('of days and months are named by their last day', async () => {
    house.at('2026-03-01T00:00:00Z')
    await house.declare(
      chart({ id: 'day', window: { kind: 'day', timeZone: 'America/New_York' } }),
      chart({ id: 'month', window: { kind: 'month', timeZone: 'Europe/Berlin' } }),
    )
    const at = (text: string, item: string) => event({ at: text, item, country: 'DE' })
    await house.take([
      ...FILMS,
      at('2026-02-01T04:59:59.999Z', 'a'),
      at('2026-02-01T05:00:00Z', 'b'),
      at('2026-01-31T23:00:00Z', 'c'),
    ])
    expect(await house.lines('2026-01-31', 'world', 'day')).toEqual(['1 a', '2 c'])
    expect(await house.lines('2026-02-01', 'world', 'day')).toEqual(['1 b'])
    expect(await house.edition('2026-01-31', 'world', 'month')).toBeUndefined()
    expect(await house.lines('2026-02-28', 'world', 'month')).toEqual(['1 a', '2 b', '3 c'])
  })
})

it('says in how many of the measured countries an item charted', async () => {
  await house.declare(chart({ length: 1 }))
  await house.take([
    ...FILMS,
    ...views(0, { a: 2, b: 1 }, 'GB'),
    ...views(0, { a: 2, b: 1 }, 'FR'),
    ...views(0, { b: 2 }, 'DE'),
    ...views(1, { a: 2 }, 'DE'),
  ])
  const of = async (item: string) => {
    const { charted, measured, countries } = await chartedAnswer(house.house, item as ItemId)
    return { charted, measured, weeks: countries.map(({ country, weeks }) => `${country} ${weeks}`) }
  }
  expect(await of('a')).toEqual({ charted: 3, measured: 3, weeks: ['DE 1', 'FR 1', 'GB 1'] })
  expect(await of('b')).toEqual({ charted: 1, measured: 3, weeks: ['DE 1'] })
  expect(await of('c')).toEqual({ charted: 0, measured: 3, weeks: [] })

  const inEdition = async (week: string) => {
    const edition = await findEdition(house.house, house.house.charts[0] as ChartSpec, 'world', week)
    if (!edition.ok) throw new Error(week)
    const { rows, measured } = edition.value
    return { measured, rows: rows.map(({ item, countriesCharted }) => `${item} ${countriesCharted}`) }
  }
  expect(await inEdition('2026-01-11')).toEqual({ measured: 3, rows: ['a 2'] })
  expect(await inEdition('2026-01-18')).toEqual({ measured: 1, rows: ['a 1'] })
  await house.take(views(1, { a: 1 }, 'FR'))
  expect(await inEdition('2026-01-18')).toEqual({ measured: 2, rows: ['a 2'] })
})
