// Our file beside the one that Netflix published, line for line: how many lines are the same text, and every one that is
// not, with the columns in which it differs and a reason computed from the published facts.
import { readFile } from 'node:fs/promises'
import type { PublishedLine } from '../../collect/netflix-top10/compare.ts'
import { parseHeader } from '../../collect/netflix-top10/layouts.ts'
import { type PublishedFacts, publishedFacts } from '../../collect/netflix-top10/published.ts'
import { type NetflixFile, readNetflixFile } from '../../collect/netflix-top10/read.ts'
import { whyColumn } from '../../collect/netflix-top10/reasons.ts'
import type { NetflixRow } from '../../collect/netflix-top10/rows.ts'
import { worksOf } from '../../collect/netflix-top10/works.ts'
import { DEFAULT_SITE } from '../../domain/event.ts'
import { type Parsed, parsed, problem, refused } from '../../domain/problem.ts'
import type { Archive } from '../archive.ts'
import { columnsOf, type FileLine, fileLines, textOf } from './files.ts'

/** A published line that is not ours. */
export interface FileException {
  /** Its line in the published file. */
  readonly line: number
  readonly published: string
  /** What we say of the same work in the same list; null where we have no such line. */
  readonly ours: string | null
  readonly columns: readonly string[]
  readonly reasons: readonly string[]
}

export interface Against {
  readonly kind: NetflixFile['kind']
  /** Of the published file, without its header. */
  readonly lines: number
  readonly equal: number
  /** Whether the lines that are equal come in the same order in both files. */
  readonly sameOrder: boolean
  /** Lines of ours of which the published file knows nothing. */
  readonly more: number
  readonly exceptions: readonly FileException[]
}

/** Compares a file that Netflix published with ours of the same layout. */
export async function compareFile(archive: Archive, path: string): Promise<Parsed<Against>> {
  if (!path.endsWith('.tsv')) return refused(problem('file', path, 'a file that ends in .tsv: its lines are compared'))
  const file = await readNetflixFile(path)
  if (!file.ok) return file
  const { kind } = file.value
  const texts = (await readFile(path, 'utf8')).split(/\r?\n/)
  const header = parseHeader(texts[0]?.split('\t') ?? [])
  if (!header.ok || texts[0] !== columnsOf(kind).join('\t'))
    return refused(problem('header', texts[0], `the columns in Netflix's order: ${columnsOf(kind).join(', ')}`))
  const ours = new Map<string, { readonly line: FileLine; readonly at: number }>()
  let at = 0
  for await (const line of fileLines(archive, kind)) ours.set(keyOf(line), { line, at: at++ })
  const catalogue = archive.catalogueOf(DEFAULT_SITE)
  const { itemOf } = worksOf(file.value, (id) => catalogue.findItem(id))
  const facts = publishedFacts(file.value)
  const found = file.value.rows.map((row) => {
    const own = ours.get(keyOf({ ...row, item: itemOf(row) }))
    return { row, own, text: texts[row.line - 1] ?? '' }
  })
  const equal = found.filter(({ own, text }) => own && textOf(kind, own.line) === text)
  const places = equal.map(({ own }) => own?.at ?? 0)
  const different = found.filter((each) => !equal.includes(each))
  return parsed({
    kind,
    lines: file.value.rows.length + file.value.rejected.length,
    equal: equal.length,
    sameOrder: places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0)),
    more: ours.size - found.filter(({ own }) => own).length,
    exceptions: [
      ...file.value.rejected.map(({ line, text }) => unreadable(line, text)),
      ...different.map(({ row, own, text }) => exceptionOf(facts, row, text, own?.line)),
    ].sort((a, b) => a.line - b.line),
  })
}

/** A line by what it speaks of, whatever its rank. */
const keyOf = ({ category, item, ...place }: FileLine | (NetflixRow & { readonly item: string })): string =>
  [category, item, 'week' in place && place.week, 'country' in place && place.country].join('\t')

const unreadable = (line: number, text: string): FileException => ({
  line,
  published: text,
  ours: null,
  columns: [],
  reasons: ['the line can not be read'],
})

function exceptionOf(facts: PublishedFacts, row: NetflixRow, text: string, own: FileLine | undefined): FileException {
  const said = text.split('\t')
  const columns = own ? columnsOf(row.kind).filter((column, i) => String(own.cells[column] ?? '') !== said[i]) : []
  const line = own && publishedLine(own)
  const reasons = own
    ? columns.map((column) => whyColumn(facts, row, line, column))
    : [whyColumn(facts, row, undefined)]
  return {
    line: row.line,
    published: text,
    ours: own ? textOf(row.kind, own) : null,
    columns,
    reasons: [...new Set(reasons)],
  }
}

const publishedLine = ({ cells }: FileLine): PublishedLine => ({
  rank: Number(cells.weekly_rank ?? cells.rank),
  weeksOnChart: Number(cells.cumulative_weeks_in_top_10),
  title: String(cells.show_title),
  ...numberIn('views', cells.weekly_views),
  ...numberIn('hours', cells.weekly_hours_viewed),
})

const numberIn = (name: 'views' | 'hours', cell: unknown) =>
  cell === undefined || cell === '' ? {} : { [name]: Number(cell) }
