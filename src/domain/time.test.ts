import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CalendarDate,
  DAY_MS,
  dateAt,
  HOUR_MS,
  instant,
  isoInstant,
  isTimeZone,
  parseCalendarDate,
  parseInstant,
  startOfDate,
  utcDate,
} from './time.ts'

const date = (text: string) => text as CalendarDate

describe('parseInstant', () => {
  test.each([
    ['2026-11-16T20:01:02.123Z', '2026-11-16T20:01:02.123Z'],
    ['2026-11-16T20:01:02Z', '2026-11-16T20:01:02.000Z'],
    ['2026-11-16T20:01Z', '2026-11-16T20:01:00.000Z'],
    ['2026-11-16T20:01:02+05:30', '2026-11-16T14:31:02.000Z'],
    ['2026-11-16T20:01:02+0530', '2026-11-16T14:31:02.000Z'],
    ['2026-11-16T20:01:02-08:00', '2026-11-17T04:01:02.000Z'],
    ['2026-11-16T20:01:02.123999999Z', '2026-11-16T20:01:02.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['1990-01-01T00:00:00Z', '1990-01-01T00:00:00.000Z'],
    ['2199-12-31T23:59:59.999Z', '2199-12-31T23:59:59.999Z'],
  ])('reads %s as %s', (text, iso) => {
    const read = parseInstant('at', text)
    expect(read.ok && isoInstant(read.value)).toBe(iso)
  })

  test.each([
    ['without a zone', '2026-11-16T20:01:02'],
    ['a date alone', '2026-11-16'],
    ['30 February', '2026-02-30T00:00:00Z'],
    ['29 February of a common year', '2025-02-29T00:00:00Z'],
    ['a 13th month', '2026-13-01T00:00:00Z'],
    ['25 hours', '2026-11-16T25:00:00Z'],
    ['an offset of 99 hours', '2026-11-16T20:00:00+99:00'],
    ['before 1990', '1989-12-31T23:59:59.999Z'],
    ['the year 2200', '2200-01-01T00:00:00Z'],
    ['milliseconds as a number', 1_760_000_000_000],
    ['a space for the T', '2026-11-16 20:01:02Z'],
    ['something behind it', '2026-11-16T20:01:02Z '],
    ['nothing', undefined],
  ])('refuses %s: it names the field, the value and what is allowed', (_, input) => {
    expect(parseInstant('at', input)).toEqual({
      ok: false,
      problems: [
        {
          field: 'at',
          value: input === undefined ? '(missing)' : JSON.stringify(input),
          allowed: expect.stringContaining('RFC 3339'),
        },
      ],
    })
  })

  test('reads back every instant that it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2200, 0) - 1 }), (ms) => {
        expect(parseInstant('at', isoInstant(instant(ms)))).toEqual({ ok: true, value: ms })
      }),
    )
  })
})

describe('parseCalendarDate', () => {
  test.each(['2022-05-01', '2024-02-29'])('reads %s', (text) => {
    expect(parseCalendarDate('week', text)).toEqual({ ok: true, value: text })
  })

  test.each(['2022-5-1', '2023-02-29', '2022-04-31', '2022-05-01T00:00:00Z', '', 20220501])('refuses %j', (input) => {
    expect(parseCalendarDate('week', input)).toMatchObject({ ok: false, problems: [{ field: 'week' }] })
  })
})

describe('days in a time zone', () => {
  test.each([
    ['UTC', '2026-03-29', '2026-03-29T00:00:00.000Z'],
    ['Europe/London', '2026-03-29', '2026-03-29T00:00:00.000Z'],
    ['Europe/London', '2026-03-30', '2026-03-29T23:00:00.000Z'],
    ['America/Los_Angeles', '2026-03-08', '2026-03-08T08:00:00.000Z'],
    ['America/Los_Angeles', '2026-03-09', '2026-03-09T07:00:00.000Z'],
    ['Asia/Kolkata', '2026-06-01', '2026-05-31T18:30:00.000Z'],
    ['Asia/Kathmandu', '2026-06-01', '2026-05-31T18:15:00.000Z'],
    // Clocks went forward at midnight: the day began at one.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
  ])('in %s %s begins at %s', (zone, day, iso) => {
    expect(isoInstant(startOfDate(date(day), zone))).toBe(iso)
  })

  test.each([
    ['Europe/London', '2026-03-29', 23],
    ['Europe/London', '2026-10-25', 25],
    ['America/Los_Angeles', '2026-03-08', 23],
    ['America/Los_Angeles', '2026-11-01', 25],
    ['Asia/Kolkata', '2026-03-29', 24],
  ])('in %s %s has %i hours', (zone, day, hours) => {
    const start = startOfDate(date(day), zone)
    const next = startOfDate(utcDate(instant(Date.parse(day) + DAY_MS)), zone)
    expect((next - start) / HOUR_MS).toBe(hours)
  })

  test.each(['UTC', 'Europe/London', 'America/Los_Angeles', 'Asia/Kathmandu', 'Pacific/Auckland'])(
    'in %s an instant is not before its day begins',
    (zone) => {
      fc.assert(
        fc.property(fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2030, 0) }), (ms) => {
          const day = dateAt(instant(ms), zone)
          const start = startOfDate(day, zone)
          expect(start).toBeLessThanOrEqual(ms)
          expect(ms - start).toBeLessThan(25 * HOUR_MS)
          expect(dateAt(start, zone)).toBe(day)
          expect(dateAt(instant(start - 1), zone)).not.toBe(day)
        }),
      )
    },
  )

  test('a zone is one that the system knows', () => {
    expect(['UTC', 'Europe/London', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false])
  })
})
