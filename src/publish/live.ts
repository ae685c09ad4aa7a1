// The live stream: counters as server-sent events. A reader gets all that it asked for first, and then, after each change,
// those that changed. Streams that ask for the same share one message, and a message is made once whatever waits for it.
// Whoever does not read what it is sent is cut off, and comes back as EventSource does.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRoute, z } from '@hono/zod-openapi'
import { answerBy, answerProblem } from '../collect/answers.ts'
import { DEFAULT_SITE, parseSite, type SiteId } from '../domain/event.ts'
import { Failure, type Problem } from '../domain/problem.ts'
import type { Archive } from './archive.ts'
import { type Counter, type CounterReader, counterParts, countersText } from './counter-reader.ts'
import { parseSubjects, SUBJECTS_MAX } from './counter-routes.ts'
import { NOT_YET_TITLE, OPEN } from './public-answer.ts'

const LIVE_PATH = '/v1/live'

const STREAMS_MAX = 4000
/** A comment, so that whoever stands between does not take a quiet stream for a dead one. */
const HEARTBEAT_MS = 15_000
/** After a stream has ended, a reader waits so long before it comes back. */
const RETRY_MS = 2000
/** Of what a reader has not read yet, so much is kept. */
const UNREAD_BYTES_MAX = 256 * 1024

export const liveRoute = createRoute({
  method: 'get',
  path: LIVE_PATH,
  summary: 'Counters, and each change of them',
  description:
    'Server-sent events: each has the event `counters`, the revision as its id, and the counters that changed in the shape of `GET /v1/counters`; the first has all of them. Whoever comes back with `Last-Event-ID` gets nothing anew if nothing has changed since.',
  request: {
    query: z.object({
      of: z.array(z.string()).openapi({
        example: ['item:heartstopper-s1'],
        description: `Subjects as in \`GET /v1/counters\`, at most ${SUBJECTS_MAX}.`,
      }),
      site: z.string().optional(),
    }),
  },
  responses: { 200: { description: 'A stream', content: { 'text/event-stream': { schema: z.string() } } } },
})

/** Whether a request is for the live stream. */
export const isForLive = ({ method, url = '' }: IncomingMessage): boolean =>
  (method === 'GET' || method === 'HEAD') && (url === LIVE_PATH || url.startsWith(`${LIVE_PATH}?`))

/** Streams that ask for the same. */
interface Group {
  readonly of: readonly string[]
  readonly site: SiteId
  readonly streams: Set<ServerResponse>
  /** Streams that have not had their first message, and the revision that each has seen before. */
  readonly fresh: Map<ServerResponse, string | undefined>
  /** What the streams were told last, by subject, without the time. */
  told: ReadonlyMap<string, string>
}

export class Live {
  readonly #groups = new Map<string, Group>()
  /** Groups that may have something to be told. */
  readonly #due = new Set<Group>()
  #streams = 0
  #telling: Promise<void> | undefined
  #closed = false
  readonly #heartbeat: NodeJS.Timeout
  readonly #unsubscribe: () => void
  constructor(
    private readonly archive: Archive,
    private readonly reader: CounterReader,
    private readonly notice: (text: string) => void,
    private readonly streamsMax = STREAMS_MAX,
  ) {
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS).unref()
    this.#unsubscribe = archive.counters.onChange(() => {
      for (const group of this.#groups.values()) this.#due.add(group)
      this.#tell()
    })
  }

  /** Answers a request for which `isForLive` is true. */
  take(request: IncomingMessage, response: ServerResponse): void {
    this.#take(request, response).catch((error) => {
      this.notice(`GET ${LIVE_PATH}: ${error instanceof Failure ? error.message : `a bug: ${error.stack}`}`)
      response.destroy()
    })
  }

  /** Ends all streams. */
  close(): void {
    this.#closed = true
    clearInterval(this.#heartbeat)
    this.#unsubscribe()
    for (const { streams } of this.#groups.values()) for (const stream of streams) stream.end()
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number, title: string, problems?: readonly Problem[]) =>
      answerProblem(answerBy(response), status, title, problems, { ...(status === 503 && { retryAfter: 1 }) })
    if (!this.archive.counters.state) return refuse(503, NOT_YET_TITLE)
    if (this.#closed || this.#streams >= this.streamsMax) return refuse(503, 'So many streams are open: try again')
    const query = new URLSearchParams(request.url?.slice(LIVE_PATH.length))
    const subjects = parseSubjects(query.getAll('of'))
    if (!subjects.ok) return refuse(400, 'The question is not allowed', subjects.problems)
    const site = parseSite('site', query.get('site') ?? DEFAULT_SITE)
    if (!site.ok) return refuse(400, 'The question is not allowed', site.problems)
    const asked = { of: [...new Set(subjects.value)], site: site.value }
    const found = await this.reader.read(asked)
    if (!found.ok) return refuse(404, 'No such counter', found.problems)
    response.writeHead(200, {
      ...OPEN,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      connection: 'close',
    })
    if (request.method === 'HEAD' || this.#closed) response.end()
    else this.#open(asked, response, request.headers['last-event-id'] as string | undefined)
  }

  #open({ of, site }: Pick<Group, 'of' | 'site'>, stream: ServerResponse, seen: string | undefined): void {
    const key = `${site}\n${of.join('\n')}`
    const group = this.#groups.get(key) ?? { of, site, streams: new Set(), fresh: new Map(), told: new Map() }
    this.#groups.set(key, group)
    group.streams.add(stream)
    group.fresh.set(stream, seen)
    this.#streams++
    stream.on('error', () => {})
    stream.once('close', () => {
      this.#streams--
      group.streams.delete(stream)
      group.fresh.delete(stream)
      if (group.streams.size === 0 && this.#groups.get(key) === group) this.#groups.delete(key)
    })
    stream.write(`retry: ${RETRY_MS}\n\n`)
    this.#due.add(group)
    this.#tell()
  }

  /** Tells those to whom something is due, one group after the other; what becomes due meanwhile is told in the same go. */
  #tell(): void {
    this.#telling ??= this.#tellAll().finally(() => {
      this.#telling = undefined
      if (this.#due.size > 0) this.#tell()
    })
  }

  async #tellAll(): Promise<void> {
    for (const group of this.#due) {
      this.#due.delete(group)
      try {
        await this.#tellGroup(group)
      } catch (error) {
        // Told at the next change, as is all that the streams have not seen by then.
        this.notice(
          `GET ${LIVE_PATH}: ${error instanceof Failure ? error.message : `a bug: ${(error as Error).stack}`}`,
        )
      }
    }
  }

  async #tellGroup(group: Group): Promise<void> {
    const { state } = this.archive.counters
    const read = await this.reader.read(group)
    if (!state) return
    // What was asked for is gone from the catalogue: whoever comes back is told so.
    if (!read.ok) return endAll(group.streams)
    const now = new Map(read.value.map((counter) => [counter.of, counterParts(counter).join('')]))
    const changed = read.value.filter(({ of }) => group.told.get(of) !== now.get(of))
    const message = (counters: readonly Counter[]) =>
      `id: ${state.revision}\nevent: counters\ndata: ${countersText(state, counters)}\n\n`
    const [all, some] = [message(read.value), message(changed)]
    const fresh = new Map(group.fresh)
    group.fresh.clear()
    group.told = now
    for (const stream of group.streams)
      if (!fresh.has(stream)) {
        if (changed.length > 0) send(stream, some)
      } else if (fresh.get(stream) !== state.revision) send(stream, all)
  }

  #beat(): void {
    for (const { streams } of this.#groups.values()) for (const stream of streams) send(stream, ': still here\n\n')
  }
}

function send(stream: ServerResponse, text: string): void {
  stream.write(text)
  if (stream.writableLength > UNREAD_BYTES_MAX) stream.destroy()
}

function endAll(streams: Iterable<ServerResponse>): void {
  for (const stream of streams) stream.end()
}
