// The command line as a stranger meets it: real processes, real directories, nothing faked.
import { spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  BIN,
  CONFIG,
  ended,
  FIXTURES,
  lines,
  type Ran,
  run,
  SEASON,
  SHOW,
  temporary,
  temporaryHere,
} from './process.ts'

const GLOBAL = join(FIXTURES, 'global.tsv')
const COUNTRIES = join(FIXTURES, 'countries.tsv')
const MOST_POPULAR = join(FIXTURES, 'most-popular.tsv')

/** Shared by the tests that only ask, or that repeat what was done. */
const root = temporary()
const netflix = join(root, 'netflix')
const audience = join(root, 'audience')
let imported: Ran

const ask = (...args: string[]) => run([...args, '--data', netflix])
const json = (ran: Ran) => JSON.parse(ran.out)

beforeAll(async () => {
  writeFileSync(join(root, 'housecount.config.ts'), CONFIG)
  writeFileSync(
    join(root, 'items.ndjson'),
    lines([SHOW, SEASON, { id: 'ash', kind: 'film', title: 'Twin' }, { id: 'birch', kind: 'film', title: 'Twin' }]),
  )
  const both = await Promise.all([
    run(['import', 'netflix-top10', GLOBAL, COUNTRIES, MOST_POPULAR, '--data', netflix]),
    run(['import', 'items', 'items.ndjson', '--data', audience], { cwd: root }),
  ])
  imported = both[0]
  expect(both.map(({ code, err }) => ({ code, err }))).toEqual([
    { code: 0, err: '' },
    { code: 0, err: '' },
  ])
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Each command, with what it is asked for. */
const COMMANDS = [
  { name: 'serve', uses: [] },
  { name: 'demo', uses: [] },
  { name: 'import events', uses: ['no-such-file'] },
  { name: 'import items', uses: ['no-such-file'] },
  { name: 'import netflix-top10', uses: ['no-such-file'] },
  { name: 'chart', uses: ['films'] },
  { name: 'charted', uses: ['ash'] },
  { name: 'title', uses: ['ash'] },
  { name: 'method', uses: ['films'] },
  { name: 'late', uses: [] },
  { name: 'compare', uses: ['netflix-top10', 'no-such-file'] },
  { name: 'export', uses: ['netflix-top10'] },
  { name: 'verify', uses: [] },
  { name: 'rebuild', uses: [] },
  { name: 'doctor', uses: [] },
  { name: 'keys list', uses: [] },
  { name: 'keys add', uses: [] },
  { name: 'keys retire', uses: ['hcw_old'] },
] as const

/** What a flag of the help is given, by the name of its value there. */
const VALUES: Readonly<Record<string, string>> = {
  '<dir>': join(root, 'housecount.config.ts'),
  '<file>': 'no-such-file',
  '<host>': '127.0.0.1',
  '<port>': '0',
  '<seed>': '2',
  '<region>': 'GB',
  '<week>': '2022-05-01',
  '<date>': '2022-05-01',
  '<format>': 'csv',
  '<site>': 'main',
  '<number>': '1',
  '<text>': 'late files',
  '<kind>': 'write',
  '<origin>': 'https://example.com',
  '<time>': '2026-12-01T00:00:00Z',
  '<place>': '0-aaaaaaaa-1-0',
}

describe.concurrent('help', () => {
  test('the help of the whole names every command, its exit codes and examples', async () => {
    const { code, out, err } = await run(['--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const { name } of COMMANDS) expect(out).toContain(`\n  ${name.split(' ')[0]} `)
    expect(out).toMatch(/Examples:\n {2}housecount /)
    expect(out).toContain('0 done, 1 answered no, 2 wrong use, 3 failed')
  })

  test.each(COMMANDS)(
    'every flag in the help of $name is accepted, and its examples can be copied',
    async (command) => {
      const name = command.name.split(' ')
      const help = await run([...name, '--help'])
      expect(help.code).toBe(0)
      const examples = help.out.slice(help.out.indexOf('Examples:')).trim().split('\n').slice(1)
      expect(examples.length).toBeGreaterThan(0)
      for (const example of examples) expect(example).toMatch(/^ {2}(housecount |[a-z]+ .*\| housecount )/)
      expect(examples.join('\n')).toContain(`housecount ${command.name}`)
      const flags = [...help.out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)(?: (<\w+>))?/gm)].filter(
        ([, flag]) => flag !== '--help',
      )
      const given = flags.flatMap(([, flag, value]) => [
        flag ?? '',
        ...(value ? [VALUES[value] ?? 'no value known'] : []),
      ])
      // A data directory that is a file ends every command, but only after its flags were understood.
      const ran = await run([...name, ...command.uses, ...given])
      expect({ code: ran.code, out: ran.out }).toEqual({ code: 3, out: expect.stringMatching(/^(\[\]\n)?$/) })
      expect(ran.err).toMatch(
        /housecount\.config\.ts (holds no data of housecount's|can't be made: it is a file)|no such file/,
      )
    },
  )
})

describe.concurrent('wrong use', () => {
  test.each([
    { line: 'chrat', says: 'Did you mean chart?' },
    { line: 'chart films --regoin GB', says: 'Did you mean --region?' },
    { line: 'import event x', says: 'Did you mean events?' },
    { line: 'chart', says: "missing required argument 'chart'" },
    { line: 'chart films --format pdf', says: 'table, json, tsv, csv, xlsx' },
    { line: 'serve --port 70000', says: 'a whole number from 0 to 65535' },
    { line: 'import events x --site a/b', says: 'a to z, 0 to 9 and hyphens' },
    { line: 'keys add --kind public', says: 'write or secret' },
    { line: 'keys add', says: "required option '--kind <kind>'" },
    { line: 'keys retire hcw_x --at tomorrow', says: 'an RFC 3339 date and time' },
    { line: 'keys revoke x', says: 'too many arguments' },
    { line: 'compare billboard x', says: 'netflix-top10' },
    { line: 'export billboard --out x', says: 'netflix-top10' },
    { line: 'export netflix-top10', says: "required option '--out <dir>'" },
  ])('`housecount $line` exits with 2 and says: $says', async ({ line, says }) => {
    const { code, out, err } = await run(line.split(' '))
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(says)
  })

  test('an unknown chart, a region that is none and a week that is no date exit with 2', async () => {
    const chart = await ask('chart', 'nope')
    expect([chart.code, chart.err]).toEqual([
      2,
      expect.stringContaining('chart: "nope" is not allowed; one of films, '),
    ])
    const region = await ask('chart', 'films', '--region', 'Ireland')
    expect([region.code, region.err]).toEqual([2, expect.stringContaining('region: "Ireland" is not allowed')])
    const week = await ask('chart', 'films', '--week', 'tomorrow')
    expect([week.code, week.err]).toEqual([2, expect.stringContaining('week: "tomorrow" is not allowed')])
  })
})

describe('charts', () => {
  test('an import tells what it stored on standard output, and nothing else', () => {
    expect(imported.out).toBe(
      `${GLOBAL}: 10 stored, 0 rejected\n${COUNTRIES}: 5 stored, 0 rejected\n${MOST_POPULAR}: 2 stored, 0 rejected\n`,
    )
  })

  test('every format of an edition says the same', async () => {
    const edition = json(await ask('chart', 'films-english', '--json', '--week', '2023-06-25'))
    expect(edition.window.name).toBe('2023-06-25')
    const wanted = edition.rows.map((row: Record<string, number | string>) =>
      [edition.window.name, row.rank, row.title, row.hours, row.views, row.weeksOnChart].map(String),
    )
    expect(wanted).toEqual([
      ['2023-06-25', '1', 'The Lantern Keeper', '15000000', '10000000', '2'],
      ['2023-06-25', '2', 'Harbour', '9000000', '4600000', '2'],
    ])
    const picked = (table: readonly (readonly unknown[])[]) => {
      const [header = [], ...rows] = table
      const columns = [
        'week',
        'weekly_rank',
        'show_title',
        'weekly_hours_viewed',
        'weekly_views',
        'cumulative_weeks_in_top_10',
      ]
      return rows.map((row) => columns.map((column) => String(row[header.indexOf(column)])))
    }
    const split = (text: string, by: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(by))
    const formatted = async (format: string) =>
      ask('chart', 'films-english', '--week', '2023-06-25', '--format', format)
    expect(json(await formatted('json'))).toEqual(edition)
    expect(picked(split((await formatted('tsv')).out, '\t'))).toEqual(wanted)
    expect(picked(split((await formatted('csv')).out, ','))).toEqual(wanted)
    expect(picked(await readSheet((await formatted('xlsx')).bytes))).toEqual(wanted)
    const table = (await formatted('table')).out
    expect(table).toContain('Films (English) · World · week to 2023-06-25\n')
    expect(table).toMatch(/^1 {2}= {2}The Lantern Keeper {2}15,000,000 {2}10,000,000 +2 +1$/m)
    expect(table).toContain(edition.digest.slice(0, 16))
  })

  test('a week named by another day than its last answers no, and names the right one', async () => {
    const { code, out, err } = await ask('chart', 'films-english', '--week', '2023-06-19')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('the one around that day is "2023-06-25"')
  })

  test('editions are verified by the other fold; a week without any answers no', async () => {
    expect(await ask('verify', 'films')).toMatchObject({
      code: 0,
      out: 'films: 2 of 2 editions are equal by both folds\n',
    })
    const all = await ask('verify', '--all')
    expect(all).toMatchObject({ code: 0, out: expect.stringMatching(/^films: 2 of 2 editions are equal/m) })
    expect(all.out).toMatch(/^registers of main: 0 of 0 histograms are equal by both folds$/m)
    expect(await ask('verify', 'films', '--week', '2020-01-05')).toMatchObject({ code: 1, out: '' })
    expect(await ask('verify', 'films', '--week', 'tomorrow')).toMatchObject({ code: 2, out: '' })
  })

  test('a region without an edition answers no, and names those that have one', async () => {
    const { code, err } = await ask('chart', 'films', '--region', 'FR')
    expect(code).toBe(1)
    expect(err).toContain('IE, JP')
  })

  test('countries charted come with their denominator', async () => {
    const { code, out } = await ask('charted', 'The Lantern Keeper')
    expect(code).toBe(0)
    expect(out).toContain('The Lantern Keeper: on the chart in 1 of 2 countries\n')
    expect(out).toMatch(/^Ireland {2}2023-06-18/m)
  })

  test('a method is told in words', async () => {
    const { code, out } = await ask('method', 'films-english')
    expect(code).toBe(0)
    expect(out).toContain('rule 2 from 2023-06-18: Views are hours watched divided by running time')
    expect(out).toMatch(/^books of World 2023-06-25 \(final\): stored \d+ = counted \d+ \+ /m)
  })

  test('our editions are compared with the published ones, line by line', async () => {
    const global = await ask('compare', 'netflix-top10', GLOBAL)
    expect(global.code).toBe(0)
    expect(global.out).toMatch(/^views {2,}7 +7 +0$/m)
    const doctored = join(temporaryHere(), 'global.tsv')
    writeFileSync(
      doctored,
      readFileSync(GLOBAL, 'utf8').replace('\t15000000\t1.5\t10000000\t2', '\t15000000\t1.5\t9900000\t2'),
    )
    const miss = await ask('compare', 'netflix-top10', doctored)
    expect(miss.out).toContain('line 2: The Lantern Keeper: published 9900000, ours 10000000')
  })

  test('lists without a week have no edition to compare with, and that is said', async () => {
    const { code, out, err } = await ask('compare', 'netflix-top10', MOST_POPULAR)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('names no weeks')
  })

  test('a reader that stops reading is no failure', async () => {
    const line = `set -o pipefail; '${process.execPath}' '${BIN}' chart films-english --json --data '${netflix}' | head -1`
    const ran = await ended(spawn('bash', ['-c', line], { cwd: tmpdir() }))
    expect({ code: ran.code, out: ran.out, err: ran.err }).toEqual({ code: 0, out: '{\n', err: '' })
  })
})

describe('titles', () => {
  const title = (name: string, ...flags: string[]) => run(['title', name, '--data', audience, ...flags], { cwd: root })

  test('a title is found by its id and by its exact title', async () => {
    const byId = json(await title('heartstopper', '--json'))
    expect(byId).toMatchObject({ title: 'Paper Hearts', children: [{ item: 'heartstopper-s1' }] })
    expect(json(await title('Paper Hearts', '--json'))).toEqual(byId)
  })

  test('several of one title are wrong use: their ids are listed', async () => {
    const { code, err } = await title('Twin')
    expect(code).toBe(2)
    expect(err).toContain('several items are titled "Twin"; name one by its id: ash, birch')
  })

  test('an unknown title answers no', async () => {
    const { code, out, err } = await title('Nothing')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('"Nothing"')
  })
})

describe('configuration', () => {
  test.each([
    {
      what: 'a chart names the chart and the field',
      text: CONFIG.replace('monday', 'someday'),
      says: 'chart tv-english: window.startsOn: "someday" is not allowed; one of monday',
    },
    {
      what: 'a field names the field',
      text: 'export default { prot: 80 }',
      says: 'prot: 80 is not allowed; no such field',
    },
    {
      what: 'a value names the field',
      text: 'export default { port: "80" }',
      says: 'port: "80" is not allowed; a whole number',
    },
    {
      what: 'how reactions are shown names the field',
      text: "export default { reactions: { main: { shrink: { m: 10, C: 'mean' } } } }",
      says: 'reactions.main.shrink.C: "mean" is not allowed; "site", or stars from 1 to 5',
    },
    {
      what: 'the name of a site names it',
      text: 'export default { reactions: { Main: {} } }',
      says: 'reactions.Main',
    },
    {
      what: 'a webhook names its field',
      text: "export default { webhooks: [{ url: 'ftp://example.com', secret: 'short' }] }",
      says: 'webhooks.0.url: "ftp://example.com" is not allowed; an http or https URL; webhooks.0.secret: "short"',
    },
    {
      what: 'the file itself is no bug of ours',
      text: 'export default { oops',
      says: "housecount.config can't be read: ParseError",
    },
  ])('a mistake in $what', async ({ text, says }) => {
    const cwd = temporaryHere()
    writeFileSync(join(cwd, 'housecount.config.ts'), text)
    const ran = await run(['doctor', '--data', netflix], { cwd })
    expect(ran).toMatchObject({ code: 3, out: '' })
    expect(ran.err).toContain(says)
  })
})
