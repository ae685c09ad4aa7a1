// What a load has come to: answers, not sends; their latency; and, where it is asked for, the number of every event
// that was acknowledged.
import { writeFileSync } from 'node:fs'

export class Meter {
  /** Since the start. */
  acknowledged = 0
  /** Answers that were no success, by status. */
  refused = {}
  #measuring = false
  #events = 0
  #began = 0
  #seconds = 0
  #latencies = []
  #next = 0
  #numbers

  /** @param remember whether the numbers of acknowledged events are kept */
  constructor(remember) {
    this.#numbers = remember ? new Uint8Array(1 << 20) : undefined
  }

  /** Numbers for the next events; no number is given twice. */
  take(count) {
    const first = this.#next
    this.#next += count
    return first
  }

  begin() {
    this.#measuring = true
    this.#began = performance.now()
    this.#events = 0
    this.#latencies = []
  }

  end() {
    this.#measuring = false
    this.#seconds = (performance.now() - this.#began) / 1000
  }

  answered(first, count, sentAt) {
    this.acknowledged += count
    if (this.#numbers) this.#remember(first, count)
    if (!this.#measuring) return
    this.#events += count
    this.#latencies.push(performance.now() - sentAt)
  }

  refuse(status) {
    this.refused[status] = (this.refused[status] ?? 0) + 1
  }

  result() {
    const sorted = Float64Array.from(this.#latencies).sort()
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
    return {
      acknowledged: this.acknowledged,
      sent: this.#next,
      refused: this.refused,
      measured: this.#events,
      eventsPerSecond: this.#events / this.#seconds,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
    }
  }

  /** One byte for each number that was given out: 1 where its event was acknowledged. */
  save(path) {
    writeFileSync(path, this.#numbers.subarray(0, this.#next))
  }

  #remember(first, count) {
    while (first + count > this.#numbers.length) {
      const larger = new Uint8Array(this.#numbers.length * 2)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers.fill(1, first, first + count)
  }
}
