// A seeded generator: sfc32, by Chris Doty-Humphrey (PractRand). The same seed and salt give the same numbers on
// every machine; separate salts give streams that do not disturb one another. Not for secrets.

export interface Random {
  /** A whole number from 0 to 2^32 - 1. */
  readonly uint32: () => number
  /** From 0 up to, not including, 1. */
  readonly unit: () => number
}

/** A stream of its own for each pair of seed and salt. */
export function createRandom(seed: number, salt: string): Random {
  let a = hash32(salt, seed | 0)
  let b = hash32(salt, Math.floor(seed / 2 ** 32) ^ 0x9e3779b9)
  let c = hash32(salt, 0x243f6a88)
  let counter = 1
  const uint32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let warmUp = 0; warmUp < 12; warmUp++) uint32()
  return { uint32, unit: () => uint32() / 2 ** 32 }
}

/** FNV-1a over UTF-16 code units, with murmur3's last mix. */
export function hash32(text: string, start = 0): number {
  let hash = 0x811c9dc5 ^ start
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Normally distributed with mean 0 and deviation 1, near enough: the sum of twelve (Irwin and Hall). */
export function normal(random: Random): number {
  let sum = -6
  for (let i = 0; i < 12; i++) sum += random.unit()
  return sum
}

/** A whole number from `min` to `max`, both included. */
export const between = (random: Random, min: number, max: number): number =>
  min + Math.floor(random.unit() * (max - min + 1))

/** A new list in an order drawn from the stream (Fisher and Yates). */
export function shuffled<T>(random: Random, list: readonly T[]): readonly T[] {
  const copy = [...list]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = between(random, 0, i)
    const held = copy[i] as T
    copy[i] = copy[j] as T
    copy[j] = held
  }
  return copy
}
