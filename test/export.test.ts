// Our charts as the files that Netflix publishes: from its own rows by the command line, and from an audience of one's own.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileText, NETFLIX_FILES, type NetflixFileName } from '../src/publish/netflix-top10/files.ts'
import { chart, event, film, inWeek, itemEvent, TestHouse, views } from './house.ts'
import { FIXTURES, run, temporary, temporaryHere } from './process.ts'

describe('from published rows', () => {
  const root = temporary()
  const data = join(root, 'data')
  const published = (name: string) => join(FIXTURES, `${name}.tsv`)
  const exported = (...flags: string[]) =>
    run(['export', 'netflix-top10', '--data', data, '--out', join(root, 'files'), ...flags])
  const read = (name: NetflixFileName) => readFileSync(join(root, 'files', name), 'utf8')

  beforeAll(async () => {
    const files = ['global', 'countries', 'most-popular'].map(published)
    expect(await run(['import', 'netflix-top10', ...files, '--data', data])).toMatchObject({ code: 0, err: '' })
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test('the global file is the published one line for line, but for what can not be counted from its rows', async () => {
    const { code, out, err } = await exported('--against', published('global'), '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { files, against } = JSON.parse(out)
    expect(files.map(({ lines }: { lines: number }) => lines)).toEqual([10, 5, 2])
    expect(against).toMatchObject({ kind: 'global', lines: 10, equal: 7, sameOrder: true, more: 0 })
    const lines = read('all-weeks-global.tsv').split('\n')
    const theirs = readFileSync(published('global'), 'utf8').split('\n')
    expect(lines[0]).toBe(theirs[0])
    const excepted = against.exceptions.map(({ line }: { line: number }) => line)
    for (const line of [2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
      expect([line, lines[line - 1] === theirs[line - 1]]).toEqual([line, !excepted.includes(line)])
    expect(
      against.exceptions.map((each: { line: number; columns: string[]; reasons: string[] }) => [
        each.line,
        each.columns,
        each.reasons,
      ]),
    ).toEqual([
      [5, ['weekly_views'], ['published runtime is 0']],
      [10, ['weekly_rank'], ['equal published value: either order']],
      [11, ['weekly_rank', 'season_title'], ['equal published value: either order', 'a film has no season title here']],
    ])
  })

  test('the countries come by name, and a film bears no season', async () => {
    const { out } = await exported('--against', published('countries'))
    expect(out).toContain(
      '\n5 lines, 4 equal and in the same order, 1 exceptions\nline 5: a film has no season title here\n',
    )
    const theirs = readFileSync(published('countries'), 'utf8').trimEnd()
    expect(read('all-weeks-countries.tsv')).toBe(theirs.replace('灯台: Season 1', 'N/A'))
  })

  test('the most popular have their ranks and running times, and of a published rank no hours', async () => {
    await exported()
    expect(read('most-popular.tsv').split('\n').slice(1)).toEqual([
      'Films (English)\t1\tThe Lantern Keeper\tN/A\t\t1.5\t',
      'TV (English)\t1\tSalt Roads\tSalt Roads: Season 1\t\t8\t',
    ])
  })

  test('a line that is missing, one that is unknown and one that can not be read are told', async () => {
    const doctored = join(temporaryHere(), 'global.tsv')
    const [header, first, , ...rest] = readFileSync(published('global'), 'utf8').split('\n')
    const unknown = first?.replace('The Lantern Keeper', 'Somebody Else')
    writeFileSync(doctored, [header, unknown, 'nonsense', ...rest].join('\n'))
    const { out } = await exported('--against', doctored, '--json')
    const { against } = JSON.parse(out)
    expect(against).toMatchObject({ lines: 10, equal: 5, more: 2 })
    expect(against.exceptions.slice(0, 2)).toMatchObject([
      { line: 2, published: unknown, ours: null, reasons: ['not on our list'] },
      { line: 3, published: 'nonsense', ours: null, reasons: ['the line can not be read'] },
    ])
  })

  test('lines in another order are told to be so', async () => {
    const doctored = join(temporaryHere(), 'global.tsv')
    const [header, first, second, ...rest] = readFileSync(published('global'), 'utf8').split('\n')
    writeFileSync(doctored, [header, second, first, ...rest].join('\n'))
    expect((await exported('--against', doctored)).out).toContain('10 lines, 7 equal, in another order, 3 exceptions')
  })

  test('what is no file of Netflix is wrong use', async () => {
    const file = join(temporaryHere(), 'x.tsv')
    writeFileSync(file, 'a\tb\n')
    expect(await exported('--against', file)).toMatchObject({ code: 2, err: expect.stringContaining('header') })
    expect(await exported('--against', join(root, 'files'))).toMatchObject({ code: 3 })
  })
})

describe('from an audience of one’s own', () => {
  let house: TestHouse
  const text = async (name: NetflixFileName): Promise<readonly string[]> => {
    let all = ''
    for await (const chunk of fileText(house.house, NETFLIX_FILES[name])) all += chunk
    return all.split('\n').slice(1)
  }

  beforeAll(async () => {
    house = await TestHouse.open('2026-01-20T00:00:00Z')
    const week = { kind: 'week', startsOn: 'monday', timeZone: 'UTC' } as const
    const perRuntime = [{ version: 1, measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 1 }] as const
    await house.declare(
      chart({ id: 'zzz', title: 'All films' }),
      chart({ id: 'seasons', title: 'Seasons', filter: { kinds: ['season'] }, methods: [...perRuntime] }),
      chart({ id: 'sold', title: 'Sold', methods: [{ version: 1, measure: 'sales', formula: 'counted' }] }),
      chart({ id: 'daily', title: 'Daily', window: { kind: 'day', timeZone: 'UTC' } }),
      chart({ id: 'first', title: 'First days', window: { kind: 'first', days: 91, issued: week } }),
    )
    await house.take([
      film('a', { title: 'Anchor', published: '2026-01-05' }),
      film('b', { title: 'Buoy' }),
      itemEvent({ id: 's', kind: 'show', title: 'Salt' }),
      itemEvent({ id: 's1', kind: 'season', title: 'Salt: Season 1', parent: 's', runtimeMs: 5_400_000 }),
      ...views(0, { a: 3, b: 2 }, 'GB'),
      ...views(0, { b: 1 }, 'TR'),
      ...views(1, { b: 4 }, 'TR'),
      ...views(2, { b: 9 }, 'TR'),
      event({ at: inWeek(0), kind: 'watch', item: 's1', value: 3_600_000, weight: 6, country: 'GB' }),
      event({ at: inWeek(0), kind: 'sale', item: 'b', value: 1, weight: 6, country: 'GB' }),
    ])
  })
  afterAll(() => house.close())

  test('categories are the titles of weekly charts of views or hours, the latest week first; what runs is left out', async () => {
    expect(await text('all-weeks-global.tsv')).toEqual([
      '2026-01-18\tAll films\t1\tBuoy\tN/A\t\t\t4\t2',
      '2026-01-11\tAll films\t1\tAnchor\tN/A\t\t\t3\t1',
      '2026-01-11\tAll films\t2\tBuoy\tN/A\t\t\t3\t1',
      '2026-01-11\tSeasons\t1\tSalt\tSalt: Season 1\t6\t1.5\t4\t1',
    ])
  })

  test('countries have the lists of every weekly chart, under the names that Netflix has for them', async () => {
    expect(await text('all-weeks-countries.tsv')).toEqual([
      'Turkey\tTR\t2026-01-18\tAll films\t1\tBuoy\tN/A\t2',
      'Turkey\tTR\t2026-01-11\tAll films\t1\tBuoy\tN/A\t1',
      'United Kingdom\tGB\t2026-01-11\tAll films\t1\tAnchor\tN/A\t1',
      'United Kingdom\tGB\t2026-01-11\tAll films\t2\tBuoy\tN/A\t1',
      'United Kingdom\tGB\t2026-01-11\tSeasons\t1\tSalt\tSalt: Season 1\t1',
      'United Kingdom\tGB\t2026-01-11\tSold\t1\tBuoy\tN/A\t1',
    ])
  })

  test('the most popular are the latest lists of first 91 days', async () => {
    expect(await text('most-popular.tsv')).toEqual(['First days\t1\tAnchor\tN/A\t\t0\t3'])
  })
})
