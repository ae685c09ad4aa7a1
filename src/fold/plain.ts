// The second fold: plain TypeScript, straight from the log's lines, sharing no statement with the SQL. What both give
// must be equal to the byte. Pure, and written to be read rather than to be fast.
import type { Event, SiteId } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import type { Measure } from '../domain/measure.ts'
import { type Region, WORLD } from '../domain/region.ts'
import { type Instant, utcDate } from '../domain/time.ts'

/** One site's events, each identity once, in order of event time. */
export function eachOnce(events: Iterable<Event>, site: SiteId): readonly Event[] {
  const kept = new Map<string, Event>()
  for (const event of events) {
    if (event.site !== site || event.kind === 'late') continue
    const identity = `${event.at} ${event.id}`
    const other = kept.get(identity)
    if (!other || sortsBefore(event, other)) kept.set(identity, event)
  }
  return [...kept.values()].sort((a, b) => a.at - b.at)
}

/** Of two contents under one identity the one that sorts first counts: field by field, text by its bytes. */
function sortsBefore(a: Event, b: Event): boolean {
  const order =
    byBytes(a.kind, b.kind) ||
    byBytes(a.item, b.item) ||
    byBytes(a.country, b.country) ||
    byNumber(BigInt(a.viewer), BigInt(b.viewer)) ||
    byNumber(a.value, b.value) ||
    byNumber(a.weight, b.weight) ||
    byBytes(a.subject, b.subject) ||
    byBytes(a.body, b.body)
  return order < 0
}

const byBytes = (a: string, b: string): number => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)))
const byNumber = <T extends number | bigint>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

/** Totals by region and entry. */
export type PlainTotals = ReadonlyMap<Region, ReadonlyMap<ItemId, bigint>>

/** What is counted, of which events. */
export interface PlainQuestion {
  readonly measure: Measure
  /** Of charts whose ranks another house published: which of its charts. */
  readonly chart: string
  readonly from: Instant
  readonly to: Instant
  /** What an item's audience counts for, or undefined where it counts for nothing at that time. */
  readonly entryOf: (item: ItemId, at: Instant) => ItemId | undefined
  /** Regions that are asked for; the others are not counted. */
  readonly isAsked: (region: Region) => boolean
}

/** Counts one measure over a span. `events` are those of `eachOnce`. */
export function countPlainly(events: Iterable<Event>, question: PlainQuestion): PlainTotals {
  const totals = new Map<Region, Map<ItemId, bigint>>()
  const seen = new Set<string>()
  for (const event of events) {
    if (event.at < question.from || event.at >= question.to) continue
    const entry = question.entryOf(event.item, event.at)
    if (entry === undefined) continue
    for (const region of regionsOf(event, question.measure)) {
      if (!question.isAsked(region)) continue
      const amounts = totals.get(region) ?? new Map<ItemId, bigint>()
      const before = amounts.get(entry)
      const after = added(before, event, question, `${region} ${entry}`, seen)
      if (after === undefined) continue
      amounts.set(entry, after)
      totals.set(region, amounts)
    }
  }
  return totals
}

/** An audience counts in its country and in the world; a published rank only where it was published. */
function regionsOf({ country }: Event, measure: Measure): readonly Region[] {
  if (measure !== 'rank') return [country, WORLD]
  return [country === 'ZZ' ? WORLD : country]
}

/** The total after one more event, or undefined where the event adds nothing to this measure. */
function added(
  before: bigint | undefined,
  { kind, value, weight, viewer, at, body }: Event,
  { measure, chart }: PlainQuestion,
  cell: string,
  seen: Set<string>,
): bigint | undefined {
  const total = before ?? 0n
  switch (measure) {
    case 'views':
      return kind === 'view' ? total + BigInt(weight) : undefined
    case 'hours':
      return kind === 'watch' ? total + BigInt(value) * BigInt(weight) : undefined
    case 'sales':
      return kind === 'sale' ? total + BigInt(value) * BigInt(weight) : undefined
    case 'opens':
      return kind === 'open' ? total + BigInt(weight) : undefined
    case 'viewers': {
      if ((kind !== 'view' && kind !== 'watch') || viewer === '0') return undefined
      const viewerDay = `${cell} ${utcDate(at)} ${viewer}`
      if (seen.has(viewerDay)) return undefined
      seen.add(viewerDay)
      return total + 1n
    }
    case 'rank':
      if (kind !== 'charted' || body !== chart) return undefined
      return before === undefined || BigInt(value) < before ? BigInt(value) : before
  }
}
