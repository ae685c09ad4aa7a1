// A site whose audience is counted: pages that a test writes, on an origin of their own, with a sound to listen to.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const SOUND_MS = 4000

export interface Written {
  /** Attributes of the tracker's line, besides where it comes from and the key. */
  readonly line?: string
  readonly head?: string
  readonly body?: string
}

export class Site {
  readonly #pages = new Map<string, string>()
  readonly #server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const page = this.#pages.get(path)
    if (path === '/sound.wav') sendSound(response, request.headers.range)
    else if (page !== undefined) response.setHeader('content-type', 'text/html; charset=utf-8').end(page)
    else response.writeHead(404).end()
  })

  /** @param tracker the tracker's line, given the attributes that a page wants */
  static async open(tracker: (attributes: string) => string): Promise<Site> {
    const site = new Site(tracker)
    await new Promise<void>((listening) => site.#server.listen(0, '127.0.0.1', listening))
    return site
  }

  private constructor(private readonly tracker: (attributes: string) => string) {}

  /** Puts a page at a path, and says its address. */
  page(path: string, { line = 'data-local', head = '', body = '' }: Written = {}): string {
    const top = `<!doctype html><meta charset="utf-8"><title>${path}</title><link rel="icon" href="data:,">`
    this.#pages.set(path, `${top}${head}${this.tracker(line)}<body>${body}`)
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`
  }

  async close(): Promise<void> {
    await new Promise((closed) => {
      this.#server.close(closed)
      this.#server.closeAllConnections()
    })
  }
}

/** Silence, as a WAV of 8,000 samples a second, a byte each; in parts, so that one can seek in it. */
function sendSound(response: ServerResponse, range: string | undefined): void {
  const samples = SOUND_MS * 8
  const sound = Buffer.alloc(44 + samples, 128)
  sound.write('RIFF    WAVEfmt ', 'latin1')
  sound.writeUInt32LE(36 + samples, 4)
  sound.writeUInt32LE(16, 16)
  sound.writeUInt16LE(1, 20)
  sound.writeUInt16LE(1, 22)
  sound.writeUInt32LE(8000, 24)
  sound.writeUInt32LE(8000, 28)
  sound.writeUInt16LE(1, 32)
  sound.writeUInt16LE(8, 34)
  sound.write('data', 36, 'latin1')
  sound.writeUInt32LE(samples, 40)
  const [, first = '0', last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  const [from, to] = [Number(first), Number(last || sound.length - 1)]
  response.writeHead(range ? 206 : 200, {
    'content-type': 'audio/wav',
    'accept-ranges': 'bytes',
    ...(range && { 'content-range': `bytes ${from}-${to}/${sound.length}` }),
  })
  response.end(sound.subarray(from, to + 1))
}
