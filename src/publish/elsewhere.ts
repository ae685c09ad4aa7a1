// Where else the titles of an edition chart: on which other charts of the same region and window, where in the world,
// and how high in each country.
import { z } from '@hono/zod-openapi'
import type { ItemId } from '../domain/item.ts'
import { type Region, regionName, WORLD } from '../domain/region.ts'
import { sqlFile } from '../store/store.ts'
import type { EditionAnswer } from './answers.ts'
import type { Archive } from './archive.ts'

const ELSEWHERE = sqlFile(import.meta.url, './elsewhere.sql')

export const elsewhereAnswer = z
  .object({
    lines: z.array(
      z.object({
        item: z.string().openapi({ example: 'heartstopper-s1' }),
        title: z.string(),
        charts: z
          .array(z.object({ chart: z.string(), title: z.string(), region: z.string(), rank: z.int() }))
          .openapi({ description: 'The others of the region, and that of the world.' }),
        countries: z
          .array(z.object({ country: z.string(), name: z.string(), rank: z.int() }))
          .openapi({ description: 'On the same chart; the best rank first.' }),
      }),
    ),
  })
  .openapi('Elsewhere')

export type ElsewhereAnswer = z.infer<typeof elsewhereAnswer>

interface Standing {
  readonly item: ItemId
  readonly chart: string
  readonly region: Region
  readonly rank: number
}

export async function elsewhereOf(archive: Archive, edition: EditionAnswer): Promise<ElsewhereAnswer> {
  const { chart: own, region, window, rows } = edition
  const standings = await archive.standing.rows<Standing>(ELSEWHERE, {
    window: window.name,
    items: rows.map(({ item }) => item),
  })
  const order = archive.charts.map(({ id }) => id as string)
  const isOther = ({ chart, region: where }: Standing) =>
    order.includes(chart) && (where === region || where === WORLD) && !(chart === own.id && where === region)
  return {
    lines: rows.map(({ item, title }) => {
      const ofItem = standings.filter((each) => each.item === item)
      const charts = ofItem
        .filter(isOther)
        .sort((a, b) => order.indexOf(a.chart) - order.indexOf(b.chart) || (a.region === region ? -1 : 1))
      const countries = ofItem
        .filter((each) => each.chart === own.id && each.region !== WORLD && each.region !== region)
        .sort((a, b) => a.rank - b.rank || (a.region < b.region ? -1 : 1))
      return {
        item,
        title,
        charts: charts.map((each) => ({
          chart: each.chart,
          title: archive.charts.find(({ id }) => id === each.chart)?.title ?? each.chart,
          region: each.region,
          rank: each.rank,
        })),
        countries: countries.map((each) => ({ country: each.region, name: regionName(each.region), rank: each.rank })),
      }
    }),
  }
}
