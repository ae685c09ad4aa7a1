// Live traffic for the demo: what somebody is watching just now. The same seed, items and instant give the same
// events, so a burst that is sent twice is counted once; ask once for each instant.
import { type Event, NO_VIEWER } from '../domain/event.ts'
import type { Item } from '../domain/item.ts'
import { DAY_MS, HOUR_MS, type Instant } from '../domain/time.ts'
import { type Appeal, appealsOf, DELAYS_DAYS, demandOn, outOn, pickPlayable } from './appeal.ts'
import { MARKETS, type Market } from './countries.ts'
import { localWeight } from './local-hours.ts'
import { makeEvent, viewerKey, viewingMs } from './make-event.ts'
import { createRandom, type Random } from './random.ts'

/** The burst begins so long before `now` and is spread over a quarter of a second, so that all has been received. */
const BEGINS_MS = 1000
const SPREAD_MS = 250
/** One in so many is of a single viewer; the others stand for a few. */
const SINGLE_EVERY = 4
const VIEWINGS_MAX = 40

/**
 * A burst of events from the last second, in order of time; none where nothing is out yet.
 * Titles and countries come up as often as they are watched at this hour.
 */
export function liveEvents(seed: number, items: readonly Item[], now: Instant, count: number): readonly Event[] {
  const random = createRandom(seed, `live ${now}`)
  const appeals = appealsOf(seed, items)
  const day = Math.floor((now - BEGINS_MS) / DAY_MS)
  const demand = running(appeals, (appeal) => demandOn(appeal, day))
  const hour = Math.floor(now / HOUR_MS) % 24
  const awake = MARKETS.map((market) => localWeight(market, (day + 4) % 7, hour))
  const events: Event[] = []
  if ((demand.at(-1) ?? 0) === 0) return events
  for (let turn = 0; turn < count; turn++) {
    const appeal = appeals[draw(random, demand)] as Appeal
    const market = draw(
      random,
      running(appeal.local, (part, index) => part * openTo(appeal, index, day, awake)),
    )
    const releaseDay = day - delayOf(appeal, market)
    const out = outOn(appeal, releaseDay)
    const { id, runtimeMs } = pickPlayable(random, appeal, releaseDay, out)
    const at = now - BEGINS_MS + Math.floor(((turn + random.unit()) * SPREAD_MS) / count)
    const single = random.uint32() % SINGLE_EVERY === 0
    const viewer = single ? viewerKey(random) : NO_VIEWER
    const weight = single ? 1 : 1 + (random.uint32() % VIEWINGS_MAX)
    const { country } = MARKETS[market] as Market
    const kind = random.uint32() % 3 === 0 ? 'view' : 'watch'
    const value = kind === 'view' ? 1 : viewingMs(random, runtimeMs)
    events.push(makeEvent(random, at, kind, id, country, viewer, value, weight))
  }
  return events
}

const delayOf = (appeal: Appeal, market: number): number => DELAYS_DAYS[appeal.delay[market] as number] as number

/** A market's weight at this hour, or 0 where the title is not out there yet. Its home has no delay. */
const openTo = (appeal: Appeal, market: number, day: number, awake: readonly number[]): number =>
  outOn(appeal, day - delayOf(appeal, market)) > 0 ? (awake[market] as number) : 0

/** Sums up to and with each of the list. */
function running<T>(list: ArrayLike<T>, weightOf: (each: T, index: number) => number): readonly number[] {
  let sum = 0
  return Array.from(list, (each, index) => {
    sum += weightOf(each, index)
    return sum
  })
}

/** An index, drawn by weight. */
function draw(random: Random, sums: readonly number[]): number {
  const mark = random.unit() * (sums.at(-1) as number)
  return Math.max(
    0,
    sums.findIndex((sum) => sum > mark),
  )
}
