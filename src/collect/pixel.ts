// A view without a script: the address of a picture of one transparent point. It goes the way of every event, and is
// answered when the view is on the disk. The picture comes with every answer, so that no page shows a broken one; whether
// the view was taken says the status, and why not the header `housecount-refused`.
import { randomUUID } from 'node:crypto'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Claim, EventId } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { pageItem } from '../domain/page-item.ts'
import { Failure, parsed } from '../domain/problem.ts'
import type { Collector } from './collector.ts'
import type { Env } from './http.ts'
import { askingOf } from './ordinary-request.ts'
import { TOO_MANY } from './request-body.ts'

/** 43 bytes: GIF89a, one point, transparent. */
const PICTURE = new Uint8Array(Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64'))

const HEADERS = {
  'content-type': 'image/gif',
  // Each load is a view; one from a cache would be none.
  'cache-control': 'no-store',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}

const NO_ITEM =
  'Say `item`, or let the browser send the address of the page: referrerpolicy="no-referrer-when-downgrade"'
const NOT_WANTED = 'This reader does not want to be counted (Sec-GPC)'

const pixelRoute = createRoute({
  method: 'get',
  path: '/v1/pixel.gif',
  summary: 'Count a view without a script',
  description:
    'A transparent picture of 43 bytes, answered when the view is on the disk. Every answer has the picture; the status says whether the view was taken, and `housecount-refused` why not. A reader whose browser sends `Sec-GPC: 1` is not counted, and answered 200.',
  security: [{ keyInAddress: [] }],
  request: {
    query: z.object({
      key: z.string().openapi({ description: 'The public write key.' }),
      site: z.string().optional().openapi({ example: 'main', description: 'The site of the key.' }),
      item: z
        .string()
        .optional()
        .openapi({ example: '/articles/the-map', description: 'Left out: the path of the page, from `Referer`.' }),
    }),
  },
  responses: { 200: { description: 'The view is on the disk', content: { 'image/gif': { schema: z.string() } } } },
})

type Refused = readonly [status: 400 | 401 | 403 | 429 | 503, why: string, retryAfterSeconds?: number]

export function pixelRoutes(collector: Collector): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>()
  app.openAPIRegistry.registerPath(pixelRoute)
  app.get('/v1/pixel.gif', async (c) => {
    // Whoever asks for the head alone looks whether it is there.
    if (c.req.method === 'HEAD') return c.body(null, 200, HEADERS)
    if (c.req.header('sec-gpc') === '1') return c.body(PICTURE, 200, { ...HEADERS, 'housecount-refused': NOT_WANTED })
    const refused = await takeView(collector, c)
    collector.intake.tally.answered('events', refused?.[0] ?? 200)
    if (!refused) return c.body(PICTURE, 200, HEADERS)
    const [status, why, retryAfterSeconds] = refused
    return c.body(PICTURE, status, {
      ...HEADERS,
      // Headers are ASCII.
      'housecount-refused': why.replace(/[^ -~]+/g, '...'),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    })
  })
  return app
}

/** Brings the view to the disk, or says why not. */
async function takeView({ senders, held, intake, now }: Collector, c: Context<Env>): Promise<Refused | undefined> {
  const asking = askingOf(c.env.incoming)
  const from = refererOf(c)
  try {
    // A picture is asked for without `Origin`; the page that shows it is as good.
    const headers = { ...(from && { origin: from.origin }), ...asking.headers }
    const sender = senders.senderOf({ ...asking, headers }, now())
    if ('status' in sender) return [sender.status, sender.title]
    if (held.fullness >= 1) return [429, TOO_MANY, held.retryAfterSeconds]
    const item = pageItem(c.req.query('item') || from?.pathname || '')
    if (item === '') return [400, NO_ITEM]
    const view: Claim = {
      id: randomUUID() as EventId,
      at: now(),
      kind: 'view',
      item: item as ItemId,
      value: 1,
      body: '',
    }
    const outcome = await new Promise((known) => intake.take([parsed(view)], sender, known))
    if (outcome instanceof Failure) throw outcome
    return undefined
  } catch (error) {
    if (error instanceof Failure) return [503, 'Not now: try again', held.retryAfterFailureSeconds]
    throw error
  }
}

function refererOf(c: Context): URL | undefined {
  const referer = c.req.header('referer') ?? ''
  return URL.canParse(referer) ? new URL(referer) : undefined
}
