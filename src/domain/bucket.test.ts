import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addBooks, BUCKET_MS, balances, bucketOf, NO_BOOKS, utcDayOf } from './bucket.ts'
import { DAY_MS, instant } from './time.ts'

const at = (iso: string) => instant(Date.parse(iso))

describe('a bucket', () => {
  test.each([
    ['2026-11-16T20:00:00.000Z', '2026-11-16T20:00:00.000Z'],
    ['2026-11-16T20:59:59.999Z', '2026-11-16T20:00:00.000Z'],
    ['2026-11-16T21:00:00.000Z', '2026-11-16T21:00:00.000Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:00:00.000Z'],
  ])('of %s begins at %s', (iso, start) => {
    expect(bucketOf(at(iso))).toBe(at(start))
  })

  test('holds its instant, and lies within one UTC day', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 7e12 }).map(instant), (moment) => {
        const bucket = bucketOf(moment)
        expect(moment - bucket).toBeGreaterThanOrEqual(0)
        expect(moment - bucket).toBeLessThan(BUCKET_MS)
        expect(utcDayOf(bucket)).toBe(utcDayOf(moment))
        expect(Math.abs(utcDayOf(moment) % DAY_MS)).toBe(0)
      }),
    )
  })
})

describe('the books', () => {
  test('balance when everything stored was counted, a duplicate or a conflict', () => {
    expect(balances({ stored: 10, counted: 7, duplicates: 2, conflicts: 1 })).toBe(true)
    expect(balances({ stored: 10, counted: 8, duplicates: 2, conflicts: 1 })).toBe(false)
    expect(balances({ stored: 10, counted: 7, duplicates: 2, conflicts: 0 })).toBe(false)
    expect(balances(NO_BOOKS)).toBe(true)
  })

  test('that balance still balance when they are added', () => {
    const a = { stored: 10, counted: 7, duplicates: 2, conflicts: 1 }
    expect(addBooks(a, a)).toEqual({ stored: 20, counted: 14, duplicates: 4, conflicts: 2 })
    expect(addBooks(a, NO_BOOKS)).toEqual(a)
  })
})
