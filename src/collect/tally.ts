// What the collector has done since it was opened, for its operator: verdicts, requests, how long the disk took, and what
// was refused lately. In memory alone, and no part of any number that is published: the log is where counting begins.
import type { SiteId } from '../domain/event.ts'
import type { Problem } from '../domain/problem.ts'
import { type Instant, instant, isoInstant, SECOND_MS } from '../domain/time.ts'
import { Histogram } from './histogram.ts'
import type { Received, Verdict } from './receive.ts'

export type VerdictName = Verdict['verdict']

/** In the order in which they are told. */
export const VERDICTS = ['stored', 'duplicate', 'conflict', 'too-late', 'rejected'] as const satisfies VerdictName[]

/** Fields that a refusal may name; a sender may write any other, and all of those are one reason. */
const FIELDS = new Set([
  ...[
    '(line)',
    '(body)',
    '(all)',
    'id',
    'at',
    'kind',
    'item',
    'country',
    'viewer',
    'weight',
    'automated',
    'ms',
    'units',
  ],
  ...['on', 'stars', 'yes', 'subject', 'token', 'revision', 'chart', 'rank', 'entry'],
])
const OTHER = '(other)'

/** Of these a refusal does not keep the value: they may say who somebody is. */
const PERSONAL = ['viewer', 'subject', 'token', '(line)', '(body)', '(all)']

const REFUSED_KEPT = 30
/** The rate is told for so many slots of so long. */
export const SLOT_MS = 5 * SECOND_MS
export const SLOTS = 120

/** Seconds: a disk that syncs in one of the first is quick, in one of the last nearly lost. */
const SYNC_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** An event that was rejected or came too late, without what may be personal. */
export interface Refused {
  readonly at: string
  readonly site: SiteId
  readonly verdict: VerdictName
  readonly problems: readonly Problem[]
}

export interface Slot {
  readonly stored: number
  readonly others: number
}

const EMPTY: Slot = { stored: 0, others: 0 }

export class Tally {
  readonly events: Record<VerdictName, number> = { stored: 0, duplicate: 0, conflict: 0, rejected: 0, 'too-late': 0 }
  /** Rejected events by the field that was wrong. */
  readonly rejected = new Map<string, number>()
  /** Answers by door (`events`, `pages`) and status, as in `events 200`. */
  readonly requests = new Map<string, number>()
  /** Bytes of bodies with events, as they are once inflated. */
  bytes = 0
  /** From giving lines to the log until they are on the disk. */
  readonly sync = new Histogram(SYNC_BOUNDS)
  /** When a site's last event was stored. */
  readonly lastStored = new Map<SiteId, Instant>()
  #refused: readonly Refused[] = []
  readonly #slots = new Map<number, Slot>()

  /** The newest first, a few. */
  get refused(): readonly Refused[] {
    return this.#refused
  }

  /** A request's events have their verdicts. */
  take(received: Received, site: SiteId, now: Instant): void {
    const { stored, rejected, duplicates = 0, conflicts = 0, tooLate = 0 } = received
    this.events.stored += stored
    this.events.duplicate += duplicates
    this.events.conflict += conflicts
    this.events.rejected += rejected
    this.events['too-late'] += tooLate
    if (stored + conflicts > 0) this.lastStored.set(site, now)
    this.#addToSlot(now, { stored, others: duplicates + conflicts + rejected + tooLate })
    if (rejected + tooLate > 0) this.#takeRefused(received.verdicts ?? [], site, now)
  }

  answered(door: 'events' | 'pages', status: number): void {
    const key = `${door} ${status}`
    this.requests.set(key, (this.requests.get(key) ?? 0) + 1)
  }

  /** The slots up to now, the oldest first; the last one is not over. */
  slots(now: Instant): readonly Slot[] {
    const last = Math.floor(now / SLOT_MS)
    return Array.from({ length: SLOTS }, (_, i) => this.#slots.get(last - SLOTS + 1 + i) ?? EMPTY)
  }

  #addToSlot(now: Instant, { stored, others }: Slot): void {
    const number = Math.floor(now / SLOT_MS)
    const before = this.#slots.get(number)
    if (!before) for (const old of this.#slots.keys()) if (old <= number - SLOTS) this.#slots.delete(old)
    const slot = before ?? EMPTY
    this.#slots.set(number, { stored: slot.stored + stored, others: slot.others + others })
  }

  #takeRefused(verdicts: readonly Verdict[], site: SiteId, now: Instant): void {
    const latest: Refused[] = []
    for (const each of verdicts) {
      if (each.verdict !== 'rejected' && each.verdict !== 'too-late') continue
      if (each.verdict === 'rejected') {
        const reason = reasonOf(each.problems)
        this.rejected.set(reason, (this.rejected.get(reason) ?? 0) + 1)
      }
      if (latest.length < REFUSED_KEPT)
        latest.push({
          at: isoInstant(instant(now)),
          site,
          verdict: each.verdict,
          problems: each.problems.map(withoutPersons),
        })
    }
    this.#refused = [...latest, ...this.#refused].slice(0, REFUSED_KEPT)
  }
}

const rootOf = (field: string): string => field.split('.')[0] ?? ''

function reasonOf(problems: readonly Problem[]): string {
  const field = rootOf(problems[0]?.field ?? '')
  return FIELDS.has(field) ? field : OTHER
}

function withoutPersons({ field, value, allowed }: Problem): Problem {
  const root = rootOf(field)
  return { field, value: PERSONAL.includes(root) || !FIELDS.has(root) ? '…' : value, allowed }
}
