import { expect, test } from 'vitest'
import { compareFractions, roundedHalfUp, squareRoot } from './fraction.ts'

const f = (numerator: bigint, denominator: bigint) => ({ numerator, denominator })

test('fractions compare exactly where numbers of 64 bits would not', () => {
  const n = 10n ** 17n
  expect(compareFractions(f(n, n + 1n), f(n + 1n, n + 2n))).toBeLessThan(0)
  expect(compareFractions(f(n + 1n, n + 2n), f(n, n + 1n))).toBeGreaterThan(0)
  expect(compareFractions(f(1n, 3n), f(n, 3n * n))).toBe(0)
})

test.each([
  [f(224n, 47n), 1, 4.8],
  [f(9n, 2n), 0, 5],
  [f(445n, 100n), 1, 4.5],
  [f(444_999n, 100_000n), 1, 4.4],
  [f(0n, 7n), 2, 0],
  [f(8600n, 100n), 0, 86],
])('%o is shown to %i decimals as %d', (fraction, decimals, shown) => {
  expect(roundedHalfUp(fraction, decimals)).toBe(shown)
})

test('a square root is the largest whole number whose square is not above', () => {
  const numbers = [...Array.from({ length: 200 }, (_, i) => BigInt(i)), 10n ** 40n - 1n, 10n ** 40n, 2n ** 127n + 1n]
  for (const n of numbers) {
    const root = squareRoot(n)
    expect([n, root * root <= n && (root + 1n) * (root + 1n) > n]).toEqual([n, true])
  }
})
