// The demo's magazine as pages: an article with every number on it, from the same functions that the API asks.
import { Hono } from 'hono'
import { ARTICLES, QUESTIONS } from '../demo/magazine.ts'
import type { Archive } from '../publish/archive.ts'
import type { AskCounters } from '../publish/counter-answer.ts'
import { type ListSpec, listsWith } from '../publish/list-spec.ts'
import { listAnswer } from '../publish/lists.ts'
import { articlePage } from './article-page.tsx'

const LINES = 5

/** `/magazine`, which is its first article, and `/magazine/{id}`. */
export function magazineRoutes(archive: Archive, counters: AskCounters, writeKey: string): Hono {
  const app = new Hono()
  const list = (id: string) => {
    const spec = listsWith([]).find((each) => each.id === id) as ListSpec
    const filter = { ...spec.filter, kinds: ['article' as const] }
    return listAnswer(archive, { ...spec, length: LINES, filter })
  }
  app.get('/magazine', (c) => c.redirect(`/magazine/${ARTICLES[0]?.id}`))
  app.get('/magazine/:id', async (c) => {
    const article = ARTICLES.find(({ id }) => id === c.req.param('id'))
    if (!article) return c.notFound()
    const of = [`item:${article.id}`, `tag:${article.tags[0]}`, 'item:lamplight']
    const [counted, top, latest] = await Promise.all([counters(of), list('top'), list('latest')])
    const [counter, tag, comic] = counted.counters
    if (!counter || !tag || !comic) return c.notFound()
    return c.html(articlePage({ article, questions: QUESTIONS, counter, tag, comic, top, latest, writeKey }))
  })
  return app
}
