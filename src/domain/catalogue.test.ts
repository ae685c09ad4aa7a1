import { describe, expect, test } from 'vitest'
import { Catalogue } from './catalogue.ts'
import type { Item, ItemId } from './item.ts'
import { HOUR_MS, instant, isoInstant } from './time.ts'

const id = (text: string) => text as ItemId
const item = (text: string, more: Partial<Item> = {}): Item => ({ id: id(text), kind: 'film', title: text, ...more })
const at = (date: string) => instant(Date.parse(date))

const SHOW = item('show', { kind: 'show' })
const SEASON = item('season', { kind: 'season', parent: id('show') })
const FIRST = item('e1', { kind: 'episode', parent: id('season'), runtimeMs: HOUR_MS, published: '2026-01-05' })
const SECOND = item('e2', {
  kind: 'episode',
  parent: id('season'),
  runtimeMs: 2 * HOUR_MS,
  published: '2026-01-12T20:00:00+01:00',
})
const FAMILY = new Catalogue([SECOND, SHOW, FIRST, SEASON])

describe('the tree of items', () => {
  test('the line of an item is itself and its ancestors, nearest first', () => {
    expect(FAMILY.lineOf(id('e1'))).toEqual(['e1', 'season', 'show'])
  })

  test('an item that is not known is a line of its own', () => {
    expect(FAMILY.lineOf(id('unknown'))).toEqual(['unknown'])
    expect(FAMILY.familyOf(id('unknown'))).toEqual(['unknown'])
  })

  test('the family of an item is itself and all that is below it', () => {
    expect(new Set(FAMILY.familyOf(id('show')))).toEqual(new Set(['show', 'season', 'e1', 'e2']))
    expect(FAMILY.familyOf(id('e1'))).toEqual(['e1'])
  })

  test('a parent that is not known has its children all the same', () => {
    const orphans = new Catalogue([item('a', { parent: id('gone') }), item('b', { parent: id('gone') })])
    expect(orphans.familyOf(id('gone'))).toEqual(['gone', 'a', 'b'])
    expect(orphans.lineOf(id('a'))).toEqual(['a', 'gone'])
  })

  test.each([
    ['season', 'season'],
    ['e1', 'season'],
    ['show', undefined],
    ['unknown', undefined],
  ])('the audience of %s counts for the entry %s on a chart of seasons', (wanted, entry) => {
    expect(FAMILY.findEntry(id(wanted), ['season', 'film'])).toBe(entry)
  })

  test('the nearest of several kinds is the entry', () => {
    expect(FAMILY.findEntry(id('e1'), ['show', 'season'])).toBe('season')
    expect(FAMILY.findEntry(id('e1'), ['show', 'episode'])).toBe('e1')
  })

  test('titles are found exactly, in order of id', () => {
    const catalogue = new Catalogue([item('b', { title: 'You' }), item('a', { title: 'You' }), item('c')])
    expect(catalogue.findByTitle('You')).toEqual(['a', 'b'])
    expect(catalogue.findByTitle('you')).toEqual([])
  })

  test('the order in which items come makes no difference', () => {
    const other = new Catalogue([FIRST, SEASON, SHOW, SECOND])
    expect([...other.items()]).toEqual([...FAMILY.items()])
    expect(other.familyOf(id('show'))).toEqual(FAMILY.familyOf(id('show')))
    expect(other.size).toBe(4)
  })
})

describe('a ring of parents', () => {
  const ring = new Catalogue([
    item('a', { parent: id('b') }),
    item('b', { parent: id('c') }),
    item('c', { parent: id('a') }),
    item('self', { parent: id('self') }),
  ])

  test('ends the line, the family and the search for an entry', () => {
    expect(ring.lineOf(id('a'))).toEqual(['a', 'b', 'c'])
    expect(new Set(ring.familyOf(id('a')))).toEqual(new Set(['a', 'b', 'c']))
    expect(ring.findEntry(id('a'), ['season'])).toBeUndefined()
    expect(ring.lineOf(id('self'))).toEqual(['self'])
    expect(ring.familyOf(id('self'))).toEqual(['self'])
  })

  test('has no running time', () => {
    expect(ring.findRuntimeMs(id('a'), at('2026-01-01'))).toBeUndefined()
    expect(ring.findRuntimeMs(id('self'), at('2026-01-01'))).toBeUndefined()
  })
})

describe('the running time before an instant', () => {
  const history = [
    { from: '2026-02-01', runtimeMs: 2 },
    { from: '2026-01-01', runtimeMs: 1 },
    { from: '2026-03-01', runtimeMs: 3 },
  ]
  const catalogue = new Catalogue([item('x', { runtimes: history, runtimeMs: 99 }), item('fixed', { runtimeMs: 5 })])

  test.each([
    ['2025-12-31T23:59:59Z', undefined],
    ['2026-01-01T00:00:00Z', undefined],
    ['2026-01-01T00:00:00.001Z', 1],
    ['2026-02-01T00:00:00Z', 1],
    ['2026-02-02T00:00:00Z', 2],
    ['2030-01-01T00:00:00Z', 3],
  ])('%s is what its own history says: %s', (iso, runtimeMs) => {
    expect(catalogue.findRuntimeMs(id('x'), at(iso))).toBe(runtimeMs)
  })

  test('is the fixed one where there is no history', () => {
    expect(catalogue.findRuntimeMs(id('fixed'), at('1999-01-01'))).toBe(5)
  })

  test('is unknown for an item that is not known', () => {
    expect(catalogue.findRuntimeMs(id('unknown'), at('2026-01-01'))).toBeUndefined()
  })

  test.each([
    ['2026-01-05T00:00:00Z', undefined],
    ['2026-01-05T00:00:01Z', 1],
    ['2026-01-12T19:00:00Z', 1],
    ['2026-01-12T19:00:01Z', 3],
  ])('%s of a season is the sum of the episodes out by then: %s hours', (iso, hours) => {
    const expected = hours === undefined ? undefined : hours * HOUR_MS
    expect(FAMILY.findRuntimeMs(id('season'), at(iso))).toBe(expected)
    expect(FAMILY.findRuntimeMs(id('show'), at(iso))).toBe(expected)
  })

  test('of a season with a time of its own is that one, whatever its episodes say', () => {
    const own = new Catalogue([{ ...SEASON, runtimeMs: 7 }, FIRST, SECOND])
    expect(own.findRuntimeMs(id('season'), at('2027-01-01'))).toBe(7)
  })

  test('of a season counts an episode without a date as out, and one without a time as nothing', () => {
    const some = new Catalogue([
      SEASON,
      item('e1', { kind: 'episode', parent: id('season'), runtimeMs: 4 }),
      item('e2', { kind: 'episode', parent: id('season') }),
    ])
    expect(some.findRuntimeMs(id('season'), at('2000-01-01'))).toBe(4)
  })
})

test('a date of publication begins in UTC, a time is exact, and without either an item is out', () => {
  const published = (wanted: string) => FAMILY.findPublished(id(wanted))
  expect([published('e1'), published('e2')].map((out) => out && isoInstant(out))).toEqual([
    '2026-01-05T00:00:00.000Z',
    '2026-01-12T19:00:00.000Z',
  ])
  expect(published('season')).toBeUndefined()
  expect(FAMILY.isOut(id('season'), at('1990-01-01'))).toBe(true)
  expect(FAMILY.isOut(id('e1'), at('2026-01-05'))).toBe(false)
  expect(FAMILY.isOut(id('e1'), at('2026-01-06'))).toBe(true)
})

describe('items that are one', () => {
  const merges = (pairs: Readonly<Record<string, string>>) =>
    new Map(Object.entries(pairs).map(([item, into]) => [id(item), id(into)]))
  const twin = item('twin', { kind: 'season', parent: id('show'), tags: ['double'] })
  const third = item('e3', { kind: 'episode', parent: id('twin'), runtimeMs: HOUR_MS, published: '2026-01-05' })
  const merged = new Catalogue([SHOW, SEASON, FIRST, SECOND, twin, third], merges({ twin: 'season', lost: 'e1' }))

  test('one stands for all: what was below the others is below it, and counts for it', () => {
    expect(merged.lineOf(id('e3'))).toEqual(['e3', 'season', 'show'])
    expect(merged.lineOf(id('twin'))).toEqual(['season', 'show'])
    expect(merged.findEntry(id('lost'), ['season'])).toBe('season')
    expect(new Set(merged.familyOf(id('season')))).toEqual(new Set(['season', 'twin', 'e1', 'lost', 'e2', 'e3']))
    expect(merged.familyOf(id('twin'))).toEqual(merged.familyOf(id('season')))
    expect(merged.childrenOf(id('show'))).toEqual(['season'])
    expect(merged.findRuntimeMs(id('twin'), at('2026-01-13'))).toBe(4 * HOUR_MS)
  })

  test('the others keep their entries, and are found by nothing but their ids', () => {
    expect(merged.findItem(id('twin'))).toEqual(twin)
    expect([merged.findByTitle('twin'), merged.findByTag('double')]).toEqual([[], []])
    expect([...merged.items()].map((each) => each.id)).not.toContain('twin')
    expect([...merged.ids()]).toEqual(expect.arrayContaining(['twin', 'lost']))
  })

  test('a chain ends at its last, and in a ring nobody stands for another', () => {
    const chain = new Catalogue([], merges({ a: 'b', b: 'c', x: 'y', y: 'z', z: 'x', w: 'x' }))
    expect(['a', 'b', 'c', 'x', 'y', 'z', 'w'].map((each) => chain.idOf(id(each)))).toEqual(
      ['c', 'c', 'c', 'x', 'y', 'z', 'w'].map(id),
    )
    expect(chain.samesOf(id('a'))).toEqual(['c', 'a', 'b'])
  })

  test('an item whose parent was merged into it is nobody below itself', () => {
    const loop = new Catalogue([item('up'), item('down', { parent: id('up') })], merges({ up: 'down' }))
    expect([loop.lineOf(id('down')), loop.childrenOf(id('down'))]).toEqual([['down'], []])
  })
})
