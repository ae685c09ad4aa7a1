import { describe, expect, test } from 'vitest'
import type { CalendarDate } from '../../domain/time.ts'
import { compareNetflix, type PublishedLine } from './compare.ts'
import type { CountryRow, GlobalRow, NetflixRow } from './rows.ts'

const HOUR_MS = 3_600_000

const row = (rank: number, showTitle: string, rest: Partial<GlobalRow> = {}): GlobalRow => ({
  kind: 'global',
  line: rank + 1,
  week: '2024-01-07' as CalendarDate,
  category: 'Films (English)',
  rank,
  showTitle,
  hours: 10_000_000 - rank * 1_000_000,
  runtimeMs: HOUR_MS,
  views: 10_000_000 - rank * 1_000_000,
  weeksOnChart: 1,
  ...rest,
})

const lineOf = (of: GlobalRow): PublishedLine => ({
  rank: of.rank,
  views: of.views,
  hours: of.hours,
  weeksOnChart: of.weeksOnChart,
  title: of.showTitle,
})

/** Compares rows with lines that say the same, but for what is given by title. */
function compare(rows: readonly GlobalRow[], changes: Record<string, Partial<PublishedLine> | null> = {}) {
  const find = (asked: NetflixRow) => {
    const change = changes[asked.showTitle]
    return change === null || asked.kind !== 'global' ? undefined : { ...lineOf(asked), ...change }
  }
  return compareNetflix({ kind: 'global', rows, rejected: [] }, find)
}

const reasons = (misses: readonly { readonly title: string; readonly reason: string }[]) =>
  misses.map(({ title, reason }) => [title, reason])

describe('ranks', () => {
  test('that all agree are all equal', () => {
    const { rank, views, weeks, rows } = compare([row(1, 'Anchor'), row(2, 'Buoy')])
    expect(rows).toBe(2)
    for (const each of [rank, views, weeks]) expect(each).toMatchObject({ compared: 2, equal: 2, misses: [] })
  })

  test('of rows with equal views may stand in either order, and are listed', () => {
    const rows = [row(1, 'Anchor', { views: 5_000_000 }), row(2, 'Buoy', { views: 5_000_000 }), row(3, 'Chart')]
    const { rank } = compare(rows, { Anchor: { rank: 2 }, Buoy: { rank: 1 } })
    expect(rank).toMatchObject({ compared: 3, equal: 3, misses: [] })
    expect(reasons(rank.eitherOrder)).toEqual([
      ['Anchor', 'equal published value: either order'],
      ['Buoy', 'equal published value: either order'],
    ])
  })

  test('are ordered by hours where no views are published, whatever else is equal', () => {
    const before = { views: undefined, runtimeMs: undefined }
    const swap = { Anchor: { rank: 2 }, Buoy: { rank: 1 } }
    const other = compare([row(1, 'Anchor', before), row(2, 'Buoy', before)], swap)
    expect(other.rank).toMatchObject({ compared: 2, equal: 0 })
    const same = compare([row(1, 'Anchor', { ...before, hours: 7 }), row(2, 'Buoy', { ...before, hours: 7 })], swap)
    expect(same.rank).toMatchObject({ compared: 2, equal: 2 })
  })

  test('of a list with a running time of 0 are left out, that list alone', () => {
    const rows = [
      row(1, 'Anchor', { runtimeMs: undefined }),
      row(2, 'Buoy'),
      row(1, 'Chart', { category: 'Films (Non-English)' }),
    ]
    const { rank, rowsWithoutZeroRuntimeLists, views } = compare(rows)
    expect(rank.compared).toBe(1)
    expect(rowsWithoutZeroRuntimeLists).toBe(1)
    expect(views.compared).toBe(2)
  })

  test('that differ have a reason from the published values', () => {
    const rows = [row(1, 'Anchor'), row(2, 'Buoy', { views: 8_500_000 }), row(3, 'Chart')]
    const { rank } = compare(rows, { Anchor: { rank: 2 }, Buoy: { rank: 1 } })
    expect(reasons(rank.misses)).toEqual([
      ['Anchor', "another row of this list can't be recomputed"],
      ['Buoy', 'published views differ from published hours / published runtime'],
    ])
    expect(rank.misses[0]).toMatchObject({
      week: '2024-01-07',
      category: 'Films (English)',
      published: 1,
      ours: 2,
      line: 2,
    })
  })

  test('that are missing or differ without cause say so', () => {
    const { rank } = compare([row(1, 'Anchor'), row(2, 'Buoy')], { Anchor: null, Buoy: { rank: 1 } })
    expect(reasons(rank.misses)).toEqual([
      ['Anchor', 'not on our list'],
      ['Buoy', 'the published facts give no reason'],
    ])
  })

  test('of titles in the lists of both languages are known to be of two works', () => {
    const rows = [row(1, 'Anchor'), row(2, 'Buoy'), row(1, 'Anchor', { category: 'Films (Non-English)' })]
    const { rank } = compare(rows, { Anchor: { rank: 2 }, Buoy: { rank: 3 } })
    expect(rank.misses.map(({ reason }) => reason)).toEqual([
      'shares its title with another work',
      'another row of this list shares its title with another work',
      'shares its title with another work',
    ])
  })
})

describe('views', () => {
  test('that do not follow from the published hours are told from ours that do not', () => {
    const rows = [row(1, 'Anchor', { views: 9_100_000 }), row(2, 'Buoy'), row(3, 'Chart')]
    const changes = { Anchor: { views: 9_000_000 }, Buoy: { views: 1, hours: 1 }, Chart: { views: 1 } }
    const { views } = compare(rows, changes)
    expect(views).toMatchObject({ compared: 3, equal: 0 })
    expect(views.misses.map(({ reason }) => reason)).toEqual([
      'published views differ from published hours / published runtime',
      'the hours counted differ from the published hours',
      'the runtime in force here is not the published one',
    ])
  })
})

describe('weeks', () => {
  const week = (date: string, weeksOnChart: number, rest: Partial<GlobalRow> = {}) =>
    row(1, 'Anchor', { week: date as CalendarDate, weeksOnChart, ...rest })

  test('that begin anew under one title are those of another work', () => {
    const { weeks } = compare([week('2024-01-07', 1), week('2024-03-03', 1)], { Anchor: { weeksOnChart: 2 } })
    expect(weeks.misses.map(({ reason }) => reason)).toContain('shares its title with another work')
  })

  test('that the file itself does not bear out are told from lists of ours that differ', () => {
    const short = compare([week('2024-01-07', 4)], { Anchor: { weeksOnChart: 1 } })
    expect(short.weeks.misses[0]?.reason).toBe('published weeks differ from the weeks in this file')
    const ours = compare([week('2024-01-07', 1)], { Anchor: { weeksOnChart: 9 } })
    expect(ours.weeks.misses[0]?.reason).toBe('our lists of other weeks differ from the published ones')
  })

  test('of a row that can not be ranked for want of a running time say so', () => {
    const { weeks } = compare([week('2024-01-07', 1, { runtimeMs: undefined })], { Anchor: null })
    expect(reasons(weeks.misses)).toEqual([['Anchor', 'published runtime is 0']])
  })
})

test('a countries file is compared by rank and weeks, and a miss names its country', () => {
  const rows: readonly CountryRow[] = [
    {
      kind: 'countries',
      line: 2,
      week: '2024-01-07' as CalendarDate,
      country: 'IE' as CountryRow['country'],
      category: 'Films',
      rank: 1,
      showTitle: 'Anchor',
      weeksOnChart: 1,
    },
  ]
  const result = compareNetflix({ kind: 'countries', rows, rejected: [] }, () => ({
    rank: 2,
    weeksOnChart: 1,
    title: 'Anchor',
  }))
  expect(result.rank.misses).toMatchObject([{ country: 'IE', category: 'Films', published: 1, ours: 2 }])
  expect(result.views.compared).toBe(0)
  expect(result.weeks).toMatchObject({ compared: 1, equal: 1 })
})
