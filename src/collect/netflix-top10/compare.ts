// Our editions beside the ones that Netflix published: how many ranks, views and weeks agree, and every one that does
// not, with a reason computed from the published facts. Nothing is tuned to make a miss go away. Pure.
import type { CountryCode } from '../../domain/region.ts'
import type { CalendarDate } from '../../domain/time.ts'
import { titleOf, workOf } from './identity.ts'
import { hasZeroRuntime, listOf, type PublishedFacts, publishedFacts } from './published.ts'
import type { NetflixFile } from './read.ts'
import { EITHER_ORDER, whyRank, whyViews, whyWeeks } from './reasons.ts'
import type { NetflixRow } from './rows.ts'

/** Our line for what a row of the file speaks of. */
export interface PublishedLine {
  readonly rank: number
  readonly views?: number | undefined
  readonly hours?: number | undefined
  readonly weeksOnChart: number
  readonly title: string
}

export interface Miss {
  /** The row's line in the file. */
  readonly line: number
  readonly week?: CalendarDate | undefined
  readonly category: string
  readonly country?: CountryCode | undefined
  readonly title: string
  readonly published: number
  /** Undefined where we have no such line, or no such number on it. */
  readonly ours: number | undefined
  readonly reason: string
}

export interface Tally {
  readonly compared: number
  readonly equal: number
  readonly misses: readonly Miss[]
}

export interface Comparison {
  readonly rows: number
  /** Rows of lists that can be recomputed as a whole: no row of theirs has a published runtime of 0. */
  readonly rowsWithoutZeroRuntimeLists: number
  /** Of the lists above. `eitherOrder` are counted as equal: their place is taken by a row of equal published value. */
  readonly rank: Tally & { readonly eitherOrder: readonly Miss[] }
  /** Of the rows with a runtime and views. */
  readonly views: Tally
  readonly weeks: Tally
}

/** Compares each row of a file with our line for it. */
export function compareNetflix(file: NetflixFile, find: (row: NetflixRow) => PublishedLine | undefined): Comparison {
  const facts = publishedFacts(file)
  const lines = new Map(file.rows.map((row) => [row, find(row)]))
  const rank = rankTally(facts, lines)
  return {
    rows: file.rows.length,
    rowsWithoutZeroRuntimeLists: rank.compared,
    rank,
    views: tally(facts, lines, { published: publishedViews, ours: (line) => line.views, why: whyViews }),
    weeks: tally(facts, lines, { published: publishedWeeks, ours: (line) => line.weeksOnChart, why: whyWeeks }),
  }
}

type Lines = ReadonlyMap<NetflixRow, PublishedLine | undefined>

interface Question {
  /** Undefined where the row is left out of this comparison. */
  readonly published: (row: NetflixRow) => number | undefined
  readonly ours: (line: PublishedLine) => number | undefined
  readonly why: (facts: PublishedFacts, row: NetflixRow, line: PublishedLine | undefined) => string
}

/** Ranks of the lists that can be recomputed as a whole. */
function rankTally(facts: PublishedFacts, lines: Lines): Comparison['rank'] {
  const published = (row: NetflixRow) => (listOf(facts, row).some(hasZeroRuntime) ? undefined : row.rank)
  const strict = tally(facts, lines, { published, ours: (line) => line.rank, why: whyRank })
  const eitherOrder = strict.misses.filter((miss) => miss.reason === EITHER_ORDER)
  const misses = strict.misses.filter((miss) => miss.reason !== EITHER_ORDER)
  return { compared: strict.compared, equal: strict.compared - misses.length, misses, eitherOrder }
}

function tally(facts: PublishedFacts, lines: Lines, { published, ours, why }: Question): Tally {
  const misses: Miss[] = []
  let compared = 0
  for (const [row, line] of lines) {
    const theirs = published(row)
    if (theirs === undefined) continue
    compared++
    const own = line && ours(line)
    if (own !== theirs) misses.push({ ...placeOf(row), published: theirs, ours: own, reason: why(facts, row, line) })
  }
  return { compared, equal: compared - misses.length, misses }
}

const placeOf = (row: NetflixRow) => ({
  line: row.line,
  category: row.category,
  title: titleOf(workOf(row)),
  ...(row.kind !== 'most-popular' && { week: row.week }),
  ...(row.kind === 'countries' && { country: row.country }),
})

const publishedViews = (row: NetflixRow): number | undefined =>
  row.kind === 'global' && row.runtimeMs !== undefined ? row.views : undefined

const publishedWeeks = (row: NetflixRow): number | undefined =>
  row.kind === 'most-popular' ? undefined : row.weeksOnChart
