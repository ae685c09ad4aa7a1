// Who may claim what. A trusted sender (secret key, or a file of the operator's) may name viewer, subject, country,
// weight and any time; anybody else may not: the house derives who and where from the connection, and writes neither
// address nor user agent anywhere.
import { createHash } from 'node:crypto'
import { type Claim, type Event, NO_VIEWER, type SiteId, type ViewerKey } from '../domain/event.ts'
import { type Problem, problem } from '../domain/problem.ts'
import { type CountryCode, UNKNOWN_COUNTRY } from '../domain/region.ts'
import { HOUR_MS, type Instant, isoInstant, MINUTE_MS, utcDate } from '../domain/time.ts'

/** An event may be this much older than its arrival, or newer: clocks differ. */
export const LATE_MS = 24 * HOUR_MS
export const EARLY_MS = 5 * MINUTE_MS

export interface Sender {
  readonly site: SiteId
  readonly trusted: boolean
  /** The connection's viewer and country, for senders that are not trusted. */
  readonly viewer?: ViewerKey | undefined
  readonly country?: CountryCode | undefined
  /** Mixed into the hash of viewers that trusted senders name, so that the log does not reveal them. */
  readonly pepper: string
}

export type Admission =
  | { readonly verdict: 'admitted'; readonly event: Event }
  | { readonly verdict: 'rejected'; readonly problems: readonly Problem[] }
  | { readonly verdict: 'too-late'; readonly problems: readonly Problem[] }

const TRUSTED_ONLY = 'named by a trusted sender only: send the secret key'
const TRUSTED_FIELDS = ['viewer', 'subject', 'country', 'weight'] as const

export function admit(claim: Claim, sender: Sender, now: Instant): Admission {
  if (claim.at > now + EARLY_MS)
    return rejected(problem('at', isoInstant(claim.at), `a time at most 5 minutes ahead of ${isoInstant(now)}`))
  if (!sender.trusted) {
    const claimed = TRUSTED_FIELDS.filter((field) => claim[field] !== undefined)
    if (claimed.length > 0) return rejected(...claimed.map((field) => problem(field, claim[field], TRUSTED_ONLY)))
    if (claim.kind === 'item' || claim.kind === 'charted') return rejected(problem('kind', claim.kind, TRUSTED_ONLY))
    if (claim.at < now - LATE_MS)
      return {
        verdict: 'too-late',
        problems: [problem('at', isoInstant(claim.at), `a time at most 24 hours before ${isoInstant(now)}`)],
      }
  }
  return { verdict: 'admitted', event: eventOf(claim, sender, now) }
}

const rejected = (...problems: Problem[]): Admission => ({ verdict: 'rejected', problems })

function eventOf(claim: Claim, sender: Sender, now: Instant): Event {
  const named = claim.viewer && viewerKey(sender.pepper, sender.site, utcDate(claim.at), claim.viewer)
  return {
    id: claim.id,
    at: claim.at,
    receivedAt: now,
    site: sender.site,
    kind: claim.kind,
    item: claim.item,
    country: claim.country ?? sender.country ?? UNKNOWN_COUNTRY,
    viewer: named || sender.viewer || NO_VIEWER,
    value: claim.value,
    weight: claim.weight ?? 1,
    subject: claim.subject ? subjectKey(sender.pepper, sender.site, claim.subject) : '',
    body: claim.body,
  }
}

/** 64 bits that stand for one viewer of a site on one UTC day, and can't be carried over to the next. */
export function viewerKey(pepper: string, site: SiteId, day: string, ...who: readonly string[]): ViewerKey {
  const hash = createHash('sha256')
    .update([pepper, site, day, ...who].join('\0'))
    .digest()
  return String(hash.readBigUInt64BE()) as ViewerKey
}

const subjectKey = (pepper: string, site: SiteId, subject: string): string =>
  createHash('sha256').update([pepper, site, subject].join('\0')).digest('hex').slice(0, 32)
