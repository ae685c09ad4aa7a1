// Questions that the operator of a site alone may ask: behind the secret key, about its own site, and kept by no cache.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Env } from '../collect/http.ts'
import { askingOf } from '../collect/ordinary-request.ts'
import type { Senders } from '../collect/senders.ts'
import { type Problem, problem } from '../domain/problem.ts'
import { parseCalendarDate } from '../domain/time.ts'
import { lateAnswer as lateShape } from './answers.ts'
import type { Archive } from './archive.ts'
import { LATE_EVENTS_MAX, lateAnswer } from './late.ts'

export type ProblemReply = (
  c: Context,
  status: 400 | 401 | 403,
  title: string,
  problems?: readonly Problem[],
) => Response

const lateRoute = createRoute({
  method: 'get',
  path: '/v1/late',
  summary: 'Events that came too late',
  description:
    'They were answered `too-late`, are on the log, and are counted nowhere. The newest first, of the site of the secret key that is sent.',
  security: [{ key: [] }],
  request: {
    query: z.object({
      day: z.string().optional().openapi({ example: '2026-11-16', description: 'The UTC day on which they came.' }),
      limit: z
        .string()
        .optional()
        .openapi({ example: '100', description: `From 1 to ${LATE_EVENTS_MAX}; default: 100.` }),
      from: z.string().optional().openapi({ description: '`next` of the answer before.' }),
    }),
  },
  responses: {
    200: {
      description: 'Events, and how many came on each day',
      content: { 'application/json': { schema: lateShape } },
    },
  },
})

export function operatorRoutes(archive: Archive, senders: Senders, reply: ProblemReply): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>()
  app.openapi(lateRoute, async (c) => {
    const sender = senders.senderOf(askingOf(c.env.incoming), archive.now())
    if ('status' in sender) return reply(c, sender.status, sender.title) as never
    if (!sender.trusted) return reply(c, 403, 'The public write key may not ask this: send the secret key') as never
    const { day, limit = '100', from } = c.req.valid('query')
    const date = day === undefined ? undefined : parseCalendarDate('day', day)
    if (date && !date.ok) return reply(c, 400, 'No such day', date.problems) as never
    const many = /^\d{1,4}$/.test(limit) ? Number(limit) : 0
    if (many < 1 || many > LATE_EVENTS_MAX)
      return reply(c, 400, 'No such limit', [problem('limit', limit, `a number from 1 to ${LATE_EVENTS_MAX}`)]) as never
    const question = { site: sender.site, day: date?.value, limit: many, from }
    const late = await lateAnswer(archive, question)
    if (!late.ok) return reply(c, 400, 'No such place', late.problems) as never
    c.header('cache-control', 'private, no-store')
    return c.json(late.value, 200)
  })
  return app
}
