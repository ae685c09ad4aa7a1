// The sites of a house as their operator keeps them: each with its keys, and whether any event of it has come yet.
import { isLive, type Key } from '../../collect/keys.ts'
import type { SiteId } from '../../domain/event.ts'
import { type Instant, isoInstant } from '../../domain/time.ts'
import { sqlFile } from '../../store/store.ts'
import type { Watched } from '../vitals.ts'

const SITE_BOOKS = sqlFile(import.meta.url, './site-books.sql')

export interface SiteKey extends Key {
  readonly isLive: boolean
}

export interface SiteOverview {
  readonly site: SiteId
  readonly keys: readonly SiteKey[]
  /** Events of its audience that the store has. */
  readonly events: number
  /** When the last one came, since the house was opened; left out where none has. */
  readonly lastAt?: string | undefined
  /** Nothing has come yet, and nothing is on its way into the store. */
  readonly isWaiting: boolean
}

/** Each site once, in the order in which they were made. */
export const sitesOf = (keys: readonly Key[]): readonly SiteId[] => [...new Set(keys.map(({ site }) => site))]

/** Every site that has a key. */
export async function siteOverviews({ house, collector }: Watched): Promise<readonly SiteOverview[]> {
  const { keys } = collector.keys
  const rows = await house.store.rows<{ site: SiteId; events: string }>(SITE_BOOKS)
  const counted = new Map(rows.map(({ site, events }) => [site, Number(events)]))
  return sitesOf(keys).map((site) => {
    const events = counted.get(site) ?? 0
    const last = collector.intake.tally.lastStored.get(site)
    return {
      site,
      keys: keysOf(keys, site, house.now()),
      events,
      lastAt: last && isoInstant(last),
      isWaiting: events === 0 && last === undefined,
    }
  })
}

const keysOf = (keys: readonly Key[], site: SiteId, now: Instant): readonly SiteKey[] =>
  keys.filter((key) => key.site === site).map((key) => ({ ...key, isLive: isLive(key, now) }))
