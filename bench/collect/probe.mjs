// One sender of one event every 20 milliseconds, that notes how long each answer took: how the house feels to others.
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { blankEvents, requestsOf } from './events.mjs'
import { nextRun } from './run-load.mjs'

const EVERY_MS = 20
const WINDOW_MS = 1000

export class Probe {
  /** When each was sent, and how long its answer took; infinite where it was none of success. */
  #noted = []
  #stopped = false
  constructor(server) {
    this.server = server
    this.agent = new Agent({ keepAlive: true, maxSockets: 1 })
    this.#run()
  }

  async #run() {
    const run = nextRun()
    const events = requestsOf(
      blankEvents(64, run).map((event) => JSON.stringify(event)),
      run,
    )
    for (let number = 0; !this.#stopped; number++) {
      const at = performance.now()
      const ok = await this.#send(events.next(number))
      this.#noted.push({ at, ms: ok ? performance.now() - at : Number.POSITIVE_INFINITY })
      await sleep(Math.max(1, at + EVERY_MS - performance.now()))
    }
    this.agent.destroy()
  }

  #send(body) {
    const { target } = this.server
    const headers = {
      authorization: `Bearer ${target.key}`,
      'content-type': 'application/x-ndjson',
      'content-length': body.length,
    }
    return new Promise((resolve) => {
      const options = { port: target.port, path: '/v1/events', method: 'POST', headers, agent: this.agent }
      request({ host: '127.0.0.1', ...options }, (response) => {
        response.resume()
        response.once('end', () => resolve(response.statusCode === 200))
        response.once('error', () => resolve(false))
      })
        .once('error', () => resolve(false))
        .end(body)
    })
  }

  /** Of what was sent since an instant (performance.now). */
  p99(since) {
    const sorted = this.#noted.filter(({ at }) => at >= since).map(({ ms }) => ms)
    sorted.sort((a, b) => a - b)
    return sorted[Math.floor(0.99 * sorted.length)] ?? Number.POSITIVE_INFINITY
  }

  /** Seconds from now until a whole second passes in which all is answered within `ms`; infinite if it never does. */
  async untilUsual(ms, waitMsMax) {
    const from = performance.now()
    while (performance.now() - from < waitMsMax) {
      await sleep(100)
      const windowFrom = performance.now() - WINDOW_MS
      if (windowFrom < from) continue
      const window = this.#noted.filter(({ at }) => at >= windowFrom)
      if (window.length > 10 && window.every((each) => each.ms <= ms)) return (windowFrom - from) / 1000
    }
    return Number.POSITIVE_INFINITY
  }

  stop() {
    this.#stopped = true
  }
}
