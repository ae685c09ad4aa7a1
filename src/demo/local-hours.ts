// When people watch, by their own clock: little at night, most in the evening, more at weekends. Given per market as
// weights of the slices of a UTC day.
import { MARKETS, type Market } from './countries.ts'

/** A UTC day is told in so many slices of four hours. */
export const SLICES = 6
export const SLICE_HOURS = 24 / SLICES

/** From midnight on, local time. */
const BY_HOUR = [9, 5, 3, 2, 2, 2, 4, 7, 9, 10, 11, 13, 16, 17, 17, 18, 20, 24, 33, 45, 56, 58, 44, 23]
/** From Sunday on. */
const BY_WEEKDAY = [1.3, 0.86, 0.82, 0.84, 0.89, 1.05, 1.3]

/** How much is watched in a market at an hour of UTC (0 to 23) of a weekday (0 is Sunday), against others of its own. */
export function localWeight(market: Market, weekday: number, utcHour: number): number {
  const hour = utcHour + market.hoursAhead
  const localDay = (weekday + Math.floor(hour / 24) + 7) % 7
  return (BY_HOUR[(hour + 24) % 24] as number) * (BY_WEEKDAY[localDay] as number)
}

/** For each market, the weights of a day's slices, running up to the day's own weight; an average day has 1. */
export function sliceWeights(weekday: number): Float64Array {
  const weights = new Float64Array(MARKETS.length * SLICES)
  const daily = BY_HOUR.reduce((a, b) => a + b, 0)
  MARKETS.forEach((market, index) => {
    let sum = 0
    for (let slice = 0; slice < SLICES; slice++) {
      for (let hour = 0; hour < SLICE_HOURS; hour++)
        sum += localWeight(market, weekday, slice * SLICE_HOURS + hour) / daily
      weights[index * SLICES + slice] = sum
    }
  })
  return weights
}
