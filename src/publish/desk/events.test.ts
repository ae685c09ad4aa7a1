import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { event, film, TestHouse } from '../../../test/house.ts'
import type { CountingInput } from '../../domain/counting.ts'
import { parseCounting } from '../../domain/counting.ts'
import type { Event } from '../../domain/event.ts'
import { eventLine } from '../../domain/event-line.ts'
import type { Living } from '../pulse.ts'
import { type EventsQuestion, eventsOfId, newestEvents } from './events.ts'

const AT = '2026-01-05T10:20:00Z'
const secondsOn = (seconds: number) => Date.parse(AT) + seconds * 1000

let house: TestHouse
beforeAll(async () => {
  house = await TestHouse.open('2026-01-05T12:00:00Z')
  await house.take(MIXED)
})
afterAll(() => house.close())

const newest = async (question: EventsQuestion = {}) => {
  const { events } = await newestEvents(house.house, question)
  return events.map((each) => `${each.event.item} ${each.fate}`)
}

async function count(input: CountingInput): Promise<void> {
  const counting = parseCounting(input)
  if (!counting.ok) throw new Error('the counting is sound')
  await house.house.declareCounting([counting.value])
  await house.house.catchUp('counted otherwise')
}

/** Each fate, as what it is and how often the books have it. */
async function books(): Promise<Record<string, number>> {
  const [row] = await house.rows<Record<string, string>>(
    'SELECT sum(counted) AS counted, sum(duplicates) AS duplicate, sum(conflicts) AS conflict, sum(late) AS late, sum(bot) AS bot, sum(data_centre) AS `data-centre`, sum(prefetch) AS prefetch, sum(automation) AS automation, sum(capped) AS capped FROM bucket_folds',
  )
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)]))
}

async function fates(): Promise<Record<string, number>> {
  const told: Record<string, number> = Object.fromEntries(Object.keys(await books()).map((name) => [name, 0]))
  for (const { fate } of (await newestEvents(house.house, {})).events) told[fate] = (told[fate] ?? 0) + 1
  return told
}

const MIXED: readonly Event[] = [
  film('a'),
  event({ id: 1, at: AT, item: 'plain' }),
  event({ id: 2, at: AT, item: 'twice' }),
  event({ id: 2, at: AT, item: 'twice' }),
  event({ id: 3, at: AT, item: 'rival', country: 'GB' }),
  event({ id: 3, at: AT, item: 'rival', country: 'FR' }),
  event({ id: 4, at: AT, item: 'robot', body: 'agent=isbot:crawler' }),
  event({ id: 5, at: AT, item: 'cloud', body: 'net=some-cloud' }),
  event({ id: 6, at: AT, item: 'fetched', body: 'prefetch=1' }),
  event({ id: 7, at: AT, item: 'driven', body: 'auto=1' }),
  event({ id: 8, at: AT, item: 'late', kind: 'late', body: '{}' }),
  event({ id: 9, at: secondsOn(0), item: 'seen', viewer: 5 }),
  event({ id: 10, at: secondsOn(20), item: 'seen', viewer: 5 }),
]

describe('the newest events', () => {
  test('stand in the order in which they came, each with what became of it', async () => {
    expect(await newest()).toEqual([
      'seen counted',
      'seen counted',
      'late late',
      'driven automation',
      'fetched prefetch',
      'cloud data-centre',
      'robot bot',
      'rival counted',
      'rival conflict',
      'twice duplicate',
      'twice counted',
      'plain counted',
      'a counted',
    ])
  })

  test.each(['plain', 'refresh-proof', 'viewer-hour', 'viewer-day'] as const)(
    'become what the books have them as, by the rule %s',
    async (rule) => {
      await count({ views: { rule } })
      expect(await fates()).toEqual(await books())
      expect((await fates()).capped).toBe(rule === 'plain' ? 0 : 1)
    },
  )

  test('are those of a site, kind, item and fate, where they are named', async () => {
    expect(await newest({ item: 'rival' })).toEqual(['rival counted', 'rival conflict'])
    expect(await newest({ fate: 'bot' })).toEqual(['robot bot'])
    expect(await newest({ kind: 'item' })).toEqual(['a counted'])
    expect(await newest({ site: 'another' as never })).toEqual([])
    expect(await newest({ item: 'seen', fate: 'late' })).toEqual([])
  })

  test('go on page by page, each once, and into the segments before', async () => {
    const items = Array.from({ length: 120 }, (_, i) => `film-${i}`)
    await house.take(items.map((item) => event({ at: AT, item })))
    // As if a segment had just begun: all that is there lies in the one before.
    const { name, store, directory, logged, isBehind } = house.house
    const countingOf = house.house.countingOf.bind(house.house)
    const begun = { name, store, directory, logged, isBehind, countingOf, loaded: { segment: 2, offset: 0 } }
    const read: string[] = []
    let question: EventsQuestion = {}
    for (;;) {
      const { events, before } = await newestEvents(begun as unknown as Living, question)
      expect(events.length).toBeLessThanOrEqual(50)
      read.push(...events.map((each) => each.event.item))
      if (!before) break
      question = { before }
    }
    expect(read.slice(0, 120)).toEqual(items.toReversed())
    expect(read.at(-1)).toBe('a')
  })
})

describe('one event', () => {
  test('is found by its id alone, with its line as the log has it', async () => {
    const [, , twice] = MIXED as [Event, Event, Event]
    const found = await eventsOfId(house.house, twice.id)
    expect(found.map(({ fate, event }) => [fate, event.segment, event.offset])).toEqual([
      ['counted', 1, 2],
      ['duplicate', 1, 3],
    ])
    expect(found[0]?.line).toBe(`${house.house.name}\t1\t2\t${eventLine(twice)}`)
  })

  test('is found where it is said to be, and by the time in its id; one that never came is not', async () => {
    const v7 = { ...event({ at: AT, item: 'seventh' }), id: '019b8db7-4e00-7000-8000-000000000001' as never }
    await house.take([v7])
    const [, plain] = MIXED as [Event, Event]
    expect(await eventsOfId(house.house, plain.id, plain.at)).toHaveLength(1)
    expect((await eventsOfId(house.house, v7.id)).map(({ event }) => event.item)).toEqual(['seventh'])
    expect(await eventsOfId(house.house, '019b8db7-4e00-7000-8000-000000000002')).toEqual([])
  })
})
