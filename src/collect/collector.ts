// The collector as a whole: who may send, what is held, what is on its way to the disk, and what came in last.

import type { Claim } from '../domain/event.ts'
import type { Failure, Parsed } from '../domain/problem.ts'
import type { Instant } from '../domain/time.ts'
import type { Sender } from './admit.ts'
import { Commits } from './commits.ts'
import { Held } from './held.ts'
import { KeyRing } from './key-ring.ts'
import { judge, type Received } from './receive.ts'
import { RECENT_EVENTS_MAX, Recent } from './recent.ts'
import { Senders } from './senders.ts'
import { DaySalts } from './viewer.ts'

/** How often memory and the disk's rate are looked at. */
const LOOK_MS = 250

export interface CollectorOptions {
  readonly directory: string
  readonly now: () => Instant
  /** Appends lines to the log; resolves when they are on the disk. */
  readonly append: (lines: readonly string[]) => Promise<void>
  /** Things an operator should know, one line each. */
  readonly notice: (text: string) => void
  readonly countryHeader?: string | undefined
  readonly proxies: number
  readonly memoryMaxMib: number
  /** Identities that are remembered, in each of two generations. */
  readonly recentEventsMax?: number | undefined
}

export class Collector {
  private constructor(
    readonly now: () => Instant,
    readonly notice: (text: string) => void,
    readonly keys: KeyRing,
    readonly senders: Senders,
    readonly held: Held,
    readonly commits: Commits,
    readonly recent: Recent,
    private readonly timer: NodeJS.Timeout,
  ) {}

  static async open(options: CollectorOptions): Promise<Collector> {
    const { directory, now, notice, memoryMaxMib } = options
    const keys = await KeyRing.open(directory, notice)
    const salts = new DaySalts(`${directory}/salts`)
    const held = new Held({ memoryMaxMib, memory: process.memoryUsage.rss, clock: () => performance.now() })
    const recent = new Recent(options.recentEventsMax ?? RECENT_EVENTS_MAX)
    let failing = false
    const commits = new Commits(options.append, (failure) => {
      if (failure) recent.forget()
      held.tell(failure !== undefined)
      // Once, and not for each of the thousands that wait.
      if (failure && !failing) notice(`events are refused: ${failure.message}`)
      if (!failure && failing) notice('events are taken again')
      failing = failure !== undefined
    })
    const timer = setInterval(() => held.look(), LOOK_MS)
    timer.unref()
    return new Collector(now, notice, keys, new Senders({ ...options, keys, salts }), held, commits, recent, timer)
  }

  /**
   * Takes a sender's events. `known` is called once, with the verdicts when all that they promise is on the disk, or
   * with a Failure when that can't be known.
   */
  take(inputs: readonly Parsed<Claim>[], sender: Sender, known: (outcome: Received | Failure) => void): void {
    const { received, lines, commits } = judge(inputs, sender, this.now(), this)
    if (commits.length === 0) {
      known(received)
      return
    }
    this.held.take(0, lines)
    let open = commits.length
    let failed: Failure | undefined
    const settle = (failure: Failure | undefined) => {
      failed ??= failure
      if (--open > 0) return
      this.held.give(0, lines)
      known(failed ?? received)
    }
    for (const commit of commits) commit.whenKnown.push(settle)
  }

  close(): void {
    clearInterval(this.timer)
    this.keys.close()
  }
}
