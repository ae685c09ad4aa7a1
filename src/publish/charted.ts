// In how many of the measured countries an item, or anything below it, stood on a chart.
import type { ChartSpec } from '../charts/spec.ts'
import { DEFAULT_SITE } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { type Region, regionName } from '../domain/region.ts'
import type { CalendarDate } from '../domain/time.ts'
import { sqlFile } from '../store/store.ts'
import type { ChartedAnswer } from './answers.ts'
import type { Archive } from './archive.ts'
import { namesOf } from './editions.ts'

const CHARTED = sqlFile(import.meta.url, './charted.sql')
const MEASURED = sqlFile(import.meta.url, './measured.sql')

export async function chartedAnswer(archive: Archive, item: ItemId): Promise<ChartedAnswer> {
  const catalogue = archive.catalogueOf(DEFAULT_SITE)
  const family = catalogue.familyOf(item)
  const rows = await archive.standing.rows<{
    region: Region
    charts: string[]
    first: CalendarDate
    last: CalendarDate
    best_rank: number
    weeks: string
  }>(CHARTED, { items: family })
  const found = [...new Set(rows.flatMap(({ charts }) => charts))].sort()
  const charts =
    found.length > 0 ? found : archive.charts.filter((spec) => couldHold(spec, archive, family)).map(({ id }) => id)
  const [measured] = await archive.standing.rows<{ measured: string }>(MEASURED, { charts })
  return {
    item,
    ...namesOf(catalogue, item),
    charted: rows.length,
    measured: Number(measured?.measured ?? 0),
    charts,
    countries: rows.map((row) => ({
      country: row.region,
      name: regionName(row.region),
      first: row.first,
      last: row.last,
      bestRank: row.best_rank,
      weeks: Number(row.weeks),
    })),
  }
}

const couldHold = (spec: ChartSpec, archive: Archive, family: readonly ItemId[]): boolean =>
  family.some((item) => archive.catalogueOf(spec.site).findEntry(item, spec.filter.kinds) !== undefined)
