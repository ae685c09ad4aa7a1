// Every download of a house: that each format has the same cells, that a long one is never held whole, and that what is
// made once is made again only when something was published.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpenAPIHono } from '@hono/zod-openapi'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChartId } from '../src/domain/edition.ts'
import type { Archive } from '../src/publish/archive.ts'
import { COLUMNS, type ColumnName, TABLES } from '../src/publish/columns.ts'
import { fileRoutes } from '../src/publish/files-http.ts'
import { publicRoutes } from '../src/publish/http.ts'
import { NETFLIX_FILE_NAMES } from '../src/publish/netflix-top10/files.ts'
import { DOWNLOAD_FORMATS, ROWS_MAX, tableBytes, writeTable } from '../src/publish/table.ts'
import { regionWindows, wholeChart } from '../src/publish/whole-chart.ts'
import { chart, event, film, inWeek, itemEvent, TestHouse, views } from './house.ts'

let house: TestHouse
let app: OpenAPIHono
const scratch = mkdtempSync(join(tmpdir(), 'housecount-downloads-'))

beforeAll(async () => {
  house = await TestHouse.open('2026-02-01T00:00:00Z')
  await house.declare(
    chart({ methods: [{ version: 1, measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 1 }] }),
    chart({ id: 'sold', title: 'Sold', methods: [{ version: 1, measure: 'sales', formula: 'counted' }] }),
  )
  const watched = (week: number, item: string, hours: number, country: string) =>
    event({ at: inWeek(week), kind: 'watch', item, value: 3_600_000, weight: hours, country })
  await house.take([
    film('a', { title: 'Anchor, "the" \\new \\first', runtimeMs: 7_080_120, published: '2026-01-05' }),
    film('b', { title: 'Les Éclats; 灯台' }),
    itemEvent({ id: 's', kind: 'show', title: 'Salt' }),
    ...[0, 1, 2].flatMap((week) => [watched(week, 'a', 100 + week, 'GB'), watched(week, 'b', 50, 'TR')]),
    ...views(0, { a: 3 }),
    event({ at: inWeek(0), kind: 'sale', item: 'b', value: 1, weight: 6, country: 'GB' }),
  ])
  const reply = (_: unknown, status: number, title: string, problems?: unknown) =>
    new Response(JSON.stringify({ title, problems }), { status })
  app = new OpenAPIHono()
  app.route('/', fileRoutes(house.house, reply))
  app.route('/', publicRoutes(house.house, reply))
})
afterAll(async () => {
  await house.close()
  rmSync(scratch, { recursive: true })
})

const bytesOf = async (path: string): Promise<Buffer> => {
  const response = await app.request(path)
  expect([path, response.status]).toEqual([path, 200])
  return Buffer.from(await response.arrayBuffer())
}

type Cells = readonly (string | number | boolean | null)[]

/** What a format holds, read by another reader than wrote it: each row's cells as text, those that are unknown empty. */
async function readBack(bytes: Buffer, format: string): Promise<readonly (readonly string[])[]> {
  const plain = (rows: readonly Cells[]) => rows.map((row) => row.map((each) => String(each ?? '')))
  switch (format) {
    case 'json': {
      const records = JSON.parse(bytes.toString()) as Record<string, string>[]
      return plain([Object.keys(records[0] ?? {}), ...records.map((each) => Object.values(each))])
    }
    case 'tsv':
      return bytes
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t'))
    case 'csv':
    case 'parquet': {
      const path = join(scratch, `read.${format}`)
      writeFileSync(path, bytes)
      const sql = `SELECT * FROM file('${path}', '${format === 'csv' ? 'CSVWithNames' : 'Parquet'}') SETTINGS max_threads = 1, input_format_csv_use_best_effort_in_schema_inference = 0`
      const rows = await house.rows<Record<string, string>>(sql)
      return plain([Object.keys(rows[0] ?? {}), ...rows.map((each) => Object.values(each))])
    }
    default:
      return plain((await readSheet(bytes)) as readonly Cells[])
  }
}

const WEEK = '/v1/charts/films/world/2026-01-11'

describe.each([
  { what: 'an edition', path: (format: string) => `${WEEK}?format=${format}`, json: false, columns: TABLES.edition },
  {
    what: 'an edition of a country',
    path: (format: string) => `/v1/charts/sold/GB/latest?format=${format}`,
    json: false,
    columns: TABLES.edition,
  },
  {
    what: 'all editions of a chart',
    path: (format: string) => `/v1/charts/films/all.${format}`,
    json: true,
    columns: TABLES.chart,
  },
  {
    what: 'those of one region',
    path: (format: string) => `/v1/charts/films/all.${format}?region=gb`,
    json: true,
    columns: TABLES.chart,
  },
  { what: 'a title', path: (format: string) => `/v1/items/a?format=${format}`, json: false, columns: TABLES.title },
  {
    what: 'where it charted',
    path: (format: string) => `/v1/items/a/charted?format=${format}`,
    json: false,
    columns: TABLES.charted,
  },
])('$what', ({ path, json, columns: { columns } }) => {
  test('has the same cells in every format, in columns that are described', async () => {
    const tsv = await readBack(await bytesOf(path('tsv')), 'tsv')
    expect(tsv.length).toBeGreaterThan(1)
    const header = tsv[0] as ColumnName[]
    expect(header).toEqual(columns.filter((column) => header.includes(column)))
    for (const format of DOWNLOAD_FORMATS)
      if (format !== 'json' || json)
        expect([format, await readBack(await bytesOf(path(format)), format)]).toEqual([format, tsv])
  })

  test('has in Parquet the types that the columns are described with', async () => {
    const file = join(scratch, 'typed.parquet')
    writeFileSync(file, await bytesOf(path('parquet')))
    const described = await house.rows<{ name: ColumnName; type: string }>(`DESCRIBE file('${file}', 'Parquet')`)
    const types = { text: /String/, date: /Date/, whole: /Int64/, decimal: /Decimal\(18, 4\)/, 'yes-no': /Bool/ }
    for (const { name, type } of described)
      expect([name, type]).toEqual([name, expect.stringMatching(types[COLUMNS[name].type])])
  })
})

test('all editions are in one table: the world first, the latest week first, with what else is known of each line', async () => {
  const [header = [], ...rows] = await readBack(await bytesOf('/v1/charts/films/all.csv'), 'csv')
  const picked = ['country_iso2', 'week', 'weekly_rank', 'item', 'weekly_hours_viewed', 'runtime', 'weekly_views', 'previous_rank', 'streak', 'state', 'revision'] // biome-ignore format: one line
  expect(rows.slice(0, 7).map((row) => picked.map((column) => row[header.indexOf(column)]).join(' '))).toEqual([
    ' 2026-01-25 1 a 102 1.9667 52 1 3 final 1',
    ' 2026-01-25 2 b 50   2 3 final 1',
    ' 2026-01-18 1 a 101 1.9667 51 1 2 final 1',
    ' 2026-01-18 2 b 50   2 2 final 1',
    ' 2026-01-11 1 a 100 1.9667 51  1 final 1',
    ' 2026-01-11 2 b 50    1 final 1',
    'GB 2026-01-25 1 a 102 1.9667 52 1 3 final 1',
  ])
  expect(rows).toHaveLength(12)
})

test('a long download is written as it is read: nothing behind what was taken is read yet', async () => {
  let read = 0
  const counting: Archive = {
    ...{ name: house.house.name, store: house.house.store, charts: house.house.charts, now: house.house.now },
    catalogueOf: (site) => house.house.catalogueOf(site),
    counters: house.house.counters,
    standing: house.house.standing,
    catalogueDigest: house.house.catalogueDigest,
    countingOf: (site) => house.house.countingOf(site),
    reactionRuleOf: (site) => house.house.reactionRuleOf(site),
    files: new Proxy(house.house.files, {
      get(files, name) {
        if (name === 'findLatest') read++
        return Reflect.get(files, name).bind(files)
      },
    }),
  }
  const spec = house.house.charts.find(({ id }) => id === ('films' as ChartId))
  if (!spec) throw new Error('no chart')
  const parts = writeTable(counting.store, wholeChart(counting, spec, await regionWindows(counting, spec)), 'tsv')
  await parts.next()
  await parts.next()
  expect(read).toBe(1)
  for await (const _ of parts);
  expect(read).toBe(9)
})

test('a table that is too long for a format made in memory is refused, and the others are named', async () => {
  const rows = ROWS_MAX.xlsx + 1
  await house.house.store.run(
    `INSERT INTO editions SELECT 'sold', 'FR', toDate('2020-01-05'), 1, 1, 'final', now(), now(), repeat('a', 64)`,
  )
  await house.house.store.run(
    `INSERT INTO edition_rows SELECT 'sold', 'FR', toDate('2020-01-05'), repeat('a', 64), number, 'a', 1, 1, 1 FROM numbers(${rows})`,
  )
  const refused = await app.request('/v1/charts/sold/all.xlsx?region=FR')
  expect(refused.status).toBe(400)
  expect(await refused.json()).toMatchObject({
    problems: [{ field: 'rows', value: String(rows), allowed: expect.stringContaining('all.csv') }],
  })
  expect((await app.request('/v1/charts/sold/all.xlsx?region=GB')).status).toBe(200)
})

test('a table of no rows is a file of every format', async () => {
  const columns: readonly ColumnName[] = ['week', 'item']
  for (const format of DOWNLOAD_FORMATS) {
    const bytes = await tableBytes(house.house.store, { columns, rows: [[]] }, format)
    if (format === 'json') expect(bytes.toString()).toBe('[]\n')
    else if (format === 'xlsx') expect(await readBack(bytes, format)).toEqual([columns])
    else if (format !== 'parquet') expect(bytes.toString().trim().split(/\W+/)).toEqual(columns)
    else expect((await readBack(bytes, format)).slice(1)).toEqual([])
  }
})

test.each([
  ['/v1/charts/films/all.pdf', 404],
  ['/v1/charts/nope/all.csv', 404],
  ['/v1/charts/films/all.csv?region=Ireland', 400],
  ['/v1/exports/netflix-top10/other.tsv', 404],
  ['/v1/items/a?format=pdf', 400],
])('%s is answered %i', async (path, status) => {
  expect((await app.request(path)).status).toBe(status)
})

test('the columns are told with their types and tables', async () => {
  const columns = JSON.parse((await bytesOf('/v1/columns')).toString())
  expect(columns).toHaveLength(Object.keys(COLUMNS).length)
  expect(columns).toContainEqual({ name: 'week', ...COLUMNS.week, tables: ['edition', 'chart'] })
})

test('all editions are not sent again until one of them, or a title, is another', async () => {
  const path = (format: string, region: string) => `/v1/charts/films/all.${format}?region=${region}`
  const tagOf = async (format: string, region = 'TR') =>
    (await app.request(path(format, region))).headers.get('etag') ?? ''
  const ask = (format: string, etag: string) =>
    app.request(path(format, 'TR'), { headers: { 'if-none-match': `"x", ${etag}` } })
  const before = await tagOf('csv')
  for (const format of DOWNLOAD_FORMATS) {
    const known = await ask(format, await tagOf(format))
    expect([format, known.status, await known.text()]).toEqual([format, 304, ''])
  }
  expect(await tagOf('csv', 'GB')).not.toBe(before)
  await house.take([event({ at: inWeek(1), kind: 'watch', item: 'a', value: 3_600_000, country: 'GB' })])
  expect((await ask('csv', before)).status).toBe(304)
  await house.take([event({ at: inWeek(1), kind: 'watch', item: 'b', value: 3_600_000, country: 'TR' })])
  const restated = await tagOf('csv')
  expect(restated).not.toBe(before)
  expect(await tagOf('csv')).toBe(restated)
  await house.take([itemEvent({ id: 'b', kind: 'film', title: 'Sherds' }, '2026-01-01')])
  const renamed = await ask('csv', restated)
  expect([renamed.status, await renamed.text()]).toEqual([200, expect.stringContaining('Sherds')])
})

describe("the files in Netflix's layout", () => {
  const path = (name: string) => `/v1/exports/netflix-top10/${name}`

  test('are made once, and not sent again to whoever has them', async () => {
    const [first, second] = await Promise.all([app.request(path('all-weeks-global.tsv')), app.request(path('all-weeks-global.tsv'))]) // biome-ignore format: a pair
    const text = await first.text()
    expect([first.status, text.split('\n').length]).toEqual([200, 7])
    expect(await second.text()).toBe(text)
    expect(first.headers.get('content-length')).toBe(String(Buffer.byteLength(text)))
    const etag = first.headers.get('etag') ?? ''
    const again = await app.request(path('all-weeks-global.tsv'), { headers: { 'if-none-match': `W/${etag}, "x"` } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    for (const name of NETFLIX_FILE_NAMES) await bytesOf(path(name))
    const madeAt = () => statSync(join(house.directory, 'exports', 'all-weeks-global.tsv')).ino
    const made = madeAt()
    await bytesOf(path('all-weeks-global.tsv'))
    expect(madeAt()).toBe(made)
    expect(readdirSync(join(house.directory, 'exports')).sort()).toEqual([...NETFLIX_FILE_NAMES].sort())
  })

  test('are told of without being sent', async () => {
    for (const asked of [path('all-weeks-global.tsv'), '/v1/charts/films/all.csv']) {
      const response = await app.request(asked, { method: 'HEAD' })
      expect([response.status, await response.text()]).toEqual([200, ''])
      expect(response.headers.get('content-type')).toMatch(/^text\//)
    }
  })

  test('follow what is published, and a title that is corrected', async () => {
    const before = (await app.request(path('all-weeks-countries.tsv'))).headers.get('etag')
    await house.take([itemEvent({ id: 'b', kind: 'film', title: 'Shards' }, '2026-01-02')])
    const response = await app.request(path('all-weeks-countries.tsv'), { headers: { 'if-none-match': before ?? '' } })
    expect(await response.text()).toContain('\tShards\t')
    await house.take([event({ at: inWeek(2), kind: 'watch', item: 'a', value: 3_600_000, weight: 900, country: 'GB' })])
    expect((await bytesOf(path('all-weeks-global.tsv'))).toString()).toContain('\t1002\t1.9667\t509\t3')
  })
})
