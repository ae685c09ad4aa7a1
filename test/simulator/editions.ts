// The editions of a log, and of the clean run: the same events, each once, in order of time, in one log that nothing
// ever happened to. Both are counted by the plain fold from lines that the log's own reader gave, and are compared as
// the canonical bytes that are published.
import { nextEdition } from '../../src/charts/edition.ts'
import { type ChartSpecInput, parseChartSpec } from '../../src/charts/spec.ts'
import { NO_BOOKS } from '../../src/domain/bucket.ts'
import { canonicalJson, type Digest } from '../../src/domain/edition.ts'
import { DEFAULT_SITE } from '../../src/domain/event.ts'
import { eventLine, readLine } from '../../src/domain/event-line.ts'
import type { Region } from '../../src/domain/region.ts'
import { DAY_MS, instant } from '../../src/domain/time.ts'
import { eachOnce } from '../../src/fold/plain.ts'
import { Log } from '../../src/log/append.ts'
import { readLines } from '../../src/log/read.ts'
import { countChart } from '../../src/publish/verify.ts'
import { SimDisk } from '../sim-disk.ts'
import type { Fact } from './fact.ts'

const WEEK = { kind: 'week', startsOn: 'monday' } as const
const INPUTS: readonly Pick<ChartSpecInput, 'id' | 'window' | 'methods'>[] = [
  {
    id: 'views',
    window: { ...WEEK, timeZone: 'UTC' },
    methods: [{ version: 1, measure: 'views', formula: 'counted' }],
  },
  {
    id: 'views-kolkata',
    window: { ...WEEK, timeZone: 'Asia/Kolkata' },
    methods: [{ version: 1, measure: 'views', formula: 'counted' }],
  },
  {
    id: 'per-runtime',
    window: { ...WEEK, timeZone: 'UTC' },
    methods: [{ version: 1, measure: 'views', formula: 'hours-per-runtime' }],
  },
  {
    id: 'viewers',
    window: { ...WEEK, timeZone: 'Asia/Kolkata' },
    methods: [{ version: 1, measure: 'viewers', formula: 'counted' }],
  },
]

const SPECS = INPUTS.map((input) => {
  const spec = parseChartSpec({ ...input, title: input.id, filter: { kinds: ['film', 'season'] } })
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems))
  return spec.value
})

/** Every edition of some logs, final, as canonical JSON. Books are left out, as they are from a digest. */
export function editionsOf(lines: readonly string[]): readonly string[] {
  const events = eachOnce(lines.map(readLine), DEFAULT_SITE)
  const editions: string[] = []
  for (const spec of SPECS) {
    const last = new Map<Region, Digest>()
    for (const { window, regions } of countChart(events, spec))
      for (const [region, rows] of [...regions].sort()) {
        const fresh = {
          chart: spec.id,
          region,
          window,
          method: spec.methods[0] as (typeof spec.methods)[number],
          rows,
          books: NO_BOOKS,
          previous: last.get(region) ?? null,
        }
        const edition = nextEdition(fresh, undefined, instant(window.to + 2 * DAY_MS), '')
        if (!edition) continue
        last.set(region, edition.digest)
        editions.push(canonicalJson(edition))
      }
  }
  return editions
}

const LOG = '/clean/log'

/** The lines of a log to which these facts were appended in order of time. */
export async function cleanRun(facts: Iterable<Fact>): Promise<readonly string[]> {
  const disk = new SimDisk()
  await disk.makeDirectory(LOG)
  const log = await Log.open(LOG, { disk, lock: false, seal: false, extentBytesMax: 4096 })
  const events = [...facts].map(({ event }) => event).sort((a, b) => a.at - b.at)
  await log.append(events.map(eventLine))
  await log.close()
  return linesOf(LOG, disk)
}

export async function linesOf(directory: string, disk: SimDisk): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of readLines(directory, disk)) lines.push(line)
  return lines
}
