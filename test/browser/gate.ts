// What stands between pages and a collector: it passes requests on, or does to them what networks and busy servers do.
// It keeps what pages sent, as it came.
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** `lost`: the collector takes it, and its answer is lost on the way back. */
export type Manner = 'open' | 'closed' | 'lost' | { readonly status: number; readonly retryAfter?: number }

export interface Passed {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export class Gate {
  manner: Manner = 'open'
  readonly passed: Passed[] = []
  readonly #server = createServer((request, response) => void this.#pass(request, response))
  private constructor(
    /** Where the collector is. */
    public target: string,
  ) {}

  static async open(target: string): Promise<Gate> {
    const gate = new Gate(target)
    await new Promise<void>((listening) => gate.#server.listen(0, '127.0.0.1', listening))
    return gate
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The events of each request, as the bytes that they were. */
  get batches(): readonly (readonly string[])[] {
    return this.passed.map(({ body }) => body.split('\n'))
  }

  async close(): Promise<void> {
    await new Promise((closed) => {
      this.#server.close(closed)
      this.#server.closeAllConnections()
    })
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request
    let body = ''
    for await (const chunk of request) body += chunk
    this.passed.push({ method, url, headers, body })
    const { manner } = this
    if (manner === 'closed') response.destroy()
    else if (typeof manner === 'object') {
      const { status, retryAfter } = manner
      const open = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' }
      response
        .writeHead(status, { ...open, ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) })
        .end()
    } else {
      const onward = ask(this.target + url, { method, headers }, (answer) => {
        if (manner === 'lost') response.destroy()
        else answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers))
      })
      onward.on('error', () => response.destroy())
      onward.end(body)
    }
  }
}
