// A run: so many requests over a few connections at once, each made of the seed and its number alone, so that one that
// fails can be made again. What was wrong is collected in sentences.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Random } from '../random.ts'
import type { Request } from './request.ts'
import { type Answer, shown, Wire } from './wire.ts'

const LANES = 24
/** Requests that go out together at most. */
const TOGETHER_MAX = 8
/** The server hangs up on what is idle for 5 seconds: what is sent at that moment would be lost. */
const IDLE_MS_MAX = 1000
const FAILURES_MAX = 10

export interface RunOptions {
  readonly seed: number
  readonly port: number
  readonly make: (random: Random, number: number) => Request
}

export class Run {
  readonly failures: string[] = []
  /** Requests that were answered; of those that are hardly HTTP, some were hung up on. */
  answered = 0
  hungUp = 0
  /** Requests whose answer nobody waited for. */
  abandoned = 0
  readonly statuses = new Map<string, number>()
  #next = 0
  constructor(private readonly options: RunOptions) {}

  /** Sends all requests up to that number; every one has had its answer then. */
  async upTo(end: number): Promise<void> {
    await Promise.all(Array.from({ length: LANES }, () => this.#lane(end)))
    this.#next = Math.max(this.#next, end)
  }

  async #lane(end: number): Promise<void> {
    let wire: Wire | undefined
    while (this.#next < end && this.failures.length < FAILURES_MAX) {
      const from = this.#next
      this.#next = Math.min(end, from + 1 + (from % TOGETHER_MAX))
      for (const group of this.#groups(from, this.#next)) {
        if (group[0]?.request.alone) await this.#askAlone(group[0])
        else {
          if (!wire || wire.ended || performance.now() - wire.heardAt > IDLE_MS_MAX) {
            wire?.close()
            wire = await Wire.open(this.options.port)
          }
          if (await this.#ask(wire, group)) continue
          wire.close()
          wire = undefined
        }
      }
    }
    wire?.close()
  }

  /** Requests in groups that go out together. */
  #groups(from: number, to: number): readonly (readonly Numbered[])[] {
    const groups: Numbered[][] = []
    for (let number = from; number < to; number++) {
      const request = this.options.make(new Random(Math.imul(this.options.seed, 0x9e3779b1) + number), number)
      const last = groups.at(-1)
      if (request.pipelined && last?.[0]?.request.pipelined) last.push({ request, number })
      else groups.push([{ request, number }])
    }
    return groups
  }

  /** Returns whether the connection may be used again. */
  async #ask(wire: Wire, group: readonly Numbered[]): Promise<boolean> {
    const bytes = Buffer.concat(group.map(({ request }) => request.bytes))
    // Some in pieces, as a slow line brings them.
    const piece = (group[0]?.number ?? 0) % 16 === 0 ? Math.ceil(bytes.length / 5) : bytes.length
    for (let from = 0; from < bytes.length; from += piece) {
      wire.socket.write(bytes.subarray(from, from + piece))
      await nextTurn()
    }
    let open = true
    for (const each of group) {
      const answer = await wire.answer(each.request.head).catch((error: Error) => error)
      if (!answer || answer instanceof Error) {
        this.#fail(each, answer?.message ?? 'hung up without an answer')
        return false
      }
      this.answered++
      this.#judge(each, answer)
      open = answer.headers.get('connection') !== 'close'
    }
    return open
  }

  async #askAlone(each: Numbered): Promise<void> {
    const wire = await Wire.open(this.options.port)
    if (each.request.abandoned) {
      await new Promise((resolve) => wire.socket.write(each.request.bytes, resolve))
      wire.socket.resetAndDestroy()
      this.abandoned++
      return
    }
    wire.socket.end(each.request.bytes)
    const answers = await wire.answers().catch((error: Error) => error)
    wire.close()
    if (answers instanceof Error) return this.#fail(each, answers.message)
    if (answers.length > 0) this.answered++
    else this.hungUp++
    for (const answer of answers) this.#judge(each, answer)
  }

  #judge(each: Numbered, answer: Answer): void {
    const { status } = answer
    const key = `${each.request.told} ${status}`
    this.statuses.set(key, (this.statuses.get(key) ?? 0) + 1)
    // Nothing here is so much that the house may say that it is full.
    const wrong = status >= 500 || status === 429 ? `status ${status}` : each.request.check(answer)
    if (wrong) this.#fail(each, `${wrong}; answered ${status} ${shown(answer.body)}`)
  }

  #fail({ request, number }: Numbered, why: string): void {
    if (this.failures.length === FAILURES_MAX) return
    this.failures.push(
      `request ${number} of seed ${this.options.seed}, ${request.told}: ${why}; sent ${shown(request.bytes)}`,
    )
  }
}

interface Numbered {
  readonly request: Request
  readonly number: number
}
