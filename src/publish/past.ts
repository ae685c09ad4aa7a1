// The past of an edition: where each title of it, and of the editions before it, stood in the last windows; and which
// left the chart. What a bump chart and a sparkline are drawn from.
import { z } from '@hono/zod-openapi'
import type { EditionName } from '../charts/edition-files.ts'
import type { ChartSpec } from '../charts/spec.ts'
import type { ItemId } from '../domain/item.ts'
import type { Region } from '../domain/region.ts'
import type { CalendarDate } from '../domain/time.ts'
import { sqlFile } from '../store/store.ts'
import type { Archive } from './archive.ts'
import { namesOf, regionsOf } from './editions.ts'

const PAST_LINES = sqlFile(import.meta.url, './past-lines.sql')

/** Windows that are looked back on, with the edition's own. */
export const PAST_WINDOWS = 12
export const PAST_WINDOWS_MAX = 104

const named = {
  item: z.string().openapi({ example: 'heartstopper-s1' }),
  title: z.string(),
  parentTitle: z.string().optional(),
}

export const pastAnswer = z
  .object({
    windows: z.array(z.string()).openapi({ description: 'Their names, the edition’s own the last.' }),
    lines: z.array(z.object({ ...named, ranks: z.array(z.int().nullable()) })).openapi({
      description: 'Each title’s rank in each window, null where it was not on the chart; best now first.',
    }),
    dropped: z
      .array(z.object({ ...named, previousRank: z.int() }))
      .openapi({ description: 'What stood in the window before and no longer does.' }),
  })
  .openapi('Past')

export type PastAnswer = z.infer<typeof pastAnswer>

/** The past of a chart in a region up to a window that has an edition. */
export async function pastOf(
  archive: Archive,
  spec: ChartSpec,
  region: Region,
  window: CalendarDate,
  windows = PAST_WINDOWS,
): Promise<PastAnswer> {
  const rows = await linesUpTo(archive, { chart: spec.id, region, window }, windows)
  const ranks = new Map<ItemId, (number | null)[]>()
  rows.forEach(({ lines }, index) => {
    for (const [item, rank] of lines) {
      const known = ranks.get(item) ?? new Array<number | null>(rows.length).fill(null)
      known[index] = rank
      ranks.set(item, known)
    }
  })
  const catalogue = archive.catalogueOf(spec.site)
  const name = (item: ItemId) => {
    const { title, parentTitle } = namesOf(catalogue, item)
    return { item, title, ...(parentTitle && { parentTitle }) }
  }
  const lines = [...ranks].map(([item, each]) => ({ ...name(item), ranks: each })).sort(byLastRanks)
  const isOwn = rows.at(-1)?.window === window && rows.length > 1
  const dropped = lines.flatMap(({ ranks: each, ...title }) => {
    const previousRank = each.at(-2)
    return isOwn && typeof previousRank === 'number' && each.at(-1) === null ? [{ ...title, previousRank }] : []
  })
  return {
    windows: rows.map((row) => row.window),
    lines,
    dropped: dropped.sort((a, b) => a.previousRank - b.previousRank),
  }
}

/** The lines of a chart and region in its last windows up to one of them, but for windows without any. */
async function linesUpTo(archive: Archive, { chart, region, window }: EditionName, windows: number) {
  const regions = await regionsOf(archive, chart)
  const all = regions.find((each) => each.region === region)?.windows ?? []
  const last = new Set(all.filter((each) => each <= window).slice(-windows))
  const rows = await archive.standing.rows<{ window: CalendarDate; lines: [ItemId, number][] }>(PAST_LINES, {
    chart,
    region,
  })
  return rows.filter((row) => last.has(row.window))
}

/** By the rank in the last window, then in the one before it, and so on; whoever is not there comes behind. */
function byLastRanks(
  a: { readonly item: string; readonly ranks: readonly (number | null)[] },
  b: { readonly item: string; readonly ranks: readonly (number | null)[] },
): number {
  for (let index = a.ranks.length - 1; index >= 0; index--) {
    const order = (a.ranks[index] ?? Number.MAX_SAFE_INTEGER) - (b.ranks[index] ?? Number.MAX_SAFE_INTEGER)
    if (order !== 0) return order
  }
  return a.item < b.item ? -1 : 1
}
