// What became of events: which term of the books each one is. Told from the events themselves, as they are counted
// plainly; so it is what they come to once they are folded, which may be a moment away.
import { bucketOf } from '../../domain/bucket.ts'
import { ruleAt, TRAFFIC_CLASSES } from '../../domain/counting.ts'
import type { Event, SiteId } from '../../domain/event.ts'
import { DAY_MS, HOUR_MS, type Instant, instant, SECOND_MS } from '../../domain/time.ts'
import { eachOnce } from '../../fold/plain.ts'
import { classOf, netOf } from '../../fold/plain-counting.ts'
import { sqlFile } from '../../store/store.ts'
import type { Archive } from '../archive.ts'
import { type EventRow, eventOf, type PlacedEvent } from './event-row.ts'

const EVENTS_OF_ID = sqlFile(import.meta.url, './events-of-id.sql')
const EVENTS_BESIDE = sqlFile(import.meta.url, './events-beside.sql')

/** The terms of the books, as one event is one of them. */
export const FATES = ['counted', 'duplicate', 'conflict', 'late', ...TRAFFIC_CLASSES, 'capped'] as const
export type Fate = (typeof FATES)[number]

/** More than this of one viewer and item in two days is no audience; what is behind it is not looked at. */
const BESIDE_MAX = 100_000

/** What became of each, in their order. */
export async function fatesOf(archive: Archive, events: readonly PlacedEvent[]): Promise<readonly Fate[]> {
  if (events.length === 0) return []
  const known = [...events, ...(await copiesOf(archive, events)), ...(await besides(archive, events))]
  const all = [...new Map(known.map((each) => [placeOf(each), each])).values()]
  const sites = new Map(
    [...new Set(events.map(({ site }) => site))].map((site) => [site, countedIn(archive, all, site)]),
  )
  return events.map((event) => sites.get(event.site)?.fateOf(event) ?? 'counted')
}

const placeOf = ({ log, segment, offset }: PlacedEvent): string => `${log} ${segment} ${offset}`
const identityOf = ({ at, id }: Event): string => `${at} ${id}`

/** All but when it came and where it stands. */
const contentOf = ({ kind, item, country, viewer, value, weight, subject, body }: Event): string =>
  JSON.stringify([kind, item, country, viewer, value, weight, subject, body])

const isBefore = (a: PlacedEvent, b: PlacedEvent): boolean =>
  a.log < b.log || (a.log === b.log && (a.segment - b.segment || a.offset - b.offset) < 0)

function countedIn(archive: Archive, all: readonly PlacedEvent[], site: SiteId): { fateOf(event: PlacedEvent): Fate } {
  const counting = archive.countingOf(site)
  const winners = eachOnce(all, site)
  const kept = new Map(winners.map((each) => [identityOf(each), each]))
  const takenOut = new Set(
    netOf(winners, counting)
      .filter(({ kind }) => kind === 'late')
      .map(identityOf),
  )
  const fateOf = (event: PlacedEvent): Fate => {
    if (event.kind === 'late') return 'late'
    const identity = identityOf(event)
    const winner = kept.get(identity) ?? event
    if (contentOf(winner) !== contentOf(event)) return 'conflict'
    const isAgain = all.some(
      (each) => identityOf(each) === identity && contentOf(each) === contentOf(event) && isBefore(each, event),
    )
    if (isAgain) return 'duplicate'
    return classOf(event, counting.list) ?? (takenOut.has(identity) ? 'capped' : 'counted')
  }
  return { fateOf }
}

async function copiesOf({ store }: Archive, events: readonly PlacedEvent[]): Promise<readonly PlacedEvent[]> {
  const rows = await store.rows<EventRow>(EVENTS_OF_ID, {
    ids: events.map(({ id }) => id),
    sites: [...new Set(events.map(({ site }) => site))],
    buckets: [...new Set(events.map(({ at }) => bucketOf(at) / SECOND_MS))],
    everywhere: 0,
    limit: BESIDE_MAX,
  })
  return rows.map(eventOf)
}

/** What a rule may count instead of one of these: the same viewer's views of the same item, as far as a rule reaches. */
async function besides(archive: Archive, events: readonly PlacedEvent[]): Promise<readonly PlacedEvent[]> {
  const ruled = events.filter(
    ({ kind, viewer, weight, site, at }) =>
      kind === 'view' && viewer !== '0' && weight === 1 && ruleAt(archive.countingOf(site), at).rule !== 'plain',
  )
  if (ruled.length === 0) return []
  const rows = await archive.store.rows<EventRow>(EVENTS_BESIDE, {
    sites: [...new Set(ruled.map(({ site }) => site))],
    buckets: [...new Set(ruled.flatMap(({ at }) => reachOf(at)))],
    viewers: [...new Set(ruled.map(({ viewer }) => viewer))],
    items: [...new Set(ruled.map(({ item }) => item))],
    limit: BESIDE_MAX,
  })
  return rows.map(eventOf)
}

/** The hours of a UTC day, in seconds, and one before and after: no rule reaches farther. */
function reachOf(at: Instant): readonly number[] {
  const from = Math.floor(at / DAY_MS) * DAY_MS - HOUR_MS
  return Array.from({ length: DAY_MS / HOUR_MS + 2 }, (_, hour) => instant(from + hour * HOUR_MS) / SECOND_MS)
}
