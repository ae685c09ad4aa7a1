// An edition as a file to keep: Netflix's own columns, since spreadsheets and scripts for them exist already.
import { stringify } from 'csv-stringify/sync'
import { HOUR_MS } from '../domain/time.ts'
import type { EditionAnswer, EditionLine } from './answers.ts'

export const DOWNLOAD_FORMATS = ['json', 'tsv', 'csv', 'xlsx'] as const
export type DownloadFormat = (typeof DOWNLOAD_FORMATS)[number]

export const CONTENT_TYPES: Record<DownloadFormat, string> = {
  json: 'application/json; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

type Cell = string | number
type Row = Readonly<Record<string, Cell>>

/** The edition in a format, as bytes. Text ends in a line break; JSON is the answer itself. */
export async function downloadOf(edition: EditionAnswer, format: DownloadFormat): Promise<Buffer> {
  const rows = edition.rows.map((line) => rowOf(edition, line))
  const columns = Object.keys(rowOf(edition, EMPTY_LINE))
  switch (format) {
    case 'json':
      return Buffer.from(`${JSON.stringify(edition, undefined, 2)}\n`)
    case 'tsv':
      // Netflix's files quote nothing, and no title holds a tab or a line break.
      return Buffer.from(stringify([...rows], { header: true, columns, delimiter: '\t', quote: false }))
    case 'csv':
      return Buffer.from(stringify([...rows], { header: true, columns }))
    case 'xlsx':
      return sheetOf(columns, rows)
  }
}

/** The name that a browser should save it under. */
export function downloadName(
  { chart, region, window, revision, revisions }: EditionAnswer,
  format: DownloadFormat,
): string {
  const earlier = revision === revisions.at(-1) ? '' : `-r${revision}`
  return `${chart.id}-${region}-${window.name}${earlier}.${format}`
}

const EMPTY_LINE: EditionLine = {
  rank: 1,
  item: '',
  title: '',
  previousRank: null,
  peakRank: 1,
  weeksOnChart: 1,
  streak: 1,
  entry: 'new',
}

/** Which of the measures a chart shows, and what their columns are called. */
const MEASURE_COLUMNS = {
  views: ['weekly_hours_viewed', 'runtime', 'weekly_views'],
  hours: ['weekly_hours_viewed', 'runtime', 'weekly_views'],
  viewers: ['weekly_viewers'],
  sales: ['weekly_sales'],
  opens: ['weekly_opens'],
  rank: [],
} as const

function rowOf(edition: EditionAnswer, line: EditionLine): Row {
  const { region, regionName, window, chart, method } = edition
  const amounts: Record<string, Cell> = {
    weekly_hours_viewed: line.hours ?? '',
    runtime: line.runtimeMs === undefined ? '' : decimalHours(line.runtimeMs),
    weekly_views: line.views ?? '',
    weekly_viewers: line.viewers ?? '',
    weekly_sales: line.sales ?? '',
    weekly_opens: line.opens ?? '',
  }
  return {
    ...(region !== 'world' && { country_name: regionName, country_iso2: region }),
    week: window.name,
    category: chart.title,
    weekly_rank: line.rank,
    show_title: line.parentTitle ?? line.title,
    season_title: line.parentTitle ? line.title : 'N/A',
    ...Object.fromEntries(MEASURE_COLUMNS[method.measure].map((column) => [column, amounts[column] ?? ''])),
    cumulative_weeks_in_top_10: line.weeksOnChart,
  }
}

/** Hours with at most four decimals, rounded half up. */
const decimalHours = (ms: number): string => String(Math.round((ms * 10_000) / HOUR_MS) / 10_000)

async function sheetOf(columns: readonly string[], rows: readonly Row[]): Promise<Buffer> {
  // Slow to load, and seldom needed.
  const { default: writeExcelFile } = await import('write-excel-file/node')
  const header = columns.map((value) => ({ value, fontWeight: 'bold' as const }))
  const body = rows.map((row) => columns.map((column) => ({ value: row[column] ?? '' })))
  return writeExcelFile([header, ...body] as never).toBuffer()
}
