// The latest restatements, a chart and window each: what was said before and is no longer so, and why.
import { z } from '@hono/zod-openapi'
import type { ChartId } from '../domain/edition.ts'
import type { Region } from '../domain/region.ts'
import type { CalendarDate } from '../domain/time.ts'
import { sqlFile } from '../store/store.ts'
import type { Archive } from './archive.ts'

const RESTATEMENTS = sqlFile(import.meta.url, './restatements.sql')
const LENGTH = 10

export const restatementsAnswer = z
  .array(
    z.object({
      chart: z.object({ id: z.string(), title: z.string() }),
      window: z.object({ name: z.string(), from: z.string(), to: z.string() }),
      regions: z.int().openapi({ description: 'Of how many regions the edition of this window is a restated one.' }),
      region: z.string().openapi({ description: 'The one that was restated last; what follows is of it.' }),
      revision: z.int(),
      reason: z.string().nullable(),
      lines: z.int().nullable().openapi({ description: 'How many lines are others; null where that was not told.' }),
      publishedAt: z.string(),
      digest: z.string(),
    }),
  )
  .openapi('Restatements')

export type RestatementsAnswer = z.infer<typeof restatementsAnswer>

interface Row {
  readonly chart_id: ChartId
  readonly week: CalendarDate
  readonly last_region: Region
  readonly regions: string
}

/** The last ones, the newest first. */
export async function restatementsOf(archive: Archive): Promise<RestatementsAnswer> {
  const rows = await archive.standing.rows<Row>(RESTATEMENTS, {
    charts: archive.charts.map(({ id }) => id),
    length: LENGTH,
  })
  const answers: RestatementsAnswer = []
  for (const { chart_id, week, last_region, regions } of rows) {
    const edition = await archive.files.findLatest({ chart: chart_id, region: last_region, window: week })
    if (!edition) continue
    const { window, region, revision, reason, changes, publishedAt, digest } = edition
    const title = archive.charts.find(({ id }) => id === chart_id)?.title ?? chart_id
    answers.push({
      chart: { id: chart_id, title },
      window,
      regions: Number(regions),
      region,
      revision,
      reason,
      lines: changes?.lines.length ?? null,
      publishedAt,
      digest,
    })
  }
  return answers
}
