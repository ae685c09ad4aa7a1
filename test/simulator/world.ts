// The world of one run: its time, its chance and its trace. One thing happens after another in order of virtual time,
// and all that follows from it without waiting has happened before the next. Nothing in it looks at a real clock, so a
// seed repeats a run exactly, and the digest of its trace says so.
import { type Instant, instant } from '../../src/domain/time.ts'
import { Random } from '../random.ts'
import type { Tallied, Tally } from './tally.ts'

interface Due {
  readonly at: number
  work: () => void
}

const nothing = (): void => {}

export class World {
  readonly random: Random
  readonly tally: Tally = {}
  /** The first thing that was not as it must be. */
  wrong: string | undefined
  #now: number
  /** In order of time; of two at one time, the one that was asked for first. */
  readonly #due: Due[] = []
  #digest = 0x811c9dc5
  /** @param tell is told all that happens; for whoever looks into one run */
  constructor(
    seed: number,
    startsAt: Instant,
    private readonly tell: (text: string) => void = nothing,
  ) {
    this.random = new Random(seed)
    this.#now = startsAt
  }

  get now(): Instant {
    return instant(this.#now)
  }

  /** A number for the trace: equal for equal runs. */
  get digest(): number {
    return this.#digest
  }

  /** Calls once after some milliseconds; gives back what calls it off. */
  after(ms: number, work: () => void): () => void {
    const due = { at: this.#now + ms, work }
    let low = 0
    let high = this.#due.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#due[middle] as Due).at <= due.at) low = middle + 1
      else high = middle
    }
    this.#due.splice(low, 0, due)
    return () => {
      due.work = nothing
    }
  }

  /** Lets things happen until nothing more is due, or until so many have happened; says whether it came to rest. */
  async run(thingsMax: number): Promise<boolean> {
    for (let things = 0; things < thingsMax; things++) {
      const due = this.#due.shift()
      if (!due || this.wrong) return true
      this.#now = due.at
      due.work()
      await settled()
    }
    return false
  }

  note(text: string): void {
    this.tell(`${new Date(this.#now).toISOString()} ${text}`)
    let digest = this.#digest ^ this.#now
    for (let i = 0; i < text.length; i++) digest = Math.imul(digest ^ text.charCodeAt(i), 0x01000193)
    this.#digest = digest >>> 0
  }

  count(what: Tallied): void {
    this.tally[what] = (this.tally[what] ?? 0) + 1
  }

  fail(why: string): void {
    this.note(`wrong: ${why}`)
    this.wrong ??= why
  }
}

/** When every promise that can go on has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
