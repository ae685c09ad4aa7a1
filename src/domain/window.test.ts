import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, instant, isoInstant } from './time.ts'
import {
  type Calendar,
  calendarKey,
  calendarOf,
  nextWindow,
  parseWindowName,
  previousWindow,
  WEEKDAYS,
  type Window,
  windowAt,
  windowsOver,
} from './window.ts'

const at = (iso: string) => instant(Date.parse(iso))
const shown = ({ name, from, to }: Window) => [name, isoInstant(from), isoInstant(to)]

const LONDON: Calendar = { kind: 'week', startsOn: 'monday', timeZone: 'Europe/London' }
const DAYS_OF_LONDON: Calendar = { kind: 'day', timeZone: 'Europe/London' }

describe('the window of an instant', () => {
  test.each([
    ['monday', '2026-11-16', '2026-11-22'],
    ['tuesday', '2026-11-17', '2026-11-23'],
    ['wednesday', '2026-11-18', '2026-11-24'],
    ['thursday', '2026-11-12', '2026-11-18'],
    ['friday', '2026-11-13', '2026-11-19'],
    ['saturday', '2026-11-14', '2026-11-20'],
    ['sunday', '2026-11-15', '2026-11-21'],
  ] as const)('in a week from %s on begins on %s and is named %s', (startsOn, first, last) => {
    // A Wednesday.
    const window = windowAt({ kind: 'week', startsOn, timeZone: 'UTC' }, at('2026-11-18T12:00:00Z'))
    expect(shown(window)).toEqual([
      last,
      `${first}T00:00:00.000Z`,
      isoInstant(instant(Date.parse(`${last}T00:00:00Z`) + DAY_MS)),
    ])
  })

  test('holds its first instant and not the first one after it', () => {
    const week = windowAt(LONDON, at('2026-06-10T12:00:00Z'))
    expect(windowAt(LONDON, week.from)).toEqual(week)
    expect(windowAt(LONDON, instant(week.to - 1))).toEqual(week)
    expect(windowAt(LONDON, week.to)).toEqual(nextWindow(LONDON, week))
    expect(windowAt(LONDON, instant(week.from - 1))).toEqual(previousWindow(LONDON, week))
  })

  test.each([
    ['Europe/London', '2026-03-25T12:00:00Z', 7 * 24 - 1],
    ['Europe/London', '2026-10-21T12:00:00Z', 7 * 24 + 1],
    ['America/Los_Angeles', '2026-03-05T12:00:00Z', 7 * 24 - 1],
    ['America/Los_Angeles', '2026-10-28T12:00:00Z', 7 * 24 + 1],
    ['Asia/Kolkata', '2026-03-25T12:00:00Z', 7 * 24],
  ])('in %s in the week of %s lasts %i hours', (timeZone, iso, hours) => {
    const { from, to } = windowAt({ kind: 'week', startsOn: 'monday', timeZone }, at(iso))
    expect((to - from) / HOUR_MS).toBe(hours)
  })

  test.each([
    ['Europe/London', '2026-03-29T22:59:59.999Z', '2026-03-29'],
    ['Europe/London', '2026-03-29T23:00:00Z', '2026-03-30'],
    ['America/Los_Angeles', '2026-11-01T06:59:59.999Z', '2026-10-31'],
    ['America/Los_Angeles', '2026-11-02T07:59:59.999Z', '2026-11-01'],
    ['Asia/Kolkata', '2026-06-01T18:29:59.999Z', '2026-06-01'],
    ['Asia/Kolkata', '2026-06-01T18:30:00Z', '2026-06-02'],
    ['Asia/Kathmandu', '2026-06-01T18:14:59.999Z', '2026-06-01'],
    ['Asia/Kathmandu', '2026-06-01T18:15:00Z', '2026-06-02'],
  ])('in %s at %s is the day %s', (timeZone, iso, name) => {
    expect(windowAt({ kind: 'day', timeZone }, at(iso)).name).toBe(name)
  })

  test.each([
    ['2026-02-11T00:00:00Z', '2026-02-28'],
    ['2024-02-11T00:00:00Z', '2024-02-29'],
    ['2026-12-31T23:59:59Z', '2026-12-31'],
  ])('of a month at %s is named %s', (iso, name) => {
    const window = windowAt({ kind: 'month', timeZone: 'UTC' }, at(iso))
    expect(shown(window).slice(0, 2)).toEqual([name, `${name.slice(0, 7)}-01T00:00:00.000Z`])
  })

  test('holds the instant even where clocks went back over midnight', () => {
    // At 00:01 on 7 November clocks in Newfoundland went back to 23:01 on the 6th: a second time that evening.
    const calendar: Calendar = { kind: 'day', timeZone: 'America/St_Johns' }
    const second = at('2010-11-07T03:00:00Z')
    const window = windowAt(calendar, second)
    expect(window.from).toBeLessThanOrEqual(second)
    expect(window.to).toBeGreaterThan(second)
  })
})

const zone = fc.constantFrom(
  'UTC',
  'Europe/London',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
)
const calendar: fc.Arbitrary<Calendar> = fc.oneof(
  fc.record({ kind: fc.constant('day' as const), timeZone: zone }),
  fc.record({ kind: fc.constant('week' as const), startsOn: fc.constantFrom(...WEEKDAYS), timeZone: zone }),
  fc.record({ kind: fc.constant('month' as const), timeZone: zone }),
)
const moment = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) }).map(instant)

describe('windows of any calendar', () => {
  test('abut: each holds its instant and ends where the next begins', () => {
    fc.assert(
      fc.property(calendar, moment, (calendar, moment) => {
        const window = windowAt(calendar, moment)
        expect(window.from).toBeLessThanOrEqual(moment)
        expect(window.to).toBeGreaterThan(moment)
        const next = nextWindow(calendar, window)
        expect(next.from).toBe(window.to)
        expect(next.name > window.name).toBe(true)
        expect(previousWindow(calendar, next)).toEqual(window)
      }),
      { numRuns: 500 },
    )
  })

  test('are found again by their name', () => {
    fc.assert(
      fc.property(calendar, moment, (calendar, moment) => {
        const window = windowAt(calendar, moment)
        expect(parseWindowName(calendar, 'week', window.name)).toEqual({ ok: true, value: window })
      }),
    )
  })

  test('over a span are all that overlap it, in order', () => {
    fc.assert(
      fc.property(calendar, moment, fc.integer({ min: 1, max: 40 * DAY_MS }), (calendar, from, length) => {
        const to = instant(from + length)
        const windows = windowsOver(calendar, from, to)
        expect(windows[0]?.from).toBeLessThanOrEqual(from)
        expect(windows.at(-1)?.to).toBeGreaterThanOrEqual(to)
        expect(windows.at(-1)?.from).toBeLessThan(to)
        for (const [index, window] of windows.slice(1).entries()) expect(window.from).toBe(windows[index]?.to)
      }),
    )
  })

  test('over an empty span are none', () => {
    const monday = at('2026-11-16T00:00:00Z')
    expect(windowsOver(DAYS_OF_LONDON, monday, monday)).toEqual([])
  })
})

describe('a name', () => {
  test('that is not the last day is a problem that names the one that is', () => {
    expect(parseWindowName(LONDON, 'week', '2022-04-28')).toEqual({
      ok: false,
      problems: [
        {
          field: 'week',
          value: '"2022-04-28"',
          allowed: 'the last day of a week; the one around that day is "2022-05-01"',
        },
      ],
    })
  })

  test('of a month is its last day', () => {
    const problems = [{ allowed: 'the last day of a month; the one around that day is "2024-02-29"' }]
    const read = parseWindowName({ kind: 'month', timeZone: 'UTC' }, 'month', '2024-02-28')
    expect(read).toMatchObject({ ok: false, problems })
  })

  test.each(['2022-02-30', 'latest', 7])('that is no date (%j) is a problem', (input) => {
    expect(parseWindowName(LONDON, 'week', input)).toMatchObject({ ok: false, problems: [{ field: 'week' }] })
  })
})

test('windows that are issued follow the calendar of their issue', () => {
  expect(calendarOf({ kind: 'all', issued: LONDON })).toBe(LONDON)
  expect(calendarOf({ kind: 'first', days: 91, issued: DAYS_OF_LONDON })).toBe(DAYS_OF_LONDON)
  expect(calendarOf(LONDON)).toBe(LONDON)
})

test('a calendar has one key, and no other calendar has it', () => {
  const calendars: Calendar[] = [
    LONDON,
    { ...LONDON, startsOn: 'sunday' },
    { ...LONDON, timeZone: 'UTC' },
    DAYS_OF_LONDON,
    { kind: 'month', timeZone: 'Europe/London' },
  ]
  expect(calendarKey(LONDON)).toBe('week/monday/Europe/London')
  expect(new Set(calendars.map(calendarKey)).size).toBe(calendars.length)
})
