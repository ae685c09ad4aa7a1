// Commits: what comes in during one turn of the event loop is appended to the log together, and whoever brought it is
// answered when it is on the disk. Without a promise for each event, and with one append for all.
import { Failure } from '../domain/problem.ts'

export interface Commit {
  /** Rises with each commit; it starts anew after 2^32. */
  readonly number: number
  readonly lines: string[]
  /** Called once it is known whether the lines are on the disk. */
  readonly whenKnown: ((failure: Failure | undefined) => void)[]
}

/** Calls once, after all sockets that have something to say have said it. */
export type Later = (work: () => void) => void

export class Commits {
  #open: Commit | undefined
  #number = 0
  readonly #underWay = new Map<number, Commit>()
  constructor(
    private readonly append: (lines: readonly string[]) => Promise<void>,
    /** Told what became of each commit, before those who wait for it are. */
    private readonly onKnown: (failure: Failure | undefined) => void,
    private readonly later: Later = setImmediate,
  ) {}

  /** The commit that takes lines now. */
  get open(): Commit {
    if (!this.#open) {
      this.#number = (this.#number + 1) >>> 0
      this.#open = { number: this.#number, lines: [], whenKnown: [] }
      this.#underWay.set(this.#number, this.#open)
      this.later(() => this.#close())
    }
    return this.#open
  }

  /** A commit of which it is not known yet whether it is on the disk. */
  findUnderWay(number: number): Commit | undefined {
    return this.#underWay.get(number)
  }

  /** Resolves once it is known of every commit that has taken lines whether they are on the disk. */
  async settled(): Promise<void> {
    const known = (commit: Commit) => new Promise<void>((resolve) => commit.whenKnown.push(() => resolve()))
    await Promise.all([...this.#underWay.values()].map(known))
  }

  #close(): void {
    const commit = this.#open
    if (!commit) return
    this.#open = undefined
    this.append(commit.lines).then(
      () => this.#settle(commit, undefined),
      (error) =>
        this.#settle(
          commit,
          error instanceof Failure
            ? error
            : new Failure('disk', `the log can't be written: ${error}`, { cause: error }),
        ),
    )
  }

  #settle(commit: Commit, failure: Failure | undefined): void {
    this.#underWay.delete(commit.number)
    this.onKnown(failure)
    for (const known of commit.whenKnown) known(failure)
  }
}
