// A fact that a sender has to tell: how it may be spelled on the way, and what the log has to hold of it, written down
// here by itself and not by the code that is tested.
import { viewerKey } from '../../src/collect/admit.ts'
import type { Event, SiteId } from '../../src/domain/event.ts'
import { eventLine } from '../../src/domain/event-line.ts'
import { HOUR_MS, type Instant, isoInstant, utcDate } from '../../src/domain/time.ts'
import type { Random } from '../random.ts'

/** Who tells it: a browser has its viewer and country from its connection, a trusted sender names them. */
export interface Teller {
  readonly site: SiteId
  readonly trusted: boolean
  readonly pepper: string
  readonly viewer?: Event['viewer']
  readonly country?: Event['country']
}

/** What is said; `id` is a UUID in its canonical form. */
export interface Said {
  readonly id: string
  readonly at: Instant
  readonly kind: 'view' | 'watch' | 'share' | 'item'
  readonly item: string
  readonly country?: string
  readonly viewer?: string
  readonly weight?: number
  readonly ms?: number
  /** Of kind `item`: the catalogue entry. */
  readonly entry?: object
}

export interface Fact {
  readonly said: Said
  readonly teller: Teller
  /** Site, time and id. */
  readonly identity: string
  /** The line that the log has to hold, without its place and without when it was received. */
  readonly line: string
  /** What stands in the log where it came too late. */
  readonly lateLine: string
  /** Received when it happened. */
  readonly event: Event
}

export function factOf(said: Said, teller: Teller): Fact {
  const named = said.viewer && viewerKey(teller.pepper, teller.site, utcDate(said.at), said.viewer)
  const event = {
    id: said.id,
    at: said.at,
    receivedAt: said.at,
    site: teller.site,
    kind: said.kind,
    item: said.item,
    country: said.country ?? teller.country ?? 'ZZ',
    viewer: named ?? teller.viewer ?? '0',
    value: said.ms ?? 1,
    weight: said.weight ?? 1,
    subject: '',
    body: said.entry ? JSON.stringify(said.entry) : '',
  } as Event
  const { id, kind, item, value } = event
  return {
    said,
    teller,
    identity: `${teller.site} ${said.at} ${said.id}`,
    line: withoutReceipt(eventLine(event)),
    lateLine: `${teller.site} ${JSON.stringify({ id, at: isoInstant(event.at), kind, item, value })}`,
    event,
  }
}

/** An event's line without the column that tells when it was received. */
function withoutReceipt(eventLine: string): string {
  const [id, at, , ...rest] = eventLine.split('\t')
  return [id, at, ...rest].join('\t')
}

/** A log's line as `Fact.line` has it. */
export const lineWithoutPlace = (line: string): string => withoutReceipt(line.split('\t').slice(3).join('\t'))

/** A fact as JSON: one meaning, many spellings. */
export function spelled({ said }: Fact, random: Random): string {
  const { id, at, kind, item, country, viewer, weight, ms, entry } = said
  const told = entry
    ? { id, at: atOf(said, random), kind, entry }
    : { id, at: atOf(said, random), kind, item, country, viewer, weight, ms }
  if (!random.oneIn(4)) return JSON.stringify({ ...told, at: isoInstant(at) })
  const odd = { ...told, id: random.oneIn(2) ? id.toUpperCase() : id.replaceAll('-', '') }
  const json = JSON.stringify(Object.fromEntries(Object.entries(odd).reverse()))
  return random.oneIn(2) ? json.replaceAll('view', '\\u0076iew') : json.replaceAll(',', ' , ')
}

/** With another zone, or, where the id tells it, not at all. */
function atOf({ id, at }: Said, random: Random): string | undefined {
  if (id[14] === '7' && timeOf(id) === at && random.oneIn(2)) return undefined
  return random.oneIn(2) ? isoInstant(at) : isoInstant((at + 2 * HOUR_MS) as Instant).replace('Z', '+02:00')
}

/** The time that an id of version 7 tells. */
const timeOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
