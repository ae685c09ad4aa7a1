import { describe, expect, test } from 'vitest'
import { parseEvent, RANK_MAX, REVISION_MAX, UNITS_MAX, WATCHED_MS_MAX, WEIGHT_MAX } from './event.ts'

const ID = '019a5b00-0000-7000-8000-000000000001'
const AT = '2026-11-16T20:01:02.123Z'
const AT_MS = Date.parse(AT)
const view = { id: ID, at: AT, kind: 'view', item: 'heartstopper-s1' }
const of = (kind: string, more: object = {}) => ({ ...view, kind, ...more })

/** The problems of an input that must be refused. */
function problemsOf(input: unknown) {
  const read = parseEvent(input)
  if (read.ok) throw new Error(`accepted: ${JSON.stringify(read.value)}`)
  return read.problems
}

describe('an event of each kind is read', () => {
  test.each([
    ['view', {}, 1],
    ['watch', { ms: 1 }, 1],
    ['watch', { ms: WATCHED_MS_MAX }, WATCHED_MS_MAX],
    ['sale', { units: 3 }, 3],
    ['sale', { units: UNITS_MAX }, UNITS_MAX],
    ['open', {}, 1],
    ['share', {}, 1],
    ['like', { on: true }, 1],
    ['like', { on: false }, 0],
    ['follow', { on: true }, 1],
    ['follow', { on: false }, 0],
    ['rate', { stars: 5 }, 5],
    ['rate', { stars: null }, 0],
    ['helpful', { yes: true }, 2],
    ['helpful', { yes: false }, 1],
    ['helpful', { yes: null }, 0],
  ])('%s with %j has the value %i', (kind, more, value) => {
    expect(parseEvent(of(kind, more))).toEqual({
      ok: true,
      value: { id: ID, at: AT_MS, kind, item: 'heartstopper-s1', value, body: '' },
    })
  })

  test('charted keeps the chart in its body and the rank as its value', () => {
    expect(parseEvent(of('charted', { chart: 'tv-english', rank: RANK_MAX }))).toMatchObject({
      value: { item: 'heartstopper-s1', value: RANK_MAX, body: 'tv-english' },
    })
  })

  test('a register keeps its revision in its body, unless it is 0', () => {
    const body = (revision?: number) => parseEvent(of('rate', { stars: 4, revision }))
    expect(body(REVISION_MAX)).toMatchObject({ value: { body: 'rev=4294967295' } })
    expect(body(0)).toEqual(body(undefined))
  })

  test('item is an event about the entry that it brings', () => {
    const entry = { id: 'x', kind: 'film', title: 'X' }
    expect(parseEvent({ id: ID, at: AT, kind: 'item', entry })).toEqual({
      ok: true,
      value: { id: ID, at: AT_MS, kind: 'item', item: 'x', value: 1, body: JSON.stringify(entry) },
    })
  })

  test('what a sender may claim is kept as it was claimed', () => {
    const claimed = { country: 'GB', viewer: 'somebody', weight: WEIGHT_MAX }
    expect(parseEvent({ ...view, ...claimed })).toMatchObject({ ok: true, value: claimed })
    expect(parseEvent(of('like', { on: true, subject: 'account 7' }))).toMatchObject({
      value: { subject: 'account 7' },
    })
  })

  test('what was not claimed is not there', () => {
    const read = parseEvent(view)
    expect(read.ok && Object.keys(read.value).sort()).toEqual(['at', 'body', 'id', 'item', 'kind', 'value'])
  })
})

describe('an event is refused', () => {
  const whole = (min: number, max: number) => `a whole number from ${min} to ${max}`

  test.each([
    ['an unknown field', { ...view, colour: 'red' }, 'colour', '"red"', 'no such field'],
    ['a field without a name', { ...view, '': 1 }, '""', '1', 'no such field'],
    [
      'a field of the prototype',
      JSON.parse(`{"__proto__":1,${JSON.stringify(view).slice(1)}`),
      '__proto__',
      '1',
      'no such',
    ],
    ['a field of another kind', { ...view, ms: 5 }, 'ms', '5', 'no such field'],
    ['a subject where there is no register', { ...view, subject: 'x' }, 'subject', '"x"', 'no such field'],
    ['an unknown country', { ...view, country: 'XX' }, 'country', '"XX"', 'ISO 3166-1'],
    ['the unknown country itself', { ...view, country: 'ZZ' }, 'country', '"ZZ"', 'ISO 3166-1'],
    ['a country in small letters', { ...view, country: 'gb' }, 'country', '"gb"', 'ISO 3166-1'],
    ['a country that is a number', { ...view, country: 44 }, 'country', '44', 'ISO 3166-1'],
    ['a date without a zone', { ...view, at: '2026-11-16T20:01:02' }, 'at', '"2026-11-16T20:01:02"', 'with its zone'],
    ['30 February', { ...view, at: '2026-02-30T00:00:00Z' }, 'at', '"2026-02-30T00:00:00Z"', 'with its zone'],
    ['a time in milliseconds', { ...view, at: AT_MS }, 'at', String(AT_MS), 'with its zone'],
    ['no id', { ...view, id: undefined }, 'id', '(missing)', '128 bits'],
    ['an id of 120 bits', { ...view, id: ID.slice(2) }, 'id', `"${ID.slice(2)}"`, '128 bits'],
    ['an id that is no hexadecimal', { ...view, id: ID.replace('a', 'g') }, 'id', '"019g5b', '128 bits'],
    ['no item', { ...view, item: undefined }, 'item', '(missing)', '1 to 200 visible'],
    ['an empty item', { ...view, item: '' }, 'item', '""', '1 to 200 visible'],
    ['an item with a space', { ...view, item: 'a b' }, 'item', '"a b"', '1 to 200 visible'],
    ['an item that is too long', { ...view, item: 'x'.repeat(201) }, 'item', '"xxx', '1 to 200 visible'],
    ['an unknown kind', { ...view, kind: 'look' }, 'kind', '"look"', 'one of view, watch'],
    ['no kind', { ...view, kind: undefined }, 'kind', '(missing)', 'one of view, watch'],
    ['a chart', { ...view, kind: 'chart' }, 'kind', '"chart"', 'one of view, watch'],
    ['a negative time', of('watch', { ms: -1 }), 'ms', '-1', whole(1, WATCHED_MS_MAX)],
    ['no time at all', of('watch', { ms: 0 }), 'ms', '0', whole(1, WATCHED_MS_MAX)],
    ['more than a day', of('watch', { ms: WATCHED_MS_MAX + 1 }), 'ms', '86400001', whole(1, WATCHED_MS_MAX)],
    ['an absurd time', of('watch', { ms: 1e300 }), 'ms', '1e+300', whole(1, WATCHED_MS_MAX)],
    ['a broken time', of('watch', { ms: 1.5 }), 'ms', '1.5', whole(1, WATCHED_MS_MAX)],
    ['a time as text', of('watch', { ms: '5' }), 'ms', '"5"', whole(1, WATCHED_MS_MAX)],
    ['a missing time', of('watch'), 'ms', '(missing)', whole(1, WATCHED_MS_MAX)],
    ['no units', of('sale', { units: 0 }), 'units', '0', whole(1, UNITS_MAX)],
    ['too many units', of('sale', { units: UNITS_MAX + 1 }), 'units', '1000001', whole(1, UNITS_MAX)],
    ['a like that is 1', of('like', { on: 1 }), 'on', '1', 'true or false'],
    ['a follow without a state', of('follow'), 'on', '(missing)', 'true or false'],
    ['0 stars', of('rate', { stars: 0 }), 'stars', '0', whole(1, 5)],
    ['6 stars', of('rate', { stars: 6 }), 'stars', '6', whole(1, 5)],
    ['half a star', of('rate', { stars: 4.5 }), 'stars', '4.5', whole(1, 5)],
    ['half a revision', of('like', { on: true, revision: 1.5 }), 'revision', '1.5', whole(0, REVISION_MAX)],
    ['too high a revision', of('like', { on: true, revision: 2 ** 32 }), 'revision', '42949', whole(0, REVISION_MAX)],
    ['a revision of what is no register', { ...view, revision: 1 }, 'revision', '1', 'no such field'],
    ['a token that is none', of('like', { on: true, token: 'hct_x' }), 'token', '"hct_x"', 'POST /v1/tokens'],
    ['a vote in words', of('helpful', { yes: 'yes' }), 'yes', '"yes"', 'true or false'],
    ['no weight', { ...view, weight: 0 }, 'weight', '0', whole(1, WEIGHT_MAX)],
    ['too much weight', { ...view, weight: WEIGHT_MAX + 1 }, 'weight', '100000000001', whole(1, WEIGHT_MAX)],
    [
      'more time than can be added up',
      of('watch', { ms: WATCHED_MS_MAX, weight: 104_249_992 }),
      'weight',
      '104249992',
      'at most 104249991 of 86400000',
    ],
    ['an empty viewer', { ...view, viewer: '' }, 'viewer', '""', '1 to 200 characters'],
    ['half a character', { ...view, viewer: 'a\ud83d' }, 'viewer', '"a\\ud83d"', 'halves of characters'],
    ['a viewer with a line break', { ...view, viewer: 'a\nb' }, 'viewer', '"a\\nb"', '1 to 200 characters'],
    ['rank 0', of('charted', { chart: 'c', rank: 0 }), 'rank', '0', whole(1, RANK_MAX)],
    ['a chart id with capitals', of('charted', { chart: 'TV', rank: 1 }), 'chart', '"TV"', 'a chart id'],
    [
      'a bad field of an entry',
      { id: ID, at: AT, kind: 'item', entry: { id: 'x', kind: 'film', title: 'X', colour: 'red' } },
      'entry.colour',
      '"red"',
      'no such field',
    ],
  ])('for %s: field, value and what is allowed', (_, input, field, value, allowed) => {
    expect(problemsOf(input)).toEqual([
      { field, value: expect.stringContaining(value), allowed: expect.stringContaining(allowed) },
    ])
  })

  test.each([null, 7, 'view', [], [view]])('where it is no object: %j', (input) => {
    expect(problemsOf(input)).toHaveLength(1)
  })

  test('with all that is wrong, not just the first', () => {
    const fields = problemsOf({ ...of('watch', { ms: -1 }), item: '', colour: 1, taste: 2 }).map(({ field }) => field)
    expect(fields.sort()).toEqual(['colour', 'item', 'ms', 'taste'])
  })

  test('the long name of a field is cut', () => {
    const [only] = problemsOf({ ...view, ['x'.repeat(100_000)]: 1 })
    expect(only).toMatchObject({ field: expect.stringMatching(/^x{80}…$/), allowed: 'no such field' })
  })

  test('a long value is cut when it is shown', () => {
    const [only] = problemsOf({ ...view, item: 'x'.repeat(100_000) })
    expect(only?.value.length).toBeLessThan(100)
  })
})

describe('the id', () => {
  test.each([
    ['without hyphens', ID.replaceAll('-', '')],
    ['in capitals', ID.toUpperCase()],
    ['with hyphens', ID],
  ])('%s is the same id', (_, id) => {
    expect(parseEvent({ ...view, id })).toMatchObject({ ok: true, value: { id: ID } })
  })

  test('being a UUIDv7 stands for the time', () => {
    const hex = AT_MS.toString(16).padStart(12, '0')
    const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7abc-8000-000000000000`
    expect(parseEvent({ ...view, id, at: undefined })).toMatchObject({ ok: true, value: { at: AT_MS } })
  })

  test('being a UUIDv7 does not stand against a time that is named', () => {
    expect(parseEvent({ ...view, at: '2020-01-01T00:00:00Z' })).toMatchObject({ value: { at: Date.UTC(2020, 0) } })
  })

  test('being no UUIDv7 needs a time', () => {
    const problems = problemsOf({ ...view, id: ID.replace('-7', '-4'), at: undefined })
    expect(problems).toMatchObject([{ field: 'at', value: '(missing)', allowed: expect.stringContaining('UUIDv7') }])
  })

  test.each([
    ['1970', '00000000-0001-7000-8000-000000000000'],
    ['the year 10889', 'ffffffff-ffff-7000-8000-000000000000'],
  ])('being a UUIDv7 of %s is refused like any such time', (_, id) => {
    const problems = problemsOf({ ...view, id, at: undefined })
    expect(problems).toMatchObject([{ field: 'at', allowed: expect.stringContaining('from 1990 to 2199') }])
  })
})
