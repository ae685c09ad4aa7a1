// A sender that insists: it sends each event again, with the same id, until it is acknowledged. Some requests are sent
// twice at once (hedged), and an event that has to be sent again may come in another batch, with others.
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ITEMS } from './house.mjs'
import { chance } from './random.mjs'

/** The two weeks that events happen in meet here, as do two hours: a window that ends a millisecond off shows. */
const EDGE = Date.UTC(2026, 0, 12)
export const WEEKS = ['2026-01-11', '2026-01-18']
export const weekOf = (at) => (at < EDGE ? WEEKS[0] : WEEKS[1])
const OFFSETS = [-3_600_001, -3_600_000, -1800_000, -1, 0, 1, 1800_000, 3_599_999, 3_600_000]

const HEDGED = 0.1
const SENT_AGAIN = 0.05
/** Small batches and short pauses: many commits for few events, so that what was sent is soon counted. */
const BATCH_MAX = 12
const PAUSE_MS_MAX = 30
const ANSWER_MS_MAX = 5000

/** When an event happened is a part of its number, so that the log alone tells what should be published. */
export const atOf = (number) => EDGE + OFFSETS[number % OFFSETS.length]
export const idOf = (number) => `019a8e3c-7f52-7000-8000-${number.toString(16).padStart(12, '0')}`
export const numberOf = (id) =>
  id.startsWith('019a8e3c-7f52-7000-8000-') ? Number.parseInt(id.slice(24), 16) : undefined

export const itemOf = (number) => ITEMS[number % ITEMS.length]

const lineOf = (number) =>
  `${JSON.stringify({ id: idOf(number), at: new Date(atOf(number)).toISOString(), kind: 'view', item: itemOf(number), country: 'GB' })}\n`

export class Sender {
  acknowledged = new Set()
  /** Answers of another kind, by status. */
  refused = {}
  #next = 1
  #pending = []
  #stopping = false
  #workers
  #agent = new Agent({ keepAlive: true, maxSockets: 64 })

  /**
   * @param urlOf where the house answers now; undefined while it does not
   * @param pauseMsMax how long each of its workers rests between two batches of at most `batchMax` events
   */
  constructor({ urlOf, key, seed, workers = 8, pauseMsMax = PAUSE_MS_MAX, batchMax = BATCH_MAX }) {
    this.urlOf = urlOf
    this.key = key
    this.random = chance(seed)
    this.batchMax = batchMax
    this.pauseMsMax = pauseMsMax
    this.#workers = Array.from({ length: workers }, () => this.#work())
  }

  /** How many events were made. */
  get sent() {
    return this.#next - 1
  }

  /** Sends what is left until all of it is acknowledged, or until `msMax` have passed: then some never were. */
  async finish(msMax = 60_000) {
    this.#stopping = true
    const given = sleep(msMax).then(() => {
      this.#pending = []
      this.givenUp = true
    })
    await Promise.race([Promise.all(this.#workers), given])
    this.#agent.destroy()
  }

  async #work() {
    for (;;) {
      // Nothing new happens while nobody is there to be told: what is sent again would never end.
      while (!this.urlOf()) await sleep(20)
      const batch = this.#take()
      if (batch.length === 0) return
      const again = await this.#send(batch)
      this.#pending.push(...again)
      const pauseMs = this.#stopping ? 0 : this.random() * this.pauseMsMax
      if (again.length > 0 || pauseMs > 0) await sleep(Math.max(pauseMs, again.length > 0 ? 10 : 0))
    }
  }

  /** Some that must be sent again, and new ones; once stopping, the former alone. */
  #take() {
    const size = 1 + this.random.below(this.batchMax)
    const batch = this.#pending.splice(0, this.#stopping ? size : this.random.below(size + 1))
    if (this.#stopping) return batch
    while (batch.length < size) batch.push(this.#next++)
    // And one that was acknowledged long ago, in a batch that it never was in.
    if (this.random() < SENT_AGAIN && this.#next > 100) batch.push(1 + this.random.below(this.#next - 2))
    return batch
  }

  /** @returns what has to be sent again */
  async #send(batch) {
    const url = this.urlOf()
    if (!url) return batch
    const copies = this.random() < HEDGED ? 2 : 1
    const answers = await Promise.all(Array.from({ length: copies }, () => this.#post(url, batch)))
    return batch.filter(
      (number, i) => !this.acknowledged.has(number) && !answers.some((answer) => this.#note(answer, number, i)),
    )
  }

  #note(answer, number, i) {
    if (!answer) return false
    const { verdict } = answer.verdicts?.[i] ?? { verdict: 'stored' }
    if (verdict === 'rejected' || verdict === 'too-late')
      throw new Error(`${verdict}: ${JSON.stringify(answer.verdicts[i])}`)
    this.acknowledged.add(number)
    return true
  }

  /** The answer, if it was one of success. */
  #post(url, batch) {
    const body = batch.map(lineOf).join('')
    const headers = {
      authorization: `Bearer ${this.key}`,
      'content-type': 'application/x-ndjson',
      'content-length': body.length,
    }
    return new Promise((resolve) => {
      const post = request(
        `${url}/v1/events`,
        { method: 'POST', headers, agent: this.#agent, timeout: ANSWER_MS_MAX },
        (response) => {
          let text = ''
          response.on('data', (chunk) => {
            text += chunk
          })
          response.once('error', () => resolve(undefined))
          response.once('close', () => resolve(undefined))
          response.once('end', () => {
            const ok = response.statusCode === 200 && response.complete
            if (!ok) this.refused[response.statusCode] = (this.refused[response.statusCode] ?? 0) + 1
            resolve(ok ? JSON.parse(text) : undefined)
          })
        },
      )
      post.once('timeout', () => post.destroy())
      post.once('error', () => resolve(undefined))
      post.end(body)
    })
  }
}
