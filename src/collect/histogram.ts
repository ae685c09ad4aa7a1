// How long something took, as counts of how often it was within some bounds: two histograms can be added, and quantiles
// asked for later.

export class Histogram {
  /** How often it was within each bound and above the one before; the last is what was above all. */
  readonly counts: number[]
  sum = 0
  count = 0
  /** @param bounds rising */
  constructor(readonly bounds: readonly number[]) {
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0)
  }

  observe(value: number): void {
    const found = this.bounds.findIndex((bound) => value <= bound)
    const index = found === -1 ? this.bounds.length : found
    this.counts[index] = (this.counts[index] ?? 0) + 1
    this.sum += value
    this.count++
  }

  /** The bound that this share of what was observed is within; Infinity above all, 0 where there is nothing. */
  within(share: number): number {
    if (this.count === 0) return 0
    let seen = 0
    for (const [index, count] of this.counts.entries()) {
      seen += count
      if (seen >= share * this.count) return this.bounds[index] ?? Number.POSITIVE_INFINITY
    }
    return Number.POSITIVE_INFINITY
  }
}
