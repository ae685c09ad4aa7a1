// The reader's own votes as this browser keeps them: in localStorage, from the first vote on and not before, so that a
// reload shows them and what could not be sent is sent later. Where storage is refused they last as long as the page.
import { uuidv7 } from 'uuidv7'

/** like, follow: whether; rate: stars; helpful: yes or no. null is taken back, or never set. */
export type VoteValue = boolean | number | null

export interface Vote {
  readonly value: VoteValue
  /** Rises with each vote of this browser on this item. */
  readonly revision: number
}

export interface UnsentVote extends Vote {
  /** Of the event: the same however often it is sent. */
  readonly id: string
  /** What holds if this one is refused. */
  readonly before: Vote | undefined
}

export interface KeptVotes {
  /** Signed by the house; by it the votes of one browser are one subject's. */
  readonly token?: string | undefined
  /** By kind and item: `like salt-and-signal`. */
  readonly votes: Readonly<Record<string, Vote>>
  readonly unsent: Readonly<Record<string, UnsentVote>>
}

const NONE: KeptVotes = { votes: {}, unsent: {} }

export class VoteKeeper {
  readonly #name: string
  #inMemory: KeptVotes = NONE

  constructor(base: string) {
    this.#name = `housecount ${base}`
  }

  read(): KeptVotes {
    try {
      const text = localStorage.getItem(this.#name)
      return text ? { ...NONE, ...(JSON.parse(text) as KeptVotes) } : this.#inMemory
    } catch {
      return this.#inMemory
    }
  }

  /** Read and write in one go: no other tab comes between. */
  change(change: (kept: KeptVotes) => KeptVotes): void {
    this.#inMemory = change(this.read())
    try {
      localStorage.setItem(this.#name, JSON.stringify(this.#inMemory))
    } catch {
      // Storage is full, or refused: memory has it.
    }
  }

  /** Another tab voted. */
  onChange(listener: () => void): void {
    addEventListener('storage', ({ key }) => (key === this.#name || key === null) && listener())
  }
}

export const withoutUnsent = ({ unsent, ...kept }: KeptVotes, key: string): KeptVotes => {
  const { [key]: _, ...rest } = unsent
  return { ...kept, unsent: rest }
}

export const withoutToken = ({ token: _, ...kept }: KeptVotes): KeptVotes => kept

export function withNewId(kept: KeptVotes, key: string): KeptVotes {
  const vote = kept.unsent[key]
  return vote ? { ...kept, unsent: { ...kept.unsent, [key]: { ...vote, id: uuidv7() } } } : kept
}

/** The vote before holds again. The revision stays where it is: the next one has to be above all that were sent. */
export function withVoteBefore(kept: KeptVotes, key: string): KeptVotes {
  const { before, revision = 0 } = kept.unsent[key] ?? {}
  return { ...kept, votes: { ...kept.votes, [key]: { value: before?.value ?? null, revision } } }
}
