import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EVENT_KINDS, type Event, type EventId, type SiteId, type ViewerKey, WEIGHT_MAX } from './event.ts'
import { escaped, eventLine, LINE_COLUMNS, readLine } from './event-line.ts'
import type { ItemId } from './item.ts'
import type { CountryCode } from './region.ts'
import { instant } from './time.ts'

const EVENT: Event = {
  id: '019a5b00-0000-7000-8000-000000000001' as EventId,
  at: instant(1_000),
  receivedAt: instant(2_000),
  site: 'main' as SiteId,
  kind: 'watch',
  item: 'x' as ItemId,
  country: 'GB' as CountryCode,
  viewer: '18446744073709551615' as ViewerKey,
  value: 3,
  weight: WEIGHT_MAX,
  subject: '',
  body: '',
}

test('a line has a cell for each column, empty ones too', () => {
  const line = `abcd1234\t1\t7\t${eventLine(EVENT)}`
  expect(line.split('\t')).toHaveLength(LINE_COLUMNS.length)
  expect(line).toBe(
    'abcd1234\t1\t7\t019a5b00-0000-7000-8000-000000000001\t1000\t2000\tmain\twatch\tx\tGB\t18446744073709551615\t3\t100000000000\t\t',
  )
})

/** Text in which the characters that need escaping, and what looks like an escape, are frequent. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom('\\', '\t', '\n', '\r', '\0', '\b', '\f', 'n', 't', '0', '\\N'),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''))

const event: fc.Arbitrary<Event> = fc
  .record({
    kind: fc.constantFrom(...EVENT_KINDS),
    item: text as fc.Arbitrary<ItemId>,
    subject: text,
    body: text,
    value: fc.nat(),
    weight: fc.integer({ min: 1, max: WEIGHT_MAX }),
    at: fc.integer({ min: 0, max: Date.UTC(2200, 0) }).map(instant),
  })
  .map((some) => ({ ...EVENT, ...some }))

test('every event is read back from its line as it was, through the bytes of a file', () => {
  fc.assert(
    fc.property(event, fc.nat(), (event, offset) => {
      const line = eventLine(event)
      expect(line).not.toMatch(/[\n\r\0]/)
      const bytes = Buffer.from(`abcd1234\t12\t${offset}\t${line}`)
      expect(readLine(bytes.toString('utf8'))).toEqual({ ...event, log: 'abcd1234', segment: 12, offset })
    }),
    { numRuns: 500 },
  )
})

test('two events have the same line only if they are the same', () => {
  fc.assert(
    fc.property(event, event, (a, b) => {
      expect(eventLine(a) === eventLine(b)).toBe(JSON.stringify(a) === JSON.stringify(b))
    }),
  )
})

test.each([
  ['a\\tb', 'a\\\\tb'],
  ['a\tb', 'a\\tb'],
  ['a\nb', 'a\\nb'],
  ['\\N', '\\\\N'],
  ['ü 日本 🎬', 'ü 日本 🎬'],
])('%j is written as %s', (value, written) => {
  expect(escaped(value)).toBe(written)
})

test('a line with a cell too few or too many is a bug, not an event', () => {
  const line = `abcd1234\t1\t7\t${eventLine(EVENT)}`
  expect(() => readLine(`${line}\tmore`)).toThrow('16 columns, not 15')
  expect(() => readLine(line.slice(0, -1))).toThrow('14 columns, not 15')
})
