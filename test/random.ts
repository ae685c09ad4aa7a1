// Random numbers that a seed repeats: mulberry32, a public domain generator by Tommy Ettinger.
export class Random {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A whole number from 0 up to, and not including, a bound. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % bound
  }

  /** A chance of one in so many. */
  oneIn(count: number): boolean {
    return this.below(count) === 0
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T
  }

  /** Decides of one thing after another whether it is kept: all, none, most, few, or those up to one of them. */
  keeping(): () => boolean {
    const percent = this.pick([0, 100, 50, 10, 90, 0, 100])
    let left = this.oneIn(4) ? this.below(12) : Number.POSITIVE_INFINITY
    return () => left-- > 0 && this.below(100) < percent
  }
}
