// Why a number of ours is not the published one, in words. Each reason is decided by published facts and our line;
// where they decide nothing, the reason says so.
import type { PublishedLine } from './compare.ts'
import {
  followsFromItself,
  hasZeroRuntime,
  isEitherOrder,
  listOf,
  type PublishedFacts,
  sharesTitle,
  weeksInFile,
} from './published.ts'
import type { NetflixRow } from './rows.ts'

/** No miss: the published values are equal, so the published lists could as well stand as ours do. */
export const EITHER_ORDER = 'equal published value: either order'

const ZERO_RUNTIME = 'published runtime is 0'
const NOT_ON_OUR_LIST = 'not on our list'
const SHARES_TITLE = 'shares its title with another work'
const VIEWS_DIFFER = 'published views differ from published hours / published runtime'
const UNDECIDED = 'the published facts give no reason'
const HOURS_DIFFER = 'the hours counted differ from the published hours'
const OTHER_RUNTIME = 'the runtime in force here is not the published one'
const ZERO_RUNTIME_IN_LIST = 'the published runtime of another row of this list is 0'
const RANK_ALONE = 'a published rank is kept without the hours behind it'
const OTHER_SPELLING = 'the catalogue spells it otherwise'

export function whyRank(facts: PublishedFacts, row: NetflixRow, line: PublishedLine | undefined): string {
  if (line && isEitherOrder(facts, row, line.rank)) return EITHER_ORDER
  const others = listOf(facts, row).filter((other) => other !== row)
  if (sharesTitle(facts, row)) return SHARES_TITLE
  if (!followsFromItself(row)) return VIEWS_DIFFER
  if (!others.every(followsFromItself)) return "another row of this list can't be recomputed"
  if (others.some((other) => sharesTitle(facts, other)))
    return 'another row of this list shares its title with another work'
  return line ? UNDECIDED : NOT_ON_OUR_LIST
}

export function whyViews(facts: PublishedFacts, row: NetflixRow, line: PublishedLine | undefined): string {
  if (!line) return NOT_ON_OUR_LIST
  if (!followsFromItself(row)) return VIEWS_DIFFER
  if (sharesTitle(facts, row)) return SHARES_TITLE
  if (row.kind === 'global' && line.hours !== undefined && line.hours !== row.hours) return HOURS_DIFFER
  return OTHER_RUNTIME
}

export function whyWeeks(facts: PublishedFacts, row: NetflixRow, line: PublishedLine | undefined): string {
  if (!line) return hasZeroRuntime(row) ? ZERO_RUNTIME : NOT_ON_OUR_LIST
  if (sharesTitle(facts, row)) return SHARES_TITLE
  if (row.kind !== 'most-popular' && weeksInFile(facts, row) !== row.weeksOnChart)
    return 'published weeks differ from the weeks in this file'
  return 'our lists of other weeks differ from the published ones'
}

/** Why a whole line of the file is not ours, by the column in which it differs; undefined: we have no such line. */
export function whyColumn(
  facts: PublishedFacts,
  row: NetflixRow,
  line: PublishedLine | undefined,
  column?: string,
): string {
  // What is published without a running time decides more than anything that is published with one.
  if (hasZeroRuntime(row)) return ZERO_RUNTIME
  switch (column) {
    case undefined:
      return NOT_ON_OUR_LIST
    case 'weekly_rank':
    case 'rank':
      return listOf(facts, row).some(hasZeroRuntime) ? ZERO_RUNTIME_IN_LIST : whyRank(facts, row, line)
    case 'weekly_views':
    case 'views_first_91_days':
      return row.kind === 'most-popular' ? RANK_ALONE : whyViews(facts, row, line)
    case 'weekly_hours_viewed':
    case 'hours_viewed_first_91_days':
      return row.kind === 'most-popular' ? RANK_ALONE : HOURS_DIFFER
    case 'runtime':
      return OTHER_RUNTIME
    case 'cumulative_weeks_in_top_10':
      return whyWeeks(facts, row, line)
    case 'season_title':
      return row.category.startsWith('Films') ? 'a film has no season title here' : OTHER_SPELLING
    default:
      return OTHER_SPELLING
  }
}
