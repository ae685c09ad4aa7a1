import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mutated } from '../../test/fuzz/bytes.ts'
import { EventMaker } from '../../test/fuzz/events.ts'
import { Random } from '../../test/random.ts'
import { parseEvent, UNITS_MAX, WATCHED_MS_MAX, WEIGHT_MAX } from './event.ts'
import { EventScanner } from './scan-event.ts'

const scanner = new EventScanner()
const ID = '019a5b00-0000-7000-8000-000000000001'
const view = { id: ID, at: '2026-11-16T20:01:02.123Z', kind: 'view', item: 'heartstopper-s1' }

/** What the scanner must say of a text: the same as the schema, or nothing. Returns whether it said something. */
function agrees(text: string): boolean {
  const scanned = scanner.scan(text, 0)
  if (!scanned) return false
  expect(text.slice(scanner.end)).toBe('')
  const read = parseEvent(JSON.parse(text))
  // Fields that were not claimed are undefined with the one and absent with the other.
  expect(read).toEqual({ ok: true, value: scanned })
  return true
}

describe('an event in the usual form is scanned as the schema reads it', () => {
  test.each([
    view,
    { ...view, at: undefined },
    { ...view, at: '2024-02-29T23:59:59Z' },
    { ...view, country: 'GB', viewer: 'somebody', weight: WEIGHT_MAX },
    { ...view, kind: 'watch', ms: WATCHED_MS_MAX },
    { ...view, kind: 'sale', units: UNITS_MAX },
    { ...view, kind: 'open', automated: true },
    { ...view, kind: 'share', automated: false },
    { ...view, kind: 'like', on: true, subject: 'account 7' },
    { ...view, kind: 'follow', on: false },
    { ...view, kind: 'rate', stars: 5 },
    { ...view, kind: 'rate', stars: null },
    { ...view, kind: 'helpful', yes: true },
    { ...view, kind: 'helpful', yes: false },
    { ...view, kind: 'helpful', yes: null },
  ])('%j', (event) => {
    expect(agrees(JSON.stringify(event))).toBe(true)
    // As other languages write JSON, and as Windows ends lines.
    expect(agrees(JSON.stringify(event, undefined, 1).replaceAll('\n', ' '))).toBe(true)
    expect(scanner.scan(`${JSON.stringify(event)}\r`, 0)).toBeDefined()
  })

  test('wherever it stands in a text', () => {
    const text = `${JSON.stringify(view)}\n${JSON.stringify({ ...view, item: 'other' })}\n`
    expect(scanner.scan(text, 0)?.item).toBe('heartstopper-s1')
    expect(scanner.scan(text, scanner.end + 1)?.item).toBe('other')
    expect(text.length - scanner.end).toBe(1)
  })
})

/** Values that are nearly right, in every field. */
const values: Record<string, readonly unknown[]> = {
  id: [ID, ID.toUpperCase(), ID.replaceAll('-', ''), ID.replace('-7', '-4'), `${ID}0`, ID.slice(1), '', 7],
  at: [
    view.at,
    '2026-11-16T20:01:02Z',
    '2026-11-16T20:01:02.1Z',
    '2026-11-16T20:01:02+01:00',
    '2026-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2000-02-29T00:00:00Z',
    '2026-11-16T24:00:00Z',
    '2026-11-16T23:60:00Z',
    '2026-11-16T23:59:60Z',
    '1989-12-31T23:59:59.999Z',
    '1990-01-01T00:00:00.000Z',
    '2199-12-31T23:59:59.999Z',
    '2200-01-01T00:00:00.000Z',
    '2026-11-16 20:01:02Z',
    '2026-11-16T20:01:02.123z',
    1,
    null,
  ],
  kind: [
    'view',
    'watch',
    'sale',
    'open',
    'share',
    'like',
    'follow',
    'rate',
    'helpful',
    'charted',
    'item',
    'chart',
    'counting',
    'merge',
    'late',
    '',
    1,
  ],
  item: ['x', 'a b', 'ü', '', 'a"b', 'a\\b', 'x'.repeat(200), 'x'.repeat(201), '~', '!', '\u007f', 3],
  country: ['GB', 'gb', 'XX', 'ZZ', 'G', 'GBR', '', 1, null],
  viewer: ['v', 'a b', '', 'ü', 'a\tb', 'x'.repeat(200), 'x'.repeat(201), '\u007f', 1],
  subject: ['s', '', 'x'.repeat(201), 'a\nb', 1],
  weight: [1, 0, -1, 1.5, WEIGHT_MAX, WEIGHT_MAX + 1, '1', 1e300],
  ms: [1, 0, WATCHED_MS_MAX, WATCHED_MS_MAX + 1, -1, 1.5, '1', null],
  units: [1, 0, UNITS_MAX, UNITS_MAX + 1],
  on: [true, false, null, 1],
  stars: [1, 5, 0, 6, null, 4.5],
  yes: [true, false, null, 'yes'],
  revision: [0, 1, 2 ** 32, '1', -1, 1.5],
  token: [`hct_${'a'.repeat(65)}`, 'hct_', 1],
  automated: [true, false, null, 1],
  colour: ['red'],
}

/** Mostly right events, some fields wrong, in any order. */
const event = fc
  .record(Object.fromEntries(Object.entries(values).map(([name, some]) => [name, fc.constantFrom(...some)])), {
    requiredKeys: ['kind'],
  })
  .chain((wild) =>
    fc.tuple(
      fc.constant(wild),
      fc.subarray(Object.keys(values), { minLength: 0, maxLength: 3 }),
      fc.constantFrom<object>(
        { kind: 'view' },
        { kind: 'watch', ms: 5 },
        { kind: 'sale', units: 2 },
        { kind: 'like', on: true },
        { kind: 'rate', stars: 3 },
        { kind: 'helpful', yes: null },
        { kind: 'open', ms: 5 },
      ),
      fc.boolean(),
    ),
  )
  .map(([wild, taken, right, back]) => {
    const some = Object.fromEntries(taken.filter((name) => name in wild).map((name) => [name, wild[name]]))
    const entries = Object.entries({ ...view, ...right, ...some })
    return Object.fromEntries(back ? entries.reverse() : entries)
  })

test('whatever is scanned, the schema reads alike', () => {
  let usual = 0
  fc.assert(
    fc.property(event, (each) => {
      if (agrees(JSON.stringify(each))) usual++
    }),
    { numRuns: 5000 },
  )
  // Otherwise this would say nothing.
  expect(usual).toBeGreaterThan(500)
})

test('whatever is left of a text after bytes were changed is never scanned as something else', () => {
  const changes = fc.array(fc.tuple(fc.nat(200), fc.constantFrom(...'{}[]",:\\/ 0129eE.-tfnZ\u0000\u00ff\n\u007fx')), {
    minLength: 1,
    maxLength: 3,
  })
  fc.assert(
    fc.property(event, changes, (each, changed) => {
      const text = [...JSON.stringify(each)]
      for (const [at, character] of changed) text[at % text.length] = character
      const whole = text.join('')
      const scanned = scanner.scan(whole, 0)
      if (!scanned || scanner.end !== whole.length) return
      expect(parseEvent(JSON.parse(whole))).toEqual({ ok: true, value: scanned })
    }),
    { numRuns: 20_000 },
  )
})

test('nothing hostile is scanned as something else, whole or with bytes changed', () => {
  let usual = 0
  for (let number = 0; number < 20_000; number++) {
    const random = new Random(number)
    for (const { bytes } of new EventMaker(random, number, Date.UTC(2026, 10, 16), true).lines())
      for (const sent of [bytes, mutated(bytes, random)]) {
        const scanned = scanner.scan(sent.toString('latin1'), 0)
        if (!scanned || sent.toString('latin1', scanner.end).trim() !== '') continue
        usual++
        expect([number, parseEvent(JSON.parse(sent.toString()))]).toEqual([number, { ok: true, value: scanned }])
      }
  }
  expect(usual).toBeGreaterThan(2000)
})

test.each([
  ['a field twice', `{"id":"${ID}","item":"a","kind":"view","item":"b"}`],
  ['an escape', `{"id":"${ID}","item":"\\u0061","kind":"view"}`],
  ['a comma too many', `{"id":"${ID}","item":"a","kind":"view",}`],
  ['a leading zero', `{"id":"${ID}","item":"a","kind":"watch","ms":01}`],
  ['an end too early', `{"id":"${ID}","item":"a","kind":"view"`],
  ['a field of the prototype', `{"id":"${ID}","item":"a","kind":"view","__proto__":1}`],
  ['a revision', `{"id":"${ID}","item":"a","kind":"like","on":true,"revision":1}`],
  ['a token', `{"id":"${ID}","item":"a","kind":"like","on":true,"token":"hct_${'a'.repeat(65)}"}`],
  ['nothing', ''],
])('%s is left to the schema', (_, text) => {
  expect(scanner.scan(text, 0)).toBeUndefined()
})
