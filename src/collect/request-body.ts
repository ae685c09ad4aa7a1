// Reading a request's body, plain or gzipped, with a bound on its bytes as they are once inflated: a small request can't
// become a large one, and what all requests hold together is counted while they are read.
import type { IncomingMessage } from 'node:http'
import { gunzip } from 'node:zlib'
import { type Problem, problem } from '../domain/problem.ts'
import type { Held } from './held.ts'

/** Why a body is not taken. `close`: what was not read stands in the way of a next request. */
export interface BodyRefusal {
  readonly status: 400 | 413 | 415 | 429
  readonly title: string
  readonly problems?: readonly Problem[]
  readonly close: boolean
}

export const TOO_MANY = 'Too many events at once'

/** A body that is too long is read on to here, so that its sender hears the answer before the connection ends. */
const DRAIN_BYTES_MAX = 8 * 1024 * 1024

/** Events in JSON become about this many times their bytes when they are inflated. */
const USUAL_RATIO = 20

/** What a body holds of memory; given back when its request is answered. */
export class HeldBytes {
  #bytes = 0
  constructor(private readonly held: Held) {}

  take(bytes: number): void {
    this.#bytes += bytes
    this.held.take(bytes, 0)
  }

  give(): void {
    this.held.give(this.#bytes, 0)
    this.#bytes = 0
  }
}

export interface BodyOptions {
  readonly bytesMax: number
  readonly held: Held
}

/**
 * Reads a body. `known` is called at most once: not at all where the sender went away, and what was held for it is then
 * given back.
 */
export function readBody(
  request: IncomingMessage,
  options: BodyOptions,
  bytes: HeldBytes,
  known: (body: Buffer | BodyRefusal) => void,
): void {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  const announced = Number(request.headers['content-length'] ?? 0)
  if (encoding !== 'identity' && encoding !== 'gzip') known(OTHER_ENCODING)
  else if (announced > DRAIN_BYTES_MAX) known(tooLong(options.bytesMax, true))
  else new Reading(options, bytes, announced, encoding === 'gzip', known).begin(request)
}

const OTHER_ENCODING: BodyRefusal = {
  status: 415,
  title: 'A body is sent plain, or with `content-encoding: gzip`',
  close: false,
}

/** One body on its way in. */
class Reading {
  #first: Buffer | undefined
  #more: Buffer[] | undefined
  #length = 0
  #done = false
  constructor(
    private readonly options: BodyOptions,
    private readonly bytes: HeldBytes,
    private readonly announced: number,
    private readonly gzipped: boolean,
    private readonly known: (body: Buffer | BodyRefusal) => void,
  ) {}

  begin(request: IncomingMessage): void {
    this.bytes.take(Math.min(this.announced, this.options.bytesMax))
    request.on('data', (chunk: Buffer) => this.#take(chunk))
    request.on('end', () => this.#end())
    request.on('error', () => {})
    request.on('close', () => {
      if (!request.complete) this.bytes.give()
    })
  }

  #take(chunk: Buffer): void {
    if (this.#done) return
    this.#length += chunk.length
    if (this.#length > DRAIN_BYTES_MAX) this.#finish(tooLong(this.options.bytesMax, true))
    else if (this.#length > this.options.bytesMax) this.#first = this.#more = undefined
    else if (this.#mayHold(chunk)) this.#keep(chunk)
    else this.#finish({ status: 429, title: TOO_MANY, close: true })
  }

  /** What was announced is held already; of what was not, each piece has to be. */
  #mayHold(chunk: Buffer): boolean {
    if (this.announced > 0) return true
    this.bytes.take(chunk.length)
    return this.options.held.fullness < 1
  }

  #keep(chunk: Buffer): void {
    if (this.#first === undefined) this.#first = chunk
    else {
      this.#more ??= [this.#first]
      this.#more.push(chunk)
    }
  }

  #end(): void {
    if (this.#done) return
    const { bytesMax } = this.options
    if (this.#length > bytesMax) this.#finish(tooLong(bytesMax, false))
    else this.#inflate(this.#more ? Buffer.concat(this.#more) : (this.#first ?? NOTHING))
  }

  #inflate(body: Buffer): void {
    if (this.gzipped) {
      this.bytes.take(Math.min(this.options.bytesMax, body.length * USUAL_RATIO))
      inflate(body, this.options.bytesMax, (inflated) => this.#finish(inflated))
    } else this.#finish(body)
  }

  #finish(body: Buffer | BodyRefusal): void {
    this.#done = true
    this.#first = this.#more = undefined
    this.known(body)
  }
}

const NOTHING = Buffer.alloc(0)

const tooLong = (bytesMax: number, close: boolean): BodyRefusal => ({
  status: 413,
  title: `A request has at most ${bytesMax} bytes`,
  close,
})

const noGzip = (body: Buffer): BodyRefusal => ({
  status: 400,
  title: 'The body is no whole gzip',
  problems: [problem('(body)', `${body.length} bytes`, 'a whole gzip, as `content-encoding` says')],
  close: false,
})

/** Ends at the first byte too many. */
function inflate(body: Buffer, bytesMax: number, known: (body: Buffer | BodyRefusal) => void): void {
  gunzip(body, { maxOutputLength: bytesMax }, (error: NodeJS.ErrnoException | null, inflated) => {
    if (!error) known(inflated)
    else if (error.code === 'ERR_BUFFER_TOO_LARGE') known(tooLong(bytesMax, false))
    else known(noGzip(body))
  })
}
