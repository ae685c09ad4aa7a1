// A sheet: all charts of one region for the windows that end on one day, each with what entered and what left. Of the
// world it is a week's page, of a country the country's.
import { z } from '@hono/zod-openapi'
import type { ChartSpec } from '../charts/spec.ts'
import { type Parsed, parsed, problem, refused } from '../domain/problem.ts'
import { type Region, regionName, WORLD } from '../domain/region.ts'
import type { CalendarDate } from '../domain/time.ts'
import { sqlFile } from '../store/store.ts'
import { editionAnswer } from './answers.ts'
import type { Archive } from './archive.ts'
import { editionAt } from './editions.ts'
import { type LeadersAnswer, leadersAnswer, leadersOf } from './leaders.ts'
import { pastAnswer, pastOf } from './past.ts'

const CHARTS_BY_WINDOW = sqlFile(import.meta.url, './charts-by-window.sql')

const date = z.string().openapi({ example: '2026-11-15' })

const sheet = {
  week: date.openapi({ description: 'The last day of the windows.' }),
  previous: date.nullable().openapi({ description: 'The sheet before; null where there is none.' }),
  next: date.nullable(),
  regions: z.array(z.string()).openapi({ description: 'The regions with a chart of these windows.' }),
  charts: z
    .array(
      z.object({
        span: z.enum(['day', 'week', 'month', 'first', 'all']),
        days: z.int().optional().openapi({ description: 'Of span `first`: the first so many days of each title.' }),
        edition: editionAnswer,
        left: pastAnswer.shape.dropped,
      }),
    )
    .openapi({ description: 'In the order in which the house names its charts.' }),
}

export const weekAnswer = z
  .object({
    ...sheet,
    maps: z.array(leadersAnswer).openapi({ description: 'One for each chart of countries.' }),
  })
  .openapi('Week')

export const countryAnswer = z
  .object({ region: z.string().openapi({ example: 'GB' }), regionName: z.string(), ...sheet })
  .openapi('Country')

export type WeekAnswer = z.infer<typeof weekAnswer>
export type CountryAnswer = z.infer<typeof countryAnswer>
export type SheetChart = WeekAnswer['charts'][number]

/**
 * All charts of a week in the world, and who leads in each country.
 * @param week the last day of its windows, or `latest`
 */
export async function findWeek(archive: Archive, week: string): Promise<Parsed<WeekAnswer>> {
  const days = await daysOf(archive)
  const day = dayNamed(days, week)
  if (!day.ok) return day
  const charts = await chartsOf(archive, WORLD, day.value)
  const maps: LeadersAnswer[] = []
  for (const spec of day.value.specs) {
    const first = charts.find(({ edition }) => edition.chart.id === spec.id)?.edition.rows[0]
    const leaders = await leadersOf(archive, spec, day.value.date, first?.item)
    if (leaders) maps.push(leaders)
  }
  return parsed({ ...placeOf(days, day.value), charts, maps })
}

/**
 * All charts of a country.
 * @param week the last day of its windows, or `latest`
 */
export async function findCountry(archive: Archive, region: Region, week: string): Promise<Parsed<CountryAnswer>> {
  const days = await daysOf(archive)
  const own = days.filter(({ regions }) => regions.includes(region))
  if (region === WORLD || own.length === 0) return refused(problem('region', region, 'a country that has a chart'))
  const day = dayNamed(own, week)
  if (!day.ok) return day
  const charts = await chartsOf(archive, region, day.value)
  return parsed({ region, regionName: regionName(region), ...placeOf(own, day.value), charts })
}

/** A day on which windows end, with the charts that have an edition for one of them. */
interface Day {
  readonly date: CalendarDate
  readonly specs: readonly ChartSpec[]
  readonly regions: readonly Region[]
}

/** All of them, oldest first. */
async function daysOf(archive: Archive): Promise<readonly Day[]> {
  const rows = await archive.standing.rows<{ window: CalendarDate; charts: string[]; regions: Region[] }>(
    CHARTS_BY_WINDOW,
  )
  return rows.flatMap(({ window, charts, regions }) => {
    const specs = archive.charts.filter(({ id }) => charts.includes(id))
    return specs.length > 0 ? [{ date: window, specs, regions }] : []
  })
}

/** The days of the first chart that is weekly, or else of the first: beside charts of days, sheets go by the week. */
function paceOf(days: readonly Day[]): readonly Day[] {
  const counted = new Map<ChartSpec, Day[]>()
  for (const day of days) for (const spec of day.specs) counted.set(spec, [...(counted.get(spec) ?? []), day])
  const weekly = [...counted].find(([spec]) => spec.window.kind === 'week') ?? [...counted][0]
  return weekly?.[1] ?? []
}

function dayNamed(days: readonly Day[], week: string): Parsed<Day> {
  const found = week === 'latest' ? paceOf(days).at(-1) : days.find(({ date }) => date === week)
  if (found) return parsed(found)
  const [first, last] = [days[0]?.date, days.at(-1)?.date]
  return refused(
    problem('week', week, first ? `"latest", or the last day of a window from ${first} to ${last}` : 'nothing yet'),
  )
}

function placeOf(
  days: readonly Day[],
  { date, regions }: Day,
): Pick<WeekAnswer, 'week' | 'previous' | 'next' | 'regions'> {
  const pace = paceOf(days).map((each) => each.date)
  return {
    week: date,
    previous: pace.findLast((each) => each < date) ?? null,
    next: pace.find((each) => each > date) ?? null,
    regions: [...regions],
  }
}

async function chartsOf(archive: Archive, region: Region, { date, specs }: Day): Promise<SheetChart[]> {
  const charts = await Promise.all(specs.map((spec) => chartOf(archive, spec, region, date)))
  return charts.filter((each) => each !== undefined)
}

async function chartOf(
  archive: Archive,
  spec: ChartSpec,
  region: Region,
  date: CalendarDate,
): Promise<SheetChart | undefined> {
  const edition = await editionAt(archive, spec, region, date)
  if (!edition) return undefined
  const { dropped } = await pastOf(archive, spec, region, date, 2)
  return {
    span: spec.window.kind,
    ...(spec.window.kind === 'first' && { days: spec.window.days }),
    edition,
    left: dropped,
  }
}
