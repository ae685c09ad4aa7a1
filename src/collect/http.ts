// The collector's routes that need no speed: catalogue entries in; and what the API says of the events' door, which is
// events.ts.
import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type Claim, parseEvent } from '../domain/event.ts'
import { itemSchema } from '../domain/item.ts'
import { Failure, type Parsed, type Problem, problem, refused } from '../domain/problem.ts'
import { parseWith } from '../domain/schema.ts'
import type { Instant } from '../domain/time.ts'
import type { Sender } from './admit.ts'
import type { Collector } from './collector.ts'
import { BODY_BYTES_MAX, EVENTS_MAX } from './events-body.ts'
import type { Held } from './held.ts'
import { asItemEvent, withoutEntry } from './item-event.ts'
import { askingOf } from './ordinary-request.ts'
import type { Received } from './receive.ts'
import { type BodyRefusal, HeldBytes, readBody, TOO_MANY } from './request-body.ts'
import { addTokenRoute } from './token-route.ts'

/** Answers that are problems, as RFC 9457 has them. */
export type ProblemReply = (
  c: Context,
  status: 400 | 401 | 403 | 413 | 415 | 429,
  title: string,
  problems?: readonly Problem[],
  headers?: Record<string, string>,
) => Response

const VERDICTS = ['stored', 'duplicate', 'conflict', 'rejected', 'too-late'] as const

const problems = z.array(z.object({ field: z.string(), value: z.string(), allowed: z.string() }))
const count = (description: string) => z.int().optional().openapi({ description })
const receivedAnswer = z
  .object({
    stored: z.int().openapi({ description: 'Events that came for the first time; they are on the disk.' }),
    rejected: z.int().openapi({ description: 'Events that are not allowed; nothing of them is kept.' }),
    duplicates: count(
      'Events whose first copy is on the disk. What came long ago, or before a restart, may be answered `stored` again: it is counted once all the same.',
    ),
    conflicts: count(
      'Events with the id and time of another, and other content. Both are on the disk, one is counted.',
    ),
    tooLate: count('Events whose time is closed. That they came is on the disk; they are counted nowhere.'),
    verdicts: z
      .array(z.object({ verdict: z.enum(VERDICTS), problems: problems.optional() }))
      .optional()
      .openapi({ description: 'One for each event, in their order; left out where all were stored.' }),
  })
  .openapi('Received')

const EXAMPLE = '{"id":"019a8e3c-7f52-7c3a-9b1e-2f6d1c0a4b55","kind":"watch","item":"heartstopper-s1","ms":1800000}'

const eventsRoute = createRoute({
  method: 'post',
  path: '/v1/events',
  summary: 'Send events',
  description: `Up to ${EVENTS_MAX} events or ${BODY_BYTES_MAX} bytes a request, inflated, as a JSON array or one JSON object a line; gzipped if you like. An event answered \`stored\` is on the disk. Sent again with the same id and content it is counted once, so send again whatever was not answered. \`at\` may be left out where the id is a UUIDv7: its time is taken. Answered 429 or 503, nothing of the request is promised; come again after \`Retry-After\`.`,
  security: [{ key: [] }, { keyInAddress: [] }],
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

/** A catalogue entry as it is put: the address has its id. */
const entrySchema = itemSchema.omit({ id: true })

const itemRoute = createRoute({
  method: 'put',
  path: '/v1/items/{id}',
  summary: 'Put an item into the catalogue',
  security: [{ key: [] }],
  request: {
    params: z.object({ id: z.string().openapi({ example: 'heartstopper-s1' }) }),
    body: {
      content: { 'application/json': { schema: entrySchema.openapi('Item') } },
      required: true,
    },
  },
  responses: { 200: { description: 'Stored', content: { 'application/json': { schema: receivedAnswer } } } },
})

/** What the listener gives with each request. */
export interface Env {
  Bindings: { readonly incoming: IncomingMessage }
}

export function collectorRoutes(collector: Collector, reply: ProblemReply): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>()
  app.openAPIRegistry.registerPath(eventsRoute)
  app.openAPIRegistry.registerPath(itemRoute)
  addTokenRoute(app, collector, reply)

  app.put('/v1/items/:id', async (c) => {
    const { held, senders, now } = collector
    const later = () => ({ 'retry-after': String(held.retryAfterSeconds) })
    const sender = senders.senderOf(askingOf(c.env.incoming), now())
    if ('status' in sender) return reply(c, sender.status, sender.title)
    if (!sender.trusted) return reply(c, 403, 'A catalogue entry is taken with the secret key only')
    if (!isJson(c)) return reply(c, 415, 'Send JSON, with `content-type: application/json`')
    if (held.fullness >= 1) return reply(c, 429, TOO_MANY, undefined, later())
    const bytes = new HeldBytes(held)
    try {
      const body = await bodyOf(c.env.incoming, held, bytes)
      if ('status' in body) {
        const headers = { ...(body.status === 429 && later()), ...(body.close && { connection: 'close' }) }
        return reply(c, body.status, body.title, body.problems, headers)
      }
      const event = readEntry(body, c.req.param('id'), now())
      if (!event.ok) return reply(c, 400, 'The item is not allowed', event.problems)
      return c.json(await take(collector, event, sender), 200)
    } finally {
      bytes.give()
    }
  })
  return app
}

const isJson = (c: Context): boolean => /^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')

/** Never resolves where the sender goes away: there is nobody to answer. */
const bodyOf = (request: IncomingMessage, held: Held, bytes: HeldBytes): Promise<Buffer | BodyRefusal> =>
  new Promise((known) => readBody(request, { bytesMax: BODY_BYTES_MAX, held }, bytes, known))

/** The event that brings an entry in; its problems name the fields of the entry. */
function readEntry(body: Buffer, id: string, now: Instant): Parsed<Claim> {
  const json = body.toString()
  if (!isUtf8(body)) return refused(problem('(body)', json, 'text in UTF-8'))
  let input: unknown
  try {
    input = JSON.parse(json)
  } catch {
    return refused(problem('(body)', json, 'one JSON object'))
  }
  const entry = parseWith(entrySchema, input)
  if (!entry.ok) return entry
  const event = parseEvent(asItemEvent({ ...entry.value, id }, now))
  return event.ok ? event : refused(...event.problems.map(withoutEntry))
}

const take = (collector: Collector, event: Parsed<Claim>, sender: Sender): Promise<Received> =>
  new Promise((resolve, reject) =>
    collector.intake.take([event], sender, (outcome) =>
      outcome instanceof Failure ? reject(outcome) : resolve(outcome),
    ),
  )
