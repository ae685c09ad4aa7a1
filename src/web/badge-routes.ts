// Where numbers leave the house without a page: badges, and phrases to share. A number is asked for once, of the
// function that the API asks; nothing depends on a cookie or on the reader's own language.
import { Hono } from 'hono'
import { etag, RETAINED_304_HEADERS } from 'hono/etag'
import { type Parsed, type Problem, parsed, problem, refused } from '../domain/problem.ts'
import { SUBJECT_KINDS } from '../domain/subject.ts'
import type { AskCounters, CounterAnswer } from '../publish/counter-answer.ts'
import type { ProblemReply } from '../publish/http.ts'
import { type Badge, badgeOf, badgeSvg, shieldsEndpoint } from './badge.ts'
import { languageOf } from './message.ts'
import { COUNTED, type Counted, phraseOf } from './phrases.ts'

/** Image proxies ask again after this long; meanwhile they may show what they have. */
const CACHE = 'public, max-age=60, stale-while-revalidate=300'
/** A page of any origin may read them. */
const OPEN = { 'access-control-allow-origin': '*' }
const LABEL = /^[^\p{Cc}\p{Cs}]{1,100}$/u

/** `/badge/{kind}/{id}.svg`, the same as `.json` for shields.io, and `/v1/phrases/{kind}/{id}`. */
export function badgeRoutes(counters: AskCounters, reply: ProblemReply): Hono {
  const app = new Hono()
  const retained = etag({ retainedHeaders: [...RETAINED_304_HEADERS, ...Object.keys(OPEN)] })
  app.get('/badge/*', retained)
  app.get('/v1/phrases/*', retained)

  app.get('/badge/:kind/:file', async (c) => {
    const [, id = '', type] = /^(.+)\.(svg|json)$/s.exec(c.req.param('file')) ?? []
    if (!type) return reply(c, 404, 'There is nothing at this address')
    const asked = parseAsked(c.req.query())
    if (!asked.ok) return reply(c, 400, 'The request is not allowed', asked.problems)
    const counter = await findCounter(counters, c.req.param('kind'), id)
    if (!counter.ok) return reply(c, 404, 'No such counter', counter.problems)
    const { measure, language, label } = asked.value
    const badge: Badge = badgeOf(counter.value, measure, language, label)
    const headers = { 'cache-control': CACHE, ...OPEN }
    if (type === 'json') return c.json(shieldsEndpoint(badge), 200, headers)
    return c.body(badgeSvg(badge), 200, { ...headers, 'content-type': 'image/svg+xml; charset=utf-8' })
  })

  app.get('/v1/phrases/:kind/:id', async (c) => {
    const counter = await findCounter(counters, c.req.param('kind'), c.req.param('id'))
    if (!counter.ok) return reply(c, 404, 'No such counter', counter.problems)
    const language = languageOf(c.req.query('language') ?? '')
    const told = COUNTED.map((measure) => [measure, phraseOf(counter.value, measure, language)] as const)
    const phrases = Object.fromEntries(told.filter(([, phrase]) => phrase !== undefined))
    const { of, asOf } = counter.value
    const headers = { 'cache-control': CACHE, ...OPEN }
    return c.json({ of, asOf, language, phrases }, 200, headers)
  })
  return app
}

interface Asked {
  readonly measure: Counted
  readonly language: string
  readonly label?: string | undefined
}

function parseAsked({ measure = 'views', label, language = '' }: Record<string, string>): Parsed<Asked> {
  const problems: Problem[] = []
  const known = COUNTED.find((each) => each === measure)
  if (!known) problems.push(problem('measure', measure, `one of ${COUNTED.join(', ')}`))
  if (label !== undefined && !LABEL.test(label))
    problems.push(problem('label', label, '1 to 100 characters without control characters'))
  return known && problems.length === 0 ? parsed({ measure: known, language, label }) : refused(...problems)
}

async function findCounter(counters: AskCounters, kind: string, id: string): Promise<Parsed<CounterAnswer>> {
  if (!SUBJECT_KINDS.some((each) => each === kind))
    return refused(problem('kind', kind, `one of ${SUBJECT_KINDS.join(', ')}`))
  const of = `${kind}:${id}`
  const { counters: found } = await counters([of])
  return found[0] ? parsed(found[0]) : refused(problem('of', of, 'what is counted here'))
}
