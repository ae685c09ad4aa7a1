// The three files that Netflix publishes, made from this house's own editions: its columns, its order of rows, its way
// to write each value, LF between lines and none at the end. What a chart does not measure stays empty. Of weeks, only
// what is final is in them; the most popular lists, whose window never ends, are the latest there are.
import type { ChartSpec } from '../../charts/spec.ts'
import { COUNTRY_CHARTS, MOST_POPULAR_CHARTS, WORLD_CHARTS } from '../../collect/netflix-top10/charts.ts'
import { LAYOUTS, type LayoutKind } from '../../collect/netflix-top10/layouts.ts'
import type { Edition } from '../../domain/edition.ts'
import type { ItemId } from '../../domain/item.ts'
import { type CountryCode, type Region, WORLD } from '../../domain/region.ts'
import { type CalendarDate, instant } from '../../domain/time.ts'
import { sqlFile } from '../../store/store.ts'
import type { Archive } from '../archive.ts'
import { titleCells } from '../downloads.ts'
import { namesOf } from '../editions.ts'
import { FIRST_DAYS } from '../titles.ts'
import { type Cell, countryName, runtimeCell } from './cells.ts'

const EDITIONS_OF_CHART = sqlFile(import.meta.url, '../editions-of-chart.sql')
const COUNTRY_LINES = sqlFile(import.meta.url, './country-lines.sql')

/** The files by Netflix's names for them. */
export const NETFLIX_FILES = {
  'all-weeks-global.tsv': 'global',
  'all-weeks-countries.tsv': 'countries',
  'most-popular.tsv': 'most-popular',
} as const satisfies Record<string, LayoutKind>

export type NetflixFileName = keyof typeof NETFLIX_FILES

export const NETFLIX_FILE_NAMES = Object.keys(NETFLIX_FILES) as NetflixFileName[]

/** A line, and what it speaks of. */
export interface FileLine {
  readonly category: string
  readonly item: ItemId
  readonly week?: CalendarDate
  readonly country?: CountryCode
  /** By column. */
  readonly cells: Readonly<Record<string, Cell>>
}

/** The columns of a file, in Netflix's order. */
export const columnsOf = (kind: LayoutKind): readonly string[] => LAYOUTS[kind]

/** A line as it stands in the file. No title holds a tab or a line break. */
export const textOf = (kind: LayoutKind, { cells }: FileLine): string =>
  columnsOf(kind)
    .map((column) => cells[column] ?? '')
    .join('\t')

/** All lines of a file, in its order. */
export function fileLines(archive: Archive, kind: LayoutKind): AsyncGenerator<FileLine> {
  switch (kind) {
    case 'global':
      return globalLines(archive)
    case 'countries':
      return countryLines(archive)
    case 'most-popular':
      return mostPopularLines(archive)
  }
}

/** A file as text, a chunk for each line. */
export async function* fileText(archive: Archive, kind: LayoutKind): AsyncGenerator<string> {
  yield columnsOf(kind).join('\t')
  for await (const line of fileLines(archive, kind)) yield `\n${textOf(kind, line)}`
}

const CATEGORIES = new Map<string, string>(
  [WORLD_CHARTS, COUNTRY_CHARTS, MOST_POPULAR_CHARTS].flatMap((charts) =>
    Object.entries(charts).map(([category, id]) => [id, category]),
  ),
)

/** What a chart is called in its file: Netflix's name where the chart is Netflix's, else the chart's title. */
const categoryOf = ({ id, title }: ChartSpec): string => CATEGORIES.get(id) ?? title

interface Categorised {
  readonly category: string
  readonly spec: ChartSpec
}

/** The charts that a file can hold, by their category: Netflix has its own in the order of the alphabet. */
function chartsFor(archive: Archive, fits: (spec: ChartSpec) => boolean): readonly Categorised[] {
  const charts = archive.charts.filter(fits).map((spec) => ({ category: categoryOf(spec), spec }))
  return charts.sort((a, b) => (a.category < b.category ? -1 : a.category > b.category ? 1 : 0))
}

const measures = ({ methods }: ChartSpec, ...wanted: readonly string[]): boolean =>
  methods.some(({ measure }) => wanted.includes(measure))

const isWeekly = ({ window }: ChartSpec): boolean => window.kind === 'week'

async function* globalLines(archive: Archive): AsyncGenerator<FileLine> {
  const charts = chartsFor(archive, (spec) => isWeekly(spec) && spec.regions.world && measures(spec, 'views', 'hours'))
  const weeks = new Map<CalendarDate, Categorised[]>()
  for (const chart of charts)
    for (const week of await windowsOf(archive, chart.spec, WORLD)) weeks.set(week, [...(weeks.get(week) ?? []), chart])
  for (const week of [...weeks.keys()].sort().reverse())
    for (const { category, spec } of weeks.get(week) ?? []) {
      const edition = await archive.files.findLatest({ chart: spec.id, region: WORLD, window: week })
      if (edition && edition.state !== 'provisional') yield* linesOf(archive, spec, category, edition)
    }
}

async function windowsOf(archive: Archive, spec: ChartSpec, region: Region): Promise<readonly CalendarDate[]> {
  const rows = await archive.store.rows<{ region: Region; windows: CalendarDate[] }>(EDITIONS_OF_CHART, {
    chart: spec.id,
  })
  return rows.find((row) => row.region === region)?.windows ?? []
}

function* linesOf(archive: Archive, spec: ChartSpec, category: string, edition: Edition): Generator<FileLine> {
  const { window, method, rows } = edition
  const catalogue = archive.catalogueOf(spec.site)
  for (const row of rows)
    yield {
      category,
      item: row.item,
      week: window.name,
      cells: {
        week: window.name,
        category,
        weekly_rank: row.rank,
        ...titleCells(namesOf(catalogue, row.item)),
        weekly_hours_viewed: row.hours ?? '',
        // Lists that are ranked by hours say nothing of running times, and lists by views 0 where none is known.
        runtime: method.formula === 'hours-per-runtime' ? runtimeCell(row.runtimeMs) : '',
        weekly_views: row.views ?? '',
        cumulative_weeks_in_top_10: row.weeksOnChart,
      },
    }
}

interface CountryLine {
  readonly chart: string
  readonly window: CalendarDate
  readonly rank: number
  readonly item: ItemId
  readonly weeks: number
}

async function* countryLines(archive: Archive): AsyncGenerator<FileLine> {
  const charts = chartsFor(archive, (spec) => isWeekly(spec) && spec.regions.countries !== 'none')
  const byId = new Map<string, Categorised>(charts.map((chart) => [chart.spec.id, chart]))
  const order = new Map<string, number>(charts.map(({ spec }, index) => [spec.id, index]))
  const regions = new Set<Region>()
  for (const { spec } of charts) for (const region of await archive.files.regionsOf(spec.id)) regions.add(region)
  const countries = [...regions].filter((region): region is CountryCode => region !== WORLD)
  const named = countries.map((country) => ({ country, name: countryName(country) }))
  for (const { country, name } of named.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const rows = await archive.store.rows<CountryLine>(COUNTRY_LINES, {
      region: country,
      charts: charts.map(({ spec }) => spec.id),
    })
    // Rows come by week and rank; charts stand in the order of their categories.
    const place = ({ chart }: CountryLine): number => order.get(chart) ?? 0
    const sorted = [...rows].sort((a, b) =>
      a.window === b.window ? place(a) - place(b) : a.window > b.window ? -1 : 1,
    )
    for (const { chart, window: week, rank, item, weeks } of sorted) {
      const { category, spec } = byId.get(chart) as Categorised
      const cells = {
        country_name: name,
        country_iso2: country,
        week,
        category,
        weekly_rank: rank,
        ...titleCells(namesOf(archive.catalogueOf(spec.site), item)),
        cumulative_weeks_in_top_10: weeks,
      }
      yield { category, item, week, country, cells }
    }
  }
}

/** Lists of a title's first 91 days, and such lists as another house published them. */
const isMostPopular = (spec: ChartSpec): boolean =>
  spec.regions.world &&
  (spec.window.kind === 'first'
    ? spec.window.days === FIRST_DAYS && measures(spec, 'views', 'hours')
    : spec.window.kind === 'all' && measures(spec, 'rank'))

async function* mostPopularLines(archive: Archive): AsyncGenerator<FileLine> {
  for (const { category, spec } of chartsFor(archive, isMostPopular)) {
    const window = (await windowsOf(archive, spec, WORLD)).at(-1)
    const edition = window && (await archive.files.findLatest({ chart: spec.id, region: WORLD, window }))
    if (!edition) continue
    const catalogue = archive.catalogueOf(spec.site)
    const end = instant(Date.parse(edition.window.to))
    for (const { item, rank, hours, views, runtimeMs } of edition.rows)
      yield {
        category,
        item,
        cells: {
          category,
          rank,
          ...titleCells(namesOf(catalogue, item)),
          hours_viewed_first_91_days: hours ?? '',
          runtime: runtimeCell(runtimeMs ?? catalogue.findRuntimeMs(item, end)),
          views_first_91_days: views ?? '',
        },
      }
  }
}
