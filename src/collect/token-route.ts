// `POST /v1/tokens`: a browser that wants to like, follow, rate or vote asks for a token once, and keeps it. Nothing is
// written for it, here or anywhere: the signature alone tells later that the token is ours.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Collector } from './collector.ts'
import type { Env, ProblemReply } from './http.ts'
import { askingOf } from './ordinary-request.ts'
import { newToken } from './tokens.ts'

const PATH = '/v1/tokens'

const tokenAnswer = z
  .object({ token: z.string().openapi({ description: 'Sent as `token` with each like, follow, rating and vote.' }) })
  .openapi('Token')

const tokenRoute = createRoute({
  method: 'post',
  path: PATH,
  summary: 'Get a token for an anonymous browser',
  description:
    'A token stands for one subject of the site that the key is of: whoever sends it sets that subject’s likes, follows, ratings and votes. It lasts until the pepper is changed. The log has an HMAC of it, and never the token.',
  security: [{ key: [] }, { keyInAddress: [] }],
  responses: { 200: { description: 'A new one', content: { 'application/json': { schema: tokenAnswer } } } },
})

/** Pages of any origin may ask, as at the events' door; the key says which may have one. */
const CORS = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' }
const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'authorization,content-type',
  'access-control-max-age': '86400',
}

export function addTokenRoute(app: OpenAPIHono<Env>, { senders, keys, now }: Collector, reply: ProblemReply): void {
  app.openAPIRegistry.registerPath(tokenRoute)
  app.options(PATH, (c) => c.body(null, 204, PREFLIGHT))
  app.post(PATH, (c) => {
    const sender = senders.senderOf(askingOf(c.env.incoming), now())
    if ('status' in sender) return reply(c, sender.status, sender.title, undefined, CORS)
    return c.json({ token: newToken(keys.pepper, sender.site) }, 200, CORS)
  })
}
