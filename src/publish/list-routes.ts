// Lists over HTTP, kept for as long as the counters are what they were.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { ITEM_KINDS } from '../domain/item.ts'
import { COUNTED_MEASURES } from '../domain/measure.ts'
import { type Parsed, parsed, problem, refused } from '../domain/problem.ts'
import type { Archive } from './archive.ts'
import { listAnswer as listShape } from './counter-answer.ts'
import { LIST_DAYS_MAX, LIST_LENGTH_MAX, type ListSpec, listRule, parseList } from './list-spec.ts'
import { listAnswer } from './lists.ts'
import { answerFresh, OPEN, type ProblemReply } from './public-answer.ts'

/** Lists of one state that are kept. */
const KEPT_MAX = 1000

const listsRoute = createRoute({
  method: 'get',
  path: '/v1/lists',
  summary: 'All lists, and by which rule each is made',
  responses: {
    200: {
      description: 'Lists',
      content: {
        'application/json': {
          schema: z.array(z.object({ id: z.string(), title: z.string(), rule: z.string(), version: z.int() })),
        },
      },
    },
  },
})

const listRoute = createRoute({
  method: 'get',
  path: '/v1/lists/{list}',
  summary: 'A list as it is now',
  request: {
    params: z.object({ list: z.string().openapi({ example: 'top' }) }),
    query: z.object({
      limit: z
        .string()
        .optional()
        .openapi({ example: '10', description: `Lines, from 1 to ${LIST_LENGTH_MAX}` }),
      kind: z
        .string()
        .optional()
        .openapi({ enum: [...ITEM_KINDS], description: 'Items of this kind alone' }),
      measure: z
        .string()
        .optional()
        .openapi({ enum: [...COUNTED_MEASURES], description: 'Of `top`: by what it is ordered' }),
      days: z.string().optional().openapi({ description: 'Of `top`: the last so many UTC days; left out: all time' }),
    }),
  },
  responses: { 200: { description: 'The list', content: { 'application/json': { schema: listShape } } } },
})

export function listRoutes(archive: Archive, lists: readonly ListSpec[], reply: ProblemReply): OpenAPIHono {
  const app = new OpenAPIHono()
  for (const route of [listsRoute, listRoute]) app.openAPIRegistry.registerPath(route)
  let kept = { revision: '', texts: new Map<string, Promise<string>>() }

  app.get('/v1/lists', (c) =>
    c.json(
      lists.map((spec) => ({ id: spec.id, title: spec.title, rule: listRule(spec), version: spec.version })),
      200,
      { ...OPEN, 'cache-control': 'public, max-age=60' },
    ),
  )
  app.get('/v1/lists/:list', (c) =>
    answerFresh(c, archive, reply, async ({ revision }) => {
      const spec = parseList(lists, 'list', c.req.param('list'))
      if (!spec.ok) return reply(c, 404, 'No such list', spec.problems, OPEN)
      const asked = parseAsked(spec.value, c.req.query())
      if (!asked.ok) return reply(c, 400, 'The question is not allowed', asked.problems, OPEN)
      if (kept.revision !== revision || kept.texts.size > KEPT_MAX) kept = { revision, texts: new Map() }
      const { texts } = kept
      const key = JSON.stringify(asked.value)
      const text = texts.get(key) ?? listAnswer(archive, asked.value).then((answer) => JSON.stringify(answer))
      texts.set(key, text)
      // What failed is asked for again by the next reader.
      return text.catch((error) => {
        texts.delete(key)
        throw error
      })
    }),
  )
  return app
}

/** What a reader may ask of a list, as it is written. */
export interface ListQuestion {
  readonly limit?: string | undefined
  readonly kind?: string | undefined
  readonly measure?: string | undefined
  readonly days?: string | undefined
}

/** The list that a reader asks for: the spec, and what the question says otherwise. */
export function parseAsked(spec: ListSpec, { limit, kind, measure, days }: ListQuestion): Parsed<ListSpec> {
  const length = limit === undefined ? spec.length : wholeUpTo(limit, LIST_LENGTH_MAX)
  if (length === undefined) return refused(problem('limit', limit, `a whole number from 1 to ${LIST_LENGTH_MAX}`))
  const ofKind = ITEM_KINDS.find((each) => each === kind)
  if (kind !== undefined && !ofKind) return refused(problem('kind', kind, `one of ${ITEM_KINDS.join(', ')}`))
  const filter = ofKind ? { ...spec.filter, kinds: [ofKind] } : spec.filter
  const order = parseOrder(spec, measure, days)
  return order.ok ? parsed({ ...spec, order: order.value, filter, length }) : order
}

function parseOrder({ id, order }: ListSpec, measure: string | undefined, days: string | undefined) {
  if (measure === undefined && days === undefined) return parsed(order)
  if (order.by !== 'measure' || !order.asked)
    return refused(problem(measure === undefined ? 'days' : 'measure', measure ?? days, `nothing: ${id} has its own`))
  const by = measure === undefined ? order.measure : COUNTED_MEASURES.find((each) => each === measure)
  if (!by) return refused(problem('measure', measure, `one of ${COUNTED_MEASURES.join(', ')}`))
  const last = days === undefined ? order.days : wholeUpTo(days, LIST_DAYS_MAX)
  if (days !== undefined && last === undefined)
    return refused(problem('days', days, `a whole number from 1 to ${LIST_DAYS_MAX}`))
  return parsed({ ...order, measure: by, ...(last !== undefined && { days: last }) })
}

function wholeUpTo(text: string, max: number): number | undefined {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= max ? number : undefined
}
