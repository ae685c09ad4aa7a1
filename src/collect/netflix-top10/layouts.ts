// The three layouts of the files that Netflix publishes at netflix.com/tudum/top10, told apart by their headers.
// Columns may stand in any order; one that is missing, doubled or unknown is a problem, never a guess.
import { type Parsed, parsed, problem, refused } from '../../domain/problem.ts'

export const LAYOUTS = {
  global: [
    'week',
    'category',
    'weekly_rank',
    'show_title',
    'season_title',
    'weekly_hours_viewed',
    'runtime',
    'weekly_views',
    'cumulative_weeks_in_top_10',
  ],
  countries: [
    'country_name',
    'country_iso2',
    'week',
    'category',
    'weekly_rank',
    'show_title',
    'season_title',
    'cumulative_weeks_in_top_10',
  ],
  'most-popular': [
    'category',
    'rank',
    'show_title',
    'season_title',
    'hours_viewed_first_91_days',
    'runtime',
    'views_first_91_days',
  ],
} as const

export type LayoutKind = keyof typeof LAYOUTS

const KINDS = Object.keys(LAYOUTS) as LayoutKind[]

/** Says which layout a header row is of: exactly its columns, in any order. */
export function parseHeader(header: readonly string[]): Parsed<LayoutKind> {
  const names = new Set(header)
  const matches = (kind: LayoutKind) =>
    header.length === LAYOUTS[kind].length && LAYOUTS[kind].every((column) => names.has(column))
  const found = KINDS.find(matches)
  return found ? parsed(found) : refused(problem('header', header.join('\t'), allowedHeaders(names)))
}

/** The nearest layout's columns where there is one, else those of all three. */
function allowedHeaders(names: ReadonlySet<string>): string {
  const known = (kind: LayoutKind) => LAYOUTS[kind].filter((column) => names.has(column)).length
  const [nearest] = [...KINDS].sort((a, b) => known(b) - known(a))
  const kinds = nearest && known(nearest) > 0 ? [nearest] : KINDS
  return `once each, the columns of ${kinds.map((kind) => `${kind}: ${LAYOUTS[kind].join(', ')}`).join('; or of ')}`
}
