// Counters over HTTP: one by its address, or all of a page at once.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { parseSite, type SiteId } from '../domain/event.ts'
import { type Parsed, parsed, problem, refused } from '../domain/problem.ts'
import { parseSubject, SUBJECT_KINDS } from '../domain/subject.ts'
import { type Instant, parseInstant } from '../domain/time.ts'
import type { Archive } from './archive.ts'
import { counterAnswer, countersAnswer } from './counter-answer.ts'
import { type CounterReader, countersText, counterText } from './counter-reader.ts'
import { answerFresh, OPEN, type ProblemReply } from './public-answer.ts'

export const SUBJECTS_MAX = 100

const query = {
  site: z.string().optional().openapi({ description: 'Whose items are meant; left out: `main`.' }),
  at: z.string().optional().openapi({
    description:
      'As of an instant, such as 2026-11-16T20:00:00Z: what happened up to the last quarter of an hour that was over then.',
  }),
  viewers: z.string().optional().openapi({ description: '`true` counts the viewers of several items together.' }),
}

const of = z.array(z.string()).openapi({
  example: ['item:heartstopper-s1', 'site'],
  description: `item:ID, series:ID (an item with all below it), tag:TAG, creator:NAME, site; at most ${SUBJECTS_MAX}`,
})

const manyRoute = createRoute({
  method: 'get',
  path: '/v1/counters',
  summary: 'All counters of a page',
  request: { query: z.object({ of, ...query }) },
  responses: { 200: { description: 'Counters', content: { 'application/json': { schema: countersAnswer } } } },
})

const siteRoute = createRoute({
  method: 'get',
  path: '/v1/counters/site',
  summary: 'The counter of a whole site',
  request: { query: z.object(query) },
  responses: { 200: { description: 'The counter', content: { 'application/json': { schema: counterAnswer } } } },
})

const oneRoute = createRoute({
  method: 'get',
  path: '/v1/counters/{kind}/{id}',
  summary: 'A counter',
  request: {
    params: z.object({
      kind: z.string().openapi({ example: 'item', enum: [...SUBJECT_KINDS] }),
      id: z.string().openapi({ example: 'heartstopper-s1' }),
    }),
    query: z.object(query),
  },
  responses: { 200: { description: 'The counter', content: { 'application/json': { schema: counterAnswer } } } },
})

const NONE = 'No such counter'
const NOT_ALLOWED = 'The question is not allowed'

export function counterRoutes(archive: Archive, reader: CounterReader, reply: ProblemReply): OpenAPIHono {
  const app = new OpenAPIHono()
  for (const route of [manyRoute, siteRoute, oneRoute]) app.openAPIRegistry.registerPath(route)

  const answerOne = (c: Context, subject: string) =>
    answerFresh(c, archive, reply, async () => {
      const is = parseSubject('kind', subject)
      if (!is.ok) return reply(c, 404, NONE, is.problems, OPEN)
      const asked = parseQuestion(c, archive)
      if (!asked.ok) return reply(c, 400, NOT_ALLOWED, asked.problems, OPEN)
      const read = await reader.read({ ...asked.value, of: [subject] })
      if (!read.ok) return reply(c, 404, NONE, read.problems, OPEN)
      const [counter] = read.value
      if (!counter) throw new Error('one counter was asked for')
      return counterText(counter)
    })

  app.get('/v1/counters', (c) =>
    answerFresh(c, archive, reply, async (state) => {
      const subjects = parseSubjects(c.req.queries('of'))
      if (!subjects.ok) return reply(c, 400, NOT_ALLOWED, subjects.problems, OPEN)
      const asked = parseQuestion(c, archive)
      if (!asked.ok) return reply(c, 400, NOT_ALLOWED, asked.problems, OPEN)
      const read = await reader.read({ ...asked.value, of: subjects.value })
      return read.ok ? countersText(state, read.value) : reply(c, 404, NONE, read.problems, OPEN)
    }),
  )
  app.get('/v1/counters/site', (c) => answerOne(c, 'site'))
  app.get('/v1/counters/:kind/:id', (c) => answerOne(c, `${c.req.param('kind')}:${c.req.param('id')}`))
  return app
}

const COUNT_ALLOWED = `from 1 to ${SUBJECTS_MAX} subjects`

/** The subjects that a page asks for at once: each must be one, whether there is such a one or not. */
export function parseSubjects(of: readonly string[] = []): Parsed<readonly string[]> {
  if (of.length === 0 || of.length > SUBJECTS_MAX) return refused(problem('of', `${of.length} subjects`, COUNT_ALLOWED))
  const problems = of.flatMap((each) => {
    const subject = parseSubject('of', each)
    return subject.ok ? [] : subject.problems
  })
  return problems.length > 0 ? refused(...problems) : parsed(of)
}

interface Question {
  readonly site: SiteId | undefined
  readonly at: Instant | undefined
  readonly viewers: boolean
}

function parseQuestion(c: Context, archive: Archive): Parsed<Question> {
  const { site: siteText, at: atText, viewers } = c.req.query()
  const site = siteText === undefined ? undefined : parseSite('site', siteText)
  if (site && !site.ok) return site
  const at = atText === undefined ? undefined : parsePast('at', atText, archive.now())
  if (at && !at.ok) return at
  if (viewers !== undefined && viewers !== 'true' && viewers !== 'false')
    return refused(problem('viewers', viewers, 'true or false'))
  return parsed({ site: site?.value, at: at?.value, viewers: viewers === 'true' })
}

/** An instant that has been: nothing can be said of what is to come. */
export function parsePast(field: string, input: unknown, now: Instant): Parsed<Instant> {
  const at = parseInstant(field, input)
  return at.ok && at.value > now ? refused(problem(field, input, 'an instant that has been')) : at
}
