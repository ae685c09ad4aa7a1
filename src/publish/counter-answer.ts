// The shapes of counters and lists, once: HTTP sends them, badges, phrases, JSON-LD and the elements of a page draw them.
import { z } from '@hono/zod-openapi'
import { ITEM_KINDS } from '../domain/item.ts'
import { SUBJECT_KINDS } from '../domain/subject.ts'

const instantText = z.string().openapi({ example: '2026-11-16T00:00:00.000Z' })
const count = z.int().nonnegative()

const rating = z
  .object({
    votes: count,
    mean: z.number().openapi({ example: 4.7 }),
    shrunken: z.number().openapi({ description: 'The mean, drawn to the usual one while votes are few.' }),
    histogram: z.array(count).length(5).openapi({ description: 'How many gave one star, two, … five.' }),
  })
  .openapi('Rating')

const helpful = z
  .object({
    votes: count,
    yes: count,
    percent: z.int(),
    lower: z.number().openapi({ description: "Wilson's lower bound of the share, at 95 %." }),
  })
  .openapi('Helpful')

export const counterAnswer = z
  .object({
    of: z
      .string()
      .openapi({ example: 'tag:heartstopper', description: '`item:`, `series:`, `tag:`, `creator:`, or `site`.' }),
    kind: z.enum(SUBJECT_KINDS),
    id: z.string().openapi({ example: 'heartstopper' }),
    title: z.string(),
    asOf: instantText,
    views: count,
    hours: count,
    watchedMs: z.string(),
    viewers: count
      .nullable()
      .openapi({ description: 'Viewer-days; null where they are not counted for all together.' }),
    sales: count,
    opens: count,
    likes: count.nullable().openapi({ description: 'null as of an instant that is past, as are all reactions.' }),
    followers: count.nullable(),
    rating: rating.nullable().openapi({ description: 'null below the floor that the operator set.' }),
    helpful: helpful.nullable().openapi({ description: 'null below the floor that the operator set.' }),
    rules: z.record(z.string(), z.string()).openapi({ example: { views: 'plain@1' } }),
  })
  .openapi('Counter')

/** All counts of a page, in the order asked. */
export const countersAnswer = z
  .object({ asOf: instantText, revision: z.string(), counters: z.array(counterAnswer) })
  .openapi('Counters')

export const listAnswer = z
  .object({
    list: z.object({ id: z.string(), title: z.string(), rule: z.string(), version: z.int() }),
    asOf: instantText,
    lines: z.array(
      z.object({
        rank: z.int(),
        item: z.string(),
        title: z.string(),
        kind: z.enum(ITEM_KINDS).optional(),
        url: z.string().optional(),
        published: z.string().optional(),
        value: z.union([z.number(), z.string()]),
        text: z.string().openapi({ example: '123 views' }),
      }),
    ),
  })
  .openapi('List')

export type CounterAnswer = z.infer<typeof counterAnswer>
export type CountersAnswer = z.infer<typeof countersAnswer>
export type ListAnswer = z.infer<typeof listAnswer>

/** Answers the counters of some subjects, in the order asked. */
export type AskCounters = (of: string[]) => Promise<CountersAnswer>
