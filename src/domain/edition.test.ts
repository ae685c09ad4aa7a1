import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NO_BOOKS } from './bucket.ts'
import { type ChartId, canonicalJson, type Digest, digestOf, type Edition, type EditionRow } from './edition.ts'
import type { ItemId } from './item.ts'
import type { CountryCode } from './region.ts'
import type { CalendarDate } from './time.ts'

const ROW: EditionRow = {
  rank: 1,
  item: 'x' as ItemId,
  views: 100,
  watchedMs: '360000000',
  hours: 100,
  runtimeMs: 3_600_000,
  previousRank: null,
  peakRank: 1,
  weeksOnChart: 1,
  streak: 1,
  entry: 'new',
}

const EDITION: Edition = {
  chart: 'top' as ChartId,
  region: 'world',
  window: { name: '2026-11-22' as CalendarDate, from: '2026-11-16T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z' },
  revision: 1,
  state: 'final',
  reason: null,
  method: { version: 1, measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 100_000 },
  rows: [ROW],
  previous: null,
  digest: '' as Digest,
  books: NO_BOOKS,
  publishedAt: '2026-11-24T00:00:00.000Z',
}

describe('canonical JSON', () => {
  test.each([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ a: undefined, b: {} }, '{"b":{}}'],
    ['ü"\n', '"ü\\"\\n"'],
    [{ B: 1, a: 2, A: 3 }, '{"A":3,"B":1,"a":2}'],
    [-0, '0'],
  ])('of %j is %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  test.each([1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d, whose text could differ', (value) => {
    expect(() => canonicalJson({ value })).toThrow('no safe integer')
  })

  const leaf = fc.oneof(fc.maxSafeInteger(), fc.string(), fc.boolean(), fc.constant(null))
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('tree')), fc.dictionary(fc.string(), tie('tree'))),
  }))

  test('is JSON of the same value, and the same text once it was read back', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
  })

  test('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), leaf), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(turned)).toBe(canonicalJson(value))
      }),
    )
  })
})

describe('the digest', () => {
  const digest = digestOf(EDITION)

  test('is SHA-256 of the canonical body, which anybody can write down', () => {
    const { digest: _, books, publishedAt, ...body } = EDITION
    expect(digest).toBe(createHash('sha256').update(canonicalJson(body)).digest('hex'))
  })

  test.each<[string, Partial<Edition>]>([
    ['chart', { chart: 'other' as ChartId }],
    ['region', { region: 'GB' as CountryCode }],
    ['window', { window: { ...EDITION.window, name: '2026-11-29' as CalendarDate } }],
    ['revision', { revision: 2 }],
    ['state', { state: 'restated' }],
    ['reason', { reason: 'late events' }],
    ['method', { method: { ...EDITION.method, version: 2 } }],
    ['rows', { rows: [] }],
    ['a number of a row', { rows: [{ ...ROW, views: 101 }] }],
    ['the history of a row', { rows: [{ ...ROW, weeksOnChart: 2 }] }],
    ['the edition before', { previous: digest }],
  ])('changes with %s', (_, change) => {
    expect(digestOf({ ...EDITION, ...change })).not.toBe(digest)
  })

  test.each<[string, Partial<Edition>]>([
    ['when it was published', { publishedAt: '2027-01-01T00:00:00.000Z' }],
    ['the books', { books: { ...NO_BOOKS, stored: 5 } }],
    ['the digest that it carries', { digest }],
  ])('does not cover %s', (_, change) => {
    expect(digestOf({ ...EDITION, ...change })).toBe(digest)
  })

  test('is the same after a way through a file', () => {
    expect(digestOf(JSON.parse(JSON.stringify(EDITION, undefined, 1)))).toBe(digest)
    const dated = { ...EDITION, method: { ...EDITION.method, from: undefined } }
    expect(digestOf(dated)).toBe(digest)
  })
})
