// A catalogue entry on its way into the log is an event like any other: who sends the same entry again sends the same id.
import { canonicalJson } from '../domain/edition.ts'
import { eventIdFrom } from '../domain/event-id.ts'
import type { Problem } from '../domain/problem.ts'
import { type Instant, isoInstant } from '../domain/time.ts'

/** The event that brings an entry in, as a sender would write it. */
export function asItemEvent(entry: unknown, now: Instant): unknown {
  return { id: eventIdFrom('item', canonicalJsonOf(entry)), at: isoInstant(now), kind: 'item', entry }
}

/** A problem of such an event, as one of the entry's own field. */
export const withoutEntry = (p: Problem): Problem => ({ ...p, field: p.field.replace(/^entry\.?/, '') || '(all)' })

/** What is not an entry at all is refused later, with its reason; it only has to have some id until then. */
function canonicalJsonOf(entry: unknown): string {
  try {
    return canonicalJson(entry)
  } catch {
    return JSON.stringify(entry)
  }
}
