// Files to keep that are more than one edition: all of a chart, the three in Netflix's layout, and what columns mean.
// They are streamed, so no middleware that reads an answer whole may stand before these routes.
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { problem } from '../domain/problem.ts'
import { parseRegion, type Region } from '../domain/region.ts'
import { sqlFile } from '../store/store.ts'
import { columnAnswer } from './answers.ts'
import { type Archive, parseChart } from './archive.ts'
import { COLUMNS, type ColumnName, TABLES } from './columns.ts'
import type { ProblemReply } from './http.ts'
import { NETFLIX_FILE_NAMES } from './netflix-top10/files.ts'
import { KeptFiles } from './netflix-top10/kept.ts'
import { hasTag } from './public-answer.ts'
import { CONTENT_TYPES, DOWNLOAD_FORMATS, type DownloadFormat, ROWS_MAX, writeTable } from './table.ts'
import { regionWindows, wholeChart, wholeChartDigest } from './whole-chart.ts'

const CHART_ROWS = sqlFile(import.meta.url, './chart-rows.sql')

const CACHE = 'public, max-age=60'
const WHOLE_NAMES = DOWNLOAD_FORMATS.map((format) => `all.${format}`)

export interface Lodged extends Archive {
  /** The data directory. */
  readonly directory: string
}

const file = (description: string, names: readonly string[], type: string) => ({
  params: z.object({ file: z.string().openapi({ example: names[0], enum: [...names] }) }),
  responses: { 200: { description, content: { [type]: { schema: z.string() } } } },
})

export function fileRoutes(house: Lodged, reply: ProblemReply): OpenAPIHono {
  const app = new OpenAPIHono()
  const kept = new KeptFiles(house, join(house.directory, 'exports'))
  const inTurn = turns()

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/columns',
      summary: 'What the columns of the downloads mean',
      responses: {
        200: { description: 'Each column once', content: { 'application/json': { schema: z.array(columnAnswer) } } },
      },
    }),
    (c) => {
      c.header('cache-control', CACHE)
      return c.json(columnAnswers(), 200)
    },
  )

  const whole = file('One line for each line of each edition', WHOLE_NAMES, CONTENT_TYPES.csv)
  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/charts/{chart}/{file}',
      summary: 'All editions of a chart as one table',
      request: {
        params: z.object({ chart: z.string().openapi({ example: 'tv-english' }), ...whole.params.shape }),
        query: z.object({
          region: z.string().optional().openapi({ example: 'world', description: 'Left out: all regions.' }),
        }),
      },
      responses: whole.responses,
    }),
    async (c) => {
      const { chart, file } = c.req.valid('param')
      const format = DOWNLOAD_FORMATS.find((each) => `all.${each}` === file)
      if (!format)
        return reply(c, 404, 'No such file', [problem('file', file, `one of ${WHOLE_NAMES.join(', ')}`)]) as never
      const spec = parseChart(house, 'chart', chart)
      if (!spec.ok) return reply(c, 404, 'No such chart', spec.problems) as never
      const asked = c.req.valid('query').region
      const region = asked === undefined ? undefined : parseRegion('region', asked)
      if (region && !region.ok) return reply(c, 400, 'No such region', region.problems) as never
      // Weak: a spreadsheet also says when it was made.
      const etag = `"${await wholeChartDigest(house, spec.value, region?.value)}"`
      const told = { etag: `W/${etag}`, 'cache-control': CACHE }
      if (hasTag(c.req.header('if-none-match'), etag)) return c.body(null, 304, told) as never
      const tooLong = await problemOfLength(house, spec.value.id, region?.value, format)
      if (tooLong) return reply(c, 400, 'Too long for this format', [tooLong]) as never
      c.header('etag', told.etag)
      const table = wholeChart(house, spec.value, await regionWindows(house, spec.value, region?.value))
      const named = region ? `${chart}-${region.value}` : chart
      const bytes = writeTable(house.store, table, format)
      const body = format in ROWS_MAX ? await inTurn(() => collected(bytes)) : Readable.from(bytes)
      return stream(c, body, `${named}-all.${format}`, CONTENT_TYPES[format]) as never
    },
  )

  const netflix = file("One of Netflix's three, from the editions here", NETFLIX_FILE_NAMES, CONTENT_TYPES.tsv)
  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/exports/netflix-top10/{file}',
      summary: "The charts in the layout of Netflix's Top 10 files",
      description: 'Made when it is asked for and something was published since.',
      request: { params: netflix.params },
      responses: netflix.responses,
    }),
    async (c) => {
      const asked = c.req.valid('param').file
      const name = NETFLIX_FILE_NAMES.find((each) => each === asked)
      if (!name)
        return reply(c, 404, 'No such file', [
          problem('file', asked, `one of ${NETFLIX_FILE_NAMES.join(', ')}`),
        ]) as never
      const { handle, bytes, digest } = await kept.open(name)
      const body = handle.createReadStream()
      c.header('etag', `"${digest}"`)
      c.header('cache-control', CACHE)
      if (!hasTag(c.req.header('if-none-match'), `"${digest}"`))
        return stream(c, body, name, CONTENT_TYPES.tsv, bytes) as never
      body.destroy()
      return c.body(null, 304) as never
    },
  )
  return app
}

/** @param length of the body in bytes, where it is known before */
function stream(c: Context, body: Readable | Buffer, name: string, type: string, length?: number): Response {
  c.header('content-disposition', `attachment; filename="${name}"`)
  c.header('cache-control', CACHE)
  c.header('content-type', type)
  if (length !== undefined) c.header('content-length', String(length))
  if (Buffer.isBuffer(body)) return c.body(new Uint8Array(body), 200)
  if (c.req.method !== 'HEAD') return c.body(Readable.toWeb(body) as ReadableStream, 200)
  // Nobody reads it: it would stay open.
  body.destroy()
  return c.body(null, 200)
}

async function collected(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const part of parts) all.push(part)
  return Buffer.concat(all)
}

/** Runs what takes memory one after another. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work, work)
    last = next
    return next
  }
}

async function problemOfLength({ store }: Archive, chart: string, region: Region | undefined, format: DownloadFormat) {
  if (format !== 'xlsx' && format !== 'parquet') return undefined
  const [row] = await store.rows<{ rows: string }>(CHART_ROWS, { chart, region: region ?? '' })
  const rows = Number(row?.rows ?? 0)
  if (rows <= ROWS_MAX[format]) return undefined
  const allowed = `at most ${ROWS_MAX[format]} rows in this format: one region, with ?region=, or another of ${WHOLE_NAMES.join(', ')}`
  return problem('rows', rows, allowed)
}

const columnAnswers = () =>
  Object.entries(COLUMNS).map(([name, { type, says }]) => ({
    name,
    type,
    says,
    tables: Object.entries(TABLES)
      .filter(([, { columns }]) => (columns as readonly ColumnName[]).includes(name as ColumnName))
      .map(([table]) => table),
  }))
