// Restatements before they are made, and the act of making them: what waits is shown as it would be published, and is
// published only as it was shown. What was made is listed, the newest first.
import { createHash } from 'node:crypto'
import type { Publication, Publisher } from '../../charts/publish-edition.ts'
import type { ChartSpec } from '../../charts/spec.ts'
import type { Waiting } from '../../charts/waiting.ts'
import { type ChartId, canonicalJson, type Edition } from '../../domain/edition.ts'
import { type Parsed, parsed, problem, refused } from '../../domain/problem.ts'
import { parseReason } from '../../domain/reason.ts'
import { type Region, regionName, WORLD } from '../../domain/region.ts'
import type { CalendarDate } from '../../domain/time.ts'
import { sqlFile } from '../../store/store.ts'
import type { EditionAnswer } from '../answers.ts'
import type { Archive } from '../archive.ts'
import { changesIn } from '../editions.ts'
import type { Office } from './office.ts'

const RESTATED = sqlFile(import.meta.url, './restated.sql')

/** An edition as it would be restated. */
export interface Proposed {
  readonly region: Region
  readonly regionName: string
  readonly week: CalendarDate
  readonly revision: number
  readonly changes: NonNullable<EditionAnswer['changes']>
}

/** All that waits of a chart, and what follows from it in later windows. */
export interface Proposal {
  readonly chart: { readonly id: ChartId; readonly title: string }
  readonly waiting: readonly Waiting[]
  /** By window, the world first. */
  readonly editions: readonly Proposed[]
  /** What stands for all this: who restates by it restates what was shown. */
  readonly key: string
}

/** What would be restated now, chart by chart. */
export function proposalsOf(office: Office): Promise<readonly Proposal[]> {
  return office.withPublisher(async (publisher, on) => {
    const proposals: Proposal[] = []
    for (const spec of office.charts) {
      const waiting = waitingOf(office, spec)
      if (waiting.length === 0) continue
      const editions = await publisher.preview(spec, { ...on(spec, ''), released: windowsOf(waiting) })
      proposals.push({
        chart: { id: spec.id, title: spec.title },
        waiting,
        editions: editions.map((edition) => proposed(office, spec, edition)).sort(byPlace),
        key: keyOf(editions),
      })
    }
    return proposals
  })
}

/** A chart that is to be restated, as it was shown. */
export interface Ticked {
  readonly chart: string
  readonly key: string
}

/** Restates what waits of some charts. A problem where anything of it is no longer what was shown; then nothing is done. */
export async function restate(
  office: Office,
  ticked: readonly Ticked[],
  input: string,
): Promise<Parsed<readonly Publication[]>> {
  const reason = parseReason('reason', input)
  if (!reason.ok) return reason
  if (ticked.length === 0) return refused(problem('chart', '', 'one chart at least'))
  return office.withPublisher(async (publisher, on) => {
    const acts: { spec: ChartSpec; occasion: Parameters<Publisher['publish']>[1] }[] = []
    for (const { chart, key } of ticked) {
      const spec = office.charts.find(({ id }) => id === chart)
      if (!spec) return refused(problem('chart', chart, 'a chart of which anything waits'))
      const occasion = { ...on(spec, reason.value), released: windowsOf(waitingOf(office, spec)) }
      if (keyOf(await publisher.preview(spec, occasion)) !== key)
        return refused(problem('chart', spec.title, 'what was shown: it is another by now; look at it again'))
      acts.push({ spec, occasion })
    }
    const publications: Publication[] = []
    for (const { spec, occasion } of acts) publications.push(await publisher.publish(spec, occasion))
    return parsed(publications)
  })
}

const waitingOf = (office: Office, { id }: ChartSpec): readonly Waiting[] =>
  office.waiting.all.filter(({ chart }) => chart === id)

const windowsOf = (waiting: readonly Waiting[]): ReadonlySet<CalendarDate> =>
  new Set(waiting.map(({ window }) => window))

function proposed(office: Office, spec: ChartSpec, { region, window, revision, changes }: Edition): Proposed {
  const told = changesIn(office.catalogueOf(spec.site), changes).changes ?? { lines: [], history: [], method: null }
  return { region, regionName: regionName(region), week: window.name, revision, changes: told }
}

const byPlace = (a: Proposed, b: Proposed): number =>
  compare(a.week, b.week) ||
  Number(b.region === WORLD) - Number(a.region === WORLD) ||
  compare(a.regionName, b.regionName)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function keyOf(editions: readonly Edition[]): string {
  const told = editions.map(({ region, window, revision, method, rows }) =>
    canonicalJson({ region, window, revision, method, rows }),
  )
  return createHash('sha256').update(told.sort().join('\n')).digest('hex').slice(0, 16)
}

/** An edition that was restated, as it stands. */
export interface Restated {
  readonly chart: { readonly id: string; readonly title: string }
  readonly region: Region
  readonly regionName: string
  readonly week: CalendarDate
  readonly revision: number
  readonly reason: string
  readonly publishedAt: string
}

const RESTATED_MAX = 50

/** Editions that were restated, those of which it was done last first, and how many there are. */
export async function restatedAnswer(archive: Archive): Promise<{ restated: readonly Restated[]; found: number }> {
  const rows = await archive.store.rows<{ chart: ChartId; region: Region; window: CalendarDate; found: string }>(
    RESTATED,
    { limit: RESTATED_MAX },
  )
  const restated: Restated[] = []
  for (const { chart, region, window } of rows) {
    const edition = await archive.files.findLatest({ chart, region, window })
    if (!edition) continue
    restated.push({
      chart: { id: chart, title: archive.charts.find(({ id }) => id === chart)?.title ?? chart },
      region,
      regionName: regionName(region),
      week: window,
      revision: edition.revision,
      reason: edition.reason ?? '',
      publishedAt: edition.publishedAt,
    })
  }
  return { restated, found: Number(rows[0]?.found ?? 0) }
}
