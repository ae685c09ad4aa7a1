// Who may claim what. A trusted sender (secret key, or a file of the operator's) may name viewer, subject, country,
// weight and any time; anybody else may not: the house derives who and where from the connection, and writes neither
// address nor user agent anywhere.
import { hash } from 'node:crypto'
import { type Claim, type Event, NO_VIEWER, type SiteId, type ViewerKey } from '../domain/event.ts'
import { type Facts, factsBody, withFacts } from '../domain/facts.ts'
import { type Problem, problem } from '../domain/problem.ts'
import { type CountryCode, UNKNOWN_COUNTRY } from '../domain/region.ts'
import { DAY_MS, HOUR_MS, type Instant, isoInstant, MINUTE_MS, utcDate } from '../domain/time.ts'
import { findRegisterProblem, loggedSubject } from './register-claim.ts'
import { Remembered } from './remembered.ts'

/** An event may be this much older than its arrival, or newer: clocks differ. */
export const LATE_MS = 24 * HOUR_MS
export const EARLY_MS = 5 * MINUTE_MS

export interface Sender {
  readonly site: SiteId
  readonly trusted: boolean
  /** The connection's viewer and country, for senders that are not trusted. */
  readonly viewer?: ViewerKey | undefined
  readonly country?: CountryCode | undefined
  /** What the connection of a sender that is not trusted tells of invalid traffic. */
  readonly facts?: Facts | undefined
  /** Mixed into what stands in the log for viewers and subjects, so that it does not reveal them. */
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
    if (claimsWhatOnlyTrustedMay(claim)) {
      const claimed = TRUSTED_FIELDS.filter((field) => claim[field] !== undefined)
      return rejected(...claimed.map((field) => problem(field, claim[field], TRUSTED_ONLY)))
    }
    if (claim.kind === 'item' || claim.kind === 'charted') return rejected(problem('kind', claim.kind, TRUSTED_ONLY))
  }
  const wrong = findRegisterProblem(claim, sender)
  if (wrong) return rejected(wrong)
  if (!sender.trusted && claim.at < now - LATE_MS)
    return {
      verdict: 'too-late',
      problems: [problem('at', isoInstant(claim.at), `a time at most 24 hours before ${isoInstant(now)}`)],
    }
  return { verdict: 'admitted', event: eventOf(claim, sender, now) }
}

const claimsWhatOnlyTrustedMay = (claim: Claim): boolean =>
  claim.viewer !== undefined || claim.subject !== undefined || claim.country !== undefined || claim.weight !== undefined

const rejected = (...problems: Problem[]): Admission => ({ verdict: 'rejected', problems })

/** The event that a claim is, once it is admitted. */
export function eventOf(claim: Claim, sender: Sender, now: Instant): Event {
  const named = claim.viewer && namedViewer(sender, claim.at, claim.viewer)
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
    subject: loggedSubject(claim, sender),
    body: bodyOf(claim, sender),
  }
}

const bodyOf = ({ body, automated }: Claim, { facts }: Sender): string =>
  facts || automated ? withFacts(body, factsBody({ ...facts, ...(automated && { auto: '1' }) })) : body

/** Viewers that trusted senders named last: most of them send more than one event on a day. */
const namedViewers = new Remembered<NamedViewer>(20_000)

interface NamedViewer {
  readonly day: number
  readonly sender: Sender
  readonly key: ViewerKey
}

function namedViewer(sender: Sender, at: Instant, viewer: string): ViewerKey {
  const day = Math.floor(at / DAY_MS)
  const known = namedViewers.find(viewer)
  if (known && known.day === day && known.sender === sender) return known.key
  const key = viewerKey(sender.pepper, sender.site, utcDate(at), viewer)
  namedViewers.keep(viewer, { day, sender, key })
  return key
}

/** 64 bits that stand for one viewer of a site on one UTC day, and can't be carried over to the next. */
export function viewerKey(pepper: string, site: SiteId, day: string, ...who: readonly string[]): ViewerKey {
  const digest = hash('sha256', [pepper, site, day, ...who].join('\0'), 'hex')
  return String(BigInt(`0x${digest.slice(0, 16)}`)) as ViewerKey
}
