// Expected values were worked out by hand, or with sixty digits by another program.
import { describe, expect, test } from 'vitest'
import { compareFractions } from '../domain/fraction.ts'
import { meanOf, ratingsOf, shrunkenMean, wilsonLower } from './reaction-formulas.ts'

const stars = (...counts: number[]) => [0, ...counts].map(BigInt)
const C = { numerator: 7n, denominator: 2n }

test('a mean is the exact fraction of stars and ratings', () => {
  const given = stars(1, 0, 2, 3, 41)
  expect(ratingsOf(given)).toBe(47n)
  // 1 + 3 + 3 + 4 + 4 + 4 + 41 times 5.
  expect(meanOf(given)).toEqual({ numerator: 224n, denominator: 47n })
})

describe('a shrunken mean', () => {
  test('is (v·R + m·C) / (v + m)', () => {
    // (4 · 4.5 + 10 · 3.5) / 14 = 53 / 14.
    const shrunken = shrunkenMean(stars(0, 0, 0, 2, 2), { m: 10n, C })
    expect(compareFractions(shrunken, { numerator: 53n, denominator: 14n })).toBe(0)
  })

  test('is the mean where m is 0, C where there are no ratings, and half way where there are m of them', () => {
    expect(compareFractions(shrunkenMean(stars(0, 0, 0, 0, 3), { m: 0n, C }), { numerator: 5n, denominator: 1n })).toBe(
      0,
    )
    expect(compareFractions(shrunkenMean(stars(0, 0, 0, 0, 0), { m: 9n, C }), C)).toBe(0)
    const half = { numerator: 17n, denominator: 4n }
    expect(compareFractions(shrunkenMean(stars(0, 0, 0, 0, 6), { m: 6n, C }), half)).toBe(0)
  })

  test('puts many good ratings before a few perfect ones', () => {
    const few = shrunkenMean(stars(0, 0, 0, 0, 3), { m: 10n, C })
    const many = shrunkenMean(stars(0, 0, 5, 20, 75), { m: 10n, C })
    expect(compareFractions(few, many)).toBeLessThan(0)
  })

  test('is exact for billions of ratings', () => {
    const giant = shrunkenMean(stars(0, 0, 0, 1, 10_700_000_000), { m: 10n, C })
    const other = shrunkenMean(stars(0, 0, 0, 0, 10_700_000_001), { m: 10n, C })
    expect(compareFractions(giant, other)).toBeLessThan(0)
  })
})

describe("Wilson's lower bound", () => {
  test.each([
    [43, 50, 738_138_062_894n],
    [1, 1, 206_549_314_377n],
    [5, 5, 565_517_535_216n],
    [3, 10, 107_791_267_406n],
    [49, 50, 895_045_564_103n],
    [6, 7, 486_872_170_725n],
    [600_000_000, 1_000_000_000, 599_969_635_984n],
    [100_000_000_000, 100_000_000_000, 999_999_999_961n],
    [0, 7, 0n],
    [0, 1, 0n],
  ])('of %i in %i, in units of 1e-12', (yes, votes, lower) => {
    expect(wilsonLower(BigInt(yes), BigInt(votes))).toBe(lower)
  })

  test('rises with each yes, and with the number of votes at the same share', () => {
    const bounds = Array.from({ length: 51 }, (_, yes) => wilsonLower(BigInt(yes), 50n))
    expect([...bounds].sort((a, b) => (a < b ? -1 : 1))).toEqual(bounds)
    expect(new Set(bounds).size).toBe(51)
    expect(wilsonLower(86n, 100n)).toBeGreaterThan(wilsonLower(43n, 50n))
  })
})
