// A restatement, from an operator's late file to whoever reads: what the edition said before, and what it says now.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf, type Edition } from '../src/domain/edition.ts'
import { CONFIG, eventOf, jsonOf, lines, problemOf, run, SEASON, SHOW, serve, temporary } from './process.ts'

const root = temporary()
const data = join(root, 'data')
const WEEK = '2022-05-01'
const REASON = 'late files from the Berlin collector'
const bring = (form: string, values: readonly unknown[], ...flags: string[]) =>
  run(['import', form, '-', '--data', data, ...flags], { cwd: root, input: lines(values) })
const chart = (...flags: string[]) => run(['chart', 'tv-english', '--data', data, ...flags], { cwd: root })
const file = (week: string, revision: number): Edition =>
  JSON.parse(readFileSync(join(data, 'editions', 'tv-english', 'world', `${week}.r${revision}.json`), 'utf8'))

const season = (id: string, title: string) => ({ id, kind: 'season', title })

beforeAll(async () => {
  writeFileSync(join(root, 'housecount.config.ts'), CONFIG)
  const first = [
    await bring('items', [SHOW, SEASON, season('b', 'Beacon'), season('c', 'Cove')]),
    await bring('events', [
      eventOf(1, { weight: 1200 }),
      eventOf(2, { item: 'b', weight: 1100 }),
      eventOf(3, { item: 'b', at: '2022-05-04T00:00:00Z' }),
    ]),
  ]
  expect(first.map(({ code }) => code)).toEqual([0, 0])
  const late = [eventOf(4, { item: 'b', weight: 250 }), eventOf(5, { item: 'c', weight: 9 })]
  expect((await bring('events', late, '--reason', REASON)).code).toBe(0)
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('the edition', () => {
  test('keeps what it said, and tells under its digest what changed and why', () => {
    expect(file(WEEK, 1).changes).toBeUndefined()
    const restated = file(WEEK, 2)
    expect(restated).toMatchObject({
      state: 'restated',
      reason: REASON,
      changes: {
        lines: [
          { item: 'b', before: { rank: 2, views: 1100 }, now: { rank: 1, views: 1350 } },
          { item: 'heartstopper-s1', before: { rank: 1, views: 1200 }, now: { rank: 2, views: 1200 } },
          { item: 'c', before: null, now: { rank: 3, views: 9 } },
        ],
        history: [],
        method: null,
      },
    })
    const [first, ...others] = restated.changes?.lines ?? []
    if (!first?.before || !restated.changes) throw new Error('there is a line')
    const forged = { ...first, before: { ...first.before, views: 1 } }
    expect(digestOf({ ...restated, changes: { ...restated.changes, lines: [forged, ...others] } })).not.toBe(
      restated.digest,
    )
  })

  test('of a later week, whose counted lines stay, says that the history alone is another', () => {
    expect(file('2022-05-08', 2)).toMatchObject({
      reason: REASON,
      changes: { lines: [], history: ['b'], method: null },
    })
  })
})

describe('the command line', () => {
  test('tells below the table what was restated', async () => {
    const { code, out } = await chart('--week', WEEK)
    expect(code).toBe(0)
    const told = out
      .slice(out.search(/^restated \d/m))
      .trim()
      .split('\n')
    expect(told).toEqual([
      expect.stringMatching(
        /^restated \d{4}-\d\d-\d\d: late files from the Berlin collector · revision 2 · [0-9a-f]{16}$/,
      ),
      '  rank 2 → 1: Beacon 1,100 → 1,350 views',
      '  rank 1 → 2: Paper Hearts: Season 1',
      '  rank 3, not on the list before: Cove 9 views',
    ])
    expect((await chart('--week', '2022-05-08')).out).toContain(
      'nothing that was counted is another, only the history (previous rank, peak, weeks, streak) of Beacon',
    )
  })

  test('shows an earlier revision as it was published, and lists all', async () => {
    const first = JSON.parse((await chart('--week', WEEK, '--revision', '1', '--json')).out)
    expect(first).toMatchObject({ revision: 1, revisions: [1, 2], state: 'final', digest: file(WEEK, 1).digest })
    expect(first.rows.map(({ item, views }: { item: string; views: number }) => `${item} ${views}`)).toEqual([
      'heartstopper-s1 1200',
      'b 1100',
    ])
    const listed = (await chart('--week', WEEK, '--revisions')).out.split('\n')
    expect(listed.slice(0, 3)).toEqual([
      expect.stringMatching(/^final .* · revision 1 · /),
      expect.stringMatching(/^restated .*Berlin collector · revision 2 · /),
      '  rank 2 → 1: Beacon 1,100 → 1,350 views',
    ])
    const none = await chart('--week', WEEK, '--revision', '0')
    expect([none.code, none.out, none.err]).toEqual([
      1,
      '',
      expect.stringContaining('revision: "0" is not allowed; one of 1, 2'),
    ])
  })

  test('takes a reason of one line, and names the import where none is given', async () => {
    const wrong = await bring('events', [], '--reason', 'two\nlines')
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('without line breaks')])
    writeFileSync(join(root, 'more.ndjson'), lines([eventOf(6, { item: 'c', at: '2022-04-20T00:00:00Z' })]))
    await run(['import', 'events', 'more.ndjson', '--data', data], { cwd: root })
    // Its own week is new; those after it have another history.
    expect(file(WEEK, 3)).toMatchObject({ reason: 'import of more.ndjson', changes: { lines: [], history: ['c'] } })
  })
})

test('the API and the page give each revision, and list them', async () => {
  const house = await serve(data, root)
  try {
    const path = `/v1/charts/tv-english/world/${WEEK}`
    const get = (suffix = '') => fetch(`${house.url}${path}${suffix}`)
    expect(await jsonOf(await get('?revision=1'))).toMatchObject({
      revision: 1,
      rows: [{ views: 1200 }, { views: 1100 }],
    })
    expect(await jsonOf(await get('?revision=2'))).toMatchObject({
      revision: 2,
      reason: REASON,
      changes: { lines: [{ item: 'b', title: 'Beacon', before: { rank: 2 } }, { parentTitle: 'Paper Hearts' }, {}] },
    })
    expect(await problemOf(await get('?revision=9'))).toMatchObject({
      status: 404,
      problems: [{ field: 'revision', allowed: expect.stringContaining('one of 1, 2') }],
    })
    const all = await jsonOf(await get('/revisions'))
    expect(all.map(({ revision, state }: Edition) => `${revision} ${state}`).slice(0, 2)).toEqual([
      '1 final',
      '2 restated',
    ])
    expect(all[1].changes.lines).toHaveLength(3)
    expect((await get('?revision=1&format=csv')).headers.get('content-disposition')).toContain(`${WEEK}-r1.csv`)
    const page = await fetch(`${house.url}/charts/tv-english/world/${WEEK}?revision=1`)
    expect(await page.text()).toContain('This is an earlier revision.')
  } finally {
    await house.stop()
  }
})
