// The course of a title: what was counted for it day by day, how its first weeks compare with those of its peers, and
// where it stood in each country week by week. What a title's page draws; the API gives the same numbers.
import { z } from '@hono/zod-openapi'
import { viewsOf } from '../charts/rank.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import { DEFAULT_SITE } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { type CountryCode, regionName } from '../domain/region.ts'
import { type CalendarDate, DAY_MS, HOUR_MS, type Instant, instant, SECOND_MS, utcDate } from '../domain/time.ts'
import { sqlFile } from '../store/store.ts'
import type { Archive } from './archive.ts'
import { chartedAnswer } from './charted.ts'
import { FIRST_DAYS } from './titles.ts'

const TITLE_DAYS = sqlFile(import.meta.url, './title-days.sql')
const TITLE_PEERS = sqlFile(import.meta.url, './title-peers.sql')
const TITLE_WEEKS = sqlFile(import.meta.url, './title-weeks.sql')
const FIRST_DAY = sqlFile(import.meta.url, './first-day.sql')
const WINDOWS_OF_CHARTS = sqlFile(import.meta.url, './windows-of-charts.sql')

/** The spans that a title is judged by: four weeks, and the first quarter. */
const SPANS_DAYS = [28, FIRST_DAYS] as const
/** Days of the course that are told. */
const COURSE_DAYS_MAX = 182
/** Windows of the grid of countries. */
const GRID_WINDOWS = 26
/** Fewer peers than this say nothing. */
export const PEERS_MIN = 5

const peers = z
  .object({
    days: z.int().openapi({ description: 'The span: the first so many days.' }),
    age: z.int().openapi({ description: 'Whole days that were compared; fewer than `days` while the span runs.' }),
    hours: z.int(),
    peers: z.int().openapi({
      description: 'Items of the same kind that came out since counting began and are as old; without the item itself.',
    }),
    above: z.int().openapi({ description: 'How many of them had less at the same age: watched time, else views.' }),
    median: z.int().openapi({ description: 'Hours of the peer in the middle; the lower of two.' }),
  })
  .openapi('Peers')

export const courseAnswer = z
  .object({
    item: z.string(),
    days: z
      .array(z.object({ day: z.string(), starts: z.int(), hours: z.int(), watchedMs: z.string() }))
      .openapi({ description: `Whole UTC days with an audience, oldest first, the last ${COURSE_DAYS_MAX}.` }),
    published: z.string().optional(),
    peers: z.array(peers).openapi({ description: `Left out where there are fewer than ${PEERS_MIN}.` }),
    weeks: z.array(z.string()).openapi({ description: `The last ${GRID_WINDOWS} windows of its countries’ charts.` }),
    countries: z.array(
      z.object({
        country: z.string(),
        name: z.string(),
        ranks: z.array(z.int().nullable()).openapi({ description: 'Its best rank in each of `weeks`; null: none.' }),
      }),
    ),
  })
  .openapi('Course')

export type CourseAnswer = z.infer<typeof courseAnswer>

export async function courseAnswerOf(archive: Archive, item: ItemId): Promise<CourseAnswer> {
  const catalogue = archive.catalogueOf(DEFAULT_SITE)
  const family = catalogue.familyOf(item)
  const published = catalogue.findPublished(item)
  return {
    item,
    days: await daysOf(archive, family),
    ...(published !== undefined && { published: utcDate(published) }),
    peers: published === undefined ? [] : await peersOf(archive, catalogue, item, published),
    ...(await gridOf(archive, item, family)),
  }
}

async function daysOf(archive: Archive, items: readonly ItemId[]): Promise<CourseAnswer['days']> {
  const today = Math.floor(archive.now() / DAY_MS) * DAY_MS
  const rows = await archive.store.rows<{ date: string; views: string; watched_ms: string }>(TITLE_DAYS, {
    site: DEFAULT_SITE,
    items,
    from: (today - COURSE_DAYS_MAX * DAY_MS) / SECOND_MS,
    to: today / SECOND_MS,
  })
  return rows.map(({ date, views, watched_ms }) => ({
    day: date,
    starts: Number(views),
    hours: viewsOf(BigInt(watched_ms), HOUR_MS, 1),
    watchedMs: watched_ms,
  }))
}

/** An item that came out, with the first whole UTC day of its own. */
interface Entry {
  readonly item: ItemId
  readonly since: Instant
}

const dayOf = (at: Instant): Instant => instant(Math.floor(at / DAY_MS) * DAY_MS)

async function peersOf(
  archive: Archive,
  catalogue: Catalogue,
  item: ItemId,
  published: Instant,
): Promise<CourseAnswer['peers']> {
  const kind = catalogue.findItem(item)?.kind
  const today = dayOf(archive.now())
  const began = await firstDay(archive)
  const own = { item, since: dayOf(published) }
  if (began === undefined || own.since < began) return []
  const released: Entry[] = []
  for (const each of catalogue.items()) {
    const out = each.kind === kind ? catalogue.findPublished(each.id) : undefined
    if (out !== undefined && out >= began && each.id !== item) released.push({ item: each.id, since: dayOf(out) })
  }
  const answers: CourseAnswer['peers'] = []
  for (const days of SPANS_DAYS) {
    const age = Math.min(days, (today - own.since) / DAY_MS)
    const old = released.filter(({ since }) => since + age * DAY_MS <= today)
    if (age < 1 || old.length < PEERS_MIN) continue
    answers.push({ days, age, ...(await compared(archive, catalogue, own, old, age)) })
  }
  return answers
}

async function compared(archive: Archive, catalogue: Catalogue, own: Entry, old: readonly Entry[], age: number) {
  const entries = [own, ...old]
  const families = entries.map(({ item }) => catalogue.familyOf(item))
  const rows = await archive.store.rows<{ entry: number; views: string; watched_ms: string }>(TITLE_PEERS, {
    site: DEFAULT_SITE,
    days: age,
    items: families.flat(),
    entries: families.flatMap((family, entry) => family.map(() => entry)),
    since: families.flatMap((family, entry) => family.map(() => (entries[entry] as Entry).since / SECOND_MS)),
  })
  const watched = new Array<bigint>(entries.length).fill(0n)
  const started = new Array<bigint>(entries.length).fill(0n)
  for (const { entry, views, watched_ms } of rows) {
    watched[entry] = BigInt(watched_ms)
    started[entry] = BigInt(views)
  }
  const [mine = 0n, ...theirs] = watched[0] === 0n ? started : watched
  const hours = watched.slice(1).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return {
    hours: viewsOf(watched[0] as bigint, HOUR_MS, 1),
    peers: old.length,
    above: theirs.filter((each) => each < mine).length,
    median: viewsOf(hours[(hours.length - 1) >> 1] as bigint, HOUR_MS, 1),
  }
}

/** The first day that was counted: what came out before has first days that nobody knows. */
async function firstDay(archive: Archive): Promise<Instant | undefined> {
  const [row] = await archive.store.rows<{ first: number }>(FIRST_DAY, { site: DEFAULT_SITE })
  return row && row.first > 0 ? instant(row.first * SECOND_MS) : undefined
}

async function gridOf(
  archive: Archive,
  item: ItemId,
  family: readonly ItemId[],
): Promise<Pick<CourseAnswer, 'weeks' | 'countries'>> {
  const { charts } = await chartedAnswer(archive, item)
  const windows = await archive.store.rows<{ window: CalendarDate }>(WINDOWS_OF_CHARTS, {
    charts,
    windows: GRID_WINDOWS,
  })
  const weeks = windows.map(({ window }) => window).reverse()
  const [from] = weeks
  if (from === undefined) return { weeks: [], countries: [] }
  const rows = await archive.store.rows<{ region: CountryCode; ranks: [string, number][] }>(TITLE_WEEKS, {
    charts,
    items: family,
    from,
  })
  return {
    weeks,
    countries: rows.map(({ region, ranks }) => {
      const byWeek = new Map(ranks)
      return { country: region, name: regionName(region), ranks: weeks.map((week) => byWeek.get(week) ?? null) }
    }),
  }
}
