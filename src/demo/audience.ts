// The demo's audience, one batch of events for each UTC day. An event stands for many viewings of one title in one
// country; the more a title is watched there, the finer it is told. Nobody watches before a title is out.
import { type Event, NO_VIEWER } from '../domain/event.ts'
import type { Item } from '../domain/item.ts'
import type { CountryCode } from '../domain/region.ts'
import { type CalendarDate, DAY_MS, HOUR_MS, startOfDate } from '../domain/time.ts'
import { type Appeal, appealsOf, DELAYS_DAYS, demandOn, outOn, pickPlayable } from './appeal.ts'
import { MARKETS } from './countries.ts'
import { SLICE_HOURS, SLICES, sliceWeights } from './local-hours.ts'
import { makeEvent, viewerKey, viewingMs } from './make-event.ts'
import { createRandom, type Random } from './random.ts'

/** From this part of a country's day on a title is told three times a day, once a day, every other day; else weekly. */
const THRICE_FROM = 0.02
const DAILY_FROM = 0.009
const SECOND_DAY_FROM = 0.004

/** One watch event in so many comes with the starts that go with so many. */
const STARTS_EVERY = 8
/** Some start and leave at once. */
const STARTS_PER_VIEWING = 1.2
/** One watch event in so many comes with that of a single viewer. */
const SINGLE_EVERY = 60

/** Titles told weekly have a day of their own: more often one at the weekend (0 is Sunday). */
const WEEKLY_DAYS = [0, 0, 0, 1, 2, 3, 4, 5, 5, 6, 6, 6]

/**
 * All events from the first day on, in order of time, a batch for each UTC day.
 * @param items the catalogue as `demoItems` made it for the same seed
 */
export function* demoEvents(
  seed: number,
  items: readonly Item[],
  firstDay: CalendarDate,
  weeks: number,
): Generator<readonly Event[]> {
  const appeals = appealsOf(seed, items)
  const random = createRandom(seed, 'audience')
  const first = startOfDate(firstDay, 'UTC') / DAY_MS
  const slices = Array.from({ length: 7 }, (_, weekday) => sliceWeights(weekday))
  // Hours watched but not told yet, for each title and market.
  const untold = new Float64Array(appeals.length * MARKETS.length)
  for (let day = first; day < first + weeks * 7; day++)
    yield eventsOfDay(random, appeals, day, slices[(day + 4) % 7] as Float64Array, untold)
}

function eventsOfDay(
  random: Random,
  appeals: readonly Appeal[],
  day: number,
  slices: Float64Array,
  untold: Float64Array,
): readonly Event[] {
  const events: Event[] = []
  const hours = hoursByMarket(appeals, day, slices)
  const weekday = (day + 4) % 7
  for (let market = 0; market < MARKETS.length; market++) {
    const country = (MARKETS[market] as (typeof MARKETS)[number]).country
    let total = 0
    for (let title = 0; title < appeals.length; title++) total += hours[title * MARKETS.length + market] as number
    for (let title = 0; title < appeals.length; title++) {
      const cell = title * MARKETS.length + market
      const today = hours[cell] as number
      if (today === 0) continue
      const waiting = (untold[cell] as number) + today
      const times = timesToday(today / total, cell, day, weekday)
      // What is left over is told the next time.
      untold[cell] = waiting
      if (times > 0)
        untold[cell] = tell(random, events, appeals[title] as Appeal, market, country, day, slices, waiting, times)
    }
  }
  return events.sort((a, b) => a.at - b.at)
}

/** Hours watched of each title in each market today. */
function hoursByMarket(appeals: readonly Appeal[], day: number, slices: Float64Array): Float64Array {
  const hours = new Float64Array(appeals.length * MARKETS.length)
  const demand = new Float64Array(DELAYS_DAYS.length)
  for (let title = 0; title < appeals.length; title++) {
    const appeal = appeals[title] as Appeal
    for (let each = 0; each < demand.length; each++)
      demand[each] = demandOn(appeal, day - (DELAYS_DAYS[each] as number))
    for (let market = 0; market < MARKETS.length; market++) {
      const weight = slices[market * SLICES + SLICES - 1] as number
      const wanted = demand[appeal.delay[market] as number] as number
      hours[title * MARKETS.length + market] = wanted * (appeal.local[market] as number) * weight
    }
  }
  return hours
}

/** How many times a title is told in a market today. */
function timesToday(part: number, cell: number, day: number, weekday: number): number {
  if (part >= THRICE_FROM) return 3
  if (part >= DAILY_FROM) return 1
  if (part >= SECOND_DAY_FROM) return (cell + day) % 2
  return WEEKLY_DAYS[cell % WEEKLY_DAYS.length] === weekday ? 1 : 0
}

/** Adds the events for some hours of watching, and returns the hours that no whole viewing was left for. */
function tell(
  random: Random,
  events: Event[],
  appeal: Appeal,
  market: number,
  country: CountryCode,
  day: number,
  slices: Float64Array,
  waiting: number,
  times: number,
): number {
  const releaseDay = day - (DELAYS_DAYS[appeal.delay[market] as number] as number)
  const out = outOn(appeal, releaseDay)
  const whole = slices[market * SLICES + SLICES - 1] as number
  let left = waiting
  for (let turn = 0; turn < times; turn++) {
    // One draw from each part of the day's weight, so that evenings have their share in every country.
    const mark = ((turn + random.unit()) / times) * whole
    let slice = 0
    while (slice < SLICES - 1 && (slices[market * SLICES + slice] as number) <= mark) slice++
    const at = day * DAY_MS + Math.floor((slice + random.unit()) * SLICE_HOURS * HOUR_MS)
    const { id, runtimeMs } = pickPlayable(random, appeal, releaseDay, out)
    const ms = viewingMs(random, runtimeMs)
    const viewings = Math.round((left / (times - turn)) * (HOUR_MS / ms))
    if (viewings < 1) continue
    left -= (viewings * ms) / HOUR_MS
    events.push(makeEvent(random, at, 'watch', id, country, NO_VIEWER, ms, viewings))
    if (random.uint32() % STARTS_EVERY === 0) {
      const starts = Math.round(viewings * STARTS_EVERY * STARTS_PER_VIEWING)
      events.push(makeEvent(random, at, 'view', id, country, NO_VIEWER, 1, starts))
    }
    if (random.uint32() % SINGLE_EVERY === 0)
      events.push(makeEvent(random, at, 'watch', id, country, viewerKey(random), viewingMs(random, runtimeMs), 1))
  }
  return left
}
