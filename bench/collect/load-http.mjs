// HTTP/1.1 over keep-alive sockets, written and read as bytes: a client library would take the processor from the
// server that is measured.
import { connect } from 'node:net'
import { requestsOf, requestTexts } from './events.mjs'

const TURNS_OF_ONE = 64

/**
 * Opens the connections and starts sending. `inFlight` requests are on their way on each (1: the next one waits for
 * the answer); with `eventsPerSecond` no more than that are sent; with `reconnects` a closed connection is opened again.
 */
export async function httpConnections(job, meter) {
  const pace = job.eventsPerSecond ? new Pace(job.eventsPerSecond, job.batch) : undefined
  const texts = requestTexts({ ...job, turns: job.batch === 1 ? TURNS_OF_ONE * 16 : 8 })
  const connections = Array.from({ length: job.connections }, (_, i) => new Connection(job, meter, pace, texts, i))
  return {
    gone: Promise.all(connections.map((each) => each.gone)),
    async stop() {
      pace?.stop()
      await Promise.all(connections.map((each) => each.stop()))
    },
  }
}

class Connection {
  #waiting = []
  #rest = ''
  #bodyLeft = -1
  #status = 0
  #body = ''
  #stopping = false
  constructor(job, meter, pace, texts, index) {
    this.meter = meter
    this.pace = pace
    // Bytes that are on their way must not be written to: each request in flight has its own.
    this.slots = Array.from({ length: job.inFlight }, (_, slot) => {
      const turns = job.batch === 1 ? (job.inFlight === 1 ? TURNS_OF_ONE : 4) : 1
      const from = (index * job.inFlight + slot) * turns
      return requestsOf(
        Array.from({ length: turns }, (_, i) => texts[(from + i) % texts.length]),
        job.run,
      )
    })
    this.gone = new Promise((resolve) => {
      this.end = resolve
    })
    this.job = job
    this.#open()
  }

  #open() {
    this.socket = connect({ port: this.job.port, host: '127.0.0.1', noDelay: true })
    this.#rest = ''
    this.#bodyLeft = -1
    this.socket.on('connect', () => {
      for (const slot of this.slots) this.#ask(slot)
    })
    this.socket.on('data', (chunk) => this.#read(chunk.latin1Slice(0, chunk.length)))
    this.socket.on('error', () => {})
    this.socket.once('close', () => this.#closed())
  }

  /** What was not answered is not acknowledged; a sender that insists comes back. */
  #closed() {
    if (this.#stopping || !this.job.reconnects) return this.end()
    this.meter.refuse('closed')
    this.#waiting = []
    setTimeout(() => this.#open(), 100)
  }

  /** Waits for the answers to what was sent, for a while. */
  async stop() {
    this.#stopping = true
    if (this.#waiting.length === 0) this.socket.destroy()
    else setTimeout(() => this.socket.destroy(), 5000).unref()
    await this.gone
  }

  #ask(slot) {
    if (this.#stopping) {
      if (this.#waiting.length === 0) this.socket.destroy()
    } else if (this.pace) this.pace.whenDue(() => this.#send(slot))
    else this.#send(slot)
  }

  #send(slot) {
    if (this.socket.destroyed || this.#stopping) return
    const first = this.meter.take(slot.events)
    this.#waiting.push({ slot, first, at: performance.now() })
    this.socket.write(slot.next(first))
  }

  /** Answers in order: a head, a body of the length that it names. */
  #read(text) {
    let rest = this.#rest + text
    for (;;) {
      if (this.#bodyLeft < 0) {
        const end = rest.indexOf('\r\n\r\n')
        if (end < 0) break
        this.#status = Number(rest.slice(9, 12))
        this.#bodyLeft = lengthIn(rest, end)
        rest = rest.slice(end + 4)
      }
      if (rest.length < this.#bodyLeft) break
      this.#body = rest.slice(0, this.#bodyLeft)
      rest = rest.slice(this.#bodyLeft)
      this.#bodyLeft = -1
      this.#answer()
    }
    this.#rest = rest
  }

  #answer() {
    const { slot, first, at } = this.#waiting.shift()
    if (!(this.#status >= 200 && this.#status < 300)) this.meter.refuse(this.#status)
    // Housecount says how many it stored; the others say success.
    else if (this.#body.startsWith('{"stored":') && storedIn(this.#body) !== slot.events) this.meter.refuse('partly')
    else this.meter.answered(first, slot.events, at)
    this.#ask(slot)
  }
}

const storedIn = (body) => Number.parseInt(body.slice(10, 20), 10)

function lengthIn(head, end) {
  const named = head.search(/\r\ncontent-length: /i)
  return named >= 0 && named < end ? Number.parseInt(head.slice(named + 18, named + 28), 10) : 0
}

/** Lets so many events go in a second; those who ask too early wait their turn. */
class Pace {
  #waiting = []
  #allowed = 0
  #last = performance.now()
  constructor(eventsPerSecond, batch) {
    this.timer = setInterval(() => {
      const now = performance.now()
      // What the server was too slow for is not made up for at once.
      this.#allowed = Math.min(this.#allowed + ((now - this.#last) / 1000) * (eventsPerSecond / batch), eventsPerSecond)
      this.#last = now
      while (this.#allowed >= 1 && this.#waiting.length > 0) {
        this.#allowed--
        this.#waiting.shift()()
      }
    }, 5)
  }

  whenDue(send) {
    if (this.#allowed < 1 || this.#waiting.length > 0) this.#waiting.push(send)
    else {
      this.#allowed--
      send()
    }
  }

  stop() {
    clearInterval(this.timer)
  }
}
