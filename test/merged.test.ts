// Items that turn out to be one, in a real house: what was counted for the one is the other's, final editions wait for a
// reason, and a later word takes it back.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_SITE } from '../src/domain/event.ts'
import type { ItemId } from '../src/domain/item.ts'
import { CounterReader } from '../src/publish/counter-reader.ts'
import { editItem, findDeskItem, mergeItems, separateItem } from '../src/publish/desk/catalogue.ts'
import { proposalsOf, restate } from '../src/publish/desk/restatements.ts'
import { listAnswer } from '../src/publish/lists.ts'
import { reactionsOf } from '../src/publish/reactions.ts'
import { findInCatalogue } from '../src/publish/search.ts'
import { titleAnswer } from '../src/publish/titles.ts'
import { readForVerification, verifyChart } from '../src/publish/verify.ts'
import { verifyRegisters } from '../src/publish/verify-registers.ts'
import { chart, event, FILMS, inWeek, itemEvent, TestHouse, views } from './house.ts'

const WHY = 'b is a, entered twice'
const [FIRST, SECOND, THIRD] = ['2026-01-11', '2026-01-18', '2026-01-25']
const id = (text: string) => text as ItemId

let house: TestHouse
beforeEach(async () => {
  house = await TestHouse.open('2026-01-22T00:00:00Z')
})
afterEach(() => house.close())

const merge = (item: string, into: string, why = WHY) => mergeItems(house.house, DEFAULT_SITE, id(item), id(into), why)
const revision = async (window: string) => (await house.edition(window))?.revision

async function restateAll(reason = WHY) {
  const proposals = await proposalsOf(house.house)
  return restate(
    house.house,
    proposals.map(({ chart, key }) => ({ chart: chart.id, key })),
    reason,
  )
}

/** Whether each edition is what the second fold counts. */
async function verified(chartId = 'films'): Promise<unknown> {
  const spec = house.house.charts.find((each) => each.id === chartId)
  if (!spec) throw new Error(`${chartId} is declared`)
  const { compared, differing } = await verifyChart(
    house.house,
    await readForVerification(house.house.log.directory),
    spec,
  )
  expect(compared).toBeGreaterThan(0)
  return differing
}

async function twoWeeks(): Promise<void> {
  await house.declare(chart({ regions: { world: true, countries: 'none' } }))
  await house.take([
    ...FILMS,
    ...views(0, { a: 5, b: 4, c: 8 }),
    ...views(1, { b: 7, c: 3 }),
    ...views(2, { a: 1, b: 1, c: 1 }),
  ])
}

describe('charts', () => {
  beforeEach(twoWeeks)

  it('the running edition follows a merge at once, and final ones stand until they are restated with a reason', async () => {
    expect(await house.lines(FIRST)).toEqual(['1 c', '2 a', '3 b'])
    expect((await merge('b', 'a')).ok).toBe(true)
    expect(await house.lines(THIRD)).toEqual(['1 a', '2 c'])
    expect([await house.lines(FIRST), await revision(FIRST)]).toEqual([['1 c', '2 a', '3 b'], 1])
    await house.house.catchUp('events that came in late')
    expect(await revision(FIRST)).toBe(1)
    // What runs goes by the final editions as they stand.
    const running = async () => (await house.edition(THIRD))?.rows[0]
    expect(await running()).toMatchObject({ item: 'a', previousRank: null, weeksOnChart: 2 })

    const [proposal] = await proposalsOf(house.house)
    expect(proposal?.waiting.map(({ window, reason }) => [window, reason])).toEqual([
      [FIRST, WHY],
      [SECOND, WHY],
    ])
    expect(proposal?.editions[0]).toMatchObject({
      week: FIRST,
      region: 'world',
      revision: 2,
      changes: {
        lines: [
          { item: 'a', title: 'a', before: { rank: 2, views: 5 }, now: { rank: 1, views: 9 } },
          { item: 'c', before: { rank: 1 }, now: { rank: 2 } },
          { item: 'b', before: { rank: 3, views: 4 }, now: null },
        ],
      },
    })
    expect(await restateAll('one film, entered twice')).toMatchObject({ ok: true })
    expect(await house.lines(FIRST)).toEqual(['1 a', '2 c'])
    expect(await house.edition(SECOND)).toMatchObject({
      revision: 2,
      state: 'restated',
      reason: 'one film, entered twice',
      rows: [{ item: 'a', views: 7, weeksOnChart: 2, previousRank: 1 }, { item: 'c' }],
    })
    expect(await running()).toMatchObject({ item: 'a', previousRank: 1, weeksOnChart: 3 })
    expect(await proposalsOf(house.house)).toEqual([])
    expect(await verified()).toEqual([])
  })

  it('a later word takes it back: what waited waits no more, and what was restated can be restated again', async () => {
    await merge('b', 'a')
    expect((await separateItem(house.house, DEFAULT_SITE, id('b'), 'two films after all')).ok).toBe(true)
    expect(house.house.waiting.all).toEqual([])
    expect([await revision(FIRST), await house.lines(THIRD)]).toEqual([1, ['1 a', '2 b', '3 c']])

    house.at('2026-01-22T00:00:01Z')
    await merge('b', 'a')
    await restateAll()
    house.at('2026-01-22T00:00:02Z')
    await separateItem(house.house, DEFAULT_SITE, id('b'), 'two films after all')
    await restateAll('two films after all')
    expect([await revision(FIRST), await house.lines(FIRST)]).toEqual([3, ['1 c', '2 a', '3 b']])
    expect(await verified()).toEqual([])
    const { history } = (await findDeskItem(house.house, DEFAULT_SITE, id('b'))) ?? { history: [] }
    expect(history.map((each) => (each.kind === 'merge' ? each.merge : each.entry.title))).toEqual([
      { into: null, reason: 'two films after all' },
      { into: 'a', reason: WHY },
      { into: null, reason: 'two films after all' },
      { into: 'a', reason: WHY },
      'b',
    ])
  })

  it('what waits is known to a house that was opened anew, also where the store is made anew', async () => {
    await merge('b', 'a')
    await house.reopen()
    expect(await revision(FIRST)).toBe(1)
    await house.rebuild()
    expect([await revision(FIRST), house.house.waiting.all.map(({ window }) => window)]).toEqual([1, [FIRST, SECOND]])
    await restateAll()
    expect([await revision(FIRST), await verified()]).toEqual([2, []])
  })

  it('a house that fell between a merge and what comes of it lets nothing pass without a reason', async () => {
    await house.house.waiting.propose(WHY)
    await house.house.declareMerge(DEFAULT_SITE, id('b'), { into: id('a'), reason: WHY })
    await house.reopen()
    expect([await revision(FIRST), house.house.waiting.find(chart().id, FIRST as never)?.reason]).toEqual([1, WHY])
    expect(house.house.waiting.proposal).toBeUndefined()
  })

  it('facts that come late into a window that waits wait with it, and nothing is restated but what was shown', async () => {
    await merge('b', 'a')
    const [proposal] = await proposalsOf(house.house)
    await house.take(views(0, { d: 20 }))
    expect(await revision(FIRST)).toBe(1)
    const waiting = house.house.waiting.all.map(({ reason }) => reason)
    expect(waiting).toEqual([`${WHY}; events that came in late`, WHY])
    const ticked = [{ chart: 'films', key: proposal?.key ?? '' }]
    expect(await restate(house.house, ticked, WHY)).toMatchObject({
      ok: false,
      problems: [{ field: 'chart', allowed: expect.stringContaining('look at it again') }],
    })
    expect(await restate(house.house, ticked, ' ')).toMatchObject({ ok: false, problems: [{ field: 'reason' }] })
    expect(await revision(FIRST)).toBe(1)
    await restateAll()
    expect(await house.lines(FIRST)).toEqual(['1 d', '2 a', '3 c'])
  })
})

it('an id that the catalogue does not know can be merged into one that it knows', async () => {
  await house.declare(chart())
  await house.take([...FILMS, ...views(2, { 'film%2Fa': 5, a: 1, b: 3 })])
  expect(await house.lines(THIRD)).toEqual(['1 b', '2 a'])
  expect(await merge('film%2Fa', 'a')).toMatchObject({ ok: true })
  expect(await house.lines(THIRD)).toEqual(['1 a', '2 b'])
  expect(await verified()).toEqual([])
})

it('viewers of both count once a day, ranks of another house are the better one, and first days are those of what stands', async () => {
  const world = { world: true, countries: 'none' } as const
  const first = { kind: 'first', days: 7, issued: { kind: 'week', startsOn: 'monday', timeZone: 'UTC' } } as const
  await house.declare(
    chart({ id: 'viewers', regions: world, methods: [{ version: 1, measure: 'viewers', formula: 'counted' }] }),
    chart({ id: 'ranks', regions: world, methods: [{ version: 1, measure: 'rank', formula: 'published' }] }),
    chart({ id: 'debuts', regions: world, window: first }),
  )
  const film = (name: string, published: string) => itemEvent({ id: name, kind: 'film', title: name, published })
  await house.take([
    film('a', '2026-01-19'),
    film('b', '2025-06-01'),
    film('c', '2025-06-01'),
    ...['a', 'b', 'b', 'c'].map((item, n) => event({ at: inWeek(2, n), item, viewer: n === 2 ? 2 : 1 })),
    ...['b', 'c', 'a'].map((item, n) => event({ at: inWeek(2), item, kind: 'charted', value: n + 3, body: 'ranks' })),
  ])
  await merge('b', 'a')
  const rows = async (chartId: string) => (await house.edition(THIRD, 'world', chartId))?.rows
  expect(await rows('viewers')).toMatchObject([
    { item: 'a', viewers: 2 },
    { item: 'c', viewers: 1 },
  ])
  expect(await rows('ranks')).toMatchObject([
    { item: 'a', rank: 3 },
    { item: 'c', rank: 4 },
  ])
  expect(await rows('debuts')).toMatchObject([{ item: 'a', views: 3 }])
  for (const each of ['viewers', 'ranks', 'debuts']) expect(await verified(each)).toEqual([])
})

describe('everything else', () => {
  const vote = (item: string, subject: string, value: number, hour: number) =>
    event({ at: inWeek(2, hour), kind: 'rate', item, subject, value })

  beforeEach(async () => {
    await house.take([
      ...FILMS,
      ...views(2, { a: 5, b: 4, c: 8 }),
      ...['u', 'v', 'w', 'x'].map((subject) => vote('b', subject, 2, 1)),
      vote('a', 'u', 5, 2),
      vote('a', 'y', 5, 2),
    ])
    await merge('b', 'a')
  })

  it('a counter, a list, a report and a search know one item', async () => {
    const reader = new CounterReader(house.house)
    const { counters } = await reader.answer(['item:a', 'item:b', 'series:b', 'item:c'])
    expect(counters.map(({ views }) => views)).toEqual([9, 9, 9, 8])
    const top = await listAnswer(house.house, {
      id: 'top',
      title: 'Top',
      version: 1,
      length: 5,
      order: { by: 'measure', measure: 'views' },
      filter: { kinds: ['film'] },
    } as never)
    expect(top.lines.map(({ item, value }) => [item, value])).toEqual([
      ['a', 9],
      ['c', 8],
    ])
    expect((await titleAnswer(house.house, id('a'))).totals.starts).toBe(9)
    expect(findInCatalogue(house.house, 'b')).toMatchObject({ ok: true, value: { items: [] } })
  })

  it('who voted on both has one vote, the last, and both folds count so', async () => {
    const all = async () => [...(await reactionsOf(house.house, [id('a'), id('b')], { site: DEFAULT_SITE })).values()]
    const five = { rating: { votes: 5, histogram: [0, 3, 0, 0, 2] } }
    expect(await all()).toMatchObject([five, five])
    expect(
      house.house.counters
        .votesOf(DEFAULT_SITE)
        .of([id('a')])
        .rate.map(Number),
    ).toEqual([0, 0, 3, 0, 0, 2])
    const log = await readForVerification(house.house.log.directory)
    const proof = await verifyRegisters(house.house, log.get(DEFAULT_SITE) ?? [], DEFAULT_SITE)
    expect(proof).toMatchObject({ compared: 4, differing: [] })

    await house.take([vote('b', 'y', 1, 3)])
    expect(await all()).toMatchObject([{ rating: { histogram: [1, 3, 0, 0, 1] } }, {}])
    house.at('2026-01-22T00:00:01Z')
    await separateItem(house.house, DEFAULT_SITE, id('b'), 'two films after all')
    const votes = house.house.counters.votesOf(DEFAULT_SITE)
    expect(votes.of([id('b')]).rate.map(Number)).toEqual([0, 1, 4, 0, 0, 0])
    expect(votes.of([id('a')]).rate.map(Number)).toEqual([0, 0, 0, 0, 0, 2])
  })

  it("what can't be one, or one below the other, is refused, and so is a reason in two lines", async () => {
    await house.take([itemEvent({ id: 'show', kind: 'show', title: 'Show' })])
    const refusals: string[] = []
    for (const names of ['a a', 'b c', 'c b', 'c nobody', 'c show']) {
      const [item = '', into = ''] = names.split(' ')
      const merged = await merge(item, into)
      refusals.push(`${names}: ${merged.ok ? 'merged' : merged.problems[0]?.allowed}`)
    }
    expect(refusals).toEqual([
      'a a: another item',
      'b c: nothing: b is merged into a already',
      'c b: an item that stands for itself, such as a',
      'c nobody: an item of the catalogue',
      'c show: an item of the same kind: film',
    ])
    expect(await merge('c', 'd', 'two\nlines')).toMatchObject({ ok: false, problems: [{ field: 'reason' }] })
    // An item goes below none that is below it.
    const entry = (name: string, parent?: string) => ({
      id: name,
      kind: 'show',
      title: name,
      ...(parent && { parent }),
    })
    await house.take([itemEvent(entry('up') as never), itemEvent(entry('down', 'up') as never)])
    expect(await editItem(house.house, DEFAULT_SITE, entry('up', 'down'), '')).toMatchObject({
      ok: false,
      problems: [{ field: 'parent' }],
    })
  })
})
