// Counters: what readers see is what the events on the log add up to, whatever way it came there.
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_SITE, type Event } from '../src/domain/event.ts'
import { type Instant, instant, isoInstant } from '../src/domain/time.ts'
import { type Counter, CounterReader, countersText } from '../src/publish/counter-reader.ts'
import { event, itemEvent, seeded, TestHouse } from './house.ts'
import { fresh, lines, run, temporaryHere } from './process.ts'

const TODAY = '2026-01-14T12:00:00Z'
const at = (hours: number): number => Date.parse(TODAY) + hours * 3_600_000

let house: TestHouse
let reader: CounterReader
async function open(): Promise<void> {
  house = await TestHouse.open(TODAY, { wholeEventsMax: 20 })
  reader = new CounterReader(house.house)
}
beforeEach(open)
afterEach(() => house.close())

async function read(...of: string[]): Promise<readonly Counter[]> {
  const found = await reader.read({ of, viewers: true })
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  return found.value
}
const views = async (...of: string[]) => (await read(...of)).map(({ counts }) => Number(counts.views))
const revision = () => house.house.counters.state?.revision

/** A show with a season and two episodes, and an article. A parent and its child have the same tag, and one has two. */
const CATALOGUE = [
  itemEvent({ id: 'show', kind: 'show', title: 'Paper Hearts', tags: ['love'], creators: ['Ada'] }),
  itemEvent({ id: 'season', kind: 'season', title: 'Season 1', parent: 'show', tags: ['love', 'paper'] }),
  itemEvent({ id: 'e1', kind: 'episode', title: 'One', parent: 'season', tags: ['paper', 'pilot'] }),
  itemEvent({ id: 'e2', kind: 'episode', title: 'Two', parent: 'season', creators: ['Ada', 'Ben'] }),
  itemEvent({ id: 'article', kind: 'article', title: 'On paper', tags: ['paper'] }),
]
const EVENTS = [
  event({ at: at(-1), item: 'show', weight: 1, viewer: 1 }),
  event({ at: at(-1), item: 'season', weight: 10, viewer: 1 }),
  event({ at: at(-1), item: 'e1', weight: 100, viewer: 1 }),
  event({ at: at(-2), item: 'e2', weight: 1000, viewer: 2 }),
  event({ at: at(-3), item: 'article', weight: 10_000, viewer: 1 }),
  event({ at: at(-100), item: 'unlisted', weight: 100_000, viewer: 3 }),
]

describe('a subject', () => {
  it('holds each item once, whatever tags and ancestors bring it in', async () => {
    await house.take([...CATALOGUE, ...EVENTS])
    expect(await views('item:show', 'series:show', 'series:season', 'series:e1')).toEqual([1, 1111, 1110, 100])
    expect(await views('tag:love', 'tag:paper', 'tag:pilot')).toEqual([1111, 11_110, 100])
    expect(await views('creator:Ada', 'creator:Ben', 'site', 'item:unlisted')).toEqual([1111, 1000, 111_111, 100_000])
  })

  it('of several items counts a viewer of two of them on one day once', async () => {
    await house.take([...CATALOGUE, ...EVENTS, event({ at: at(-30), item: 'e1', viewer: 1 })])
    const viewers = (await read('series:show', 'tag:pilot', 'tag:paper', 'site', 'item:e1')).map(({ counts }) => counts)
    expect(viewers.map((counts) => Number(counts.viewers))).toEqual([3, 2, 3, 4, 2])
    const asked = await reader.read({ of: ['series:show', 'item:e1'] })
    expect(asked.ok && asked.value.map(({ counts }) => counts.viewers)).toEqual([null, 2n])
  })

  it('that there is not is a problem that names it', async () => {
    await house.take([...CATALOGUE, ...EVENTS])
    const found = await reader.read({ of: ['tag:hate', 'item:show', 'item:nope', 'creator:Eve', 'site:other'] })
    expect(found).toMatchObject({
      ok: false,
      problems: ['tag:hate', 'item:nope', 'creator:Eve', 'site:other'].map((value) => ({
        field: 'of',
        value: JSON.stringify(value),
      })),
    })
  })

  it('follows the catalogue: a tag that comes later counts what was there before', async () => {
    await house.take([...CATALOGUE, ...EVENTS])
    const before = revision()
    expect(await views('tag:paper')).toEqual([11_110])
    await house.append([itemEvent({ id: 'unlisted', kind: 'video', title: 'Listed', tags: ['paper'] }, '2026-01-02')])
    await house.house.count('late')
    expect(await views('tag:paper')).toEqual([111_110])
    expect(await read('item:unlisted')).toMatchObject([{ title: 'Listed' }])
    expect(revision()).not.toBe(before)
    // What comes later into the hour of an entry says nothing new of the catalogue, and has it not read again.
    const catalogue = house.house.catalogueOf(DEFAULT_SITE)
    await house.append([event({ at: '2026-01-02T00:00:00Z', item: 'article' })])
    await house.house.count('late')
    expect(house.house.catalogueOf(DEFAULT_SITE)).toBe(catalogue)
  })
})

describe('a number', () => {
  it('is exact above what a double holds, in the answer too', async () => {
    const most = 2 ** 53 - 1
    const watched = [1, 2, 3].map((n) => event({ at: at(-n * 30), kind: 'watch', item: 'w', value: 1, weight: most }))
    const starts = [1, 2, 3].map((n) => event({ at: at(-n), item: 'w', weight: 10_700_000_000 + n }))
    await house.take([...watched, ...starts])
    const [counter] = await read('item:w')
    expect(counter?.counts).toMatchObject({ watchedMs: 3n * BigInt(most), views: 32_100_000_006n })
    const { state } = house.house.counters
    expect(state && counter && countersText(state, [counter])).toContain(`"watchedMs":"${3n * BigInt(most)}"`)
  })

  it('of an event that comes late into a day long over is there after its round', async () => {
    await house.take([...CATALOGUE, ...EVENTS])
    await house.append([event({ at: at(-1000), item: 'show', weight: 7 }), event({ at: at(0), item: 'show' })])
    await house.house.count('late')
    expect(await views('item:show', 'site')).toEqual([9, 111_119])
    await house.house.catchUp('late')
    expect(await views('item:show', 'site')).toEqual([9, 111_119])
    // What came with the first round is one part: what is new in a day of it waits until that day is folded.
    await house.append([event({ at: at(-100), item: 'show', weight: 5 }), event({ at: at(0), item: 'show' })])
    await house.house.count('late')
    expect(await views('item:show', 'site')).toEqual([10, 111_120])
    await house.house.catchUp('late')
    expect(await views('item:show', 'site')).toEqual([15, 111_125])
  })

  it('is as of an instant what had happened by the last quarter of an hour before it', async () => {
    await house.take([...CATALOGUE, ...EVENTS, event({ at: at(-1.5), item: 'show', weight: 50, viewer: 9 })])
    const asOf = async (hours: number) => {
      const found = await reader.read({ of: ['series:show', 'site'], at: instant(at(hours)), viewers: true })
      if (!found.ok) throw new Error('there are such counters')
      return found.value.map(({ asOf, counts }) => [isoInstant(asOf), Number(counts.views), Number(counts.viewers)])
    }
    expect(await asOf(-2.5)).toEqual([
      ['2026-01-14T09:30:00.000Z', 0, 0],
      ['2026-01-14T09:30:00.000Z', 110_000, 2],
    ])
    expect(await asOf(-1.01)).toEqual([
      ['2026-01-14T10:45:00.000Z', 1050, 2],
      ['2026-01-14T10:45:00.000Z', 111_050, 4],
    ])
    expect((await asOf(0)).map(([, views]) => views)).toEqual([1161, 111_161])
    expect((await asOf(-1000)).map(([, views]) => views)).toEqual([0, 0])
  })
})

describe('the revision', () => {
  it('is another exactly where a number is', async () => {
    expect(revision()).toBeUndefined()
    await house.take([...CATALOGUE, ...EVENTS])
    const first = revision()
    await house.take(EVENTS)
    await house.append(EVENTS)
    await house.house.count('late')
    expect(revision()).toBe(first)
    await house.append([event({ at: at(0), item: 'show' })])
    await house.house.count('late')
    const second = revision()
    expect(second).not.toBe(first)
    // The day as a whole says the same as its parts did.
    await house.house.catchUp('late')
    expect(revision()).toBe(second)
  })

  it('of a house that was opened again is one that was never told before', async () => {
    await house.take(EVENTS)
    const first = revision()
    await house.reopen()
    expect(house.house.counters.state?.revision).not.toBe(first)
  })
})

/** What events add up to, by item: the first content of each identity by its text counts. */
function model(events: readonly Event[]): Readonly<Record<string, readonly number[]>> {
  const counted = new Map<string, Event>()
  for (const each of events) {
    const known = counted.get(each.id + each.at)
    if (!known || each.weight < known.weight) counted.set(each.id + each.at, each)
  }
  const sums: Record<string, number[]> = {}
  for (const { item, kind, value, weight } of counted.values()) {
    sums[item] ??= [0, 0, 0, 0]
    const column = ['view', 'watch', 'sale', 'open'].indexOf(kind)
    ;(sums[item] as number[])[column] = ((sums[item] as number[])[column] as number) + value * weight
  }
  return sums
}

async function counted(items: readonly string[]): Promise<Readonly<Record<string, readonly number[]>>> {
  const counters = await read(...items.map((item) => `item:${item}`))
  return Object.fromEntries(
    counters.map(({ id, counts: { views, watchedMs, sales, opens } }) => [
      id,
      [views, watchedMs, sales, opens].map(Number),
    ]),
  )
}

describe('whatever the order', () => {
  it.each([1, 2])(
    'of rounds, repeats, conflicts and slices, counters are what the log adds up to: %i',
    async (seed) => {
      const random = seeded(seed)
      const below = (n: number) => Math.floor(random() * n)
      const sent: Event[] = []
      const KINDS = ['view', 'watch', 'sale', 'open'] as const
      const fresh = (hours: number): Event => {
        const kind = KINDS[below(4)] as (typeof KINDS)[number]
        const value = kind === 'watch' || kind === 'sale' ? 1 + below(9) : 1
        // Mostly the running hour, which is folded in slices.
        const when = random() < 0.7 ? at(0) - below(30) * 60_000 : at(-below(hours))
        return event({ at: when, kind, item: `i${below(5)}`, value, weight: 2 + below(9), viewer: 1 + below(4) })
      }
      for (let round = 0; round < 14; round++) {
        const isWhole = round === 0 || random() < 0.3
        // Days that are over are read again with the days alone.
        const hours = isWhole ? 400 : 36
        const events = Array.from({ length: 1 + below(25) }, () => {
          const old = sent[below(sent.length + 1)]
          if (!old || old.at < at(-hours) || random() < 0.8) return fresh(hours)
          return random() < 0.5 ? old : { ...old, weight: 1 + below(9) }
        })
        sent.push(...events)
        await house.append(events)
        if (isWhole) await house.house.catchUp('late')
        else await house.house.count('late')
        const sums = model(sent)
        expect(await counted(Object.keys(sums))).toEqual(sums)
      }
      await house.house.catchUp('late')
      const expected = model(sent)
      const items = Object.keys(expected)
      expect(await counted(items)).toEqual(expected)
      const all = await read('site')
      expect(Number(all[0]?.counts.views)).toBe(Object.values(expected).reduce((sum, [views = 0]) => sum + views, 0))
      await house.rebuild()
      reader = new CounterReader(house.house)
      expect(await counted(items)).toEqual(expected)
    },
  )

  it('what was folded since the days were is counted like the days, slice by slice', async () => {
    const inSlices = (minute: number, from: number): Event[] =>
      Array.from({ length: 25 }, (_, i) =>
        event({ at: at(0) - minute * 60_000 + i * 1000, item: 'a', id: from + i, weight: 3 }),
      )
    await house.take(inSlices(30, 1000))
    expect(await views('item:a')).toEqual([75])
    const counts: number[] = []
    for (const events of [
      inSlices(20, 2000),
      inSlices(30, 1000),
      inSlices(30, 1000).map((each) => ({ ...each, weight: 2 })),
      inSlices(10, 3000).slice(0, 1),
    ]) {
      await house.append(events)
      await house.house.count('late')
      counts.push(...(await views('item:a')))
    }
    expect(counts).toEqual([150, 150, 125, 128])
    await house.house.catchUp('late')
    expect(await views('item:a')).toEqual([128])
  })

  it('of days that go by, each is counted once', async () => {
    for (let day = 0; day < 14; day++) {
      const now = instant(at(24 * day)) as Instant
      house.at(isoInstant(now))
      await house.append([event({ at: now, item: 'a' })])
      await house.house.count('late')
      expect(await views('item:a')).toEqual([2 * day + 1])
      await house.take([event({ at: now, item: 'a' })])
      expect(await views('item:a')).toEqual([2 * day + 2])
    }
  })
})

describe('the command line', () => {
  it('prints a counter as the number that it is, and one event more is one more', async () => {
    const data = join(temporaryHere(), 'data')
    const bring = (form: string, values: readonly unknown[]) =>
      run(['import', form, '-', '--data', data], { input: lines(values) })
    const view = (item: string, weight: number) => fresh({ item, weight, at: '2026-11-01T10:00:00Z' })
    await bring('items', [
      { id: 'a', kind: 'video', title: 'A', tags: ['dance', 'cats'] },
      { id: 'b', kind: 'video', title: 'B', tags: ['dance'] },
    ])
    await bring('events', [
      view('a', 10_000_000_000),
      view('b', 700_000_000),
      fresh({ item: 'a', kind: 'watch', ms: 9_000_000 }),
    ])
    const count = async (...args: string[]) => (await run(['count', ...args, '--data', data])).out.trim()
    expect(await count('tag:dance')).toBe('10,700,000,000')
    expect(await count('tag:dance', '--compact')).toBe('10.7B')
    expect(await count('tag:dance', '--compact', '--language', 'de')).toBe('10,7 Mrd.')
    expect(await count('tag:dance', '--compact', '--language', 'ja')).toBe('107億')
    expect(await count('tag:dance', '--json')).toBe('10700000000')
    expect(await count('tag:dance', '--at', '2026-11-01T10:00:00Z')).toBe('0')
    expect(await count('item:a', '--measure', 'hours')).toBe('3')
    await bring('events', [view('b', 1)])
    expect(await count('tag:dance')).toBe('10,700,000,001')
    const none = await run(['count', 'tag:song', '--data', data])
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('a tag that an item of the catalogue has')])
    const wrong = await run(['count', 'song', '--data', data])
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('item:ID, series:ID')])
  }, 240_000)
})
