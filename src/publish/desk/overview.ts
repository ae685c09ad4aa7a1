// What the operator sees first: how the house does, what it takes in, and what of today counts.
import type { SiteId } from '../../domain/event.ts'
import { type Instant, utcDate } from '../../domain/time.ts'
import type { TrafficAnswer } from '../answers.ts'
import { trafficAnswer } from '../traffic.ts'
import { type Vitals, vitalsOf, type Watched } from '../vitals.ts'
import { sitesOf } from './sites.ts'

export interface SiteToday {
  readonly site: SiteId
  /** Left out where nothing came today. */
  readonly traffic?: TrafficAnswer['days'][number] | undefined
}

export interface Overview {
  readonly asOf: Instant
  readonly vitals: Vitals
  /** By site, in the order of their keys; empty while the store is silent. */
  readonly today: readonly SiteToday[]
}

export async function overviewOf(watched: Watched): Promise<Overview> {
  const { house, collector } = watched
  const asOf = house.now()
  const vitals = await vitalsOf(watched)
  const sites = vitals.store === 'answers' ? sitesOf(collector.keys.keys) : []
  const today: SiteToday[] = []
  for (const site of sites) {
    const { days } = await trafficAnswer(house, site, utcDate(asOf))
    today.push({ site, traffic: days[0] })
  }
  return { asOf, vitals, today }
}
