// Sheets over HTTP: a week, a country, where else an edition's titles chart, and what was restated last.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { parseRegion } from '../domain/region.ts'
import { type Archive, parseChart } from './archive.ts'
import { findEdition } from './editions.ts'
import { elsewhereAnswer, elsewhereOf } from './elsewhere.ts'
import type { ProblemReply } from './http.ts'
import { restatementsAnswer, restatementsOf } from './restatements.ts'
import { countryAnswer, findCountry, findWeek, weekAnswer } from './sheet.ts'

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})

const week = z.string().openapi({ example: '2022-05-01', description: 'The last day of the week, or `latest`.' })
const region = z.string().openapi({ example: 'GB' })

/** Mounted among the public routes, whose headers these answers get. */
export function sheetRoutes(archive: Archive, reply: ProblemReply): OpenAPIHono {
  const app = new OpenAPIHono()

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/weeks/{week}',
      summary: 'All charts of a week, what entered and left, and who leads where',
      request: { params: z.object({ week }) },
      responses: json(weekAnswer, 'Every chart of the world with a window that ends on that day'),
    }),
    async (c) => {
      const found = await findWeek(archive, c.req.valid('param').week)
      if (!found.ok) return reply(c, 404, 'No such week', found.problems) as never
      return c.json(found.value, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/countries/{region}',
      summary: 'All charts of a country in a week',
      request: { params: z.object({ region }), query: z.object({ week: week.optional() }) },
      responses: json(countryAnswer, 'Of the latest week, if no other is named'),
    }),
    async (c) => {
      const country = parseRegion('region', c.req.valid('param').region)
      if (!country.ok) return reply(c, 404, 'No such country', country.problems) as never
      const found = await findCountry(archive, country.value, c.req.valid('query').week ?? 'latest')
      if (!found.ok) return reply(c, 404, 'No such country or week', found.problems) as never
      return c.json(found.value, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/charts/{chart}/{region}/{week}/elsewhere',
      summary: 'Where else the titles of an edition chart in that window',
      request: { params: z.object({ chart: z.string().openapi({ example: 'tv-english' }), region, week }) },
      responses: json(elsewhereAnswer, 'Other charts, and the countries'),
    }),
    async (c) => {
      const asked = c.req.valid('param')
      const spec = parseChart(archive, 'chart', asked.chart)
      if (!spec.ok) return reply(c, 404, 'No such chart', spec.problems) as never
      const where = parseRegion('region', asked.region)
      if (!where.ok) return reply(c, 404, 'No such region', where.problems) as never
      const edition = await findEdition(archive, spec.value, where.value, asked.week)
      if (!edition.ok) return reply(c, 404, 'No such edition', edition.problems) as never
      return c.json(await elsewhereOf(archive, edition.value), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/restatements',
      summary: 'What was restated last',
      responses: json(restatementsAnswer, 'A chart and window each, the newest first'),
    }),
    async (c) => c.json(await restatementsOf(archive), 200),
  )
  return app
}
