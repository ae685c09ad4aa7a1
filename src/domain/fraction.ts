// Exact fractions, so that ranks never hang on how a division was rounded.

/** The denominator is above 0. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** Below 0 where `a` is the smaller one; by cross-multiplication. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const [left, right] = [a.numerator * b.denominator, b.numerator * a.denominator]
  return left < right ? -1 : left > right ? 1 : 0
}

/** A fraction from 0 on as a number of so many decimals, rounded half up. For showing only. */
export function roundedHalfUp({ numerator, denominator }: Fraction, decimals: number): number {
  const unit = 10n ** BigInt(decimals)
  return Number((2n * numerator * unit + denominator) / (2n * denominator)) / Number(unit)
}

/** The largest whole number whose square is at most `n`, which is from 0 on. Newton's iteration, from above. */
export function squareRoot(n: bigint): bigint {
  if (n < 2n) return n
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2))
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
