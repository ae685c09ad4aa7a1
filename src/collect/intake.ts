// What takes events in, behind the doors: they are judged, brought to the disk with those that came beside them, and
// answered then. Whose they are was found out before. The clock and the log are arguments: a simulator brings its own.
import type { Claim } from '../domain/event.ts'
import { Failure, type Parsed } from '../domain/problem.ts'
import { type Instant, SECOND_MS } from '../domain/time.ts'
import type { Sender } from './admit.ts'
import { Commits, type Later } from './commits.ts'
import type { Held } from './held.ts'
import { judge, type Received } from './receive.ts'
import { RECENT_EVENTS_MAX, Recent } from './recent.ts'
import { Tally } from './tally.ts'

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
  readonly tally = new Tally()
  #failing = false
  constructor(private readonly options: IntakeOptions) {
    this.recent = new Recent(options.recentEventsMax ?? RECENT_EVENTS_MAX)
    this.commits = new Commits(
      (lines) => this.#append(lines),
      (failure) => this.#settle(failure),
      options.later,
    )
  }

  /**
   * Takes a sender's events. `known` is called once, with the verdicts when all that they promise is on the disk, or
   * with a Failure when that can't be known.
   */
  take(inputs: readonly Parsed<Claim>[], sender: Sender, known: (outcome: Received | Failure) => void): void {
    const { held, now } = this.options
    const { received, lines, commits } = judge(inputs, sender, now(), this)
    const told = (outcome: Received | Failure) => {
      if (!(outcome instanceof Failure)) this.tally.take(outcome, sender.site, now())
      known(outcome)
    }
    if (commits.length === 0) {
      told(received)
      return
    }
    held.take(0, lines)
    let open = commits.length
    let failed: Failure | undefined
    const settle = (failure: Failure | undefined) => {
      failed ??= failure
      if (--open > 0) return
      held.give(0, lines)
      told(failed ?? received)
    }
    for (const commit of commits) commit.whenKnown.push(settle)
  }

  async #append(lines: readonly string[]): Promise<void> {
    const began = performance.now()
    await this.options.append(lines)
    this.tally.sync.observe((performance.now() - began) / SECOND_MS)
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
