// What the collector holds in memory and has not answered yet, and the bounds of that: beyond them new events are asked
// to come again later, and reading is given up before that. A process that is near its memory bound may hold less.

const MIB = 1024 * 1024

/** Bodies that are read or wait for the disk. What is made of a body takes a few times its bytes. */
const BYTES_MAX = 64 * MIB
const EVENTS_MAX = 200_000

/** Near the memory bound this share of the other bounds is left: so little that memory can only fall. */
const SHARE_MIN = 1 / 16
/** From this part of the memory bound on, the others begin to shrink. */
const NEAR = 0.8

const RETRY_SECONDS_MAX = 60
/** A rate is looked at over at least this long. */
const RATE_MS = 500

export interface HeldOptions {
  readonly bytesMax?: number | undefined
  readonly eventsMax?: number | undefined
  /** The memory of this process may grow to this, in MiB. */
  readonly memoryMaxMib: number
  /** The memory that this process holds, in bytes. */
  readonly memory: () => number
  /** Milliseconds that only rise. */
  readonly clock: () => number
}

export class Held {
  #bytes = 0
  #events = 0
  #share = 1
  #eventsPerSecond = 0
  #settled = 0
  #since: number
  #failures = 0
  readonly #bytesMax: number
  readonly #eventsMax: number
  constructor(private readonly options: HeldOptions) {
    this.#bytesMax = options.bytesMax ?? BYTES_MAX
    this.#eventsMax = options.eventsMax ?? EVENTS_MAX
    this.#since = options.clock()
  }

  take(bytes: number, events: number): void {
    this.#bytes += bytes
    this.#events += events
  }

  /** Gives back what was taken; events that were settled tell how quick the disk is. */
  give(bytes: number, events: number): void {
    this.#bytes -= bytes
    this.#events -= events
    this.#settled += events
  }

  /** What the memory of this process may grow to. */
  get memoryBytesMax(): number {
    return this.options.memoryMaxMib * MIB
  }

  /** What is held now, for the operator. */
  get now(): { readonly bytes: number; readonly events: number; readonly fullness: number } {
    return { bytes: this.#bytes, events: this.#events, fullness: this.fullness }
  }

  /** How full it is: 1 and above takes no more. */
  get fullness(): number {
    return Math.max(this.#bytes / this.#bytesMax, this.#events / this.#eventsMax) / this.#share
  }

  /** Looks at memory and at the rate of settling; called a few times a second. */
  look(): void {
    const part = this.options.memory() / (this.options.memoryMaxMib * MIB)
    this.#share = Math.min(1, Math.max(SHARE_MIN, (1 - part) / (1 - NEAR)))
    const ms = this.options.clock() - this.#since
    if (ms < RATE_MS) return
    this.#eventsPerSecond = (this.#settled * 1000) / ms
    this.#settled = 0
    this.#since += ms
  }

  /** Whole seconds after which what is held now will be on the disk, if it goes on as it went: from 1 to 60. */
  get retryAfterSeconds(): number {
    return clamp(this.#events / Math.max(this.#eventsPerSecond, 1))
  }

  /** A commit failed, or did not. */
  tell(failed: boolean): void {
    this.#failures = failed ? Math.min(this.#failures + 1, RETRY_SECONDS_MAX) : 0
  }

  /** Whole seconds after which a disk that failed may be asked again: more with each failure, from 1 to 60. */
  get retryAfterFailureSeconds(): number {
    return clamp(2 ** (this.#failures - 1))
  }
}

const clamp = (seconds: number): number => Math.min(RETRY_SECONDS_MAX, Math.max(1, Math.ceil(seconds)))
