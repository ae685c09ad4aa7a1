// The votes on the items of a site, in memory: read whole at first, and then for the items of which anything was said
// since. What holds of an item is replaced, never added to; readers see it once it is settled.
import type { Fraction } from '../domain/fraction.ts'
import type { ItemId } from '../domain/item.ts'
import { NO_VOTES, VoteCounts, type Votes } from '../domain/votes.ts'
import { siteMean } from './reactions.ts'

/** Reads the votes on some items, or on all. */
export type ReadVotes = (items?: readonly ItemId[]) => Promise<ReadonlyMap<ItemId, Votes>>

export class SiteVotes {
  #votes: ReadonlyMap<ItemId, Votes> = new Map()
  #next: ReadonlyMap<ItemId, Votes> | undefined
  #isRead = false
  #mean: Fraction | undefined

  /** Of items that have any. */
  get all(): ReadonlyMap<ItemId, Votes> {
    return this.#votes
  }

  get isRead(): boolean {
    return this.#isRead
  }

  /** The mean of all ratings of the site; the middle of the scale where there is none. */
  get mean(): Fraction {
    this.#mean ??= siteMean(this.#votes)
    return this.#mean
  }

  /** The votes on some items together. */
  of(items: 'all' | readonly ItemId[]): Votes {
    const counts = new VoteCounts()
    if (items === 'all') for (const votes of this.#votes.values()) counts.addAll(votes)
    else if (items.length === 1) return this.#votes.get(items[0] as ItemId) ?? NO_VOTES
    else if (this.#votes.size > 0) for (const item of items) counts.addAll(this.#votes.get(item) ?? NO_VOTES)
    return counts.votes
  }

  /** What was read may have missed something: the next time all of it is read again. */
  forget(): void {
    this.#isRead = false
  }

  /** Reads what may be another. @param touched items of which anything was said since; left out: all of them */
  async follow(read: ReadVotes, touched?: readonly ItemId[]): Promise<void> {
    if (!this.#isRead || touched === undefined) this.#next = await read()
    else if (touched.length > 0) {
      const now = await read(touched)
      const next = new Map(this.#next ?? this.#votes)
      for (const item of touched) {
        const votes = now.get(item)
        if (votes) next.set(item, votes)
        else next.delete(item)
      }
      this.#next = next
    }
    this.#isRead = true
  }

  /** Shows readers what was read. @returns whether any of it is another */
  settle(): boolean {
    const next = this.#next
    this.#next = undefined
    if (!next || areEqual(next, this.#votes)) return false
    this.#votes = next
    this.#mean = undefined
    return true
  }
}

function areEqual(a: ReadonlyMap<ItemId, Votes>, b: ReadonlyMap<ItemId, Votes>): boolean {
  if (a.size !== b.size) return false
  for (const [item, votes] of a) {
    const other = b.get(item)
    if (votes !== other && (!other || textOf(votes) !== textOf(other))) return false
  }
  return true
}

const textOf = ({ like, follow, rate, helpful }: Votes): string =>
  `${like.slice(1)};${follow.slice(1)};${rate.slice(1)};${helpful.slice(1)}`
