// Votes: what subjects have said of an item, as counts by value. The votes of several items are had by adding.
import type { RegisterKind } from './event.ts'

/** How many hold each value of a register, by value: like, follow: 1; rate: 1 to 5 stars; helpful: 1 no, 2 yes. */
export type Votes = Readonly<Record<RegisterKind, readonly bigint[]>>

/** The highest value that a register of each kind has; 0 is a vote taken back, and none. */
export const VALUE_MAX = { like: 1, follow: 1, rate: 5, helpful: 2 } as const satisfies Record<RegisterKind, number>

/** Adds up votes from what is known of single values. */
export class VoteCounts {
  readonly #counts = {
    like: zeros(VALUE_MAX.like),
    follow: zeros(VALUE_MAX.follow),
    rate: zeros(VALUE_MAX.rate),
    helpful: zeros(VALUE_MAX.helpful),
  } satisfies Record<RegisterKind, bigint[]>

  add(kind: RegisterKind, value: number, count: bigint): void {
    this.#counts[kind][value] = (this.#counts[kind][value] ?? 0n) + count
  }

  addAll(votes: Votes): void {
    for (const [kind, counts] of Object.entries(votes) as [RegisterKind, readonly bigint[]][])
      for (const [value, count] of counts.entries()) this.add(kind, value, count)
  }

  get votes(): Votes {
    return this.#counts
  }
}

const zeros = (valueMax: number): bigint[] => Array.from({ length: valueMax + 1 }, () => 0n)

export const NO_VOTES: Votes = new VoteCounts().votes
