// An edition as it is answered: the published file, with the titles that the catalogue has now and, for each line, in
// how many countries it charted in that window.
import type { EditionName } from '../charts/edition-files.ts'
import type { ChartSpec } from '../charts/spec.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Changes, ChartId, Edition } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import { type Parsed, parsed, problem, refused } from '../domain/problem.ts'
import { type Region, regionName, WORLD } from '../domain/region.ts'
import type { CalendarDate } from '../domain/time.ts'
import { calendarOf, parseWindowName } from '../domain/window.ts'
import { sqlFile } from '../store/store.ts'
import type { ChartAnswer, EditionAnswer, EditionLine, RevisionAnswer } from './answers.ts'
import type { Archive } from './archive.ts'

const EDITIONS_OF_CHART = sqlFile(import.meta.url, './editions-of-chart.sql')
const COUNTRIES_IN_WINDOW = sqlFile(import.meta.url, './countries-in-window.sql')

/** The regions of a chart that have an edition, each with its windows in order. */
export const regionsOf = (archive: Archive, chart: ChartId) =>
  archive.standing.rows<{ region: Region; windows: CalendarDate[] }>(EDITIONS_OF_CHART, { chart })

/** The chart with the regions and windows that have an edition. */
export async function chartAnswer(archive: Archive, spec: ChartSpec): Promise<ChartAnswer> {
  const rows = await regionsOf(archive, spec.id)
  const place = PLACES.get(rows) ?? placesIn(rows)
  PLACES.set(rows, place)
  return { id: spec.id, title: spec.title, methods: [...spec.methods], ...place }
}

type RegionRows = Awaited<ReturnType<typeof regionsOf>>

/** For as long as the rows are kept: to put thousands of windows in order takes as long as to draw a page. */
const PLACES = new WeakMap<RegionRows, Pick<ChartAnswer, 'regions' | 'windows'>>()

function placesIn(rows: RegionRows): Pick<ChartAnswer, 'regions' | 'windows'> {
  const regions = rows.map(({ region }) => region).sort()
  const world = regions.filter((region) => region === WORLD)
  return {
    regions: [...world, ...regions.filter((region) => region !== WORLD)],
    windows: [...new Set(rows.flatMap((row) => row.windows))].sort().reverse(),
  }
}

/**
 * Finds an edition.
 * @param window the date of its last day, or `latest`
 * @param revision its number; left out: the latest
 * @returns the edition, or which field names none and what there is
 */
export async function findEdition(
  archive: Archive,
  spec: ChartSpec,
  region: Region,
  window: string,
  revision?: string,
): Promise<Parsed<EditionAnswer>> {
  const named = await findName(archive, spec, region, window)
  if (!named.ok) return named
  const { name, revisions } = named.value
  const wanted = revision === undefined ? revisions.at(-1) : revisions.find((each) => String(each) === revision)
  if (wanted === undefined) return refused(problem('revision', revision, `one of ${revisions.join(', ')}`))
  return parsed(await answerOf(archive, spec, await archive.files.read(name, wanted), revisions))
}

/** The revision that stands of an edition, where there is one: for those who know which editions there are. */
export async function editionAt(
  archive: Archive,
  spec: ChartSpec,
  region: Region,
  window: CalendarDate,
): Promise<EditionAnswer | undefined> {
  const name = { chart: spec.id, region, window }
  const revisions = await archive.files.revisionsOf(name)
  const last = revisions.at(-1)
  return last === undefined ? undefined : answerOf(archive, spec, await archive.files.read(name, last), revisions)
}

/** All revisions of an edition, the first one first. */
export async function findRevisions(
  archive: Archive,
  spec: ChartSpec,
  region: Region,
  window: string,
): Promise<Parsed<readonly RevisionAnswer[]>> {
  const named = await findName(archive, spec, region, window)
  if (!named.ok) return named
  const catalogue = archive.catalogueOf(spec.site)
  const answers: RevisionAnswer[] = []
  for (const number of named.value.revisions) {
    const { revision, state, reason, changes, digest, publishedAt } = await archive.files.read(named.value.name, number)
    answers.push({ revision, state, reason, ...changesIn(catalogue, changes), digest, publishedAt })
  }
  return parsed(answers)
}

/** Which edition is meant, and its revisions: one at least. */
async function findName(
  archive: Archive,
  spec: ChartSpec,
  region: Region,
  window: string,
): Promise<Parsed<{ readonly name: EditionName; readonly revisions: readonly number[] }>> {
  const chart = await chartAnswer(archive, spec)
  if (!chart.regions.includes(region)) return refused(noRegion(chart, region))
  const name = window === 'latest' ? await latestWindow(archive, spec.id, region) : parsedName(spec, window)
  if (name && typeof name !== 'string') return name
  const found = name && { chart: spec.id, region, window: name }
  const revisions = found ? await archive.files.revisionsOf(found) : []
  if (!found || revisions.length === 0) return refused(problem('week', window, windowsAllowed(chart)))
  return parsed({ name: found, revisions })
}

/** Where a reader may start: the world if the chart has it, else the first country. */
export const firstRegion = (chart: ChartAnswer): Region | undefined => chart.regions[0] as Region | undefined

function parsedName(spec: ChartSpec, window: string): CalendarDate | Parsed<never> {
  const named = parseWindowName(calendarOf(spec.window), 'week', window)
  return named.ok ? named.value.name : named
}

async function latestWindow(archive: Archive, chart: ChartId, region: Region): Promise<CalendarDate | undefined> {
  const rows = await regionsOf(archive, chart)
  return rows.find((row) => row.region === region)?.windows.at(-1)
}

const noRegion = (chart: ChartAnswer, region: Region) =>
  problem(
    'region',
    region,
    chart.regions.length === 0
      ? `${chart.id} has no edition yet`
      : `a region of ${chart.id}: ${chart.regions.slice(0, 12).join(', ')}${chart.regions.length > 12 ? ' …' : ''}`,
  )

const windowsAllowed = (chart: ChartAnswer): string =>
  chart.windows.length === 0
    ? `${chart.id} has no edition yet`
    : `"latest", or a window from ${chart.windows.at(-1)} to ${chart.windows[0]}`

async function answerOf(
  archive: Archive,
  spec: ChartSpec,
  edition: Edition,
  revisions: readonly number[],
): Promise<EditionAnswer> {
  const catalogue = archive.catalogueOf(spec.site)
  const { counts, measured } = await countriesCharted(archive, edition)
  const { changes, ...rest } = edition
  return {
    ...rest,
    ...changesIn(catalogue, changes),
    revisions: [...revisions],
    chart: { id: spec.id, title: spec.title },
    regionName: regionName(edition.region),
    rows: edition.rows.map((row) => {
      const countries = counts.get(row.item)
      return {
        ...row,
        ...namesOf(catalogue, row.item),
        ...(countries !== undefined && { countriesCharted: countries }),
      }
    }),
    measured,
  }
}

/** What a restatement changed, with the titles of the items. */
export function changesIn(catalogue: Catalogue, changes: Changes | undefined): Pick<EditionAnswer, 'changes'> {
  if (!changes) return {}
  const { lines, history, method } = changes
  return {
    changes: {
      lines: lines.map((line) => ({ ...line, ...namesOf(catalogue, line.item) })),
      history: history.map((item) => ({ item, ...namesOf(catalogue, item) })),
      method,
    },
  }
}

/** An item's title, kind and the title of what it belongs to, as the catalogue has them now. */
export function namesOf(catalogue: Catalogue, id: ItemId): Pick<EditionLine, 'title' | 'kind' | 'parentTitle'> {
  const item = catalogue.findItem(id)
  const parent = item?.parent && catalogue.findItem(item.parent)
  return {
    title: item?.title ?? id,
    ...(item && { kind: item.kind }),
    ...(parent && { parentTitle: parent.title }),
  }
}

/** Seasons are mostly titled with their show's name; where not, both are told. */
export const fullTitle = ({ title, parentTitle }: Pick<EditionLine, 'title' | 'parentTitle'>): string =>
  parentTitle && !title.startsWith(parentTitle) ? `${parentTitle}: ${title}` : title

/** In how many countries each line's item charted in the edition's window, on whichever charts count countries. */
async function countriesCharted(archive: Archive, { window, rows }: Edition) {
  const charted = await archive.standing.rows<{ item: ItemId; countries: string; charts: ChartId[] }>(
    COUNTRIES_IN_WINDOW,
    { window: window.name },
  )
  const items = new Set(rows.map(({ item }) => item))
  const found = charted.filter(({ item }) => items.has(item))
  const measured = new Set<Region>()
  for (const chart of new Set(found.flatMap(({ charts }) => charts)))
    for (const { region, windows } of await regionsOf(archive, chart))
      if (region !== WORLD && windows.includes(window.name as CalendarDate)) measured.add(region)
  return {
    counts: new Map(found.map(({ item, countries }) => [item, Number(countries)])),
    measured: measured.size,
  }
}
