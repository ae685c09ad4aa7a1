// A list is a named spec like a chart, and a spec is a plain value: in which order, of which items, how many. Unlike an
// edition a list is not published once and for all: it is what it is now, and says by which version of which rule.
import { z } from '@hono/zod-openapi'
import { ITEM_KINDS, type ItemKind } from '../domain/item.ts'
import { COUNTED_MEASURES } from '../domain/measure.ts'
import { type Parsed, parsed, problem, refused } from '../domain/problem.ts'
import { parseWith, text } from '../domain/schema.ts'

export const LIST_LENGTH_MAX = 100
export const LIST_DAYS_MAX = 3660

/** Views of the last day that are added on both sides of a trend: a few readers of an old page are no trend. */
export const TREND_FLOOR = 10
/** The days before the last 24 hours that are an item's usual. */
export const TREND_DAYS = 7

const one = (values: readonly string[]) => ({ error: `one of ${values.join(', ')}` })
const between = (max: number) => {
  const allowed = `a whole number from 1 to ${max}`
  return z.number({ error: allowed }).int(allowed).min(1, allowed).max(max, allowed)
}

const ORDERS = ['measure', 'published', 'trend', 'rating', 'helpful'] as const

const orderSchema = z.discriminatedUnion(
  'by',
  [
    z.strictObject({
      by: z.literal('measure'),
      measure: z.enum(COUNTED_MEASURES, one(COUNTED_MEASURES)),
      /** The last so many UTC days, today among them; left out: all time. */
      days: between(LIST_DAYS_MAX).optional(),
      /** Of two with the same count, the one that more found helpful stands first. */
      thenHelpful: z.boolean().optional(),
      /** Whether a reader may ask for another measure or number of days. */
      asked: z.boolean().optional(),
    }),
    z.strictObject({ by: z.literal('published') }),
    z.strictObject({ by: z.literal('trend') }),
    z.strictObject({ by: z.literal('rating') }),
    z.strictObject({ by: z.literal('helpful') }),
  ],
  { error: `an order by ${ORDERS.join(', ')}` },
)

/** A list as it is checked; docs/reference/config.md is made from it. */
export const listSchema = z.strictObject(
  {
    id: text(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a to z, 0 to 9 and hyphens, at most 64'),
    title: text(/^[^\p{Cc}]{1,200}$/u, '1 to 200 characters'),
    order: orderSchema,
    filter: z
      .strictObject({
        /** Which kinds stand on the list; the audience of what is below one counts for it. */
        kinds: z.array(z.enum(ITEM_KINDS, one(ITEM_KINDS))).min(1, 'at least one kind'),
        /** All of these. */
        tags: z.array(z.string()).optional(),
      })
      .default({ kinds: ['film', 'season', 'article', 'video', 'comic'] }),
    length: between(LIST_LENGTH_MAX).default(10),
    /** Rises with each change of the rule. */
    version: z.int().min(1).default(1),
  },
  { error: 'an object with id, title and order' },
)

/** A list as one writes it: what has a default may be left out. */
export type ListSpecInput = z.input<typeof listSchema>

export type ListOrder = z.infer<typeof orderSchema>

export interface ListSpec {
  readonly id: string
  readonly title: string
  readonly order: ListOrder
  readonly filter: { readonly kinds: readonly ItemKind[]; readonly tags?: readonly string[] | undefined }
  readonly length: number
  readonly version: number
}

/** Reads a list spec. */
export const parseListSpec = (input: unknown): Parsed<ListSpec> =>
  parseWith(listSchema as unknown as z.ZodType<ListSpec>, input)

const POSTS: readonly ItemKind[] = ['film', 'season', 'episode', 'comic', 'chapter', 'article', 'video']
const ENTRIES: readonly ItemKind[] = ['film', 'season', 'article', 'video', 'comic']

const list = (id: string, title: string, order: ListOrder, kinds: readonly ItemKind[] = ENTRIES): ListSpec => ({
  id,
  title,
  order,
  filter: { kinds },
  length: 10,
  version: 1,
})

const OF_THE_HOUSE: readonly ListSpec[] = [
  list('top', 'Top', { by: 'measure', measure: 'views', asked: true }),
  list('latest', 'Latest', { by: 'published' }, POSTS),
  list('trending', 'Trending', { by: 'trend' }),
  list('best-sellers', 'Best sellers', { by: 'measure', measure: 'sales' }),
  list('top-rated', 'Top rated', { by: 'rating' }),
  list('most-helpful', 'Most helpful', { by: 'helpful' }),
  list('questions', 'Questions', { by: 'measure', measure: 'opens', thenHelpful: true }, ['question']),
]

/** The lists of the house, and the operator's own; one of those may take the place of one of the house's. */
export function listsWith(own: readonly ListSpec[]): readonly ListSpec[] {
  const lists = new Map([...OF_THE_HOUSE, ...own].map((spec) => [spec.id, spec]))
  return [...lists.values()]
}

export function parseList(lists: readonly ListSpec[], field: string, input: string): Parsed<ListSpec> {
  const spec = lists.find(({ id }) => id === input)
  return spec ? parsed(spec) : refused(problem(field, input, `one of ${lists.map(({ id }) => id).join(', ')}`))
}

/** The rule in words: what a reader of the list has to know. */
export function listRule({ order, filter, version }: ListSpec): string {
  const of = `Of kind ${filter.kinds.join(', ')}${filter.tags?.length ? `, tagged ${filter.tags.join(' and ')}` : ''}`
  return `${of}: ${orderWords(order)}; equal ones by id. Version ${version}.`
}

function orderWords(order: ListOrder): string {
  switch (order.by) {
    case 'measure': {
      const then = order.thenHelpful ? ', then by how many found it helpful (lower bound of the Wilson interval)' : ''
      const days = order.days === undefined ? 'of all time' : `of the last ${order.days} UTC days with today`
      return `most ${order.measure} ${days}, all below an item counted with it${then}`
    }
    case 'published':
      return 'the last published first; what is to come is left out'
    case 'trend':
      return `(views of the last 24 hours + ${TREND_FLOOR}) / (mean views a day of the ${TREND_DAYS} days before + ${TREND_FLOOR}), the highest first, above 1 alone`
    case 'rating':
      return 'highest shrunken mean of the ratings, then most votes'
    case 'helpful':
      return 'highest lower bound of the Wilson interval of helpful votes, then most votes'
  }
}
