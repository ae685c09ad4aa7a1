// The events of a house for its operator: the newest, and one by its id. Each with where it stands in the log, and what
// became of it.
import { join } from 'node:path'
import { bucketOf } from '../../domain/bucket.ts'
import type { EventKind, SiteId } from '../../domain/event.ts'
import { HOUR_MS, type Instant, instant, SECOND_MS } from '../../domain/time.ts'
import { findLine, type LogPlace } from '../../log/find-line.ts'
import { sqlFile } from '../../store/store.ts'
import type { Living } from '../pulse.ts'
import { type EventRow, eventOf, type PlacedEvent } from './event-row.ts'
import { type Fate, fatesOf } from './fates.ts'

const NEWEST_EVENTS = sqlFile(import.meta.url, './newest-events.sql')
const EVENTS_OF_ID = sqlFile(import.meta.url, './events-of-id.sql')

export interface EventsQuestion {
  readonly site?: SiteId | undefined
  readonly kind?: EventKind | undefined
  readonly item?: string | undefined
  readonly fate?: Fate | undefined
  /** Only what stands before this place. */
  readonly before?: LogPlace | undefined
}

export interface FatedEvent {
  readonly event: PlacedEvent
  readonly fate: Fate
}

export interface EventsFound {
  readonly events: readonly FatedEvent[]
  /** Where to look on; left out where the log begins. */
  readonly before?: LogPlace | undefined
  /** How many events were looked through. */
  readonly looked: number
}

const SHOWN = 50
/** So many places of a segment are looked through at once, and so many such steps are made for one answer. */
const STEP = 250_000
const STEPS_MAX = 4
/** Of one step, at most so many that fit are judged. */
const JUDGED_MAX = 500
/** The end of a segment, whatever it holds. */
const SEGMENT_END = 2 ** 31

/** The newest first. Where few fit, it says how far it has looked, and where to look on. */
export async function newestEvents(house: Living, question: EventsQuestion): Promise<EventsFound> {
  const { loaded } = house
  let place: LogPlace | undefined = question.before ?? { segment: loaded.segment, offset: loaded.offset }
  const events: FatedEvent[] = []
  let looked = 0
  for (let step = 0; place && step < STEPS_MAX && events.length < SHOWN; step++) {
    const found = await stepBack(house, question, place)
    looked += found.looked
    const room = SHOWN - events.length
    events.push(...found.events.slice(0, room))
    place = found.events.length > room ? placeOf(events.at(-1)?.event) : found.before
  }
  return { events, before: place, looked }
}

async function stepBack(house: Living, question: EventsQuestion, place: LogPlace): Promise<EventsFound> {
  const { site = '', kind = '', item = '', fate } = question
  const to = place.offset
  const from = to === SEGMENT_END ? 0 : Math.max(0, to - STEP)
  const { segment } = place
  const limits = { log: house.name, segment, from, to, limit: JUDGED_MAX }
  const rows = await house.store.rows<EventRow>(NEWEST_EVENTS, { ...limits, site, kind, item })
  const events = rows.map(eventOf)
  const fates = await fatesOf(house, events)
  const fated = events.map((event, i) => ({ event, fate: fates[i] ?? 'counted' }))
  const last = rows.length < JUDGED_MAX ? undefined : placeOf(events.at(-1))
  return {
    events: fate ? fated.filter((each) => each.fate === fate) : fated,
    before: last ?? before(segment, from),
    looked: (to === SEGMENT_END ? (events[0]?.offset ?? 0) + 1 : to) - (last?.offset ?? from),
  }
}

/** Where to look on behind a place: in this segment, or in the one before. */
function before(segment: number, from: number): LogPlace | undefined {
  if (from > 0) return { segment, offset: from }
  return segment > 1 ? { segment: segment - 1, offset: SEGMENT_END } : undefined
}

const placeOf = (event: PlacedEvent | undefined): LogPlace | undefined =>
  event && { segment: event.segment, offset: event.offset }

export interface FoundEvent extends FatedEvent {
  /** As the log has it; left out where this house's log does not hold it, or can't prove it. */
  readonly line?: string | undefined
}

/** More copies than this are not shown. */
const COPIES_MAX = 20

/** Every event under an id, the first that came first. `at` says where to look; without it everything is looked through. */
export async function eventsOfId(house: Living, id: string, at?: Instant): Promise<readonly FoundEvent[]> {
  const rows = await rowsOfId(house, id, at)
  const events = rows.map(eventOf)
  const fates = await fatesOf(house, events)
  return Promise.all(
    events.map(async (event, i) => ({ event, fate: fates[i] ?? 'counted', line: await lineOf(house, event) })),
  )
}

async function rowsOfId({ store }: Living, id: string, at: Instant | undefined): Promise<readonly EventRow[]> {
  const asked = { ids: [id], limit: COPIES_MAX }
  const near = at ?? timeOf(id)
  if (near !== undefined) {
    const buckets = [-HOUR_MS, 0, HOUR_MS].map((ms) => bucketOf(instant(near + ms)) / SECOND_MS)
    const sites = (await store.rows<{ site: string }>(SITES)).map(({ site }) => site)
    const rows = await store.rows<EventRow>(EVENTS_OF_ID, { ...asked, sites, buckets, everywhere: 0 })
    if (rows.length > 0) return rows
  }
  return store.rows<EventRow>(EVENTS_OF_ID, { ...asked, sites: [''], buckets: [0], everywhere: 1 })
}

const SITES = sqlFile(import.meta.url, './sites-with-events.sql')

/** The time of a UUIDv7, which most ids are. */
function timeOf(id: string): Instant | undefined {
  if (id[14] !== '7') return undefined
  return instant(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}

const lineOf = ({ directory, name }: Living, { log, segment, offset }: PlacedEvent): Promise<string | undefined> =>
  log === name ? findLine(join(directory, 'log'), { segment, offset }) : Promise.resolve(undefined)
