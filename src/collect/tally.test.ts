import { describe, expect, test } from 'vitest'
import { DEFAULT_SITE } from '../domain/event.ts'
import { problem } from '../domain/problem.ts'
import { type Instant, instant } from '../domain/time.ts'
import { Histogram } from './histogram.ts'
import type { Verdict } from './receive.ts'
import { SLOT_MS, SLOTS, Tally } from './tally.ts'

const NOW = instant(Date.UTC(2026, 10, 16))
const later = (ms: number): Instant => instant(NOW + ms)
const rejected = (field: string, value: unknown = 'x'): Verdict => ({
  verdict: 'rejected',
  problems: [problem(field, value, 'another')],
})
const refuse = (tally: Tally, ...verdicts: Verdict[]) =>
  tally.take({ stored: 0, rejected: verdicts.length, verdicts }, DEFAULT_SITE, NOW)

describe('a tally', () => {
  test('has every verdict that was given', () => {
    const tally = new Tally()
    tally.take({ stored: 3, rejected: 0 }, DEFAULT_SITE, NOW)
    tally.take({ stored: 1, rejected: 0, duplicates: 2, conflicts: 4, tooLate: 5 }, DEFAULT_SITE, NOW)
    expect(tally.events).toEqual({ stored: 4, duplicate: 2, conflict: 4, rejected: 0, 'too-late': 5 })
    expect(tally.lastStored.get(DEFAULT_SITE)).toBe(NOW)
  })

  test('has rejected events by the first field that was wrong, and one reason for all that senders make up', () => {
    const tally = new Tally()
    refuse(tally, rejected('country'), rejected('country'), rejected('entry.title'), rejected('made-up'), rejected('x'))
    expect(Object.fromEntries(tally.rejected)).toEqual({ country: 2, entry: 1, '(other)': 2 })
    expect(tally.lastStored.size).toBe(0)
  })

  test('keeps of what was refused the newest few, and no value that may say who somebody is', () => {
    const tally = new Tally()
    refuse(tally, ...Array.from({ length: 40 }, () => rejected('ms', 0)))
    refuse(
      tally,
      rejected('viewer', 'anna@example.com'),
      rejected('email', 'anna@example.com'),
      rejected('kind', 'viw'),
    )
    expect(tally.refused).toHaveLength(30)
    expect(tally.refused.slice(0, 4).map(({ problems }) => `${problems[0]?.field} ${problems[0]?.value}`)).toEqual([
      'viewer …',
      'email …',
      'kind "viw"',
      'ms 0',
    ])
    expect(JSON.stringify(tally.refused)).not.toContain('anna')
  })

  test('tells the rate of the last ten minutes, and forgets what was before', () => {
    const tally = new Tally()
    tally.take({ stored: 9, rejected: 0 }, DEFAULT_SITE, NOW)
    tally.take({ stored: 2, rejected: 0, duplicates: 1 }, DEFAULT_SITE, later(SLOT_MS))
    const slots = tally.slots(later(SLOT_MS))
    expect(slots).toHaveLength(SLOTS)
    expect(slots.slice(-2)).toEqual([
      { stored: 9, others: 0 },
      { stored: 2, others: 1 },
    ])
    expect(tally.slots(later(SLOTS * SLOT_MS))[0]).toEqual({ stored: 2, others: 1 })
    expect(tally.slots(later((SLOTS + 1) * SLOT_MS)).every(({ stored }) => stored === 0)).toBe(true)
  })
})

test('a histogram says within which bound a share of what it saw is', () => {
  const histogram = new Histogram([1, 5])
  expect(histogram.within(0.99)).toBe(0)
  for (const value of [1, 1, 1, 4]) histogram.observe(value)
  expect([histogram.counts, histogram.sum, histogram.count]).toEqual([[3, 1, 0], 7, 4])
  expect([histogram.within(0.75), histogram.within(0.76)]).toEqual([1, 5])
  histogram.observe(6)
  expect(histogram.within(1)).toBe(Number.POSITIVE_INFINITY)
})
