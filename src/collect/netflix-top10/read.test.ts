import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import writeXlsx from 'write-excel-file/node'
import { Failure, type Parsed } from '../../domain/problem.ts'
import { LAYOUTS } from './layouts.ts'
import { type NetflixFile, readNetflixFile } from './read.ts'

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name)
const textOf = (name: string) => readFile(fixture(name), 'utf8')

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'netflix-top10-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function readText(content: string | Uint8Array, name = 'file.tsv'): Promise<Parsed<NetflixFile>> {
  const path = join(directory, name)
  await writeFile(path, content)
  return readNetflixFile(path)
}

function read<T>(outcome: Parsed<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value
}

/** The global fixture with one cell of its first row replaced. */
async function readGlobalWith(column: (typeof LAYOUTS.global)[number], cell: string): Promise<NetflixFile> {
  const [header = '', first = '', ...rest] = (await textOf('global.tsv')).split('\n')
  const cells = first.split('\t').with(LAYOUTS.global.indexOf(column), cell)
  return read(await readText([header, cells.join('\t'), ...rest].join('\n')))
}

describe('the layout', () => {
  test.each([
    ['global', 10],
    ['countries', 5],
    ['most-popular', 2],
  ] as const)('%s is recognised by its header, and all its rows are read', async (kind, rows) => {
    const file = read(await readNetflixFile(fixture(`${kind}.tsv`)))
    expect(file).toMatchObject({ kind, rejected: [] })
    expect(file.rows).toHaveLength(rows)
  })

  test('columns may stand in any order', async () => {
    const turned = (await textOf('global.tsv')).split('\n').map((line) => line.split('\t').reverse().join('\t'))
    expect(await readText(turned.join('\n'))).toEqual(await readNetflixFile(fixture('global.tsv')))
  })

  test('a header without one of its columns is a problem that names the columns expected', async () => {
    const outcome = await readText((await textOf('global.tsv')).replace('\truntime', ''))
    expect(outcome).toMatchObject({ ok: false, problems: [{ field: 'header' }] })
    expect(JSON.stringify(outcome)).toContain(`global: ${LAYOUTS.global.join(', ')}`)
  })

  test('a header with an unknown column, and one that is none at all, are problems', async () => {
    expect(await readText((await textOf('countries.tsv')).replace('week\t', 'week\tmood\t'))).toMatchObject({
      ok: false,
    })
    const outcome = await readText('title,rank\n')
    for (const columns of Object.values(LAYOUTS)) expect(JSON.stringify(outcome)).toContain(columns.join(', '))
    expect(await readText('')).toMatchObject({ ok: false })
  })

  test('another extension is a problem, and a file that is not there is a failure', async () => {
    expect(await readText('x', 'file.csv')).toMatchObject({ ok: false, problems: [{ field: 'file' }] })
    await expect(readNetflixFile(join(directory, 'none.tsv'))).rejects.toThrow(Failure)
  })
})

describe('a row', () => {
  test('keeps its line, its numbers and its exact running time; N/A is no season', async () => {
    const file = read(await readNetflixFile(fixture('global.tsv')))
    expect(file.rows[1]).toEqual({
      kind: 'global',
      line: 3,
      week: '2023-06-25',
      category: 'Films (English)',
      rank: 2,
      showTitle: 'Harbour',
      seasonTitle: undefined,
      hours: 9_000_000,
      runtimeMs: 7_080_120,
      views: 4_600_000,
      weeksOnChart: 2,
    })
  })

  test.each([
    ['1.9667', 7_080_120],
    ['0.0001', 360],
    ['13.0667', 47_040_120],
    ['2', 7_200_000],
    ['1.5', 5_400_000],
    ['0', undefined],
    ['', undefined],
  ])('a running time of "%s" hours is %s ms', async (decimal, runtimeMs) => {
    expect((await readGlobalWith('runtime', decimal)).rows[0]).toMatchObject({ runtimeMs })
  })

  test.each([
    ['week', '2023-06-24', 'week'],
    ['week', '2023-06-31', 'week'],
    ['category', 'Films (Martian)', 'category'],
    ['weekly_rank', '0', 'weekly_rank'],
    ['weekly_rank', '1.5', 'weekly_rank'],
    ['weekly_hours_viewed', '-15000000', 'weekly_hours_viewed'],
    ['weekly_hours_viewed', '0', 'weekly_hours_viewed'],
    ['weekly_hours_viewed', '1e7', 'weekly_hours_viewed'],
    ['runtime', '1.66667', 'runtime'],
    ['runtime', '-1', 'runtime'],
    ['runtime', '2000.0001', 'runtime'],
    ['weekly_views', 'many', 'weekly_views'],
    ['show_title', '', 'show_title'],
    ['cumulative_weeks_in_top_10', '', 'cumulative_weeks_in_top_10'],
    ['weekly_views', '1\t2', 'columns'],
  ] as const)(
    'with %s "%s" is put aside with its line and text, and its neighbours are kept',
    async (column, cell, field) => {
      const file = await readGlobalWith(column, cell)
      expect(file.rows).toHaveLength(9)
      expect(file.rejected).toMatchObject([{ line: 2, problems: [{ field }] }])
      expect(file.rejected[0]?.text).toContain(cell)
    },
  )

  test('of a country that is none is put aside', async () => {
    const file = read(await readText((await textOf('countries.tsv')).replaceAll('\tJP\t', '\tQQ\t')))
    expect(file.rows).toHaveLength(3)
    expect(file.rejected.map((row) => [row.line, row.problems[0]?.field])).toEqual([
      [5, 'country_iso2'],
      [6, 'country_iso2'],
    ])
  })

  test('whose bytes are no UTF-8 is put aside', async () => {
    const bytes = Buffer.from((await textOf('global.tsv')).replace('Night Ferry', 'Night Fer\u0001ry'))
    bytes[bytes.indexOf(1)] = 0xff
    expect(read(await readText(bytes)).rejected).toMatchObject([{ line: 5, problems: [{ field: 'show_title' }] }])
  })

  test('that is cut off at the end of the file is put aside, wherever a cell is missing', async () => {
    const text = (await textOf('global.tsv')).trimEnd()
    const last = text.lastIndexOf('\n') + 1
    for (let cut = last + 1; cut < text.length; cut++) {
      const file = read(await readText(text.slice(0, cut)))
      expect(file.rows).toHaveLength(9)
      expect(file.rejected).toMatchObject([{ line: 11, text: text.slice(last, cut) }])
    }
  })
})

describe('the same file in other bytes', () => {
  test('CRLF, a byte order mark and no line break at the end read the same', async () => {
    const text = await textOf('global.tsv')
    const plain = await readNetflixFile(fixture('global.tsv'))
    expect(await readText(text.replaceAll('\n', '\r\n'))).toEqual(plain)
    expect(await readText(`\uFEFF${text}`)).toEqual(plain)
    expect(await readText(text.trimEnd())).toEqual(plain)
  })

  test.each(['global', 'countries', 'most-popular'])('%s as a spreadsheet reads the same', async (name) => {
    const rows = (await textOf(`${name}.tsv`)).trimEnd().split('\n')
    const sheet = rows.map((row) => row.split('\t').map(asCell))
    const path = join(directory, `${name}.xlsx`)
    await writeXlsx(sheet).toFile(path)
    expect(await readNetflixFile(path)).toEqual(await readNetflixFile(fixture(`${name}.tsv`)))
  })

  test('a file that is only called a spreadsheet, and a spreadsheet cut short, are problems', async () => {
    const whole = await writeXlsx([[{ value: 'week', type: String }]]).toBuffer()
    for (const bytes of [whole.subarray(0, whole.length / 2), whole.subarray(0, 8), Buffer.alloc(0)])
      expect(await readText(bytes, 'cut.xlsx')).toMatchObject({ ok: false, problems: [{ field: 'file' }] })
    expect(await readText('week\tcategory', 'odd.xlsx')).toMatchObject({ ok: false, problems: [{ field: 'file' }] })
  })
})

/** Numbers as numbers and dates as dates, as a spreadsheet keeps them. */
function asCell(text: string) {
  if (text === '') return null
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { value: new Date(text), type: Date, format: 'yyyy-mm-dd' } as const
  return /^[\d.]+$/.test(text) ? { value: Number(text), type: Number } : { value: text, type: String }
}
