// The feeds' routes: one for each chart and region, in each language.
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { type Archive, parsePlace } from '../publish/archive.ts'
import { findFeed } from '../publish/feed.ts'
import type { ProblemReply } from '../publish/http.ts'
import { atomFeed } from './feed.tsx'
import { prefixOf } from './links.ts'
import { LANGUAGES, type Language } from './message.ts'
import { voiceIn } from './voice.ts'

export function feedRoutes(archive: Archive, reply: ProblemReply): Hono {
  const app = new Hono()
  for (const language of LANGUAGES) app.route(prefixOf(language) || '/', feedsIn(language, archive, reply))
  return app
}

const PATH = '/charts/:chart/:region/feed.atom'

function feedsIn(language: Language, archive: Archive, reply: ProblemReply): Hono {
  const app = new Hono()
  const voice = voiceIn(language)
  app.use(PATH, etag())
  app.get(PATH, async (c) => {
    const place = parsePlace(archive, c.req.param())
    if (!place.ok) return reply(c, 404, place.title, place.problems)
    const feed = await findFeed(archive, place.spec, place.region)
    if (!feed.ok) return reply(c, 404, 'No such feed', feed.problems)
    c.header('cache-control', 'public, max-age=60')
    return c.body(atomFeed(feed.value, voice), 200, { 'content-type': 'application/atom+xml; charset=utf-8' })
  })
  return app
}
