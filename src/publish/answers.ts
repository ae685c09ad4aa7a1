// The shapes of all answers, once: HTTP sends them, the CLI prints them as --json, the pages draw them, and the
// OpenAPI description is generated from them.
import { z } from '@hono/zod-openapi'
import { BOOK_TERMS } from '../domain/bucket.ts'
import { EDITION_STATES } from '../domain/edition.ts'
import { ITEM_KINDS } from '../domain/item.ts'
import { MEASURES } from '../domain/measure.ts'

const date = z
  .string()
  .openapi({ example: '2026-11-15', description: 'A calendar date; windows are named by their last day.' })
const instantText = z.string().openapi({ example: '2026-11-16T00:00:00.000Z' })
const itemId = z.string().openapi({ example: 'heartstopper-s1' })
const region = z.string().openapi({ example: 'GB', description: '`world` or an ISO 3166-1 alpha-2 code.' })
const digest = z.string().openapi({ description: 'SHA-256 over the canonical JSON of the edition, in hexadecimal.' })

export const problemAnswer = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    /** Each thing that is wrong with the request. */
    problems: z.array(z.object({ field: z.string(), value: z.string(), allowed: z.string() })).optional(),
  })
  .openapi('Problem')

const method = z
  .object({
    version: z.int(),
    from: date.optional(),
    measure: z.enum(MEASURES),
    formula: z.enum(['counted', 'hours-per-runtime', 'published']),
    roundViewsTo: z.int(),
  })
  .openapi('Method')

const books = z
  .object({
    stored: z.int(),
    counted: z.int(),
    duplicates: z.int(),
    conflicts: z.int(),
    late: z.int(),
    bot: z.int().optional(),
    'data-centre': z.int().optional(),
    prefetch: z.int().optional(),
    automation: z.int().optional(),
    capped: z.int().optional(),
  })
  .openapi('Books', {
    description: `stored = ${BOOK_TERMS.join(' + ')}; the last five are left out where there are none`,
  })

/** An item by its names. */
export const named = z.object({
  item: itemId,
  title: z.string().openapi({ description: 'As the catalogue has it now; the id where it knows none.' }),
  kind: z.enum(ITEM_KINDS).optional(),
  /** The title of the item that this one belongs to, such as the show of a season. */
  parentTitle: z.string().optional(),
})

const said = z
  .object({
    rank: z.int(),
    views: z.int().optional(),
    watchedMs: z.string().optional(),
    hours: z.int().optional(),
    runtimeMs: z.int().optional(),
    viewers: z.int().optional(),
    sales: z.int().optional(),
    opens: z.int().optional(),
  })
  .openapi('Said', { description: 'The rank of a line, and what was counted.' })

export const editionLine = z
  .object({
    ...said.shape,
    ...named.shape,
    previousRank: z.int().nullable(),
    peakRank: z.int(),
    weeksOnChart: z.int(),
    streak: z.int(),
    entry: z.enum(['new', 're-entry', 'stay']),
    /** In how many of the measured countries the item was charted in this window. */
    countriesCharted: z.int().optional(),
  })
  .openapi('EditionLine')

const changes = z
  .object({
    lines: z
      .array(named.extend({ before: said.nullable(), now: said.nullable() }))
      .openapi({ description: 'Lines that are others; null where the item was not on the list.' }),
    history: z.array(named).openapi({ description: 'Items of which the history alone is another.' }),
    method: method.nullable().openapi({ description: 'The rule before, where that was another.' }),
  })
  .openapi('Changes', { description: 'What a restatement changed of the revision before it.' })

const revision = z.int().openapi({ description: '0 is provisional, 1 final; from 2 on it is a restatement.' })

export const editionAnswer = z
  .object({
    chart: z.object({ id: z.string(), title: z.string() }),
    region,
    regionName: z.string(),
    window: z.object({ name: date, from: instantText, to: instantText }),
    revision,
    /** All that were published and can be asked for, lowest first. */
    revisions: z.array(z.int()),
    state: z.enum(EDITION_STATES),
    reason: z.string().nullable(),
    /** Of restated editions alone. */
    changes: changes.optional(),
    method,
    rows: z.array(editionLine),
    previous: digest.nullable(),
    digest,
    books,
    publishedAt: instantText,
    /** How many countries this chart measured in this window. */
    measured: z.int(),
  })
  .openapi('Edition')

export const revisionAnswer = editionAnswer
  .pick({ revision: true, state: true, reason: true, changes: true, digest: true, publishedAt: true })
  .openapi('Revision')

export const chartAnswer = z
  .object({
    id: z.string(),
    title: z.string(),
    methods: z.array(method),
    /** Regions with an edition, `world` first, then by code. */
    regions: z.array(region),
    /** Windows with an edition, newest first. */
    windows: z.array(date),
  })
  .openapi('Chart')

export const chartedAnswer = z
  .object({
    item: itemId,
    title: z.string(),
    kind: z.enum(ITEM_KINDS).optional(),
    /** Countries in which the item, or anything below it, stood on a chart. */
    charted: z.int(),
    /** Countries that those charts measured. */
    measured: z.int(),
    charts: z.array(z.string()),
    countries: z.array(
      z.object({
        country: region,
        name: z.string(),
        first: date.openapi({ description: 'The first window it charted in.' }),
        last: date,
        bestRank: z.int(),
        weeks: z.int().openapi({ description: 'Windows with at least one of its lines.' }),
      }),
    ),
  })
  .openapi('Charted')

export const titleAnswer = z
  .object({
    item: itemId,
    title: z.string(),
    kind: z.enum(ITEM_KINDS).optional(),
    parent: z.object({ item: itemId, title: z.string() }).optional(),
    children: z.array(z.object({ item: itemId, title: z.string(), kind: z.enum(ITEM_KINDS).optional() })),
    published: z.string().optional(),
    runtimeMs: z.int().optional(),
    tags: z.array(z.string()),
    creators: z.array(z.string()),
    language: z.string().optional(),
    /** hours-per-runtime: a view is one running time watched. counted: a view is one start. */
    viewsBy: z.enum(['hours-per-runtime', 'counted']),
    /** All that was counted for the item and all below it, up to now. */
    totals: z.object({
      views: z.int(),
      starts: z.int().openapi({ description: 'Events of kind view: starts, or page views.' }),
      watchedMs: z.string(),
      hours: z.int(),
      viewers: z.int(),
      sales: z.int(),
      opens: z.int(),
    }),
    /** The same over the first 91 days since `published`. */
    first91Days: z.object({ hours: z.int(), watchedMs: z.string(), views: z.int(), complete: z.boolean() }).optional(),
    charted: z.object({ charted: z.int(), measured: z.int() }),
    /** Its best line on each chart and region it ever stood on in the world. */
    charts: z.array(
      z.object({
        chart: z.string(),
        title: z.string(),
        peakRank: z.int(),
        weeksOnChart: z.int(),
        first: date,
        last: date,
      }),
    ),
  })
  .openapi('Title')

const counting = z
  .object({
    views: z.array(
      z.object({ rule: z.string().openapi({ example: 'refresh-proof@1' }), from: date.optional(), words: z.string() }),
    ),
    list: z.int().openapi({ description: 'The version of the list by which invalid traffic is classed.' }),
  })
  .openapi('Counting', {
    description: 'How a site counts: the rules of its views, each with the first day it holds for.',
  })

export const methodAnswer = z
  .object({
    chart: z.object({ id: z.string(), title: z.string() }),
    methods: z.array(method.extend({ words: z.string() })),
    ties: z.string(),
    window: z.string(),
    regions: z.string(),
    counting,
    latest: z
      .object({
        region,
        regionName: z.string(),
        week: date,
        window: z.object({ name: date, from: instantText, to: instantText }),
        revision: z.int(),
        state: z.enum(EDITION_STATES),
        digest,
        books,
      })
      .nullable()
      .openapi({
        description: 'The books of the latest edition, of the world if the chart has it; null before the first.',
      }),
  })
  .openapi('MethodAnswer')

export const lateAnswer = z
  .object({
    site: z.string().openapi({ example: 'main' }),
    events: z
      .array(
        z.object({
          id: z.string(),
          kind: z.string(),
          item: itemId,
          title: z.string(),
          at: instantText.openapi({ description: 'When it happened, as it was sent.' }),
          receivedAt: instantText.openapi({ description: 'When it came.' }),
          lateMs: z.int().openapi({ description: 'How long after it happened it came, in milliseconds.' }),
        }),
      )
      .openapi({ description: 'The newest first. Sent again, an event stands here again.' }),
    days: z
      .array(z.object({ day: date, events: z.int() }))
      .openapi({ description: 'How many came on each UTC day, as the books have it; the newest first.' }),
    next: z.string().nullable().openapi({ description: 'Sent as `from` it gives those that follow; null at the end.' }),
  })
  .openapi('Late')

const events = z.int()

export const trafficAnswer = z
  .object({
    site: z.string().openapi({ example: 'main' }),
    counting,
    days: z
      .array(
        z.object({
          day: date,
          gross: events.openapi({ description: 'Each event once: net, capped, and all classes of invalid traffic.' }),
          net: events.openapi({ description: 'What counts.' }),
          bot: events,
          'data-centre': events,
          prefetch: events,
          automation: events,
          capped: events.openapi({ description: 'Views that the rule takes out.' }),
          duplicates: events,
          conflicts: events,
          late: events,
        }),
      )
      .openapi({ description: 'UTC days on which anything happened, the newest first.' }),
  })
  .openapi('Traffic')

export type CountingAnswer = z.infer<typeof counting>
export type TrafficAnswer = z.infer<typeof trafficAnswer>
export const columnAnswer = z
  .object({
    name: z.string().openapi({ example: 'weekly_views' }),
    type: z.enum(['text', 'date', 'whole', 'decimal', 'yes-no']),
    says: z.string(),
    tables: z.array(z.string()).openapi({ description: 'The kinds of download that have it.' }),
  })
  .openapi('Column')

export type LateAnswer = z.infer<typeof lateAnswer>
export type EditionAnswer = z.infer<typeof editionAnswer>
export type RevisionAnswer = z.infer<typeof revisionAnswer>
export type EditionLine = z.infer<typeof editionLine>
export type ChartAnswer = z.infer<typeof chartAnswer>
export type ChartedAnswer = z.infer<typeof chartedAnswer>
export type TitleAnswer = z.infer<typeof titleAnswer>
export type MethodAnswer = z.infer<typeof methodAnswer>
export type ProblemAnswer = z.infer<typeof problemAnswer>
