// Chance that can be had again: a seed is printed with every scenario.

/** @returns numbers from 0 to 1; `below(n)` whole ones */
export function chance(seed) {
  let state = seed
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  random.below = (n) => Math.floor(random() * n)
  random.one = (list) => list[random.below(list.length)]
  return random
}
