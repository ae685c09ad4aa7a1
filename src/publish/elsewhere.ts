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

type Standings = ReadonlyMap<ItemId, readonly Standing[]>

/** For as long as the rows are kept. */
const BY_ITEM = new WeakMap<readonly Standing[], Standings>()

function byItem(rows: readonly Standing[]): Standings {
  const known = BY_ITEM.get(rows)
  if (known) return known
  const made = new Map<ItemId, Standing[]>()
  for (const row of rows) {
    const ofItem = made.get(row.item)
    if (ofItem) ofItem.push(row)
    else made.set(row.item, [row])
  }
  BY_ITEM.set(rows, made)
  return made
}

/** Where else the titles of an edition chart in its window. */
export async function elsewhereOf(archive: Archive, edition: EditionAnswer): Promise<ElsewhereAnswer> {
  const { chart: own, region, window, rows } = edition
  // All of the window, which its other editions ask for too.
  const standings = byItem(await archive.standing.rows<Standing>(ELSEWHERE, { window: window.name }))
  const order = archive.charts.map(({ id }) => id as string)
  const isOther = ({ chart, region: where }: Standing) =>
    order.includes(chart) && (where === region || where === WORLD) && !(chart === own.id && where === region)
  return {
    lines: rows.map(({ item, title }) => {
      const ofItem = standings.get(item as ItemId) ?? []
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
