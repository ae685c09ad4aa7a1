// Freshness: an event of a probe is sent every so often, and a live stream tells when it is counted, while other events
// come in at half of what the house acknowledges.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { startHousecount } from '../collect/housecount.mjs'
import { measureOne } from '../collect/rates.mjs'
import { SINGLE } from '../collect/rivals.mjs'
import { startLoad } from '../collect/run-load.mjs'

const SHARE = 0.5
const PROBE_MS = 130
const SETTLING_MS = 5000
const PATIENCE_MS = 30_000

export async function measureFreshness({ root, seconds, minutes, rate, print }) {
  const directory = join(root, 'freshness')
  const eventsPerSecond = rate > 0 ? rate : SHARE * (await capacity(directory, seconds))
  const server = await startHousecount(directory)
  try {
    const probe = new Probe(server)
    await probe.open()
    const load = startLoad(server, { ...SINGLE, eventsPerSecond, warmUpMs: SETTLING_MS, measuredMs: minutes * 60_000 })
    await load.began
    const delays = await probe.measure(load.ended)
    const { eventsPerSecond: acknowledged } = await load.result
    print('freshness: events beside it', acknowledged, 'events/s')
    print('freshness: asked', eventsPerSecond, 'events/s')
    print('freshness: probes', delays.length, 'events')
    for (const [name, share] of [
      ['p50', 0.5],
      ['p99', 0.99],
      ['max', 1],
    ])
      print(`freshness: ${name}`, delays[Math.min(delays.length - 1, Math.floor(share * delays.length))], 'ms')
  } finally {
    await server.kill()
    await rm(directory, { recursive: true, force: true })
  }
}

async function capacity(directory, seconds) {
  const rival = { name: 'housecount', load: SINGLE, start: startHousecount }
  return (await measureOne(rival, { directory, seconds, warmUp: 2 })).eventsPerSecond
}

class Probe {
  /** When each event was acknowledged, in order; and how many the stream has shown. */
  #acknowledgedAt = []
  #shown = 0
  #delays = []
  constructor(server) {
    this.server = server
  }

  async open() {
    await this.#send()
    const { url } = this.server
    while (!(await fetch(`${url}/v1/counters/item/probe`)).ok) await sleep(100)
    const stream = await fetch(`${url}/v1/live?of=item:probe`)
    this.#listen(stream.body)
  }

  /** Sends until it is over, and waits until all is shown. @returns sorted milliseconds from acknowledged to shown */
  async measure(over) {
    let running = true
    over.then(() => {
      running = false
    })
    const first = this.#acknowledgedAt.length
    while (running) {
      await Promise.all([this.#send(), sleep(PROBE_MS)])
    }
    const until = performance.now() + PATIENCE_MS
    while (this.#shown < this.#acknowledgedAt.length && performance.now() < until) await sleep(50)
    if (this.#shown < this.#acknowledgedAt.length) throw new Error('not all was shown')
    return this.#delays.slice(first).sort((a, b) => a - b)
  }

  async #send() {
    const { url, target } = this.server
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${target.key}` },
      body: JSON.stringify({ id: uuidv7(), kind: 'view', item: 'probe' }),
    })
    const at = performance.now()
    if ((await response.json()).stored !== 1) throw new Error('the probe was not stored')
    this.#acknowledgedAt.push(at)
  }

  async #listen(body) {
    let text = ''
    for await (const bytes of body) {
      text += Buffer.from(bytes).toString()
      for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
        const views = /"of":"item:probe".*?"views":(\d+)/.exec(text.slice(0, end))
        text = text.slice(end + 2)
        if (views) this.#show(Number(views[1]))
      }
    }
  }

  #show(count) {
    const now = performance.now()
    // What is shown before its sender has heard of it took no time.
    for (; this.#shown < count; this.#shown++)
      this.#delays[this.#shown] = Math.max(0, now - (this.#acknowledgedAt[this.#shown] ?? now))
  }
}
