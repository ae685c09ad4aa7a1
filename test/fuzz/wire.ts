// HTTP/1.1 as bytes over a socket, since a client library would refuse to send most of what is sent here. Answers are
// read strictly: one that is not well formed is a failure, as is a request that gets neither an answer nor an end.
import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

/** The server's own bound is 30 seconds, looked at every 30; what is silent for longer is stuck. */
const SILENT_MS_MAX = 120_000

/** A connection that asks, and is answered in the same order. */
export class Wire {
  /** When it was opened, or said something last. */
  heardAt = performance.now()
  #received: Buffer = Buffer.alloc(0)
  #ended = false
  #heard: (() => void) | undefined
  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.heardAt = performance.now()
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
      this.#heard?.()
    })
    const end = () => {
      this.#ended = true
      this.#heard?.()
    }
    socket.on('error', end)
    socket.on('end', end)
    socket.on('close', end)
  }

  static open(port: number): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new Wire(socket))
      })
    })
  }

  /** Whether the other side has hung up. */
  get ended(): boolean {
    return this.#ended
  }

  /** The next answer; undefined where the connection ended without one. Throws where what came is no answer. */
  async answer(withoutBody = false): Promise<Answer | undefined> {
    for (;;) {
      const read = readAnswer(this.#received, withoutBody)
      if (read) {
        this.#received = this.#received.subarray(read.length)
        if (read.answer.status >= 200) return read.answer
      } else if (this.#ended) {
        if (this.#received.length > 0) throw new Error(`half an answer: ${shown(this.#received)}`)
        return undefined
      } else await this.#hear()
    }
  }

  /** All answers until the connection ends. */
  async answers(): Promise<readonly Answer[]> {
    const all: Answer[] = []
    for (;;) {
      const answer = await this.answer()
      if (!answer) return all
      all.push(answer)
    }
  }

  close(): void {
    this.socket.destroy()
  }

  async #hear(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve, reject) => {
      this.#heard = resolve
      timer = setTimeout(
        () => reject(new Error(`neither an answer nor an end; so far ${shown(this.#received)}`)),
        SILENT_MS_MAX,
      )
    })
    clearTimeout(timer)
  }
}

export const shown = (bytes: Buffer): string => {
  const text = JSON.stringify(bytes.subarray(0, 1500).toString('latin1'))
  return bytes.length > 1500 ? `${text}… (${bytes.length} bytes)` : text
}

const HEAD_END = Buffer.from('\r\n\r\n')

/** The answer at the front of some bytes, and how many of them it is; undefined where it is not whole. */
function readAnswer(
  bytes: Buffer,
  withoutBody: boolean,
): { readonly answer: Answer; readonly length: number } | undefined {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd === -1) return undefined
  const [first = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n')
  const status = Number(/^HTTP\/1\.1 ([1-5]\d\d) /.exec(first)?.[1])
  if (!status) throw new Error(`no status line: ${shown(bytes)}`)
  const headers = new Map(lines.map(headerOf))
  const from = headEnd + HEAD_END.length
  const empty = withoutBody || status < 200 || status === 204 || status === 304
  const body = empty ? { body: Buffer.alloc(0), end: from } : readBody(bytes, from, headers)
  return body && { answer: { status, headers, body: body.body }, length: body.end }
}

function headerOf(line: string): [string, string] {
  const colon = line.indexOf(':')
  if (colon < 1) throw new Error(`no header: ${line}`)
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}

interface Body {
  readonly body: Buffer
  readonly end: number
}

function readBody(bytes: Buffer, from: number, headers: ReadonlyMap<string, string>): Body | undefined {
  if (headers.get('transfer-encoding') === 'chunked') return readChunks(bytes, from)
  const end = from + Number(headers.get('content-length') ?? 0)
  return bytes.length < end ? undefined : { body: bytes.subarray(from, end), end }
}

function readChunks(bytes: Buffer, start: number): Body | undefined {
  const parts: Buffer[] = []
  for (let from = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', from)
    if (lineEnd === -1) return undefined
    const size = Number.parseInt(bytes.toString('latin1', from, lineEnd), 16)
    const end = lineEnd + 2 + size + 2
    if (bytes.length < end) return undefined
    if (size === 0) return { body: Buffer.concat(parts), end }
    parts.push(bytes.subarray(lineEnd + 2, end - 2))
    from = end
  }
}
