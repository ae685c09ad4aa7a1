// A house with its doors open: HTTP in, HTTP out, and the loop that brings what came in into the editions.
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { House } from './app.ts'
import { collectorRoutes } from './collect/http.ts'
import { openKeys } from './collect/keys.ts'
import { DaySalts } from './collect/viewer.ts'
import type { Settings } from './config.ts'
import { Failure, type Problem } from './domain/problem.ts'
import type { ProblemAnswer } from './publish/answers.ts'
import { publicRoutes } from './publish/http.ts'
import { pulseRoutes } from './publish/pulse.ts'
import { pageRoutes } from './web/pages.ts'
import { problemPage } from './web/problem-page.tsx'

/** How long the loop rests after a round, as a multiple of what the round took, and at least. */
const REST_FACTOR = 3
const REST_MS_MIN = 1000

/** Requests end, and idle connections are closed, within this; a slow sender holds a connection no longer. */
const REQUEST_MS_MAX = 30_000
const CONNECTIONS_MAX = 10_000

export interface Server {
  readonly url: string
  /** Lets requests under way end, brings what came in into the editions, and closes the doors. The house stays open. */
  stop(): Promise<void>
}

export async function startServer(house: House, settings: Settings, notice: (text: string) => void): Promise<Server> {
  const app = await routesOf(house, settings, notice)
  const server = await listen(app, settings)
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host
  const url = `http://${host}:${(server.address() as AddressInfo).port}`
  await house.log.announce(url)
  const stopLoop = startLoop(house, notice)
  return {
    url,
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        if ('closeIdleConnections' in server) server.closeIdleConnections()
      })
      await stopLoop()
    },
  }
}

async function routesOf(house: House, settings: Settings, notice: (text: string) => void): Promise<OpenAPIHono> {
  const app = new OpenAPIHono()
  const collector = {
    keys: await openKeys(house.directory),
    salts: new DaySalts(`${house.directory}/salts`),
    now: house.now,
    append: (events: Parameters<House['append']>[0]) => house.append(events),
    countryHeader: settings.countryHeader,
    proxies: settings.proxies,
  }
  app.route('/', pulseRoutes(house))
  app.route('/', collectorRoutes(collector, reply))
  app.route('/', publicRoutes(house, reply))
  app.route('/', pageRoutes(house))
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' })
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
    // What the router itself refuses: a body that is no JSON, or that does not say it is.
    if (error instanceof HTTPException && error.status === 400) return reply(c, 400, error.message)
    if (error instanceof HTTPException && error.status === 415)
      return reply(c, 415, 'Send JSON, with `content-type: application/json`')
    notice(`${c.req.method} ${c.req.path}: a bug: ${error.stack}`)
    return reply(c, 500, 'This is a bug in Housecount')
  })
  return app
}

/** A problem as RFC 9457 has it, or as a page where a browser asks. */
function reply(
  c: Context,
  status: 400 | 401 | 403 | 404 | 413 | 415 | 500 | 503,
  title: string,
  problems?: readonly Problem[],
  headers: Record<string, string> = {},
): Response {
  const answer: ProblemAnswer = { type: 'about:blank', title, status, ...(problems && { problems: [...problems] }) }
  const page = !c.req.path.startsWith('/v1/') && (c.req.header('accept') ?? '').includes('text/html')
  const body = page ? problemPage(answer) : JSON.stringify(answer)
  const type = page ? 'text/html; charset=utf-8' : 'application/problem+json'
  return c.body(body, status, { 'content-type': type, ...headers })
}

function listen(app: OpenAPIHono, { host, port }: Settings): Promise<ReturnType<typeof serve>> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, () => resolve(server))
    server.on('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? 'another process listens there; choose another with --port' : error.message
      reject(new Failure('address-in-use', `can't listen on ${host}:${port}: ${why}`, { cause: error }))
    })
    if ('requestTimeout' in server) {
      server.requestTimeout = REQUEST_MS_MAX
      server.headersTimeout = REQUEST_MS_MAX / 2
      server.maxConnections = CONNECTIONS_MAX
    }
  })
}

/** Catches up again and again; a failure is told, and tried again after a rest. Returns how to end it. */
function startLoop(house: House, notice: (text: string) => void): () => Promise<void> {
  let stopped = false
  let wake = () => {}
  const loop = (async () => {
    for (;;) {
      const began = performance.now()
      await house.catchUp('events that came in late').catch((error) => notice(`catching up: ${error.message}`))
      if (stopped) return
      const restMs = Math.max(REST_MS_MIN, REST_FACTOR * (performance.now() - began))
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, restMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  })()
  return async () => {
    stopped = true
    wake()
    await loop
  }
}
