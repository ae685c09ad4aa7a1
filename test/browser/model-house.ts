// A small house over real HTTP: it answers what elements ask with a model's numbers, keeps every request, and says live
// what changes. Pages come from memory, the elements from the build.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { edition, list } from '../../src/web/fixtures.ts'
import { type Baseline, ModelVotes, type SentEvent } from './model-votes.ts'

const BUNDLE = new URL('../../dist/web/elements.js', import.meta.url)

export const KEY = 'hcw_test'

export class ModelHouse {
  readonly votes = new ModelVotes()
  /** `GET /v1/counters?of=…`, in the order in which they came. */
  readonly requests: string[] = []
  /** Ids of all events in the order in which they came, with those that came again. */
  readonly sent: string[] = []
  readonly baseline: Baseline = {
    views: 5610,
    likes: 3,
    followers: 3_499_999,
    histogram: [1, 0, 2, 6, 38],
    yes: 43,
    no: 7,
  }
  /** The next so many requests for votes are answered 503, after they were taken. */
  failures = 0
  /** Votes are taken, and answered when this is over. */
  slowness: Promise<void> | undefined
  /** Whether events, tokens or streams are refused. */
  readonly refuses = { votes: false, tokens: [] as string[], live: false }
  readonly #streams = new Map<ServerResponse, readonly string[]>()
  #tokens = 0
  #revision = 0
  readonly #server = createServer((request, response) => void this.#answer(request, response))
  origin = ''

  constructor(private readonly pages: Readonly<Record<string, string>>) {}

  async open(): Promise<void> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening))
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): Promise<void> {
    return new Promise((closed) => {
      this.#server.close(() => closed())
      this.#server.closeAllConnections()
    })
  }

  get streams(): readonly (readonly string[])[] {
    return [...this.#streams.values()]
  }

  counter(of: string) {
    return this.votes.counter(of, new Date(this.#now()).toISOString(), this.baseline)
  }

  /** Every stream breaks off. */
  cut(): void {
    for (const response of this.#streams.keys()) response.destroy()
  }

  /** Numbers changed: whoever watches is told. */
  tell(): void {
    for (const [response, of] of this.#streams) this.#push(response, of)
  }

  /** Each answer is younger than the one before. */
  #now(): number {
    return Date.UTC(2026, 10, 16) + ++this.#revision
  }

  #counters(of: readonly string[]) {
    return {
      asOf: new Date(this.#now()).toISOString(),
      revision: String(this.#revision),
      counters: of.map((each) => this.counter(each)),
    }
  }

  #push(response: ServerResponse, of: readonly string[]): void {
    const counters = this.#counters(of)
    response.write(`event: counters\nid: ${counters.revision}\ndata: ${JSON.stringify(counters)}\n\n`)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const of = url.searchParams.getAll('of')
    response.setHeader('access-control-allow-origin', '*')
    const json = (body: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    const page = this.pages[url.pathname]
    if (page !== undefined) response.setHeader('content-type', 'text/html; charset=utf-8').end(page)
    else if (url.pathname === '/elements.js')
      response.setHeader('content-type', 'text/javascript').end(readFileSync(BUNDLE))
    else if (url.pathname === '/v1/counters') {
      this.requests.push(url.search)
      json(this.#counters(of))
    } else if (url.pathname === '/v1/live' && !this.refuses.live) this.#stream(response, of)
    else if (url.pathname.startsWith('/v1/lists/'))
      json({ ...list, list: { ...list.list, id: url.pathname.slice('/v1/lists/'.length) } })
    else if (url.pathname.startsWith('/v1/charts/')) json(edition)
    else if (request.method === 'POST') await this.#post(url, request, response, json)
    else response.writeHead(404).end()
  }

  #stream(response: ServerResponse, of: readonly string[]): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    this.#streams.set(response, of)
    response.on('close', () => this.#streams.delete(response))
    this.#push(response, of)
  }

  async #post(url: URL, request: IncomingMessage, response: ServerResponse, json: (body: unknown) => unknown) {
    let text = ''
    for await (const chunk of request) text += chunk
    if (this.refuses.votes || url.searchParams.get('key') !== KEY) return response.writeHead(401).end()
    if (url.pathname === '/v1/tokens') return json({ token: `hct_${++this.#tokens}` })
    const events = [JSON.parse(text)].flat() as SentEvent[]
    const verdicts = events.map((event) => this.#take(event))
    this.tell()
    await this.slowness
    if (this.failures > 0) {
      this.failures--
      return response.writeHead(503).end()
    }
    return json({ stored: 0, rejected: 0, ...(verdicts.some(({ verdict }) => verdict !== 'stored') && { verdicts }) })
  }

  #take(event: SentEvent) {
    this.sent.push(event.id)
    if (event.token !== undefined && this.refuses.tokens.includes(event.token))
      return {
        verdict: 'rejected',
        problems: [{ field: 'token', value: event.token, allowed: 'a token of this house' }],
      }
    return { verdict: this.votes.take(event) }
  }
}
