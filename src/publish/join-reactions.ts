// Where the counters and lists ask what readers said of items: likes, followers, ratings and helpful votes.
import type { SiteId } from '../domain/event.ts'
import type { CounterAnswer } from './answers.ts'
import type { Archive } from './archive.ts'
import type { Some } from './counted-between.ts'

/** `rating` and `helpful` are null below the operator's floor. */
export type Reactions = Pick<CounterAnswer, 'likes' | 'followers' | 'rating' | 'helpful'>

const NONE: Reactions = { likes: 0, followers: 0, rating: null, helpful: null }

/** The reactions to each of some sets of items, of which each is taken together; in the order of the sets. */
export async function reactionsOf(
  _archive: Archive,
  _site: SiteId,
  sets: readonly Some[],
): Promise<readonly Reactions[]> {
  return sets.map(() => NONE)
}
