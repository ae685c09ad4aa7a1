// What can be downloaded, as tables: an edition, all editions of a chart, a title's report, and where it charted. An
// edition has Netflix's own columns, since spreadsheets and scripts for them exist already.
import type { Said } from '../domain/edition.ts'
import { type Region, regionName, WORLD } from '../domain/region.ts'
import { HOUR_MS } from '../domain/time.ts'
import type { ChartedAnswer, EditionAnswer, EditionLine, TitleAnswer } from './answers.ts'
import type { Archive } from './archive.ts'
import { type ColumnName, MEASURE_COLUMNS, TABLES } from './columns.ts'
import { type DownloadFormat, type Row, type Table, tableBytes } from './table.ts'

/** The edition in a format, as bytes; JSON is the answer itself. */
export async function downloadOf(archive: Archive, edition: EditionAnswer, format: DownloadFormat): Promise<Buffer> {
  if (format === 'json') return Buffer.from(`${JSON.stringify(edition, undefined, 2)}\n`)
  return tableBytes(archive.store, editionTable(edition), format)
}

/** The name that a browser should save it under. */
export function downloadName(
  { chart, region, window, revision, revisions }: EditionAnswer,
  format: DownloadFormat,
): string {
  const earlier = revision === revisions.at(-1) ? '' : `-r${revision}`
  return `${chart.id}-${region}-${window.name}${earlier}.${format}`
}

function editionTable({ region, window, chart, method, rows }: EditionAnswer): Table {
  const place = { region: region as Region, week: window.name, category: chart.title }
  const measured: readonly ColumnName[] = MEASURE_COLUMNS[method.measure]
  const columns = columnsWith('edition', measured).filter(
    (column) => region !== WORLD || !column.startsWith('country_'),
  )
  return { columns, rows: [rows.map((line) => rowOf(place, line))] }
}

/** A table's columns, but for the measures that are not wanted. */
export function columnsWith(table: 'edition' | 'chart', measured: readonly ColumnName[]): readonly ColumnName[] {
  const measures: readonly ColumnName[] = Object.values(MEASURE_COLUMNS).flat()
  return TABLES[table].columns.filter((column) => !measures.includes(column) || measured.includes(column))
}

export interface LinePlace {
  readonly region: Region
  readonly week: string
  readonly category: string
}

/** A line of an edition, in all columns of any edition. */
export function rowOf(
  { region, week, category }: LinePlace,
  line: Pick<EditionLine, keyof Said | 'weeksOnChart' | 'title' | 'parentTitle'>,
): Row {
  return {
    ...placeCells(region),
    week,
    category,
    weekly_rank: line.rank,
    ...titleCells(line),
    ...cell('weekly_hours_viewed', line.hours),
    ...cell('runtime', line.runtimeMs === undefined ? undefined : decimalHours(line.runtimeMs)),
    ...cell('weekly_views', line.views),
    ...cell('weekly_viewers', line.viewers),
    ...cell('weekly_sales', line.sales),
    ...cell('weekly_opens', line.opens),
    cumulative_weeks_in_top_10: line.weeksOnChart,
  }
}

export const chartedTable = ({ countries }: ChartedAnswer): Table => ({
  columns: TABLES.charted.columns,
  rows: [
    countries.map(({ country, first, last, bestRank, weeks }) => ({
      ...placeCells(country as Region),
      first_week: first,
      last_week: last,
      best_rank: bestRank,
      weeks,
    })),
  ],
})

export function titleTable(answer: TitleAnswer): Table {
  const { totals, first91Days, charted, runtimeMs } = answer
  const row: Row = {
    item: answer.item,
    ...cell('kind', answer.kind),
    ...titleCells({ title: answer.title, parentTitle: answer.parent?.title }),
    ...cell('published', answer.published),
    ...cell('runtime', runtimeMs === undefined ? undefined : decimalHours(runtimeMs)),
    hours_viewed: totals.hours,
    views: totals.views,
    views_by: answer.viewsBy,
    starts: totals.starts,
    viewers: totals.viewers,
    sales: totals.sales,
    opens: totals.opens,
    ...cell('hours_viewed_first_91_days', first91Days?.hours),
    ...cell('views_first_91_days', first91Days?.views),
    ...cell('first_91_days_over', first91Days?.complete),
    countries_charted: charted.charted,
    countries_measured: charted.measured,
  }
  return { columns: TABLES.title.columns, rows: [[row]] }
}

const cell = (column: ColumnName, value: string | number | boolean | undefined): Row =>
  value === undefined ? {} : { [column]: value }

const placeCells = (region: Region): Row =>
  region === WORLD ? {} : { country_name: regionName(region), country_iso2: region }

/** A title and what it belongs to: a season stands below its show, and what belongs to nothing has the season `N/A`. */
export const titleCells = ({
  title,
  parentTitle,
}: {
  readonly title: string
  readonly parentTitle?: string | undefined
}) =>
  parentTitle === undefined
    ? { show_title: title, season_title: 'N/A' }
    : { show_title: parentTitle, season_title: title }

/** Hours with at most four decimals, rounded half up. */
export const decimalHours = (ms: number): number => Math.round((ms * 10_000) / HOUR_MS) / 10_000
