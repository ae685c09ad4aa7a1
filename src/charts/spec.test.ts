import { describe, expect, test } from 'vitest'
import { type CalendarDate, instant } from '../domain/time.ts'
import { LENGTH_MAX, methodFor, parseChartSpec } from './spec.ts'

const METHOD = { version: 1, measure: 'views', formula: 'counted' }
const RUNTIME = {
  version: 2,
  from: '2023-06-18',
  measure: 'views',
  formula: 'hours-per-runtime',
  roundViewsTo: 100_000,
}
const FIRST = { kind: 'first', days: 91, issued: { kind: 'day', timeZone: 'UTC' } }
const SPEC = { id: 'top', title: 'Top 10', window: { kind: 'day', timeZone: 'UTC' }, methods: [METHOD] }

function specOf(input: unknown) {
  const spec = parseChartSpec(input)
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems))
  return spec.value
}

function problemsOf(input: unknown) {
  const spec = parseChartSpec(input)
  if (spec.ok) throw new Error('accepted')
  return spec.problems
}

describe('a chart spec', () => {
  test('gets what it leaves out', () => {
    expect(specOf(SPEC)).toEqual({
      ...SPEC,
      site: 'main',
      regions: { world: true, countries: 'measured' },
      length: 10,
      filter: { kinds: ['film', 'season', 'article', 'video', 'comic'] },
      ties: 'ordered',
      methods: [{ ...METHOD, roundViewsTo: 1 }],
    })
  })

  test('reads back from what it came to: the log keeps it so', () => {
    const spec = specOf(SPEC)
    expect(specOf(JSON.parse(JSON.stringify(spec)))).toEqual(spec)
  })

  test.each([
    { kind: 'week', startsOn: 'monday', timeZone: 'America/Los_Angeles' },
    { kind: 'month', timeZone: 'Asia/Kathmandu' },
    { kind: 'first', days: 91, issued: { kind: 'day', timeZone: 'UTC' } },
    { kind: 'all', issued: { kind: 'week', startsOn: 'sunday', timeZone: 'UTC' } },
  ])('takes the window $kind', (window) => {
    expect(specOf({ ...SPEC, window }).window).toEqual(window)
  })

  test.each([
    ['no id', { id: undefined }, 'id', 'a to z, 0 to 9 and hyphens'],
    ['an id with capitals', { id: 'Top' }, 'id', 'a to z, 0 to 9 and hyphens'],
    ['an id that leaves its directory', { id: '../x' }, 'id', 'a to z, 0 to 9 and hyphens'],
    ['an unknown field', { colour: 'red' }, 'colour', 'no such field'],
    ['a time zone of another planet', { window: { kind: 'day', timeZone: 'Mars' } }, 'window.timeZone', 'IANA'],
    [
      'an unknown window',
      { window: { kind: 'year', timeZone: 'UTC' } },
      'window.kind',
      'day, week, month, first or all',
    ],
    [
      'a week from no day',
      { window: { kind: 'week', startsOn: 'mon', timeZone: 'UTC' } },
      'window.startsOn',
      'one of monday, tuesday',
    ],
    ['an unknown country', { regions: { world: true, countries: ['GB', 'XX'] } }, 'regions.countries.1', 'ISO 3166-1'],
    [
      'countries in words',
      { regions: { world: true, countries: 'all' } },
      'regions.countries',
      'list of country codes',
    ],
    ['an unknown kind of item', { filter: { kinds: ['song'] } }, 'filter.kinds.0', 'one of show, season'],
    ['an unknown rule for ties', { ties: 'random' }, 'ties', 'ordered or shared'],
    ['an unknown measure', { methods: [{ ...METHOD, measure: 'clicks' }] }, 'methods.0.measure', 'one of views, hours'],
    [
      'an unknown formula',
      { methods: [{ ...METHOD, formula: 'guess' }] },
      'methods.0.formula',
      'one of counted, hours-per-runtime, published',
    ],
    ['a first day that is none', { methods: [{ ...METHOD, from: '2023-02-30' }] }, 'methods.0.from', 'a date such as'],
    [
      'a later method without a date',
      { methods: [METHOD, { ...METHOD, version: 2 }] },
      'methods.1.from',
      'after that of the version before it',
    ],
    [
      'dates that do not rise',
      { methods: [{ ...METHOD, from: '2023-06-18' }, RUNTIME] },
      'methods.1.from',
      'after that of the version before it',
    ],
    [
      'versions that do not rise',
      { methods: [METHOD, { ...RUNTIME, version: 1 }] },
      'methods.1.version',
      'above that of the version before it',
    ],
    [
      'hours per runtime of hours',
      { methods: [{ ...RUNTIME, measure: 'hours' }] },
      'methods.0.formula',
      'goes with the measure views alone',
    ],
    [
      'published views',
      { methods: [{ ...METHOD, formula: 'published' }] },
      'methods.0.formula',
      'goes with the measure rank',
    ],
    ['counted ranks', { methods: [{ ...METHOD, measure: 'rank' }] }, 'methods.0.formula', 'goes with the measure rank'],
  ])('with %s is refused by field, with what is allowed', (_, change, field, allowed) => {
    expect(problemsOf({ ...SPEC, ...change })).toEqual([
      { field, value: expect.any(String), allowed: expect.stringContaining(allowed) },
    ])
  })

  test.each([
    ['length', { length: 0 }],
    ['length', { length: LENGTH_MAX + 1 }],
    ['length', { length: 2.5 }],
    ['methods', { methods: [] }],
    ['filter.kinds', { filter: { kinds: [] } }],
    ['window.days', { window: { kind: 'first', days: 0, issued: { kind: 'day', timeZone: 'UTC' } } }],
    ['methods.0.measure', { window: FIRST, methods: [{ ...METHOD, measure: 'viewers' }] }],
  ])('with a bad %s is refused by that field', (field, change) => {
    expect(problemsOf({ ...SPEC, ...change })).toMatchObject([{ field }])
  })
})

describe('the method of a window', () => {
  const spec = specOf({ ...SPEC, methods: [METHOD, RUNTIME, { ...RUNTIME, version: 3, from: '2024-01-07' }] })
  const versionFor = (name: string, of = spec) =>
    methodFor(of, { name: name as CalendarDate, from: instant(0), to: instant(1) }).version

  test.each([
    ['2021-07-04', 1],
    ['2023-06-11', 1],
    ['2023-06-18', 2],
    ['2023-12-31', 2],
    ['2024-01-07', 3],
    ['2099-01-01', 3],
  ])('%s is version %i: the name decides', (name, version) => {
    expect(versionFor(name)).toBe(version)
  })

  test('before the first date is the first', () => {
    const late = specOf({ ...SPEC, methods: [{ ...METHOD, from: '2023-01-01' }] })
    expect(versionFor('2020-01-01', late)).toBe(1)
  })
})
