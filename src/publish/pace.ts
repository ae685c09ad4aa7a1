// How far the house is with what came in: when it last counted all there was, and when all of that was last published.
// The loop tells it; the desk and the metrics ask it.
import { type Instant, instant } from '../domain/time.ts'

export class Pace {
  /** Editions that were published since the house was opened, and how many of them were restatements. */
  editions = 0
  restatements = 0
  /** Rounds of the loop that failed. */
  failures = 0
  #countedAt: Instant
  #publishedAt: Instant
  /** What was counted last, and whether it is not published yet. */
  #newestAt: Instant
  #isAhead = false
  constructor(private readonly now: () => Instant) {
    this.#countedAt = now()
    this.#publishedAt = this.#countedAt
    this.#newestAt = this.#countedAt
  }

  /** Nothing waits to be counted. */
  idle(): void {
    this.#countedAt = this.now()
    if (!this.#isAhead) this.#publishedAt = this.#countedAt
  }

  /** All that was on the log at `at` is counted. */
  counted(at: Instant): void {
    this.#countedAt = at
    this.#newestAt = at
    this.#isAhead = true
  }

  /** All that was on the log at `at` is published; what was counted after that, meanwhile, is not. */
  published(at: Instant, made: readonly { readonly editions: number; readonly restated: number }[]): void {
    this.#countedAt = instant(Math.max(this.#countedAt, at))
    this.#publishedAt = at
    this.#isAhead = this.#newestAt > at
    for (const { editions, restated } of made) {
      this.editions += editions
      this.restatements += restated
    }
  }

  /** Since when something may have waited to be counted; 0 where the log has nothing that is not. */
  countingLagMs(isBehind: boolean): number {
    return isBehind ? this.now() - this.#countedAt : 0
  }

  publishingLagMs(isBehind: boolean): number {
    return isBehind || this.#isAhead ? this.now() - this.#publishedAt : 0
  }

  get publishedAt(): Instant {
    return instant(this.#publishedAt)
  }
}
