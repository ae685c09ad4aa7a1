// What the house itself says, as events of its log: how charts are made and how sites count. Pure.
import { uuidv7 } from 'uuidv7'
import type { ChartSpec } from './charts/spec.ts'
import { type Counting, listKey } from './domain/counting.ts'
import { canonicalJson } from './domain/edition.ts'
import { type Event, type EventId, NO_VIEWER, type SiteId } from './domain/event.ts'
import type { ItemId } from './domain/item.ts'
import { Failure } from './domain/problem.ts'
import { UNKNOWN_COUNTRY } from './domain/region.ts'
import type { Instant } from './domain/time.ts'

/** The specs that are not as the log has them. */
export function chartEvents(specs: readonly ChartSpec[], logged: readonly ChartSpec[], now: Instant): readonly Event[] {
  const known = new Map(logged.map((spec) => [spec.id, canonicalJson(spec)]))
  return specs
    .filter((spec) => known.get(spec.id) !== canonicalJson(spec))
    .map((spec) => eventOf(spec.site, 'chart', spec.id, spec, now))
}

/** How sites count, where the log has it otherwise. Fails where another list has the version of the one in force. */
export function countingEvents(
  countings: readonly Counting[],
  logged: (site: SiteId) => Counting,
  now: Instant,
): readonly Event[] {
  const fresh = countings.filter((each) => canonicalJson(each) !== canonicalJson(logged(each.site)))
  for (const { site, list } of fresh)
    if (list.version === logged(site).list.version && listKey(list) !== listKey(logged(site).list))
      throw new Failure('config', `the list of ${site} is another than version ${list.version} was: raise its version`)
  return fresh.map((each) => eventOf(each.site, 'counting', each.site, each, now))
}

function eventOf(site: SiteId, kind: 'chart' | 'counting', item: string, said: object, now: Instant): Event {
  return {
    id: uuidv7() as EventId,
    at: now,
    receivedAt: now,
    site,
    kind,
    item: item as ItemId,
    country: UNKNOWN_COUNTRY,
    viewer: NO_VIEWER,
    value: 1,
    weight: 1,
    subject: '',
    body: JSON.stringify(said),
  }
}
