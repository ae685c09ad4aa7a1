// The feeds' routes: one for each chart and region.
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { parseRegion } from '../domain/region.ts'
import { type Archive, parseChart } from '../publish/archive.ts'
import { findFeed } from '../publish/feed.ts'
import type { ProblemReply } from '../publish/http.ts'
import { atomFeed } from './feed.tsx'

const PATH = '/charts/:chart/:region/feed.atom'

export function feedRoutes(archive: Archive, reply: ProblemReply): Hono {
  const app = new Hono()
  app.use(PATH, etag())
  app.get(PATH, async (c) => {
    const asked = c.req.param()
    const spec = parseChart(archive, 'chart', asked.chart)
    if (!spec.ok) return reply(c, 404, 'No such chart', spec.problems)
    const region = parseRegion('region', asked.region)
    if (!region.ok) return reply(c, 404, 'No such region', region.problems)
    const feed = await findFeed(archive, spec.value, region.value)
    if (!feed.ok) return reply(c, 404, 'No such feed', feed.problems)
    c.header('cache-control', 'public, max-age=60')
    return c.body(atomFeed(feed.value), 200, { 'content-type': 'application/atom+xml; charset=utf-8' })
  })
  return app
}
