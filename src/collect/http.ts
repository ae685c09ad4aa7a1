// The collector's routes that need no speed: catalogue entries in; and what the API says of the events' door, which is
// events.ts.
import type { IncomingMessage } from 'node:http'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { parseEvent } from '../domain/event.ts'
import { itemSchema } from '../domain/item.ts'
import { Failure, type Problem } from '../domain/problem.ts'
import { problemsIn } from '../domain/schema.ts'
import type { Collector } from './collector.ts'
import { BODY_BYTES_MAX, EVENTS_MAX } from './events-body.ts'
import { inflatedBody } from './inflate.ts'
import { asItemEvent, withoutEntry } from './item-event.ts'
import type { Received } from './receive.ts'

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

/** What the listener gives with each request. */
export interface Env {
  Bindings: { readonly incoming: IncomingMessage }
}

export function collectorRoutes(collector: Collector, reply: ProblemReply): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({
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
  app.use('/v1/items/*', bodyLimit({ maxSize: BODY_BYTES_MAX, onError: tooLarge }))
  app.use('/v1/items/*', inflated)
  app.openAPIRegistry.registerPath(eventsRoute)

  app.openapi(itemRoute, async (c) => {
    const sender = collector.senders.senderOf(c.env.incoming, collector.now())
    if ('status' in sender) return reply(c, sender.status, sender.title) as never
    const { held } = collector
    const later = { 'retry-after': String(held.retryAfterSeconds) }
    if (held.fullness >= 1) return reply(c, 429, 'Too many events at once', undefined, later) as never
    const entry = { ...c.req.valid('json'), id: c.req.valid('param').id }
    const event = parseEvent(asItemEvent(entry, collector.now()))
    const received = await new Promise<Received>((resolve, reject) =>
      collector.intake.take([event], sender, (outcome) =>
        outcome instanceof Failure ? reject(outcome) : resolve(outcome),
      ),
    )
    const [verdict] = received.verdicts ?? []
    if (verdict && 'problems' in verdict)
      return reply(c, 400, 'The item is not allowed', verdict.problems.map(withoutEntry)) as never
    return c.json(received, 200) as never
  })
  return app
}
