// Likes, followers, ratings and helpful votes as they are shown: from counts by value to a mean, a shrunken mean, a
// percentage and its lower bound. Below the operator's floor nothing is shown but that there is nothing.
import type { SiteId } from '../domain/event.ts'
import { type Fraction, roundedHalfUp } from '../domain/fraction.ts'
import type { ItemId } from '../domain/item.ts'
import type { Instant } from '../domain/time.ts'
import { NO_VOTES, VoteCounts, type Votes } from '../domain/votes.ts'
import { readVotes } from '../fold/registers.ts'
import type { Archive } from './archive.ts'
import { meanOf, type Prior, ratingsOf, shrunkenMean, WILSON_UNIT, wilsonLower } from './reaction-formulas.ts'
import type { ReactionRule } from './reaction-rule.ts'

export interface Reactions {
  readonly likes: number
  readonly followers: number
  /** Null below the floor. Means have one decimal, rounded half up; ranks follow the exact ones. */
  readonly rating: {
    readonly votes: number
    readonly mean: number
    readonly shrunken: number
    /** Ratings of 1 star, of 2, up to 5. */
    readonly histogram: readonly number[]
  } | null
  /** Null below the floor. `percent` is whole, rounded half up; `lower`, a share, has four decimals, rounded half up. */
  readonly helpful: {
    readonly votes: number
    readonly yes: number
    readonly percent: number
    readonly lower: number
  } | null
}

export interface ReactionsQuestion {
  readonly site: SiteId
  /** As of the quarter of an hour that this is in; left out: now. */
  readonly before?: Instant | undefined
}

/** The reactions to each of some items. */
export async function reactionsOf(
  archive: Archive,
  items: readonly ItemId[],
  question: ReactionsQuestion,
): Promise<ReadonlyMap<ItemId, Reactions>> {
  const rule = archive.reactionRuleOf(question.site)
  const prior = await priorOf(archive, question)
  const votes = await votesOf(archive, question, items)
  const catalogue = archive.catalogueOf(question.site)
  return new Map(items.map((item) => [item, reactionsTo(votes.get(catalogue.idOf(item)) ?? NO_VOTES, rule, prior)]))
}

/** The votes that a site's rule lets count; of all items where none is named. */
export const votesOf = (
  archive: Archive,
  { site, before }: ReactionsQuestion,
  items?: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, Votes>> =>
  readVotes(archive.store, {
    site,
    before,
    mergedIn: archive.catalogueOf(site),
    ...(items && { items }),
    ...(archive.reactionRuleOf(site).needsView && { viewedIn: archive.catalogueOf(site) }),
  })

/** What a site's ratings are drawn towards. Where it is the site's own mean, all of its ratings are read. */
export async function priorOf(archive: Archive, question: ReactionsQuestion): Promise<Prior> {
  const rule = archive.reactionRuleOf(question.site)
  const votes = rule.shrink.C === 'site' ? await votesOf(archive, question) : new Map<ItemId, Votes>()
  return priorFrom(rule, () => siteMean(votes))
}

const MIDDLE: Fraction = { numerator: 3n, denominator: 1n }

/** The mean of all ratings; the middle of the scale where there is none. */
export function siteMean(votes: ReadonlyMap<ItemId, Votes>): Fraction {
  const all = new VoteCounts()
  for (const each of votes.values()) all.addAll(each)
  const { rate } = all.votes
  return ratingsOf(rate) === 0n ? MIDDLE : meanOf(rate)
}

/** @param mean of all ratings of the site, where the rule asks for it */
export const priorFrom = ({ shrink: { m, C } }: ReactionRule, mean: () => Fraction): Prior => ({
  m: BigInt(m),
  C: C === 'site' ? mean() : hundredths(C),
})

const hundredths = (stars: number): Fraction => ({ numerator: BigInt(Math.round(stars * 100)), denominator: 100n })

/** What is shown of votes: of one item's, or of those of several added up. */
export const reactionsTo = ({ like, follow, rate, helpful }: Votes, rule: ReactionRule, prior: Prior): Reactions => ({
  likes: Number(like[1]),
  followers: Number(follow[1]),
  rating: ratingTo(rate, rule, prior),
  helpful: helpfulTo(helpful, rule),
})

function ratingTo(stars: readonly bigint[], { ratingFloor }: ReactionRule, prior: Prior): Reactions['rating'] {
  const votes = Number(ratingsOf(stars))
  if (votes < ratingFloor) return null
  return {
    votes,
    mean: roundedHalfUp(meanOf(stars), 1),
    shrunken: roundedHalfUp(shrunkenMean(stars, prior), 1),
    histogram: stars.slice(1).map(Number),
  }
}

function helpfulTo([, no = 0n, yes = 0n]: readonly bigint[], { helpfulFloor }: ReactionRule): Reactions['helpful'] {
  const votes = yes + no
  if (votes < helpfulFloor) return null
  return {
    votes: Number(votes),
    yes: Number(yes),
    percent: roundedHalfUp({ numerator: 100n * yes, denominator: votes }, 0),
    lower: roundedHalfUp({ numerator: wilsonLower(yes, votes), denominator: WILSON_UNIT }, 4),
  }
}

/** By which rules, in words that stand beside the numbers. */
export function reactionRules(
  rule: ReactionRule,
  { m, C }: Prior,
): { readonly rating: string; readonly helpful: string } {
  const own = rule.shrink.C === 'site' ? ', the mean of all ratings of the site' : ''
  const viewed = rule.needsView ? '; a vote counts if its viewer has viewed the item on that day' : ''
  return {
    rating: `shrunken@1: (v·R + m·C) / (v + m), m = ${m}, C = ${roundedHalfUp(C, 2)}${own}; from ${rule.ratingFloor} ratings on${viewed}`,
    helpful: `wilson@1: lower bound at 95 %; from ${rule.helpfulFloor} votes on${viewed}`,
  }
}
