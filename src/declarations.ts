// What the house itself says, as events: its charts, how its sites count, and which items are one. The log alone then
// tells what every number meant.
import { uuidv7 } from 'uuidv7'
import type { ChartSpec } from './charts/spec.ts'
import { type Counting, listKey } from './domain/counting.ts'
import { canonicalJson } from './domain/edition.ts'
import { type Event, type EventId, NO_VIEWER, type SiteId } from './domain/event.ts'
import type { ItemId } from './domain/item.ts'
import { Failure } from './domain/problem.ts'
import { UNKNOWN_COUNTRY } from './domain/region.ts'
import type { Instant } from './domain/time.ts'

/** The specs that differ from those that are known. */
export function freshCharts(specs: readonly ChartSpec[], known: readonly ChartSpec[]): readonly ChartSpec[] {
  const texts = new Map(known.map((spec) => [spec.id, canonicalJson(spec)]))
  return specs.filter((spec) => texts.get(spec.id) !== canonicalJson(spec))
}

/**
 * How sites count, where it differs from what is known. Fails where another list has the version of the one that is in
 * force.
 */
export function freshCountings(countings: readonly Counting[], known: (site: SiteId) => Counting): readonly Counting[] {
  const fresh = countings.filter((each) => canonicalJson(each) !== canonicalJson(known(each.site)))
  for (const { site, list } of fresh)
    if (list.version === known(site).list.version && listKey(list) !== listKey(known(site).list))
      throw new Failure('config', `the list of ${site} is another than version ${list.version} was: raise its version`)
  return fresh
}

/** @param item the chart's id, the site's, or the item's that was merged */
export const houseEvent = (
  kind: 'chart' | 'counting' | 'merge',
  site: SiteId,
  item: string,
  said: object,
  now: Instant,
): Event => ({
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
})
