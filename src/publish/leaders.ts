// Who leads where: the number one of each country on a chart, and in which countries the world's number one stands on it.
// What a map of the week is drawn from.
import { z } from '@hono/zod-openapi'
import type { ChartSpec } from '../charts/spec.ts'
import type { ItemId } from '../domain/item.ts'
import { type Region, regionName } from '../domain/region.ts'
import type { CalendarDate } from '../domain/time.ts'
import { sqlFile } from '../store/store.ts'
import { named } from './answers.ts'
import type { Archive } from './archive.ts'
import { namesOf } from './editions.ts'

const LINES_BY_COUNTRY = sqlFile(import.meta.url, './lines-by-country.sql')

export const leadersAnswer = z
  .object({
    chart: z.object({ id: z.string(), title: z.string() }),
    week: z.string(),
    measured: z.int().openapi({ description: 'Countries with an edition.' }),
    first: named
      .extend({
        leads: z.int().openapi({ description: 'In how many countries it is the number one.' }),
        charted: z.int().openapi({ description: 'In how many it is on the chart.' }),
      })
      .openapi({ description: 'The number one of the world; without one, the title that leads in most countries.' }),
    titles: z
      .array(named.extend({ leads: z.int() }))
      .openapi({ description: 'All that lead anywhere, in most countries first.' }),
    countries: z.array(
      z.object({
        country: z.string().openapi({ example: 'GB' }),
        name: z.string(),
        leaders: z.array(named).openapi({ description: 'Its number one; several where they share the rank.' }),
        rankOfFirst: z.int().nullable().openapi({ description: 'The rank of `first` there; null: it is not on it.' }),
      }),
    ),
  })
  .openapi('Leaders')

export type LeadersAnswer = z.infer<typeof leadersAnswer>

/** @param worldsFirst its number one, where the chart has an edition of the world. @returns undefined without countries */
export async function leadersOf(
  archive: Archive,
  spec: ChartSpec,
  week: CalendarDate,
  worldsFirst: ItemId | string | undefined,
): Promise<LeadersAnswer | undefined> {
  const rows = await archive.standing.rows<{ region: Region; lines: [ItemId, number][] }>(LINES_BY_COUNTRY, {
    chart: spec.id,
    window: week,
  })
  const leads = new Map<ItemId, number>()
  const byCountry = rows.map(({ region, lines }) => {
    const leaders = lines.filter(([, rank]) => rank === 1).map(([item]) => item)
    for (const item of leaders) leads.set(item, (leads.get(item) ?? 0) + 1)
    return { region, leaders, ranks: new Map<string, number>(lines) }
  })
  const most = [...leads].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
  const first = (worldsFirst ?? most[0]?.[0]) as ItemId | undefined
  if (first === undefined || rows.length === 0) return undefined
  const catalogue = archive.catalogueOf(spec.site)
  const name = (item: ItemId) => ({ item, ...namesOf(catalogue, item) })
  const ranked = byCountry.filter(({ ranks }) => ranks.has(first))
  return {
    chart: { id: spec.id, title: spec.title },
    week,
    measured: rows.length,
    first: { ...name(first), leads: leads.get(first) ?? 0, charted: ranked.length },
    titles: most.map(([item, count]) => ({ ...name(item), leads: count })),
    countries: byCountry.map(({ region, leaders, ranks }) => ({
      country: region,
      name: regionName(region),
      leaders: leaders.map(name),
      rankOfFirst: ranks.get(first) ?? null,
    })),
  }
}
