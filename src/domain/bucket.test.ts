import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BUCKET_MS, balances, bucketOf, equation, NO_BOOKS, readBooks, utcDayOf } from './bucket.ts'
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
  const books = { stored: 10, counted: 5, duplicates: 2, conflicts: 1, late: 2 }

  test('balance when everything stored was counted, a duplicate, a conflict or late', () => {
    expect(balances(books)).toBe(true)
    expect(balances(NO_BOOKS)).toBe(true)
    for (const term of Object.keys(books) as (keyof typeof books)[])
      expect([term, balances({ ...books, [term]: books[term] + 1 })]).toEqual([term, false])
  })

  test('are told as an equation', () => {
    expect(equation(books, String)).toBe('stored 10 = counted 5 + duplicates 2 + conflicts 1 + late 2')
  })

  test('are read from decimal strings, and are nothing without a row', () => {
    expect(readBooks({ stored: '10', counted: '5', duplicates: '2', conflicts: '1', late: '2' })).toEqual(books)
    expect(readBooks(undefined)).toEqual(NO_BOOKS)
  })
})
