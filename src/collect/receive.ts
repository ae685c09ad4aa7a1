// Events as they come in over HTTP, judged one by one: each gets a verdict of its own, in the order they came. What is
// answered `stored` is on the disk, and so is the first copy of what is answered `duplicate`.
import type { Claim, Event } from '../domain/event.ts'
import { eventIdFrom } from '../domain/event-id.ts'
import { eventLine } from '../domain/event-line.ts'
import type { Parsed, Problem } from '../domain/problem.ts'
import { type Instant, isoInstant } from '../domain/time.ts'
import { admit, eventOf, type Sender } from './admit.ts'
import type { Commit, Commits } from './commits.ts'
import type { Recent } from './recent.ts'

export type Verdict =
  | { readonly verdict: 'stored' | 'duplicate' | 'conflict' }
  | { readonly verdict: 'rejected' | 'too-late'; readonly problems: readonly Problem[] }

export interface Received {
  /** Events that came for the first time, and are on the disk. */
  readonly stored: number
  readonly rejected: number
  /** Left out where there are none, as are the next two. */
  readonly duplicates?: number
  /** Stored too: the fold keeps one content of each identity. */
  readonly conflicts?: number
  readonly tooLate?: number
  /** One for each event, in their order; left out where all were stored. */
  readonly verdicts?: readonly Verdict[]
}

/** What became of the events, as it holds once the commits are on the disk. */
export interface Judged {
  readonly received: Received
  /** Lines that were given to the open commit. */
  readonly lines: number
  readonly commits: readonly Commit[]
}

const STORED: Verdict = { verdict: 'stored' }
const DUPLICATE: Verdict = { verdict: 'duplicate' }
const CONFLICT: Verdict = { verdict: 'conflict' }

/** Judges events, and gives the lines of those that are to be stored to the open commit. */
export function judge(
  inputs: readonly Parsed<Claim>[],
  sender: Sender,
  now: Instant,
  { commits, recent }: { readonly commits: Commits; readonly recent: Recent },
): Judged {
  const judging = new Judging(sender, now, commits, recent)
  let stored = 0
  // Made only where something was not stored.
  let verdicts: Verdict[] | undefined
  for (const input of inputs) {
    const verdict = judging.verdictOf(input)
    if (verdict === STORED) stored++
    else verdicts ??= Array.from({ length: stored }, () => STORED)
    verdicts?.push(verdict)
  }
  return {
    received: verdicts ? { ...countsOf(verdicts), verdicts } : { stored, rejected: 0 },
    lines: judging.lines,
    commits: judging.commits,
  }
}

function countsOf(verdicts: readonly Verdict[]): Received {
  const counts = { stored: 0, duplicate: 0, conflict: 0, rejected: 0, 'too-late': 0 }
  for (const { verdict } of verdicts) counts[verdict]++
  return {
    stored: counts.stored,
    rejected: counts.rejected,
    ...(counts.duplicate > 0 && { duplicates: counts.duplicate }),
    ...(counts.conflict > 0 && { conflicts: counts.conflict }),
    ...(counts['too-late'] > 0 && { tooLate: counts['too-late'] }),
  }
}

/** One request's events on their way to their verdicts. */
class Judging {
  lines = 0
  readonly commits: Commit[] = []
  constructor(
    private readonly sender: Sender,
    private readonly now: Instant,
    private readonly all: Commits,
    private readonly recent: Recent,
  ) {}

  verdictOf(input: Parsed<Claim>): Verdict {
    if (!input.ok) return { verdict: 'rejected', problems: input.problems }
    const admission = admit(input.value, this.sender, this.now)
    if (admission.verdict === 'rejected') return admission
    const late = admission.verdict === 'too-late'
    const event = late ? lateEvent(eventOf(input.value, this.sender, this.now)) : admission.event
    const open = this.all.open
    // A late event is remembered as one, under the time at which it happened: it never stands in the way of the event
    // itself, which comes in time once a clock is put right, and when it is sent again it is the same late one.
    const met = this.recent.meet(late ? { ...event, at: input.value.at } : event, open.number)
    if (typeof met === 'number') this.#awaitFirstCopy(met)
    else this.#store(event, open)
    if (late) return admission
    if (met === 'new') return STORED
    return met === 'conflict' ? CONFLICT : DUPLICATE
  }

  #store(event: Event, commit: Commit): void {
    commit.lines.push(eventLine(event))
    this.lines++
    if (this.commits.at(-1) !== commit) this.commits.push(commit)
  }

  /** A duplicate holds if its first copy does. One whose commit is known by now is on the disk. */
  #awaitFirstCopy(number: number): void {
    const commit = this.all.findUnderWay(number)
    if (commit && !this.commits.includes(commit)) this.commits.push(commit)
  }
}

/**
 * What tells of an event that came too late: it stands in the bucket of its arrival, and is counted nowhere. Its id is
 * its own, so that it is never taken for another content of an event that counts.
 */
function lateEvent({ id, at, kind, item, value, ...event }: Event): Event {
  const body = JSON.stringify({ id, at: isoInstant(at), kind, item, value })
  return { ...event, id: eventIdFrom('late', body), at: event.receivedAt, kind: 'late', item, value: 1, body }
}
