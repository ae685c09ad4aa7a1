// A checksum over a set of events that does not depend on their order or place: the sum, modulo 2^64, of the first
// eight bytes (little endian) of each line's SHA-256, without the line's first three columns. Two logs, or a log and a
// store, that hold the same events have the same sum.
import { hash } from 'node:crypto'

const TAB = 0x09
const NEWLINE = 0x0a
const PLACE_COLUMNS = 3
const HALF = 2 ** 32

export class EventsSum {
  #low = 0
  #high = 0

  /** Adds lines, each ended by a line break. */
  add(lines: Buffer): void {
    for (let from = 0; from < lines.length; ) {
      const to = lines.indexOf(NEWLINE, from)
      for (let column = 0; column < PLACE_COLUMNS; column++) from = lines.indexOf(TAB, from) + 1
      // As text, a character a byte: making a buffer of it would take longer than the digest itself.
      const digest = hash('sha256', lines.subarray(from, to), 'binary')
      // In two halves that stay exact: integers of this size cost far more.
      this.#low += wordAt(digest, 0)
      this.#high += wordAt(digest, 4)
      if (this.#low >= HALF) {
        this.#low -= HALF
        this.#high += 1
      }
      this.#high %= HALF
      from = to + 1
    }
  }

  get value(): bigint {
    return (BigInt(this.#high) << 32n) | BigInt(this.#low)
  }
}

/** Four bytes, the lowest first. */
const wordAt = (bytes: string, at: number): number =>
  bytes.charCodeAt(at) +
  bytes.charCodeAt(at + 1) * 0x100 +
  bytes.charCodeAt(at + 2) * 0x10000 +
  bytes.charCodeAt(at + 3) * 0x1000000
