// A house with its doors open: HTTP in, HTTP out, and the loop that brings what came in into the editions.
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { getRequestListener, RequestError } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, Hono } from 'hono'
import type { House } from './app.ts'
import { answerBy, answerProblem, problemJson } from './collect/answers.ts'
import { Collector } from './collect/collector.ts'
import { Door } from './collect/door.ts'
import { isForEvents, takeEvents } from './collect/events.ts'
import { collectorRoutes } from './collect/http.ts'
import { pixelRoutes } from './collect/pixel.ts'
import type { Settings } from './config.ts'
import { Failure, type Problem, problem } from './domain/problem.ts'
import { startLoop } from './loop.ts'
import type { ProblemAnswer } from './publish/answers.ts'
import type { AskCounters } from './publish/counter-answer.ts'
import { CounterReader } from './publish/counter-reader.ts'
import { counterRoutes } from './publish/counter-routes.ts'
import { fileRoutes } from './publish/files-http.ts'
import { publicRoutes } from './publish/http.ts'
import { listRoutes } from './publish/list-routes.ts'
import type { ListSpec } from './publish/list-spec.ts'
import { isForLive, Live, liveRoute } from './publish/live.ts'
import { metricsRoutes } from './publish/metrics.ts'
import { operatorRoutes } from './publish/operator.ts'
import { Pace } from './publish/pace.ts'
import { pulseRoutes } from './publish/pulse.ts'
import { Webhooks } from './publish/webhooks/webhooks.ts'
import { worksRoutes } from './publish/works-routes.ts'
import { badgeRoutes } from './web/badge-routes.ts'
import { type Desk, openDesk } from './web/desk/desk.ts'
import { deskRoutes } from './web/desk/desk-routes.ts'
import { feedRoutes } from './web/feed-routes.ts'
import { keptPages } from './web/kept-pages.ts'
import { pageRoutes } from './web/pages.ts'
import { problemPage } from './web/problem-page.tsx'
import { scriptRoutes } from './web/script-routes.ts'
import { VARIES, voiceOf } from './web/voice.ts'

/** Requests end, and idle connections are closed, within this; a slow sender holds a connection no longer. */
const REQUEST_MS_MAX = 30_000
/** When the doors close, requests under way have this long: service managers wait for 10 seconds at least. */
const CLOSING_MS_MAX = 5000
const CONNECTIONS_MAX = 10_000
const HEADERS_BYTES_MAX = 16 * 1024

/** While the collector is fuller than this, what is only read has to wait. */
const READ_FULLNESS_MAX = 0.5

const BUG = 'This is a bug in Housecount'

export interface Server {
  readonly url: string
  /** Lets requests under way end, brings what came in into the editions, and closes the doors. The house stays open. */
  stop(): Promise<void>
}

/** More pages for a house, from what it counts. */
export type MorePages = (counters: AskCounters) => Hono

/** @param more of the demo alone */
export async function startServer(
  house: House,
  settings: Settings,
  notice: (text: string) => void,
  more?: MorePages,
): Promise<Server> {
  const collector = await Collector.open({
    ...settings,
    directory: house.directory,
    now: house.now,
    append: (lines) => house.log.append(lines),
    notice,
  })
  house.waitFor(collector.intake.commits)
  const reader = new CounterReader(house)
  const live = new Live(house, reader, notice)
  const pace = new Pace(house.now)
  const desk = await openDesk({ house, collector, pace, proxies: settings.proxies, notice })
  const routes = getRequestListener(routesOf(house, desk, reader, settings.lists, notice, more).fetch, {
    errorHandler: (error) => refuseRequest(error, notice),
  })
  const server = await listen((request, response) => {
    if (isForEvents(request)) takeEvents(collector, request, response)
    else if (isShed(collector, request)) answerBusy(collector, response)
    else if (isForLive(request)) live.take(request, response)
    else {
      response.once('finish', () => collector.intake.tally.answered('pages', response.statusCode))
      routes(request, response)
    }
  }, settings).catch((error) => {
    live.close()
    desk.close()
    collector.close()
    throw error
  })
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host
  const url = `http://${host}:${(server.address() as AddressInfo).port}`
  await house.log.announce(url)
  const door = openDoor(server, collector)
  const webhooks = await Webhooks.open(house, settings.webhooks, join(house.directory, 'webhooks'), notice)
  const stopLoop = startLoop(house, notice, pace, () =>
    webhooks.look().catch((error) => notice(`webhooks: ${error.message}`)),
  )
  return {
    url,
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => {
          clearTimeout(patience)
          resolve()
        })
        live.close()
        server.closeIdleConnections()
        door.close()
        // A server that is closing no longer looks at how long a request takes: half of one would keep it for good.
        const patience = setTimeout(() => server.closeAllConnections(), CLOSING_MS_MAX)
      })
      desk.close()
      collector.close()
      await stopLoop()
      await webhooks.close()
    },
  }
}

/** What asks whether the house is open, its operator's desk, and what collects: it has bounds of its own. */
const NEVER_SHED = /^\/(healthz|metrics|hc\.js|v1\/pixel\.gif|desk(\/[^?]*)?)(\?|$)/

/** Whoever only reads waits while the disk is behind. */
const isShed = ({ held }: Collector, { method, url = '' }: IncomingMessage): boolean =>
  held.fullness > READ_FULLNESS_MAX && (method === 'GET' || method === 'HEAD') && !NEVER_SHED.test(url)

const answerBusy = ({ held }: Collector, response: ServerResponse): void =>
  answerProblem(answerBy(response), 503, 'Busy with collecting: try again', undefined, {
    retryAfter: held.retryAfterSeconds,
  })

/** What the router can't make a request of: an address or a host that is none. All else is answered behind it. */
function refuseRequest(error: unknown, notice: (text: string) => void): Response {
  const wrong = error instanceof RequestError
  if (!wrong) notice(`a bug: ${(error as Error).stack}`)
  const body = wrong
    ? problemJson(400, 'The address is not allowed', [problem('(address)', error.message, 'a path, and a host')])
    : problemJson(500, BUG)
  return new Response(body, { status: wrong ? 400 : 500, headers: { 'content-type': 'application/problem+json' } })
}

function routesOf(
  house: House,
  desk: Desk,
  reader: CounterReader,
  lists: readonly ListSpec[],
  notice: (text: string) => void,
  more: MorePages | undefined,
): OpenAPIHono {
  const app = new OpenAPIHono()
  const { collector } = desk
  const counters = (of: string[]) => reader.answer(of)
  app.route('/', pulseRoutes(house))
  app.route('/', collectorRoutes(collector, reply))
  app.route('/', pixelRoutes(collector))
  app.route('/', scriptRoutes('hc.js'))
  app.route('/', operatorRoutes(house, collector.senders, reply))
  app.route('/', fileRoutes(house, reply))
  app.route('/', counterRoutes(house, reader, reply))
  app.openAPIRegistry.registerPath(liveRoute)
  app.route('/', listRoutes(house, lists, reply))
  app.route('/', worksRoutes(house, counters, reply))
  app.route('/', publicRoutes(house, reply))
  app.route('/', feedRoutes(house, reply))
  app.use(keptPages(house))
  app.route('/', pageRoutes(house, counters, lists))
  app.route('/', badgeRoutes(counters, reply))
  if (more) app.route('/', more(counters))
  app.route('/', scriptRoutes('elements.js'))
  app.route('/', metricsRoutes(desk, reply))
  app.route('/', deskRoutes(desk))
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' })
  app.openAPIRegistry.registerComponent('securitySchemes', 'keyInAddress', {
    type: 'apiKey',
    in: 'query',
    name: 'key',
    description: 'The public write key alone.',
  })
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Housecount', version: '1', description: 'Audience numbers that are made to be published.' },
  })
  app.notFound((c) => reply(c, 404, 'There is nothing at this address'))
  app.onError((error, c) => {
    if (error instanceof Failure) {
      notice(`${c.req.method} ${c.req.path}: ${error.message}`)
      return reply(c, 503, 'Not now: try again', undefined, { 'retry-after': '1' })
    }
    notice(`${c.req.method} ${c.req.path}: a bug: ${error.stack}`)
    return reply(c, 500, BUG)
  })
  return app
}

/** A problem as RFC 9457 has it, or as a page where a browser asks. */
function reply(
  c: Context,
  status: 400 | 401 | 403 | 404 | 413 | 415 | 429 | 500 | 503,
  title: string,
  problems?: readonly Problem[],
  headers: Record<string, string> = {},
): Response {
  const answer: ProblemAnswer = { type: 'about:blank', title, status, ...(problems && { problems: [...problems] }) }
  const page = !c.req.path.startsWith('/v1/') && (c.req.header('accept') ?? '').includes('text/html')
  const body = page ? problemPage(answer, voiceOf(c.req)) : problemJson(status, title, problems)
  const type = page ? 'text/html; charset=utf-8' : 'application/problem+json'
  return c.body(body, status, { 'content-type': type, ...(page && VARIES), ...headers })
}

function listen(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
  { host, port }: Settings,
): Promise<HttpServer> {
  return new Promise((resolve, reject) => {
    const limits = {
      requestTimeout: REQUEST_MS_MAX,
      headersTimeout: REQUEST_MS_MAX / 2,
      maxHeaderSize: HEADERS_BYTES_MAX,
    }
    const server = createServer(limits, listener)
    server.maxConnections = CONNECTIONS_MAX
    server.on('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? 'another process listens there; choose another with --port' : error.message
      reject(new Failure('address-in-use', `can't listen on ${host}:${port}: ${why}`, { cause: error }))
    })
    server.listen(port, host, () => resolve(server))
  })
}

/** Has each connection go through the events' door first. */
function openDoor(server: HttpServer, collector: Collector): Door {
  const toHttp = server.listeners('connection') as ((socket: Socket) => void)[]
  const door = new Door(collector, (socket) => {
    for (const take of toHttp) take.call(server, socket)
  })
  server.removeAllListeners('connection').on('connection', (socket) => door.take(socket))
  return door
}
