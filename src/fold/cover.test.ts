import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utcDayOf } from '../domain/bucket.ts'
import { DAY_MS, instant, isoInstant } from '../domain/time.ts'
import { type Calendar, WEEKDAYS, windowAt } from '../domain/window.ts'
import { coverOf } from './cover.ts'

const at = (iso: string) => instant(Date.parse(iso))
const shown = (from: string, to: string) => {
  const { head, days, tail } = coverOf({ from: at(from), to: at(to) })
  return [head, days, tail].map((span) =>
    span.from === span.to ? '' : `${isoInstant(span.from)}/${isoInstant(span.to)}`,
  )
}

describe('the cover of a window', () => {
  test('of whole UTC days is those days', () => {
    expect(shown('2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z')).toEqual([
      '',
      '2026-11-16T00:00:00.000Z/2026-11-23T00:00:00.000Z',
      '',
    ])
  })

  test('that begins and ends within days has a head and a tail', () => {
    expect(shown('2026-11-15T18:30:00Z', '2026-11-22T18:30:00Z')).toEqual([
      '2026-11-15T18:30:00.000Z/2026-11-16T00:00:00.000Z',
      '2026-11-16T00:00:00.000Z/2026-11-22T00:00:00.000Z',
      '2026-11-22T00:00:00.000Z/2026-11-22T18:30:00.000Z',
    ])
  })

  test('of a day elsewhere has no whole day', () => {
    expect(shown('2026-11-15T18:15:00Z', '2026-11-16T18:15:00Z')).toEqual([
      '2026-11-15T18:15:00.000Z/2026-11-16T00:00:00.000Z',
      '',
      '2026-11-16T00:00:00.000Z/2026-11-16T18:15:00.000Z',
    ])
  })

  test('within one UTC day is all head', () => {
    expect(shown('2026-11-16T01:00:00Z', '2026-11-16T23:00:00Z')).toEqual([
      '2026-11-16T01:00:00.000Z/2026-11-16T23:00:00.000Z',
      '',
      '',
    ])
  })
})

const zone = fc.constantFrom(
  'UTC',
  'Europe/London',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Apia',
)
const calendar: fc.Arbitrary<Calendar> = fc.oneof(
  fc.record({ kind: fc.constant('day' as const), timeZone: zone }),
  fc.record({ kind: fc.constant('week' as const), startsOn: fc.constantFrom(...WEEKDAYS), timeZone: zone }),
  fc.record({ kind: fc.constant('month' as const), timeZone: zone }),
)
const moment = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) }).map(instant)
const anyWindow = fc.oneof(
  fc.tuple(calendar, moment).map(([calendar, moment]) => windowAt(calendar, moment)),
  fc
    .tuple(moment, fc.integer({ min: 1, max: 40 * DAY_MS }))
    .map(([from, length]) => ({ from, to: instant(from + length) })),
)

test('the parts of any cover are the window, without a gap or an overlap, and its days are whole', () => {
  fc.assert(
    fc.property(anyWindow, (window) => {
      const spans = Object.values(coverOf(window)).filter((span) => span.from !== span.to)
      expect(spans[0]?.from).toBe(window.from)
      expect(spans.at(-1)?.to).toBe(window.to)
      for (const [index, span] of spans.entries()) {
        expect(span.from).toBeLessThan(span.to)
        if (index > 0) expect(span.from).toBe(spans[index - 1]?.to)
      }
      const { head, days, tail } = coverOf(window)
      if (days.from < days.to) expect([days.from, days.to]).toEqual([utcDayOf(days.from), utcDayOf(days.to)])
      for (const part of [head, tail]) expect(part.to - part.from).toBeLessThan(DAY_MS)
    }),
    { numRuns: 500 },
  )
})
