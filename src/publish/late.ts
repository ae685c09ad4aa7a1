// The ledger of what came too late: events that were refused because their time was closed, and that the log tells of
// all the same. They are counted nowhere, and are a term of the books; the operator can see which they were.
import type { SiteId } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { type Parsed, parsed, problem, refused } from '../domain/problem.ts'
import { type CalendarDate, DAY_MS, instant, isoInstant, SECOND_MS } from '../domain/time.ts'
import { sqlFile } from '../store/store.ts'
import type { LateAnswer } from './answers.ts'
import type { Archive } from './archive.ts'
import { namesOf } from './editions.ts'

const LATE_DAYS = sqlFile(import.meta.url, './late-days.sql')
const LATE_EVENTS = sqlFile(import.meta.url, './late-events.sql')

export const LATE_EVENTS_MAX = 1000

export interface LateQuestion {
  readonly site: SiteId
  /** The UTC day on which they came; left out: all. */
  readonly day?: CalendarDate | undefined
  /** At most so many, up to LATE_EVENTS_MAX. */
  readonly limit: number
  /** `next` of the answer before: goes on behind it. */
  readonly from?: string | undefined
}

/** What the collector wrote of an event that came too late. */
interface Told {
  readonly id: string
  readonly at: string
  readonly kind: string
}

interface Row {
  readonly came_ms: string
  readonly log: string
  readonly segment: number
  readonly offset: number
  readonly item: ItemId
  readonly body: string
}

/** Events that came too late, the newest first, and how many came on each day. A problem where `from` is no place. */
export async function lateAnswer(archive: Archive, question: LateQuestion): Promise<Parsed<LateAnswer>> {
  const { site, day, limit, from } = question
  const place = from === undefined ? END : placeOf(from)
  if (!place) return refused(problem('from', from, '`next` of the answer before'))
  const params = { site, ...spanOf(day) }
  // One more tells whether there are more.
  const rows = await archive.store.rows<Row>(LATE_EVENTS, { ...params, ...place, limit: limit + 1 })
  // Asked for behind them: events that are loaded in between may be missing from the list, but never from the count.
  const days = await archive.store.rows<{ day: string; events: string }>(LATE_DAYS, params)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return parsed({
    site,
    events: shown.map((row) => eventOf(archive, site, row)),
    days: days.map((each) => ({ day: each.day, events: Number(each.events) })),
    next: last && rows.length > limit ? `${last.came_ms}-${last.log}-${last.segment}-${last.offset}` : null,
  })
}

function eventOf(archive: Archive, site: SiteId, { came_ms, item, body }: Row): LateAnswer['events'][number] {
  const { id, at, kind } = JSON.parse(body) as Told
  const came = Number(came_ms)
  return {
    id,
    kind,
    item,
    title: namesOf(archive.catalogueOf(site), item).title,
    at,
    receivedAt: isoInstant(instant(came)),
    lateMs: came - Date.parse(at),
  }
}

/** Behind whatever came last. */
const END = { came: Number.MAX_SAFE_INTEGER, log: '', segment: 0, offset: 0 }

function placeOf(text: string): typeof END | undefined {
  const match = /^(\d{1,15})-([a-z0-9]{8})-(\d{1,8})-(\d{1,9})$/.exec(text)
  if (!match) return undefined
  const [, came, log = '', segment, offset] = match
  return { came: Number(came), log, segment: Number(segment), offset: Number(offset) }
}

/** A UTC day in seconds; without one all that a DateTime can be. */
export function spanOf(day: CalendarDate | undefined): { from: number; to: number } {
  if (day === undefined) return { from: 0, to: 2 ** 32 - 1 }
  const start = Date.parse(`${day}T00:00:00Z`)
  return { from: start / SECOND_MS, to: (start + DAY_MS) / SECOND_MS }
}
