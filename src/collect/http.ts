// The collector's routes: events in, catalogue entries in. Who sends is told by the key; what a browser may not say is
// taken from its connection.
import { getConnInfo } from '@hono/node-server/conninfo'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { DEFAULT_SITE, type Event } from '../domain/event.ts'
import { itemSchema } from '../domain/item.ts'
import type { Problem } from '../domain/problem.ts'
import { type CountryCode, parseCountry } from '../domain/region.ts'
import { problemsIn } from '../domain/schema.ts'
import { DAY_MS, type Instant, SECOND_MS } from '../domain/time.ts'
import type { Sender } from './admit.ts'
import { inflatedBody } from './inflate.ts'
import { asItemEvent, withoutEntry } from './item-event.ts'
import { type Keys, sameKey } from './keys.ts'
import { BODY_BYTES_MAX, EVENTS_MAX, receive, splitBody } from './receive.ts'
import type { DaySalts } from './viewer.ts'

export interface Collector {
  readonly keys: Keys
  readonly salts: DaySalts
  readonly now: () => Instant
  /** Resolves when the events are on the disk. */
  readonly append: (events: readonly Event[]) => Promise<void>
  readonly countryHeader?: string | undefined
  /** Proxies of the operator's own in front; with 0, forwarded addresses are not believed. */
  readonly proxies: number
}

/** Answers that are problems, as RFC 9457 has them. */
export type ProblemReply = (
  c: Context,
  status: 400 | 401 | 403 | 413 | 415,
  title: string,
  problems?: readonly Problem[],
) => Response

const problems = z.array(z.object({ field: z.string(), value: z.string(), allowed: z.string() }))
const receivedAnswer = z
  .object({
    stored: z.int(),
    rejected: z.int(),
    verdicts: z
      .array(z.object({ verdict: z.enum(['stored', 'rejected', 'too-late']), problems: problems.optional() }))
      .optional()
      .openapi({ description: 'One for each event, in their order; left out where all were stored.' }),
  })
  .openapi('Received')

const EXAMPLE = '{"id":"019a8e3c-7f52-7c3a-9b1e-2f6d1c0a4b55","kind":"watch","item":"heartstopper-s1","ms":1800000}'

const eventsRoute = createRoute({
  method: 'post',
  path: '/v1/events',
  summary: 'Send events',
  description: `Up to ${EVENTS_MAX} events or ${BODY_BYTES_MAX} bytes a request, as a JSON array or one JSON object a line. An event answered \`stored\` is on the disk. Sent again with the same id and content it is counted once.`,
  security: [{ key: [] }],
  // Told, but not read by the router: a bad line must not spoil its neighbours.
  requestBody: {
    required: true,
    content: {
      'application/x-ndjson': { schema: { type: 'string' }, example: EXAMPLE },
      'application/json': { schema: { type: 'array', items: { type: 'object' } }, example: [JSON.parse(EXAMPLE)] },
    },
  },
  responses: {
    200: { description: 'A verdict for each event', content: { 'application/json': { schema: receivedAnswer } } },
  },
})

const itemRoute = createRoute({
  method: 'put',
  path: '/v1/items/{id}',
  summary: 'Put an item into the catalogue',
  security: [{ key: [] }],
  request: {
    params: z.object({ id: z.string().openapi({ example: 'heartstopper-s1' }) }),
    body: {
      content: { 'application/json': { schema: itemSchema.omit({ id: true }).openapi('Item') } },
      required: true,
    },
  },
  responses: { 200: { description: 'Stored', content: { 'application/json': { schema: receivedAnswer } } } },
})

export function collectorRoutes(collector: Collector, reply: ProblemReply): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return
      const sent = 'data' in result ? result.data : undefined
      return reply(c, 400, 'The request is not allowed', problemsIn(result.error, sent))
    },
  })
  const tooLarge = (c: Context) => {
    const answer = reply(c, 413, `A request has at most ${BODY_BYTES_MAX} bytes`)
    // What was not read stands in the way of a next request.
    answer.headers.set('connection', 'close')
    return answer
  }
  const inflated = inflatedBody({ bytesMax: BODY_BYTES_MAX, tooLarge, refuse: reply })
  // A page of any origin may send: the write key says for which site, and no cookie is ever looked at.
  const anyOrigin = cors({
    origin: '*',
    allowMethods: ['POST'],
    allowHeaders: ['authorization', 'content-type', 'content-encoding'],
    maxAge: DAY_MS / SECOND_MS,
  })
  app.use('/v1/events', anyOrigin)
  app.use('/v1/events', bodyLimit({ maxSize: BODY_BYTES_MAX, onError: tooLarge }))
  app.use('/v1/items/*', bodyLimit({ maxSize: BODY_BYTES_MAX, onError: tooLarge }))
  app.use('/v1/events', inflated)
  app.use('/v1/items/*', inflated)

  app.openapi(eventsRoute, async (c) => {
    const sender = await senderOf(c, collector)
    if (!sender) return unauthorised(c, reply)
    const inputs = splitBody(await c.req.text())
    if (!inputs.ok) return reply(c, 400, 'The body holds no events', inputs.problems) as never
    return c.json(await receive(inputs.value, sender, collector.now(), collector.append), 200) as never
  })

  app.openapi(itemRoute, async (c) => {
    const sender = await senderOf(c, collector)
    if (!sender) return unauthorised(c, reply)
    const entry = { ...c.req.valid('json'), id: c.req.valid('param').id }
    const event = { ok: true as const, value: asItemEvent(entry, collector.now()) }
    const received = await receive([event], sender, collector.now(), collector.append)
    const [verdict] = received.verdicts ?? []
    if (verdict && 'problems' in verdict)
      return reply(c, 400, 'The item is not allowed', verdict.problems.map(withoutEntry)) as never
    return c.json(received, 200) as never
  })
  return app
}

const unauthorised = (c: Context, reply: ProblemReply) =>
  reply(c, 401, 'Send a key: `Authorization: Bearer …`, or `?key=…` with the public write key') as never

/** Who sends: trusted with the secret key, public with the write key, nobody without. */
async function senderOf(
  c: Context,
  { keys, salts, now, countryHeader, proxies }: Collector,
): Promise<Sender | undefined> {
  const key = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? c.req.query('key') ?? ''
  const site = DEFAULT_SITE
  if (sameKey(key, keys.secret)) return { site, trusted: true, pepper: keys.pepper }
  if (!sameKey(key, keys.write)) return undefined
  const address = addressOf(c, proxies)
  const viewer = await salts.viewerOf(site, address, c.req.header('user-agent') ?? '', now())
  return { site, trusted: false, pepper: keys.pepper, viewer, country: countryOf(c, countryHeader) }
}

/** The socket's address, or the entry that the outermost of the operator's own proxies added. */
function addressOf(c: Context, proxies: number): string {
  const socket = getConnInfo(c).remote.address ?? ''
  if (proxies === 0) return socket
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((each) => each.trim())
  return forwarded.at(-proxies) || socket
}

function countryOf(c: Context, header: string | undefined): CountryCode | undefined {
  if (!header) return undefined
  const country = parseCountry(header, c.req.header(header)?.toUpperCase())
  return country.ok ? country.value : undefined
}
