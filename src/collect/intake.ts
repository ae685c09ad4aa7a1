// What takes events in, behind the doors: they are judged, brought to the disk with those that came beside them, and
// answered then. Whose they are was found out before. The clock and the log are arguments: a simulator brings its own.
import type { Claim } from '../domain/event.ts'
import type { Failure, Parsed } from '../domain/problem.ts'
import type { Instant } from '../domain/time.ts'
import type { Sender } from './admit.ts'
import { Commits, type Later } from './commits.ts'
import type { Held } from './held.ts'
import { judge, type Received } from './receive.ts'
import { RECENT_EVENTS_MAX, Recent } from './recent.ts'

export interface IntakeOptions {
  readonly now: () => Instant
  /** Appends lines to the log; resolves when they are on the disk. */
  readonly append: (lines: readonly string[]) => Promise<void>
  /** Things an operator should know, one line each. */
  readonly notice: (text: string) => void
  readonly held: Held
  /** Identities that are remembered, in each of two generations. */
  readonly recentEventsMax?: number | undefined
  readonly later?: Later | undefined
}

export class Intake {
  readonly commits: Commits
  readonly recent: Recent
  #failing = false
  constructor(private readonly options: IntakeOptions) {
    this.recent = new Recent(options.recentEventsMax ?? RECENT_EVENTS_MAX)
    this.commits = new Commits(options.append, (failure) => this.#settle(failure), options.later)
  }

  /**
   * Takes a sender's events. `known` is called once, with the verdicts when all that they promise is on the disk, or
   * with a Failure when that can't be known.
   */
  take(inputs: readonly Parsed<Claim>[], sender: Sender, known: (outcome: Received | Failure) => void): void {
    const { held, now } = this.options
    const { received, lines, commits } = judge(inputs, sender, now(), this)
    if (commits.length === 0) {
      known(received)
      return
    }
    held.take(0, lines)
    let open = commits.length
    let failed: Failure | undefined
    const settle = (failure: Failure | undefined) => {
      failed ??= failure
      if (--open > 0) return
      held.give(0, lines)
      known(failed ?? received)
    }
    for (const commit of commits) commit.whenKnown.push(settle)
  }

  /** Before those who wait for a commit are told what became of it. */
  #settle(failure: Failure | undefined): void {
    const { held, notice } = this.options
    if (failure) this.recent.forget()
    held.tell(failure !== undefined)
    // Once, and not for each of the thousands that wait.
    if (failure && !this.#failing) notice(`events are refused: ${failure.message}`)
    if (!failure && this.#failing) notice('events are taken again')
    this.#failing = failure !== undefined
  }
}
