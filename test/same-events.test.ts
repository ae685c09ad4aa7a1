// The one promise above all: what is published depends on the set of events alone.
import { describe, expect, it } from 'vitest'
import type { Event } from '../src/domain/event.ts'
import { DAY_MS } from '../src/domain/time.ts'
import { chart, event, FILMS, inWeek, rollups, seeded, shuffled, TestHouse, views } from './house.ts'

const charts = [
  chart({ ties: 'shared' }),
  chart({ id: 'viewers', methods: [{ version: 1, measure: 'viewers', formula: 'counted' }] }),
]

/** Two weeks in three countries, with ties, viewers seen again, and one identity with three contents. */
function manyEvents(random: () => number): readonly Event[] {
  const anything = Array.from({ length: 60 }, () =>
    event({
      at: inWeek(0, 0) + Math.floor(random() * 14) * DAY_MS,
      item: 'abcde'.charAt(Math.floor(random() * 5)),
      country: ['GB', 'FR', 'DE'][Math.floor(random() * 3)] ?? 'GB',
      viewer: 1 + Math.floor(random() * 5),
      weight: 1 + Math.floor(random() * 3),
    }),
  )
  const conflicts = ['b', 'a', 'c'].map((item) => event({ id: 9, at: inWeek(1), item, weight: 40, country: 'GB' }))
  return [...FILMS, ...views(0, { a: 7, b: 7, c: 7 }, 'FR'), ...anything, ...conflicts]
}

/** A house in a week that is open: it gets the events in so many batches, and then the weeks are sealed. */
async function countedFrom(sent: readonly Event[], batches: number): Promise<{ digests: object; rollups: unknown }> {
  const house = await TestHouse.open('2026-01-10T00:00:00Z')
  try {
    await house.house.declareCharts(charts)
    const size = Math.ceil(sent.length / batches)
    for (let from = 0; from < sent.length; from += size) {
      if (from > 0) await house.take([])
      await house.append(sent.slice(from, from + size))
    }
    house.at('2026-03-01T00:00:00Z')
    await house.take([])
    const { books: _, ...counted } = (await rollups(house)) as { books: unknown }
    return { digests: await house.digests(), rollups: counted }
  } finally {
    await house.close()
  }
}

describe('the same events', () => {
  it('give byte-identical editions and roll-ups in any order, in any batches, and sent any number of times', async () => {
    const random = seeded(20)
    const events = manyEvents(random)
    const first = await countedFrom(events, 1)
    expect(Object.keys(first.digests)).toHaveLength(16)
    for (let round = 0; round < 20; round++) {
      const repeated = events.filter(() => random() < 0.3)
      const sent = shuffled([...events, ...repeated], random)
      expect(await countedFrom(sent, round % 5 === 0 ? 2 : 1), `round ${round}`).toEqual(first)
    }
  }, 300_000)

  it('give the same digests and no new revision when the store is rebuilt', async () => {
    const house = await TestHouse.open('2026-01-20T00:00:00Z')
    await house.declare(...charts)
    await house.take(manyEvents(seeded(3)))
    await house.take(views(0, { b: 5 }))
    const before = [await house.digests(), await rollups(house)]
    const { publications, loaded } = await house.rebuild()
    expect(loaded).toBe(2 + 5 + 3 + 60 + 3 + 1)
    expect(publications.map(({ editions }) => editions)).toEqual([0, 0])
    expect([await house.digests(), await rollups(house)]).toEqual(before)
    await house.close()
  })
})
