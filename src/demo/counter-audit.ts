// The clicks of COUNTER's audit of the double-click rule, made out of a seed: 15 pairs on one item by one user inside 30
// seconds, of which the later click counts, and 15 pairs further apart, of which both count and are one user's. They
// come in no order. Each click goes to two sites: one counts the total, the other the unique item requests of a
// session, which is a user's hour (COUNTER Code of Practice, release 5.1).
import type { Sender } from '../collect/admit.ts'
import { eventOf } from '../collect/admit.ts'
import { type Counting, REFRESH_MS, type ViewsRule } from '../domain/counting.ts'
import { type Event, parseEvent, type SiteId } from '../domain/event.ts'
import { eventIdFrom } from '../domain/event-id.ts'
import { type Instant, instant, isoInstant, MINUTE_MS, SECOND_MS } from '../domain/time.ts'
import { between, createRandom, shuffled } from './random.ts'

/** What the audit has to give. */
export const AUDIT = { total: 45, unique: 30, pairs: 15 } as const

/** Where the earlier clicks of the pairs inside 30 seconds come from, and the later ones: those count. */
export const EARLIER = 'FR'
export const LATER = 'GB'

const ITEMS = ['article-1', 'article-2', 'article-3'] as const
const HOUR = Date.parse('2026-11-16T10:00:00Z')
/** When all of it is over and sealed. */
export const AUDIT_OVER = instant(Date.parse('2026-11-18T12:00:00Z'))

export const AUDIT_SITES = { total: 'audit-total' as SiteId, unique: 'audit-unique' as SiteId } as const

const RULES = { total: { rule: 'refresh-proof' }, unique: { rule: 'viewer-hour' } } as const satisfies Record<
  keyof typeof AUDIT_SITES,
  ViewsRule
>

/** How a site of the audit counts. */
export const auditCounting = (kind: keyof typeof AUDIT_SITES, list: Counting['list']): Counting => ({
  site: AUDIT_SITES[kind],
  list,
  views: [RULES[kind]],
})

/** The clicks, and the items, as a trusted sender of one site writes them. */
export function auditEvents(site: SiteId, seed = 1): readonly Event[] {
  const random = createRandom(seed, 'counter')
  const pairs = Array.from({ length: 2 * AUDIT.pairs }, (_, pair) => {
    const inside = pair < AUDIT.pairs
    const gapMs = inside ? between(random, 1, REFRESH_MS) : between(random, REFRESH_MS + 1, 20 * MINUTE_MS)
    const at = HOUR + between(random, 0, 39 * MINUTE_MS)
    const countries = inside ? [EARLIER, LATER] : [LATER, LATER]
    return [at, at + gapMs].map((each, nth) => ({
      ...{ id: eventIdFrom('audit', seed, pair, nth), at: isoInstant(instant(each)), kind: 'view' },
      ...{ item: ITEMS[pair % ITEMS.length], viewer: `user ${pair}`, country: countries[nth] },
    }))
  })
  const items = ITEMS.map((id) => ({
    ...{ id: eventIdFrom('audit', id), at: isoInstant(instant(HOUR - SECOND_MS)), kind: 'item' },
    entry: { id, kind: 'article', title: id },
  }))
  const sender: Sender = { site, trusted: true, pepper: 'of the audit' }
  return [...items, ...shuffled(random, pairs.flat())].map((each) => admitted(each, sender, AUDIT_OVER))
}

function admitted(wire: object, sender: Sender, now: Instant): Event {
  const claim = parseEvent(wire)
  if (!claim.ok) throw new Error(`the audit's event is not allowed: ${JSON.stringify(claim.problems)}`)
  return eventOf(claim.value, sender, now)
}
