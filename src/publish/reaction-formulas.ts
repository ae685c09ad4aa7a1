// The formulas behind ratings and helpful votes. Each takes whole counts and gives an exact fraction, or a whole number
// of a small unit, so that two items are ranked alike on every machine. Pure.
import { type Fraction, squareRoot } from '../domain/fraction.ts'

const sum = (counts: readonly bigint[]): bigint => counts.reduce((a, b) => a + b, 0n)

/** How many ratings there are. `stars` are their counts by value; place 0 holds none. */
export const ratingsOf = (stars: readonly bigint[]): bigint => sum(stars)

const starsOf = (stars: readonly bigint[]): bigint => sum(stars.map((count, value) => count * BigInt(value)))

/** The mean of at least one rating. */
export const meanOf = (stars: readonly bigint[]): Fraction => ({
  numerator: starsOf(stars),
  denominator: ratingsOf(stars),
})

/** What ratings are drawn towards: `m` more of them, of `C` stars each. */
export interface Prior {
  readonly m: bigint
  readonly C: Fraction
}

/**
 * The shrunken mean `(v·R + m·C) / (v + m)`: R is the mean of an item's v ratings. The form in which IMDb has published
 * the weighted rating of its Top 250, there with m = 25,000; it is the mean after m ratings of C stars were added.
 * Needs a rating, or an m above 0.
 */
export function shrunkenMean(stars: readonly bigint[], { m, C }: Prior): Fraction {
  return {
    numerator: starsOf(stars) * C.denominator + m * C.numerator,
    denominator: (ratingsOf(stars) + m) * C.denominator,
  }
}

/** The 97.5th percentile of the normal distribution, in units of 1e-15: 95 % lie between it and its negative. */
const Z = 1_959_963_984_540_054n
const Z_UNIT = 10n ** 15n

/** What `wilsonLower` counts in: 1 is this many. */
export const WILSON_UNIT = 10n ** 12n

/**
 * The lower bound of Wilson's score interval at 95 % for the share of `yes` among `votes`, which are at least one, in
 * units of 1e-12, rounded down. Wilson (1927), "Probable inference, the law of succession, and statistical inference":
 * `(p + z²/2n - z·√((p(1-p) + z²/4n)/n)) / (1 + z²/n)` with p = yes / n. Multiplied by 2n it is
 * `(2·yes + z² - √(z²·(z² + 4·yes·no/n))) / (2·(n + z²))`; the root is taken of whole numbers, and rounded up.
 */
export function wilsonLower(yes: bigint, votes: bigint): bigint {
  const [z2, unit2] = [Z * Z, Z_UNIT * Z_UNIT]
  const squared = WILSON_UNIT * WILSON_UNIT * z2 * (z2 * votes + 4n * yes * (votes - yes) * unit2)
  // The least whole number whose square is not below squared / votes.
  const root = squareRoot((squared + votes - 1n) / votes - 1n) + 1n
  return (WILSON_UNIT * (2n * yes * unit2 + z2) - root) / (2n * (votes * unit2 + z2))
}
