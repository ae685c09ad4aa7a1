import { expect, it } from 'vitest'
import { type Item, parseItem } from '../../domain/item.ts'
import { entryOf, type ItemTexts, textsOf } from './item-form.ts'

const item = {
  id: 'tides',
  kind: 'season',
  title: 'Tides: Season 1',
  parent: 'tides-show',
  creators: ['Ines Okafor', 'Cole, Redfern'],
  tags: ['sea', 'drama'],
  language: 'pt-BR',
  published: '2026-11-16T20:00:00+01:00',
  runtimeMs: 6_720_120,
  runtimes: [
    { from: '2026-11-16', runtimeMs: 3_600_000 },
    { from: '2026-11-23', runtimeMs: 7_261_000 },
  ],
  url: 'https://example.com/tides',
} as unknown as Item

it('an entry comes back from its form as it went in, also where it has only what it must', () => {
  expect(entryOf('tides', textsOf(item))).toEqual({ ok: true, value: item })
  const least = { id: 'x', kind: 'film', title: 'X' } as Item
  expect(entryOf('x', textsOf(least))).toEqual({ ok: true, value: least })
  expect(textsOf(item)).toMatchObject({ runtime: '1:52:00.120', runtimes: '2026-11-16 1:00:00\n2026-11-23 2:01:01' })
})

it.each<[string, Partial<ItemTexts>]>([
  ['runtime', { runtime: '1:52' }],
  ['runtime', { runtime: '1:61:00' }],
  ['runtimes', { runtimes: '2026-11-16 1:00:00\n1:00:00' }],
])('a %s that is no running time is refused with what is allowed', (field, texts) => {
  expect(entryOf('tides', { ...textsOf(item), ...texts })).toMatchObject({
    ok: false,
    problems: [{ field, allowed: expect.stringContaining('1:52:00') }],
  })
})

it('what else is wrong with an entry is left to whoever takes it', () => {
  const entry = entryOf('tides', { ...textsOf(item), kind: 'ship', runtimes: 'soon 1:00:00' })
  const read = parseItem(entry.ok ? entry.value : undefined)
  expect(read.ok ? [] : read.problems.map(({ field }) => field)).toEqual(['kind', 'runtimes.0.from'])
})
