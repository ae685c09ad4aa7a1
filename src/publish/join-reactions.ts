// The reactions to sets of items, out of the votes that the counters keep in memory: likes, followers, ratings and helpful
// votes of several items are added up before anything is made of them.
import type { SiteId } from '../domain/event.ts'
import { NO_VOTES } from '../domain/votes.ts'
import type { Archive } from './archive.ts'
import type { Some } from './counted-between.ts'
import type { Prior } from './reaction-formulas.ts'
import { priorFrom, type Reactions, reactionsTo } from './reactions.ts'

/** The reactions to each of some sets of items, in the order of the sets. */
export function reactionsToSets(archive: Archive, site: SiteId, sets: readonly Some[]): readonly Reactions[] {
  const votes = archive.counters.votesOf(site)
  const rule = archive.reactionRuleOf(site)
  const prior = priorNow(archive, site)
  const none = reactionsTo(NO_VOTES, rule, prior)
  return sets.map((set) => (votes.all.size === 0 ? none : reactionsTo(votes.of(set), rule, prior)))
}

/** What ratings are drawn towards now. */
export const priorNow = (archive: Archive, site: SiteId): Prior =>
  priorFrom(archive.reactionRuleOf(site), () => archive.counters.votesOf(site).mean)
