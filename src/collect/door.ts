// The events' door at the socket. A request that came whole and in the ordinary form is judged and answered here, for
// half of what node:http takes; at the first one that did not, the connection is given to node:http for good. So there
// is one reader for what is usual, which is short, and a well-tried one for everything else.
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Answer } from './answers.ts'
import type { Collector } from './collector.ts'
import { takeWhole } from './events.ts'
import { Heads } from './ordinary-request.ts'

/** An idle connection is closed after this. */
const IDLE_SECONDS_MAX = 5

export class Door {
  readonly #connections = new Set<Connection>()
  #closing = false
  constructor(
    readonly collector: Collector,
    /** Takes a connection as if it had just come. */
    private readonly toHttp: (socket: Socket) => void,
  ) {}

  /** Takes a new connection. */
  take(socket: Socket): void {
    this.#connections.add(new Connection(socket, this))
  }

  get closing(): boolean {
    return this.#closing
  }

  /** Lets a connection go: it has ended, or the rest of it, which begins with these bytes, is node:http's. */
  leave(connection: Connection, socket?: Socket, bytes?: Buffer): void {
    this.#connections.delete(connection)
    if (!socket || !bytes) return
    this.toHttp(socket)
    socket.emit('data', bytes)
  }

  /** Ends idle connections, and the others with the answer that they wait for. */
  close(): void {
    this.#closing = true
    for (const connection of this.#connections) connection.endWhenIdle()
  }
}

class Connection {
  /** What came and is not read yet. */
  #unread: Buffer | undefined
  #isReading = false
  #isWaiting = false
  #isLast = false
  readonly #heads: Heads
  readonly #listeners: readonly (readonly [event: string, listener: (...args: never[]) => void])[]
  constructor(
    private readonly socket: Socket,
    private readonly door: Door,
  ) {
    this.#heads = new Heads(socket.remoteAddress ?? '')
    this.#listeners = [
      ['data', (chunk: Buffer) => this.#take(chunk)],
      ['drain', () => this.#answered()],
      ['end', () => this.endWhenIdle()],
      ['timeout', () => !this.#isWaiting && socket.destroy()],
      ['error', () => {}],
      ['close', () => door.leave(this)],
    ]
    for (const [event, listener] of this.#listeners) socket.on(event, listener as () => void)
    socket.setTimeout(IDLE_SECONDS_MAX * 1000)
  }

  /** Ends now, or with the answer that is waited for. */
  endWhenIdle(): void {
    this.#isLast = true
    if (!this.#isWaiting) this.socket.end()
  }

  #take(chunk: Buffer): void {
    this.#unread = this.#unread ? Buffer.concat([this.#unread, chunk]) : chunk
    // One request at a time, so that answers go out in order; whoever sends ahead waits.
    if (this.#isWaiting) this.socket.pause()
    else this.#readAll()
  }

  /** Reads on until an answer has to be waited for; one that is there at once is only the next turn of the loop. */
  #readAll(): void {
    if (this.#isReading) return
    this.#isReading = true
    while (this.#unread && !this.#isWaiting && !this.#isLast) this.#readOne(this.#unread)
    this.#isReading = false
  }

  #readOne(bytes: Buffer): void {
    this.#unread = undefined
    const request = this.#heads.read(bytes)
    if (!request) this.#handOver(bytes)
    else {
      const end = request.bodyFrom + request.bodyBytes
      if (end < bytes.length) this.#unread = bytes.subarray(end)
      this.#isWaiting = true
      takeWhole(this.door.collector, request, bytes.subarray(request.bodyFrom, end), this.#answer)
    }
  }

  readonly #answer: Answer = (status, headers, body) => {
    if (this.socket.destroyed) return
    this.#isLast ||= this.door.closing || headers.includes('close')
    // A sender that does not read its answers is not asked for more.
    if (this.socket.write(answerText(status, headers, body, this.#isLast))) this.#answered()
  }

  #answered(): void {
    this.#isWaiting = false
    if (this.#isLast) this.socket.end()
    else {
      if (this.socket.isPaused()) this.socket.resume()
      this.#readAll()
    }
  }

  #handOver(bytes: Buffer): void {
    for (const [event, listener] of this.#listeners) this.socket.off(event, listener as () => void)
    this.socket.setTimeout(0)
    this.door.leave(this, this.socket, bytes)
  }
}

function answerText(status: number, headers: readonly string[], body: string, isLast: boolean): string {
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`
  for (let i = 0; i < headers.length; i += 2)
    if (headers[i] !== 'connection') text += `${headers[i]}: ${headers[i + 1]}\r\n`
  const connection = isLast ? 'close' : `keep-alive\r\nkeep-alive: timeout=${IDLE_SECONDS_MAX}`
  return `${text}date: ${dateNow()}\r\nconnection: ${connection}\r\n\r\n${body}`
}

let second = 0
let date = ''

/** The time as HTTP has it, made once a second. */
function dateNow(): string {
  const now = Math.floor(Date.now() / 1000)
  if (now !== second) {
    second = now
    date = new Date(now * 1000).toUTCString()
  }
  return date
}
