import { describe, expect, it } from 'vitest'
import type { ViewsRule } from '../domain/counting.ts'
import { DEFAULT_SITE } from '../domain/event.ts'
import { HOUR_MS, instant } from '../domain/time.ts'
import { heldOf, reachedBy, reachOf } from './reach.ts'

const PLAIN: ViewsRule = { rule: 'plain' }
const REFRESH: ViewsRule = { rule: 'refresh-proof' }
const HOUR: ViewsRule = { rule: 'watched', seconds: 10, per: 'hour' }
const DAY: ViewsRule = { rule: 'viewer-day' }

const at = (hour: number) => instant(hour * HOUR_MS)
const touched = (hour: number, slices?: readonly number[]) => ({
  site: DEFAULT_SITE,
  bucket: at(hour),
  events: 5,
  slices,
})

/** What is reached, as "hour: slices". */
function reached(hour: number, slices: readonly number[] | undefined, ruleAt: (hour: number) => ViewsRule): string[] {
  const rows = [...reachedBy(touched(hour, slices), (bucket) => ruleAt(bucket / HOUR_MS))]
  return rows
    .filter((row) => row.slices?.length)
    .map((row) => `${row.bucket / HOUR_MS}: ${row.slices?.at(0)} to ${row.slices?.at(-1)}`)
}

describe('what is new', () => {
  it('reaches nothing else by the plain rule', () => {
    expect(reached(5, [0, 7], () => PLAIN)).toEqual([])
  })

  it('reaches back half a minute by the rule refresh-proof, over the beginning of the hour too', () => {
    expect(reached(5, [100], () => REFRESH)).toEqual(['5: 97 to 99'])
    expect(reached(5, [1], () => REFRESH)).toEqual(['5: 0 to 0', '4: 358 to 359'])
    expect(reached(5, undefined, () => REFRESH)).toEqual(['4: 357 to 359'])
    expect(reached(5, [0], (hour) => (hour === 4 ? PLAIN : REFRESH))).toEqual([])
    expect(reached(5, [0], (hour) => (hour === 4 ? REFRESH : PLAIN))).toEqual(['4: 357 to 359'])
  })

  it('reaches on to the end of the hour or the day by a rule of one', () => {
    expect(reached(22, [350], () => HOUR)).toEqual(['22: 350 to 359'])
    expect(reached(22, [350], () => DAY)).toEqual(['22: 350 to 359', '23: 0 to 359'])
    expect(reached(23, [9, 4], () => DAY)).toEqual(['23: 4 to 359'])
  })

  it('reaches only what is there', () => {
    const folds = new Map([
      [at(22), { sliceS: 10, base: 1, events: 9, held: [351, 353] }],
      [at(23), { sliceS: 3600, base: 1, events: 9, held: [0] }],
    ])
    const held = (hour: number) =>
      heldOf(
        reachedBy(touched(hour, [350]), () => DAY),
        folds,
      )
    expect(held(22).map(({ bucket, slices }) => [bucket / HOUR_MS, slices?.length])).toEqual([
      [22, 2],
      [23, 360],
    ])
    expect(held(20).map(({ bucket }) => bucket / HOUR_MS)).toEqual([22, 23])
  })
})

describe('what is looked at', () => {
  const hours = (rule: ViewsRule, ...buckets: number[]) => {
    const from = (buckets[0] as number) * 3600
    const reach = reachOf(rule, buckets.map(at), from, from + 10)
    return {
      hours: reach.reach_buckets.map((start) => start / 3600),
      behind: from - reach.reach_from,
      ahead: reach.reach_to - from - 10,
    }
  }

  it.each([
    [PLAIN, { hours: [30], behind: 0, ahead: 0 }],
    [REFRESH, { hours: [30, 31], behind: 0, ahead: 30 }],
    [HOUR, { hours: [30], behind: 0, ahead: 0 }],
    [DAY, { hours: [24, 25, 26, 27, 28, 29, 30], behind: 6 * 3600, ahead: 0 }],
  ])('by %j', (rule, expected) => {
    expect(hours(rule, 30)).toEqual(expected)
  })

  it('of several buckets is each hour once', () => {
    expect(hours(REFRESH, 30, 31).hours).toEqual([30, 31, 32])
  })
})
