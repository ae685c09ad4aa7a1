// Imports one of Netflix's published files: its charts, its items and its rows, in that order, through the log.
import { type ChartSpec, parseChartSpec } from '../../charts/spec.ts'
import type { Catalogue } from '../../domain/catalogue.ts'
import { DEFAULT_SITE } from '../../domain/event.ts'
import { type Parsed, parsed } from '../../domain/problem.ts'
import type { Imported, ImportTarget } from '../import-lines.ts'
import { fileDigest, ImportRecord } from '../import-record.ts'
import { netflixCharts } from './charts.ts'
import { itemEvents, rowEvents } from './facts.ts'
import { readNetflixFile } from './read.ts'
import { worksOf } from './works.ts'

export interface NetflixTarget extends ImportTarget {
  catalogueOf(site: typeof DEFAULT_SITE): Catalogue
  declareCharts(specs: readonly ChartSpec[]): Promise<boolean>
}

const BATCH_ROWS = 10_000

/** Imports a file; one that is not Netflix's is a problem that says which columns were expected. */
export async function importNetflix(
  target: NetflixTarget,
  path: string,
  onRead: (rows: number, of: number) => void = () => {},
): Promise<Parsed<Imported>> {
  const file = await readNetflixFile(path)
  if (!file.ok) return file
  const { rows, rejected } = file.value
  const record = await ImportRecord.open(target.directory, path, await fileDigest(path, 'netflix-top10'))
  const { read: skipped } = record.counts
  await target.declareCharts(netflixCharts.map(specOf))
  const now = target.now()
  const context = { site: DEFAULT_SITE, now, asOf: now }
  const catalogue = target.catalogueOf(DEFAULT_SITE)
  const works = worksOf(file.value, (id) => catalogue.findItem(id))
  if (skipped === 0) await record.reject(rejected)
  await target.append(itemEvents(works.items, context))
  const events = [...rowEvents(file.value, works.itemOf, context)]
  for (let from = skipped; from < events.length; from += BATCH_ROWS) {
    const batch = events.slice(from, from + BATCH_ROWS)
    await target.append(batch)
    const counts = { read: batch.length, stored: batch.length, rejected: from === 0 ? rejected.length : 0 }
    await record.add(counts, now)
    onRead(batch.length, rows.length)
  }
  return parsed({
    read: Math.max(0, rows.length - skipped),
    stored: Math.max(0, rows.length - skipped),
    rejected: rejected.length,
    rejectedFile: record.rejectedFile,
    firstRejected: record.firstRejected,
    skipped,
  })
}

function specOf(input: unknown): ChartSpec {
  const spec = parseChartSpec(input)
  if (!spec.ok) throw new Error(`a chart of Netflix's is not a chart: ${JSON.stringify(spec.problems)}`)
  return spec.value
}
