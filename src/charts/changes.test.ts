import { describe, expect, test } from 'vitest'
import type { EditionRow, Method } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import { changesBetween } from './changes.ts'

const method: Method = { version: 1, measure: 'views', formula: 'counted', roundViewsTo: 1 }
const row = (rank: number, item: string, views: number, more: Partial<EditionRow> = {}): EditionRow => ({
  rank,
  item: item as ItemId,
  views,
  previousRank: null,
  peakRank: rank,
  weeksOnChart: 1,
  streak: 1,
  entry: 'new',
  ...more,
})
const between = (before: readonly EditionRow[], now: readonly EditionRow[], rule = method) =>
  changesBetween({ method, rows: before }, { method: rule, rows: now })

describe('a restatement tells', () => {
  test('of each line that differs, what it said and what it says; null where the item was not on the list', () => {
    const before = [row(1, 'a', 9), row(2, 'b', 8), row(3, 'c', 7), row(4, 'd', 6)]
    const now = [row(1, 'a', 9), row(2, 'c', 8), row(3, 'b', 8), row(4, 'e', 7)]
    expect(between(before, now)).toEqual({
      lines: [
        { item: 'c', before: { rank: 3, views: 7 }, now: { rank: 2, views: 8 } },
        { item: 'b', before: { rank: 2, views: 8 }, now: { rank: 3, views: 8 } },
        { item: 'e', before: null, now: { rank: 4, views: 7 } },
        { item: 'd', before: { rank: 4, views: 6 }, now: null },
      ],
      history: [],
      method: null,
    })
  })

  test('of every amount, also one that is not shown', () => {
    const { lines } = between([row(1, 'a', 9, { watchedMs: '1' })], [row(1, 'a', 9, { watchedMs: '2' })])
    expect(lines).toEqual([
      { item: 'a', before: { rank: 1, views: 9, watchedMs: '1' }, now: { rank: 1, views: 9, watchedMs: '2' } },
    ])
  })

  test.each([{ previousRank: 2 }, { peakRank: 1 }, { weeksOnChart: 2 }, { streak: 2 }, { entry: 're-entry' as const }])(
    'that the history alone is another: %o',
    (history) => {
      expect(between([row(1, 'a', 9), row(2, 'b', 8)], [row(1, 'a', 9), row(2, 'b', 8, history)])).toEqual({
        lines: [],
        history: ['b'],
        method: null,
      })
    },
  )

  test('by which rule it was counted before', () => {
    expect(between([row(1, 'a', 9)], [row(1, 'a', 9)], { ...method, version: 2 })).toEqual({
      lines: [],
      history: [],
      method,
    })
  })

  test('that the whole list is gone', () => {
    expect(between([row(1, 'a', 9)], []).lines).toEqual([{ item: 'a', before: { rank: 1, views: 9 }, now: null }])
  })
})
