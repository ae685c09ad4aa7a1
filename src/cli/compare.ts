// `housecount compare`: our editions beside the ones that another house published.
import { type Command, InvalidArgumentError } from 'commander'
import type { House } from '../app.ts'
import { mustBeFile } from '../collect/import-record.ts'
import { COUNTRY_CHARTS, WORLD_CHARTS } from '../collect/netflix-top10/charts.ts'
import { type Comparison, compareNetflix, type PublishedLine, type Tally } from '../collect/netflix-top10/compare.ts'
import { type NetflixFile, readNetflixFile } from '../collect/netflix-top10/read.ts'
import type { NetflixRow } from '../collect/netflix-top10/rows.ts'
import { worksOf } from '../collect/netflix-top10/works.ts'
import type { ChartId, Edition } from '../domain/edition.ts'
import { DEFAULT_SITE } from '../domain/event.ts'
import type { Region } from '../domain/region.ts'
import type { CalendarDate } from '../domain/time.ts'
import { command } from './command.ts'
import { n, print, printJson, table } from './output.ts'
import { type CommonFlags, Misuse, misuse, withHouse } from './with-house.ts'

/** Misses printed to a terminal; --json has all. */
const SHOWN_MAX = 20

export const compareCommand = (): Command =>
  command('compare', 'compare our editions with those that another house published; each miss with its reason', [
    'compare netflix-top10 all-weeks-global.tsv --json',
  ])
    .argument('<source>', 'netflix-top10', sourceOf)
    .argument('<file>', 'the file it published')
    .action((_source: string, path: string, flags: CommonFlags) =>
      withHouse(flags, async (house) => {
        await mustBeFile(path)
        const file = await readNetflixFile(path)
        if (!file.ok) throw misuse(file.problems)
        if (file.value.kind === 'most-popular')
          throw new Misuse(
            `${path} names no weeks, so it is no edition to compare with; global and countries files are`,
          )
        const comparison = compareNetflix(file.value, await linesFor(house, file.value))
        if (flags.json) printJson(comparison)
        else print(comparisonText(comparison))
      }),
    )

function sourceOf(value: string): string {
  if (value === 'netflix-top10') return value
  throw new InvalidArgumentError('netflix-top10 is the only source so far')
}

/** Our line for each row of a file, from the published editions. */
async function linesFor(house: House, file: NetflixFile): Promise<(row: NetflixRow) => PublishedLine | undefined> {
  const catalogue = house.catalogueOf(DEFAULT_SITE)
  const { itemOf } = worksOf(file, (id) => catalogue.findItem(id))
  const editions = new Map<string, Edition | undefined>()
  for (const row of file.rows) {
    const name = editionOf(row)
    if (name && !editions.has(keyOf(name))) editions.set(keyOf(name), await house.files.findLatest(name))
  }
  return (row) => {
    const name = editionOf(row)
    const item = itemOf(row)
    const line = name && editions.get(keyOf(name))?.rows.find((each) => each.item === item)
    return line && { ...line, title: catalogue.findItem(item)?.title ?? item }
  }
}

interface Name {
  readonly chart: ChartId
  readonly region: Region
  readonly window: CalendarDate
}

const keyOf = ({ chart, region, window }: Name): string => `${chart}/${region}/${window}`

/** Most popular lists carry no week, and so have no edition to compare with. */
function editionOf(row: NetflixRow): Name | undefined {
  switch (row.kind) {
    case 'global':
      return { chart: WORLD_CHARTS[row.category] as string as ChartId, region: 'world', window: row.week }
    case 'countries':
      return { chart: COUNTRY_CHARTS[row.category] as string as ChartId, region: row.country, window: row.week }
    case 'most-popular':
      return undefined
  }
}

function comparisonText({ rows, rank, views, weeks }: Comparison): string {
  const right = { align: 'right' as const }
  const columns = [
    { name: '' },
    { name: 'compared', ...right },
    { name: 'equal', ...right },
    { name: 'misses', ...right },
  ]
  const line = (name: string, tally: Tally) => [name, n(tally.compared), n(tally.equal), n(tally.misses.length)]
  const misses = [...rank.misses, ...views.misses, ...weeks.misses]
  const listed = misses
    .slice(0, SHOWN_MAX)
    .map(
      (miss) =>
        `line ${miss.line}: ${miss.title}: published ${miss.published}, ours ${miss.ours ?? 'none'}: ${miss.reason}`,
    )
  const more = misses.length > SHOWN_MAX ? [`… and ${n(misses.length - SHOWN_MAX)} more; --json has all`] : []
  return [
    `${n(rows)} rows`,
    table(columns, [line('rank', rank), line('views', views), line('weeks', weeks)]),
    ...listed,
    ...more,
  ].join('\n')
}
