// Events as the store has them, with their place in the log.
import type { Event, EventId, EventKind, SiteId, ViewerKey } from '../../domain/event.ts'
import type { Place } from '../../domain/event-line.ts'
import type { ItemId } from '../../domain/item.ts'
import type { CountryCode } from '../../domain/region.ts'
import { instant } from '../../domain/time.ts'

export type PlacedEvent = Event & Place

/** The columns that the statements beside this file select. */
export interface EventRow {
  readonly log: string
  readonly segment: number
  readonly offset: number
  readonly id: string
  readonly at_ms: string
  readonly received_ms: string
  readonly site: string
  readonly kind: EventKind
  readonly item: string
  readonly country: string
  readonly viewer: string
  readonly value: number
  readonly weight: string
  readonly subject: string
  readonly body: string
}

export function eventOf({ at_ms, received_ms, weight, ...row }: EventRow): PlacedEvent {
  return {
    ...row,
    id: row.id as EventId,
    at: instant(Number(at_ms)),
    receivedAt: instant(Number(received_ms)),
    site: row.site as SiteId,
    item: row.item as ItemId,
    country: row.country as CountryCode,
    viewer: row.viewer as ViewerKey,
    weight: Number(weight),
  }
}
