// What a file says about itself: its lists, the values they are ranked by, which of them follow from the published
// hours and running times, and which titles two works share. Computed from rows alone, never from a known title.
import { viewsOf } from '../../charts/rank.ts'
import { HOUR_MS } from '../../domain/time.ts'
import { VIEWS_ROUNDED_TO } from './charts.ts'
import { categoriesByWork, keyOf, workOf } from './identity.ts'
import type { NetflixFile } from './read.ts'
import type { NetflixRow } from './rows.ts'

export interface PublishedFacts {
  /** Rows by list: one week, category and country. */
  readonly lists: ReadonlyMap<string, readonly NetflixRow[]>
  /** Weeks in which a work stood in a category's lists, by work, category and country. */
  readonly weeks: ReadonlyMap<string, readonly string[]>
  /** Titles that more than one work bears. */
  readonly shared: ReadonlySet<string>
}

export function publishedFacts(file: NetflixFile): PublishedFacts {
  const lists = new Map<string, NetflixRow[]>()
  const weeks = new Map<string, string[]>()
  for (const row of file.rows) {
    append(lists, listKey(row), row)
    append(weeks, workKey(row), weekOf(row))
  }
  return { lists, weeks, shared: sharedTitles(file.rows) }
}

/** Titles in the lists of both languages, and titles whose published weeks begin anew in one place: two works each. */
function sharedTitles(rows: readonly NetflixRow[]): ReadonlySet<string> {
  const inBoth = [...categoriesByWork(rows)].filter(([, categories]) => categories.length > 1)
  const shared = new Set(inBoth.map(([key]) => key))
  const begun = new Set<string>()
  for (const row of rows) {
    if (row.kind === 'most-popular' || row.weeksOnChart !== 1) continue
    const key = workKey(row)
    if (begun.has(key)) shared.add(keyOf(workOf(row)))
    begun.add(key)
  }
  return shared
}

const weekOf = (row: NetflixRow): string => (row.kind === 'most-popular' ? '' : row.week)
const placeKey = (row: NetflixRow): string => `${row.category}\t${row.kind === 'countries' ? row.country : ''}`
const listKey = (row: NetflixRow): string => `${weekOf(row)}\t${placeKey(row)}`
const workKey = (row: NetflixRow): string => `${keyOf(workOf(row))}\t${placeKey(row)}`

/** All rows of the list that a row stands in. */
export const listOf = (facts: PublishedFacts, row: NetflixRow): readonly NetflixRow[] =>
  facts.lists.get(listKey(row)) ?? []

export const sharesTitle = (facts: PublishedFacts, row: NetflixRow): boolean => facts.shared.has(keyOf(workOf(row)))

/** In how many of the file's weeks, up to the row's, its titles stood in this category and country. */
export function weeksInFile(facts: PublishedFacts, row: NetflixRow): number {
  const weeks = facts.weeks.get(workKey(row)) ?? []
  return weeks.filter((week) => week <= weekOf(row)).length
}

/** Whether another row of the list stands at that rank with the same published value: either may come first. */
export function isEitherOrder(facts: PublishedFacts, row: NetflixRow, rank: number): boolean {
  const value = rankedBy(row)
  if (rank === row.rank || value === undefined) return false
  return listOf(facts, row).some((other) => other.rank === rank && rankedBy(other) === value)
}

/** What a list is ranked by: views where they are published, else hours. */
const rankedBy = (row: NetflixRow): number | undefined => (row.kind === 'global' ? (row.views ?? row.hours) : undefined)

/** Views are published for the row, but the running time they were computed from is not. */
export const hasZeroRuntime = (row: NetflixRow): boolean =>
  row.kind === 'global' && row.views !== undefined && row.runtimeMs === undefined

/** Whether the row's views follow from its own hours and running time; rows without views have nothing to follow. */
export function followsFromItself(row: NetflixRow): boolean {
  if (row.kind !== 'global' || row.views === undefined) return true
  if (row.runtimeMs === undefined) return false
  return viewsOf(BigInt(row.hours) * BigInt(HOUR_MS), row.runtimeMs, VIEWS_ROUNDED_TO) === row.views
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
