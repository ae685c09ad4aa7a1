import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EditionRow } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import type { CalendarDate } from '../domain/time.ts'
import { advance, type LastLine, withHistory } from './history.ts'

const x = 'x' as ItemId
const WEEKS = ['2022-05-01', '2022-05-08', '2022-05-15', '2022-05-22', '2022-05-29'] as CalendarDate[]

/** The lines of one item that had these ranks, week after week; undefined where it was not charted. */
function linesOf(ranks: readonly (number | undefined)[]): (EditionRow | undefined)[] {
  const history = new Map<ItemId, LastLine>()
  return ranks.map((rank, week) => {
    const before = week === 0 ? ('2022-04-24' as CalendarDate) : (WEEKS[week - 1] as CalendarDate)
    const rows = withHistory(rank === undefined ? [] : [{ rank, item: x }], history, before)
    advance(history, rows, WEEKS[week] as CalendarDate)
    return rows[0]
  })
}

const line = (
  rank: number,
  previousRank: number | null,
  peakRank: number,
  weeksOnChart: number,
  streak: number,
  entry: string,
) => ({ item: x, rank, previousRank, peakRank, weeksOnChart, streak, entry })

describe('a line', () => {
  test('of an item that was never charted is new', () => {
    expect(linesOf([4])).toEqual([line(4, null, 4, 1, 1, 'new')])
  })

  test('of an item charted the window before stays: the streak goes on, the peak is the best so far', () => {
    expect(linesOf([4, 2, 7])).toEqual([
      line(4, null, 4, 1, 1, 'new'),
      line(2, 4, 2, 2, 2, 'stay'),
      line(7, 2, 2, 3, 3, 'stay'),
    ])
  })

  test('after a gap is a re-entry: the streak begins anew, weeks and peak go on', () => {
    expect(linesOf([4, 2, undefined, 7, 1]).slice(3)).toEqual([
      line(7, null, 2, 3, 1, 're-entry'),
      line(1, 7, 1, 4, 2, 'stay'),
    ])
  })

  test('keeps what was counted', () => {
    expect(withHistory([{ rank: 1, item: x, views: 5 }], new Map(), WEEKS[0] as CalendarDate)).toMatchObject([
      { views: 5 },
    ])
  })

  test('does not change the history it was made from', () => {
    const history = new Map<ItemId, LastLine>()
    withHistory([{ rank: 1, item: x }], history, WEEKS[0] as CalendarDate)
    expect(history.size).toBe(0)
  })
})

test('over any run of weeks, weeks are those charted, the peak is the least rank, the streak is the last run', () => {
  const run = fc.array(fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(run, (ranks) => {
      for (const [week, row] of linesOf(ranks).entries()) {
        if (!row) continue
        const past = ranks.slice(0, week + 1)
        const charted = past.filter((rank) => rank !== undefined)
        expect(row.weeksOnChart).toBe(charted.length)
        expect(row.peakRank).toBe(Math.min(...charted))
        expect(row.streak).toBe(past.length - 1 - past.lastIndexOf(undefined))
        expect(row.previousRank).toBe(ranks[week - 1] ?? null)
        expect(row.entry).toBe(charted.length === 1 ? 'new' : row.streak === 1 ? 're-entry' : 'stay')
      }
    }),
  )
})
