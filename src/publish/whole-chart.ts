// All editions of a chart as one table, one edition in memory at a time: the world first, then by country code, and of
// each the latest window first. What is provisional is in it, and says so.
import { createHash } from 'node:crypto'
import type { ChartSpec } from '../charts/spec.ts'
import { canonicalJson } from '../domain/edition.ts'
import { type Region, WORLD } from '../domain/region.ts'
import type { CalendarDate } from '../domain/time.ts'
import { sqlFile } from '../store/store.ts'
import type { Archive } from './archive.ts'
import { MEASURE_COLUMNS } from './columns.ts'
import { columnsWith, rowOf } from './downloads.ts'
import { namesOf } from './editions.ts'
import type { Row, Table } from './table.ts'

const CHART_DIGEST = sqlFile(import.meta.url, './chart-digest.sql')
const EDITIONS_OF_CHART = sqlFile(import.meta.url, './editions-of-chart.sql')

/** Windows of each region that has an edition, the world first. */
export async function regionWindows(
  archive: Archive,
  spec: ChartSpec,
  region?: Region,
): Promise<readonly { readonly region: Region; readonly windows: readonly CalendarDate[] }[]> {
  const rows = await archive.store.rows<{ region: Region; windows: CalendarDate[] }>(EDITIONS_OF_CHART, {
    chart: spec.id,
  })
  const rankOf = (each: Region): string => (each === WORLD ? '' : each)
  return rows
    .filter((row) => region === undefined || row.region === region)
    .sort((a, b) => (rankOf(a.region) < rankOf(b.region) ? -1 : 1))
}

/** Names what the table of a chart says, in one region or in all: another where any line of it is, or any title. */
export async function wholeChartDigest(archive: Archive, spec: ChartSpec, region?: Region): Promise<string> {
  const [row] = await archive.standing.rows<{ digest: string }>(CHART_DIGEST, { chart: spec.id, region: region ?? '' })
  return createHash('sha256')
    .update(canonicalJson([row?.digest ?? '', archive.catalogueDigest, spec]))
    .digest('hex')
}

/** The table of a chart's editions of some regions. */
export function wholeChart(
  archive: Archive,
  spec: ChartSpec,
  regions: Awaited<ReturnType<typeof regionWindows>>,
): Table {
  const measured = spec.methods.flatMap(({ measure }) => MEASURE_COLUMNS[measure])
  return { columns: columnsWith('chart', measured), rows: editionsOf(archive, spec, regions) }
}

async function* editionsOf(
  archive: Archive,
  spec: ChartSpec,
  regions: Awaited<ReturnType<typeof regionWindows>>,
): AsyncGenerator<readonly Row[]> {
  const catalogue = archive.catalogueOf(spec.site)
  for (const { region, windows } of regions)
    for (const window of [...windows].reverse()) {
      const edition = await archive.files.findLatest({ chart: spec.id, region, window })
      if (!edition) continue
      const { state, revision } = edition
      const place = { region, week: window, category: spec.title }
      yield edition.rows.map((row) => ({
        ...rowOf(place, { ...row, ...namesOf(catalogue, row.item) }),
        ...(row.previousRank !== null && { previous_rank: row.previousRank }),
        peak_rank: row.peakRank,
        streak: row.streak,
        item: row.item,
        state,
        revision,
      }))
    }
}
