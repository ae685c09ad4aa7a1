import { afterEach, describe, expect, it } from 'vitest'
import { event, TestHouse } from '../../test/house.ts'
import { DEFAULT_SITE } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { instant } from '../domain/time.ts'
import { VoteCounts } from '../domain/votes.ts'
import { DEFAULT_REACTION_RULE, type ReactionRule } from './reaction-rule.ts'
import { priorOf, reactionRules, reactionsOf, reactionsTo, votesOf } from './reactions.ts'

const AT = '2026-01-05T10:20:00Z'
const site = DEFAULT_SITE

const votesWith = (fill: (votes: VoteCounts) => void) => {
  const counts = new VoteCounts()
  fill(counts)
  return counts.votes
}

const prior = { m: 10n, C: { numerator: 7n, denominator: 2n } }

describe('what is shown of votes', () => {
  const stars = votesWith((votes) => {
    for (const [i, count] of [1n, 0n, 2n, 3n, 41n].entries()) votes.add('rate', i + 1, count)
  })

  it('has the histogram, the mean and the shrunken mean', () => {
    // 224 / 47 = 4.766; (224 + 35) / 57 = 4.544.
    expect(reactionsTo(stars, DEFAULT_REACTION_RULE, prior).rating).toEqual({
      ...{ votes: 47, mean: 4.8, shrunken: 4.5 },
      histogram: [1, 0, 2, 3, 41],
    })
  })

  it('has the percentage of helpful votes, with its lower bound', () => {
    const votes = votesWith((each) => {
      each.add('helpful', 2, 43n)
      each.add('helpful', 1, 7n)
    })
    expect(reactionsTo(votes, DEFAULT_REACTION_RULE, prior)).toEqual({
      ...{ likes: 0, followers: 0, rating: null },
      helpful: { votes: 50, yes: 43, percent: 86, lower: 0.7381 },
    })
  })

  it('is nothing below the floor, and all from it on', () => {
    const rule = { ...DEFAULT_REACTION_RULE, ratingFloor: 47, helpfulFloor: 1 }
    expect(reactionsTo(stars, rule, prior)).toMatchObject({ rating: { votes: 47 }, helpful: null })
    expect(reactionsTo(stars, { ...rule, ratingFloor: 48 }, prior).rating).toBeNull()
    const one = votesWith((each) => each.add('helpful', 1, 1n))
    expect(reactionsTo(one, rule, prior).helpful).toEqual({ votes: 1, yes: 0, percent: 0, lower: 0 })
  })

  it('counts likes and followers from the first one on', () => {
    const votes = votesWith((each) => {
      each.add('like', 1, 3n)
      each.add('follow', 1, 3_500_000n)
    })
    expect(reactionsTo(votes, DEFAULT_REACTION_RULE, prior)).toMatchObject({ likes: 3, followers: 3_500_000 })
  })
})

describe('the reactions of a house', () => {
  let house: TestHouse
  const rule: ReactionRule = { ...DEFAULT_REACTION_RULE, ratingFloor: 2 }
  const open = async (own: Partial<ReactionRule> = {}) => {
    house = await TestHouse.open('2026-02-01T00:00:00Z', { reactions: new Map([[site, { ...rule, ...own }]]) })
    await house.take([
      event({ at: AT, kind: 'rate', item: 'a', value: 5, subject: 'ada', viewer: 1 }),
      event({ at: AT, kind: 'rate', item: 'a', value: 4, subject: 'ben', viewer: 2 }),
      event({ at: AT, kind: 'rate', item: 'b', value: 1, weight: 4 }),
      event({ at: '2026-01-06T00:00:00Z', kind: 'like', item: 'a', value: 1, subject: 'ada' }),
      event({ at: AT, item: 'a', viewer: 1 }),
    ])
  }
  afterEach(() => house.close())

  const items = ['a', 'b', 'unknown'] as ItemId[]

  it('are those of each item that is asked for, drawn towards the mean of the site', async () => {
    await open()
    const found = await reactionsOf(house.house, items, { site })
    // The site's mean is 13 / 6; (9 + 10 · 13/6) / 12 = 2.56 and (4 + 10 · 13/6) / 14 = 1.83.
    expect(Object.fromEntries(found)).toEqual({
      a: {
        likes: 1,
        followers: 0,
        rating: { votes: 2, mean: 4.5, shrunken: 2.6, histogram: [0, 0, 0, 1, 1] },
        helpful: null,
      },
      b: {
        likes: 0,
        followers: 0,
        rating: { votes: 4, mean: 1, shrunken: 1.8, histogram: [4, 0, 0, 0, 0] },
        helpful: null,
      },
      unknown: { likes: 0, followers: 0, rating: null, helpful: null },
    })
    expect(reactionRules(rule, await priorOf(house.house, { site })).rating).toBe(
      'shrunken@1: (v·R + m·C) / (v + m), m = 10, C = 2.17, the mean of all ratings of the site; from 2 ratings on',
    )
  })

  it('can be had as of an instant', async () => {
    await open()
    const before = instant(Date.parse('2026-01-06T00:00:00Z'))
    expect((await reactionsOf(house.house, items, { site, before })).get('a' as ItemId)).toMatchObject({ likes: 0 })
    const early = instant(Date.parse('2026-01-01T00:00:00Z'))
    expect((await reactionsOf(house.house, items, { site, before: early })).get('a' as ItemId)?.rating).toBeNull()
  })

  it('are drawn towards what the operator chose', async () => {
    await open({ shrink: { m: 2, C: 3.25 } })
    // (9 + 6.5) / 4 = 3.875.
    const [first] = [...(await reactionsOf(house.house, items, { site })).values()]
    expect(first?.rating?.shrunken).toBe(3.9)
    expect(reactionRules(house.house.reactionRuleOf(site), await priorOf(house.house, { site }))).toEqual({
      rating: 'shrunken@1: (v·R + m·C) / (v + m), m = 2, C = 3.25; from 2 ratings on',
      helpful: 'wilson@1: lower bound at 95 %; from 5 votes on',
    })
  })

  it('have votes that need a view where the operator says so', async () => {
    await open({ needsView: true })
    const votes = await votesOf(house.house, { site })
    expect(votes.get('a' as ItemId)?.rate).toEqual([0n, 0n, 0n, 0n, 0n, 1n])
    expect(votes.get('b' as ItemId)?.rate).toEqual([0n, 4n, 0n, 0n, 0n, 0n])
    expect((await reactionsOf(house.house, items, { site })).get('a' as ItemId)).toMatchObject({
      likes: 0,
      rating: null,
    })
    expect(reactionRules(house.house.reactionRuleOf(site), prior).helpful).toContain(
      'if its viewer has viewed the item',
    )
  })
})
