// The public questions over HTTP. Each route parses, asks one function of this folder, and answers; the CLI and the
// pages ask the same functions.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { etag } from 'hono/etag'
import { DEFAULT_SITE, parseSite } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { type Parsed, type Problem, parsed, problem, refused } from '../domain/problem.ts'
import { problemsIn } from '../domain/schema.ts'
import { type CalendarDate, parseCalendarDate } from '../domain/time.ts'
import {
  chartedAnswer as chartedShape,
  chartAnswer as chartShape,
  editionAnswer,
  methodAnswer as methodShape,
  revisionAnswer,
  titleAnswer as titleShape,
  trafficAnswer as trafficShape,
} from './answers.ts'
import { type Archive, parseChart, parsePlace } from './archive.ts'
import { chartedAnswer } from './charted.ts'
import { courseAnswerOf, courseAnswer as courseShape } from './course.ts'
import { chartedTable, downloadName, downloadOf, titleTable } from './downloads.ts'
import { chartAnswer, findEdition, findRevisions } from './editions.ts'
import { methodAnswer } from './methods.ts'
import { PAST_WINDOWS_MAX, pastOf, pastAnswer as pastShape } from './past.ts'
import { findInCatalogue, searchAnswer as searchShape } from './search.ts'
import { sheetRoutes } from './sheet-routes.ts'
import { CONTENT_TYPES, DOWNLOAD_FORMATS, type DownloadFormat, tableBytes } from './table.ts'
import { titleAnswer } from './titles.ts'
import { trafficAnswer } from './traffic.ts'

export type ProblemReply = (c: Context, status: 400 | 404, title: string, problems?: readonly Problem[]) => Response

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})

const editionPlace = z.object({
  chart: z.string().openapi({ example: 'tv-english' }),
  region: z.string().openapi({ example: 'world' }),
  week: z.string().openapi({ example: '2022-05-01', description: 'The last day of the window, or `latest`.' }),
})

/** A published edition may be kept for a minute; what it says changes only with a new revision. */
const CACHE = 'public, max-age=60'

const PAST_ALLOWED = `a whole number from 1 to ${PAST_WINDOWS_MAX}`
const FORMATS_ALLOWED = `one of ${DOWNLOAD_FORMATS.join(', ')}`

const formatQuery = z
  .string({ error: FORMATS_ALLOWED })
  .optional()
  .openapi({ enum: [...DOWNLOAD_FORMATS] })

function parseFormat(wanted = 'json'): Parsed<DownloadFormat> {
  const format = DOWNLOAD_FORMATS.find((each) => each === wanted)
  return format ? parsed(format) : refused(problem('format', wanted, FORMATS_ALLOWED))
}

/** A file to keep. */
function sendFile(c: Context, bytes: Buffer, name: string, format: DownloadFormat): Response {
  c.header('content-disposition', `attachment; filename="${name}"`)
  return c.body(new Uint8Array(bytes), 200, { 'content-type': CONTENT_TYPES[format] })
}

export function publicRoutes(archive: Archive, reply: ProblemReply): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return
      return reply(
        c,
        400,
        'The request is not allowed',
        problemsIn(result.error, 'data' in result ? result.data : undefined),
      )
    },
  })
  app.use('/v1/*', async (c, next) => {
    await next()
    if (c.req.method !== 'GET' || !c.res.ok) return
    // What is public may be read by a page of any origin.
    c.header('access-control-allow-origin', '*')
    if (!c.res.headers.has('cache-control')) c.header('cache-control', CACHE)
  })

  app.get('/v1/*', etag())

  app.route('/', sheetRoutes(archive, reply))

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/charts',
      summary: 'All charts',
      responses: json(z.array(chartShape), 'Each with its regions and windows'),
    }),
    async (c) => c.json(await Promise.all(archive.charts.map((spec) => chartAnswer(archive, spec))), 200),
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/charts/{chart}/{region}/{week}',
      summary: 'An edition of a chart',
      request: {
        params: editionPlace,
        query: z.object({
          format: formatQuery,
          revision: z.string().optional().openapi({
            example: '1',
            description: 'One of `revisions`; left out: the latest.',
          }),
        }),
      },
      responses: json(editionAnswer, 'The revision that was asked for, or the latest'),
    }),
    async (c) => {
      const asked = c.req.valid('param')
      const place = parsePlace(archive, asked)
      if (!place.ok) return reply(c, 404, place.title, place.problems) as never
      const { format: wanted, revision } = c.req.valid('query')
      const format = parseFormat(wanted)
      if (!format.ok) return reply(c, 400, 'No such format', format.problems) as never
      const edition = await findEdition(archive, place.spec, place.region, asked.week, revision)
      if (!edition.ok) return reply(c, 404, 'No such edition', edition.problems) as never
      if (format.value === 'json') return c.json(edition.value, 200)
      const bytes = await downloadOf(archive, edition.value, format.value)
      return sendFile(c, bytes, downloadName(edition.value, format.value), format.value) as never
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/charts/{chart}/{region}/{week}/revisions',
      summary: 'Every revision of an edition, with its reason and what it changed',
      request: { params: editionPlace },
      responses: json(z.array(revisionAnswer), 'The first one first'),
    }),
    async (c) => {
      const asked = c.req.valid('param')
      const place = parsePlace(archive, asked)
      if (!place.ok) return reply(c, 404, place.title, place.problems) as never
      const revisions = await findRevisions(archive, place.spec, place.region, asked.week)
      if (!revisions.ok) return reply(c, 404, 'No such edition', revisions.problems) as never
      return c.json([...revisions.value], 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/charts/{chart}/{region}/{week}/past',
      summary: 'Where the titles of an edition stood in the windows before, and what left the chart',
      request: {
        params: editionPlace,
        query: z.object({
          windows: z.coerce
            .number({ error: PAST_ALLOWED })
            .int(PAST_ALLOWED)
            .min(1, PAST_ALLOWED)
            .max(PAST_WINDOWS_MAX, PAST_ALLOWED)
            .optional()
            .openapi({ example: 12, description: 'How many windows, with the edition’s own.' }),
        }),
      },
      responses: json(pastShape, 'Ranks by window'),
    }),
    async (c) => {
      const asked = c.req.valid('param')
      const place = parsePlace(archive, asked)
      if (!place.ok) return reply(c, 404, place.title, place.problems) as never
      const edition = await findEdition(archive, place.spec, place.region, asked.week)
      if (!edition.ok) return reply(c, 404, 'No such edition', edition.problems) as never
      const window = edition.value.window.name as CalendarDate
      return c.json(await pastOf(archive, place.spec, place.region, window, c.req.valid('query').windows), 200)
    },
  )

  const inFormat = z.object({ format: formatQuery })
  const item = z.object({ id: z.string().openapi({ example: 'heartstopper-s1' }) })

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/items/{id}/charted',
      summary: 'In how many of the measured countries an item was on a chart',
      request: { params: item, query: inFormat },
      responses: json(chartedShape, 'Countries charted, with the denominator'),
    }),
    async (c) => {
      const named = c.req.valid('param').id
      const id = findStanding(archive, named)
      if (!id) return noItem(c, named, reply)
      const format = parseFormat(c.req.valid('query').format)
      if (!format.ok) return reply(c, 400, 'No such format', format.problems) as never
      const answer = await chartedAnswer(archive, id)
      if (format.value === 'json') return c.json(answer, 200)
      const bytes = await tableBytes(archive.store, chartedTable(answer), format.value)
      return sendFile(c, bytes, `countries-charted.${format.value}`, format.value) as never
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/items/{id}/course',
      summary: 'A title day by day, beside its peers, and week by week in each country',
      request: { params: item },
      responses: json(courseShape, 'Days, first weeks beside those of its peers, ranks by country'),
    }),
    async (c) => {
      const named = c.req.valid('param').id
      const id = findStanding(archive, named)
      if (!id) return noItem(c, named, reply)
      return c.json(await courseAnswerOf(archive, id), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/items/{id}',
      summary: "A title's report",
      request: { params: item, query: inFormat },
      responses: json(titleShape, 'Totals, first 91 days, charts'),
    }),
    async (c) => {
      const named = c.req.valid('param').id
      const id = findStanding(archive, named)
      if (!id) return noItem(c, named, reply)
      const format = parseFormat(c.req.valid('query').format)
      if (!format.ok) return reply(c, 400, 'No such format', format.problems) as never
      const answer = await titleAnswer(archive, id)
      if (format.value === 'json') return c.json(answer, 200)
      const bytes = await tableBytes(archive.store, titleTable(answer), format.value)
      return sendFile(c, bytes, `title.${format.value}`, format.value) as never
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/search',
      summary: 'Search the catalogue by title, creator, tag or id',
      request: { query: z.object({ q: z.string().openapi({ example: 'heartstopper' }) }) },
      responses: json(searchShape, 'What was found, the best first'),
    }),
    (c) => {
      const answer = findInCatalogue(archive, c.req.valid('query').q)
      if (!answer.ok) return reply(c, 400, 'The request is not allowed', answer.problems) as never
      return c.json(answer.value, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/methods/{chart}',
      summary: 'By which rule a chart is counted',
      request: { params: z.object({ chart: z.string().openapi({ example: 'tv-english' }) }) },
      responses: json(methodShape, 'The rule, in words and as a value'),
    }),
    async (c) => {
      const spec = parseChart(archive, 'chart', c.req.valid('param').chart)
      if (!spec.ok) return reply(c, 404, 'No such chart', spec.problems) as never
      return c.json(await methodAnswer(archive, spec.value), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/traffic',
      summary: 'Gross, net and invalid traffic by day',
      request: {
        query: z.object({
          day: z.string().optional().openapi({ example: '2026-11-16', description: 'A UTC day; left out: all.' }),
          site: z.string().optional().openapi({ example: 'main' }),
        }),
      },
      responses: json(trafficShape, 'How many events came, how many count, and what took the others out'),
    }),
    async (c) => {
      const { day, site: named = DEFAULT_SITE } = c.req.valid('query')
      const site = parseSite('site', named)
      if (!site.ok) return reply(c, 400, 'No such site', site.problems) as never
      const date = day === undefined ? undefined : parseCalendarDate('day', day)
      if (date && !date.ok) return reply(c, 400, 'No such day', date.problems) as never
      return c.json(await trafficAnswer(archive, site.value, date?.value), 200)
    },
  )
  return app
}

/** What stands for an item, where the catalogue knows it. */
function findStanding(archive: Archive, named: string): ItemId | undefined {
  const catalogue = archive.catalogueOf(DEFAULT_SITE)
  return catalogue.findItem(catalogue.idOf(named as ItemId))?.id
}

const noItem = (c: Context, id: string, reply: ProblemReply) =>
  reply(c, 404, 'No such item', [problem('id', id, 'the id of an item in the catalogue')]) as never
