import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EventFields, event, seeded, shuffled, TestHouse } from '../../test/house.ts'
import { Catalogue } from '../domain/catalogue.ts'
import { DEFAULT_SITE, type Event, type SiteId } from '../domain/event.ts'
import type { Item, ItemId } from '../domain/item.ts'
import { instant } from '../domain/time.ts'
import type { Votes } from '../domain/votes.ts'
import { eachOnce } from './plain.ts'
import { countVotes } from './plain-registers.ts'
import { readVotes, type VotesQuestion } from './registers.ts'

let house: TestHouse
/** All that was taken in. */
let sent: Event[]
beforeEach(async () => {
  house = await TestHouse.open('2026-02-01T00:00:00Z')
  sent = []
})
afterEach(() => house.close())

const AT = '2026-01-05T10:20:00Z'
const later = (ms: number): number => Date.parse(AT) + ms

/** A rating of five stars by Ada, if nothing else is said. */
const rating = (fields: Partial<EventFields> = {}): Event =>
  event({ at: AT, kind: 'rate', value: 5, subject: 'ada', item: 'a', ...fields })

async function take(...events: readonly Event[]): Promise<void> {
  sent.push(...events)
  await house.take(events)
}

/** Votes by item, kind and value, by both folds, which must agree. */
async function votes(question: Partial<VotesQuestion> = {}): Promise<Readonly<Record<string, number>>> {
  const held = await readVotes(house.house.store, { site: DEFAULT_SITE, ...question })
  const { items, before, viewedIn } = question
  const counted = countVotes(eachOnce(sent, DEFAULT_SITE), { before, viewedIn })
  expect(shown(held)).toEqual(shown(new Map([...counted].filter(([item]) => items?.includes(item) ?? true))))
  return shown(held)
}

const shown = (all: ReadonlyMap<ItemId, Votes>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...all].flatMap(([item, each]) =>
      Object.entries(each).flatMap(([kind, counts]) =>
        counts.flatMap((count, value) => (count === 0n ? [] : [[`${item} ${kind} ${value}`, Number(count)]])),
      ),
    ),
  )

describe('of what a subject said of an item', () => {
  it('the highest revision holds, then the latest time, then the highest id by its text', async () => {
    await take(rating({ value: 1, body: 'rev=2' }), rating({ value: 2, at: later(5000), body: 'rev=1' }))
    expect(await votes()).toEqual({ 'a rate 1': 1 })
    await take(rating({ value: 3, at: later(-3_600_000), body: 'rev=10' }))
    expect(await votes()).toEqual({ 'a rate 3': 1 })
    await take(rating({ value: 4, at: later(-3_599_000), body: 'rev=10' }))
    expect(await votes()).toEqual({ 'a rate 4': 1 })
    // The engine's own order of UUIDs looks at their second half first.
    const ids = ['10000000-0000-4000-8000-000000000001', '00000000-0000-4000-9000-000000000002']
    for (const id of ids) await take({ ...rating({ value: 5, item: 'b', body: 'rev=7' }), id: id as Event['id'] })
    await take({ ...rating({ value: 2, item: 'b', body: 'rev=7' }), id: ids[0] as Event['id'], at: instant(later(1)) })
    await take({ ...rating({ value: 1, item: 'b', body: 'rev=7' }), id: ids[1] as Event['id'], at: instant(later(1)) })
    expect(await votes()).toEqual({ 'a rate 4': 1, 'b rate 2': 1 })
  })

  it('taking back is exact: it is as if nothing had been said', async () => {
    await take(rating(), rating({ subject: 'ben', value: 4 }), rating({ kind: 'like', value: 1 }))
    await take(rating({ value: 0, at: later(1) }), rating({ kind: 'like', value: 0, at: later(1) }))
    expect(await votes()).toEqual({ 'a rate 4': 1 })
    await take(rating({ value: 2, at: later(2) }))
    expect(await votes()).toEqual({ 'a rate 4': 1, 'a rate 2': 1 })
  })

  it('kinds, items, subjects and sites do not mix', async () => {
    const kinds = ['like', 'follow', 'rate', 'helpful'] as const
    await take(
      ...kinds.flatMap((kind) => ['a', 'b'].map((item) => rating({ kind, item, value: 1 }))),
      rating({ subject: 'ben' }),
      { ...rating({ value: 3, at: later(9) }), site: 'comics' as SiteId },
    )
    expect(await votes()).toEqual({
      ...{ 'a like 1': 1, 'a follow 1': 1, 'a rate 1': 1, 'a helpful 1': 1, 'a rate 5': 1 },
      ...{ 'b like 1': 1, 'b follow 1': 1, 'b rate 1': 1, 'b helpful 1': 1 },
    })
    expect(await votes({ items: ['b', 'unknown'] as ItemId[] })).toEqual({
      ...{ 'b like 1': 1, 'b follow 1': 1, 'b rate 1': 1, 'b helpful 1': 1 },
    })
    expect(shown(await readVotes(house.house.store, { site: 'comics' as SiteId }))).toEqual({ 'a rate 3': 1 })
    expect(await votes({ items: [] })).toEqual({})
  })

  it('a copy changes nothing, and of two contents of one identity the same one counts in any order', async () => {
    const rivals = [rating({ id: 1, value: 4 }), rating({ id: 1, value: 3 }), rating({ id: 1, value: 5 })]
    for (const [n, order] of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ].entries())
      for (const index of order)
        await take({ ...(rivals[index] as Event), item: `i${n}` as ItemId, at: instant(later(n)) })
    await take(...sent)
    expect(await votes()).toEqual({ 'i0 rate 3': 1, 'i1 rate 3': 1, 'i2 rate 3': 1 })
  })
})

it('a baseline adds as many as it stands for, beside those who are known', async () => {
  await take(
    rating({ subject: '', value: 4, weight: 40 }),
    rating({ subject: '', value: 4, weight: 1 }),
    rating({ subject: '', value: 5, weight: 100_000_000_000 }),
    rating({ subject: '', value: 4, weight: 6, at: later(3_600_000) }),
    rating(),
    rating({ value: 4, at: later(1) }),
  )
  expect(await votes()).toEqual({ 'a rate 4': 48, 'a rate 5': 100_000_000_000 })
})

it('as of an instant is as of the quarter of an hour that it is in', async () => {
  await take(
    rating({ value: 1, at: '2026-01-05T09:00:00Z' }),
    rating({ value: 2, at: '2026-01-05T10:14:59.999Z' }),
    rating({ value: 3, at: '2026-01-05T10:15:00Z' }),
    rating({ subject: '', value: 5, weight: 9, at: '2026-01-05T10:30:00Z' }),
  )
  const asOf = (at: string) => votes({ before: instant(Date.parse(at)) })
  expect(await asOf('2026-01-05T09:00:00Z')).toEqual({})
  expect(await asOf('2026-01-05T09:15:00Z')).toEqual({ 'a rate 1': 1 })
  expect(await asOf('2026-01-05T10:15:00Z')).toEqual({ 'a rate 2': 1 })
  expect(await asOf('2026-01-05T10:30:00Z')).toEqual({ 'a rate 3': 1 })
  const inside = await readVotes(house.house.store, { site: DEFAULT_SITE, before: instant(later(9 * 60_000)) })
  expect(shown(inside)).toEqual({ 'a rate 2': 1 })
  expect(await asOf('2026-01-05T10:45:00Z')).toEqual({ 'a rate 3': 1, 'a rate 5': 9 })
})

describe('where a vote needs a view', () => {
  const viewedIn = new Catalogue([
    { id: 'a', kind: 'show', title: 'a' },
    { id: 'a1', kind: 'season', title: 'a1', parent: 'a' },
    { id: 'a1e1', kind: 'episode', title: 'a1e1', parent: 'a1' },
  ] as unknown as readonly Item[])

  it('it counts if its viewer has viewed or watched the item, or one below it, on that UTC day', async () => {
    await take(
      event({ at: '2026-01-05T23:59:59Z', item: 'a1e1', viewer: 1 }),
      event({ at: '2026-01-05T01:00:00Z', item: 'b', viewer: 2, kind: 'watch' }),
      event({ at: '2026-01-04T23:59:59Z', item: 'a', viewer: 3 }),
      event({ at: AT, item: 'a', viewer: 4, kind: 'open' }),
      event({ at: AT, item: 'a', viewer: 0 }),
      ...['ada', 'ben', 'cy', 'dee', 'eve'].map((subject, i) => rating({ subject, viewer: (i + 1) % 5, value: i + 1 })),
      rating({ item: 'a1', viewer: 1 }),
      rating({ item: 'b', viewer: 2 }),
      rating({ item: 'b', viewer: 1, subject: 'ben' }),
      rating({ subject: '', value: 2, weight: 7 }),
    )
    expect(await votes({ viewedIn })).toEqual({ 'a rate 1': 1, 'a rate 2': 7, 'a1 rate 5': 1, 'b rate 5': 1 })
    expect(await votes({ viewedIn, items: ['a1', 'b'] as ItemId[] })).toEqual({ 'a1 rate 5': 1, 'b rate 5': 1 })
    // The viewer of a1e1 came at the end of the day.
    const before = instant(Date.parse('2026-01-05T23:45:00Z'))
    expect(await votes({ viewedIn, before })).toEqual({ 'a rate 2': 7, 'b rate 5': 1 })
  })

  it('what holds is found first: taking back needs no view, and a vote changed without one counts no more', async () => {
    await take(event({ at: AT, item: 'a', viewer: 1 }), rating({ viewer: 1 }), rating({ viewer: 1, subject: 'ben' }))
    expect(await votes({ viewedIn })).toEqual({ 'a rate 5': 2 })
    await take(rating({ viewer: 9, value: 0, at: later(86_400_000) }))
    expect(await votes({ viewedIn })).toEqual({ 'a rate 5': 1 })
    await take(rating({ viewer: 9, value: 4, subject: 'ben', at: later(86_400_000) }))
    expect(await votes({ viewedIn })).toEqual({})
  })
})

it('an hour in slices holds what it holds whole, while it goes on', async () => {
  const sliced = await TestHouse.open('2026-02-01T00:00:00Z', { wholeEventsMax: 30 })
  try {
    const random = seeded(3)
    const upTo = (n: number) => Math.floor(random() * n)
    const some = (): Event[] =>
      Array.from({ length: 120 }, () =>
        rating({
          at: Date.parse('2026-01-05T10:00:00Z') + upTo(3600) * 1000,
          value: upTo(6),
          item: `i${upTo(5)}`,
          subject: `s${upTo(4)}`,
          body: upTo(3) === 0 ? `rev=${upTo(3)}` : '',
        }),
      )
    for (let round = 0; round < 4; round++) {
      const events = some()
      await take(...events)
      await sliced.take(shuffled(events, random))
      expect(shown(await readVotes(sliced.house.store, { site: DEFAULT_SITE }))).toEqual(await votes())
    }
    await sliced.rebuild()
    expect(shown(await readVotes(sliced.house.store, { site: DEFAULT_SITE }))).toEqual(await votes())
    expect(await sliced.rows('SELECT 1 AS one FROM bucket_folds WHERE slice_s = 10 LIMIT 1')).toHaveLength(1)
  } finally {
    await sliced.close()
  }
})
