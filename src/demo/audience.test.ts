// The demo's audience: valid to the last field, the same for the same seed, and shaped as audiences are.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Catalogue } from '../domain/catalogue.ts'
import { type Event, NO_VIEWER, parseEvent } from '../domain/event.ts'
import { eventLine } from '../domain/event-line.ts'
import type { ItemId } from '../domain/item.ts'
import { type CalendarDate, DAY_MS, HOUR_MS, instant, isoInstant, startOfDate } from '../domain/time.ts'
import { appealsOf } from './appeal.ts'
import { demoEvents } from './audience.ts'
import { liveEvents } from './live.ts'
import { demoItems } from './titles.ts'

const FIRST = '2026-05-18' as CalendarDate
const START = startOfDate(FIRST, 'UTC')
const SEED = 7
const WEEKS = 8
const items = demoItems(SEED, FIRST, WEEKS)
const catalogue = new Catalogue(items)
const batches = [...demoEvents(SEED, items, FIRST, WEEKS)]
const events = batches.flat()

/** The event as a trusted sender would have written it. */
const wire = (e: Event) => ({
  id: e.id,
  at: isoInstant(e.at),
  kind: e.kind,
  item: e.item,
  country: e.country,
  weight: e.weight,
  ...(e.kind === 'watch' && { ms: e.value }),
})

function expectValid(list: readonly Event[]): void {
  for (const event of list) {
    const claim = parseEvent(wire(event))
    const { id, at, kind, item, country, weight, value, body } = event
    expect(claim).toEqual({ ok: true, value: { id, at, kind, item, country, weight, value, body } })
    expect(event.viewer).toMatch(/^(0|[1-9]\d{0,19})$/)
    expect(BigInt(event.viewer) < 2n ** 64n).toBe(true)
  }
}

function digestOf(list: Iterable<readonly Event[]>): string {
  const hash = createHash('sha256')
  for (const batch of list) for (const event of batch) hash.update(`${eventLine(event)}\n`)
  return hash.digest('hex')
}

const tooEarly = (list: readonly Event[]) => list.filter((e) => e.at < (catalogue.findPublished(e.item) ?? 0))

/** Hours watched of each charted title in each week. */
function hoursByWeek(): ReadonlyMap<ItemId, readonly number[]> {
  const hours = new Map<ItemId, number[]>()
  for (const { kind, item, at, value, weight } of events) {
    if (kind !== 'watch') continue
    const title = catalogue.findEntry(item, ['film', 'season']) as ItemId
    const weeks = hours.get(title) ?? new Array<number>(WEEKS).fill(0)
    const week = Math.floor((at - START) / (7 * DAY_MS))
    weeks[week] = (weeks[week] as number) + (value * weight) / HOUR_MS
    hours.set(title, weeks)
  }
  return hours
}

const hours = hoursByWeek()

describe('the demo’s events', () => {
  test('are all what a trusted sender could have sent', () => {
    expectValid([...(batches[0] ?? []), ...(batches.at(-1) ?? [])])
    expect(events.every((e) => Number.isSafeInteger(e.weight) && e.weight >= 1 && e.value >= 1)).toBe(true)
  })

  test('come a batch for each day, in order, each with an id of its own, received within a second', () => {
    expect(batches.length).toBe(WEEKS * 7)
    batches.forEach((batch, day) => {
      expect(batch.every((e) => Math.floor((e.at - START) / DAY_MS) === day)).toBe(true)
    })
    expect(events.every((e, index) => index === 0 || (events[index - 1] as Event).at <= e.at)).toBe(true)
    expect(new Set(events.map((e) => e.id)).size).toBe(events.length)
    expect(events.every((e) => e.receivedAt > e.at && e.receivedAt < e.at + 1000)).toBe(true)
  })

  test('are of films and episodes that are out', () => {
    const kinds = new Set(events.map((e) => catalogue.findItem(e.item)?.kind))
    expect([...kinds].sort()).toEqual(['episode', 'film'])
    expect(tooEarly(events)).toEqual([])
  })

  test('come from 94 countries, in each of which ten films and ten seasons are watched every week', () => {
    const watched = new Map<string, Set<string>>()
    for (const { at, country, item } of events) {
      const title = catalogue.findEntry(item, ['film', 'season'])
      const kind = title && catalogue.findItem(title)?.kind
      const key = `${country} ${Math.floor((at - START) / (7 * DAY_MS))} ${kind}`
      watched.set(key, (watched.get(key) ?? new Set()).add(title ?? ''))
    }
    expect(watched.size).toBe(94 * WEEKS * 2)
    for (const titles of watched.values()) expect(titles.size).toBeGreaterThanOrEqual(10)
  })

  test('include starts, and viewers who are named and stand for themselves alone', () => {
    const named = events.filter((e) => e.viewer !== NO_VIEWER)
    expect(named.length).toBeGreaterThan(events.length / 100)
    expect(named.every((e) => e.weight === 1)).toBe(true)
    expect(events.filter((e) => e.kind === 'view').length).toBeGreaterThan(events.length / 20)
  })

  test('are the same bytes for the same seed, and others for another', () => {
    const twoWeeks = digestOf(demoEvents(SEED, items, FIRST, 2))
    expect(digestOf(batches.slice(0, 14))).toBe(twoWeeks)
    expect(digestOf(demoEvents(SEED, demoItems(SEED, FIRST, WEEKS), FIRST, 2))).toBe(twoWeeks)
    expect(digestOf(demoEvents(SEED + 1, items, FIRST, 2))).not.toBe(twoWeeks)
  })
})

describe('the demo’s audience', () => {
  test('leaves a launch: its first week is far above its sixth', () => {
    const launched = appealsOf(SEED, items).filter(({ playables, pulses }) => {
      const days = playables.map((playable) => playable.day - START / DAY_MS)
      return Math.min(...days) >= 0 && Math.max(...days) < 21 && pulses.length === 1 && pulses[0]?.riseDays === 0
    })
    expect(launched.length).toBeGreaterThan(2)
    for (const { id, playables } of launched) {
      const week = Math.floor(((playables[0]?.day ?? 0) - START / DAY_MS) / 7)
      const weeks = hours.get(id) ?? []
      expect(weeks[week]).toBeGreaterThan(2 * (weeks[week + 5] ?? Number.POSITIVE_INFINITY))
    }
  })

  test('gives the world’s number one 20 to 80 million hours a week', () => {
    for (let week = 0; week < WEEKS; week++) {
      const best = Math.max(...[...hours.values()].map((weeks) => weeks[week] as number))
      expect(best).toBeGreaterThan(20e6)
      expect(best).toBeLessThan(80e6)
    }
  })

  test('watches more in the evening than in the morning, by its own clock', () => {
    const watchedIn = (country: string, from: number) =>
      events
        .filter((e) => e.kind === 'watch' && e.country === country && (e.at / HOUR_MS) % 24 >= from)
        .filter((e) => (e.at / HOUR_MS) % 24 < from + 4)
        .reduce((sum, e) => sum + e.value * e.weight, 0)
    expect(watchedIn('GB', 20)).toBeGreaterThan(3 * watchedIn('GB', 4))
    expect(watchedIn('JP', 8)).toBeGreaterThan(3 * watchedIn('JP', 16))
  })
})

describe('live traffic', () => {
  const now = instant(START + 20 * DAY_MS + 20 * HOUR_MS)
  const burst = liveEvents(SEED, items, now, 200)

  test('is a burst of valid events of the last second, of titles that are out', () => {
    expect(burst.length).toBe(200)
    expectValid(burst)
    expect(tooEarly(burst)).toEqual([])
    expect(burst.every((e) => e.at >= now - 1000 && e.at <= now && e.receivedAt <= now)).toBe(true)
  })

  test('is the same for the same instant, and shares no id with the next', () => {
    expect(liveEvents(SEED, items, now, 200)).toEqual(burst)
    const ids = new Set(burst.map((e) => e.id))
    expect(liveEvents(SEED, items, instant(now + 1), 200).some((e) => ids.has(e.id))).toBe(false)
  })
})
