// Lists: what stands where, by which rule, worked out by hand.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../src/config.ts'
import { parseAsked } from '../src/publish/list-routes.ts'
import { type ListSpecInput, listsWith, parseList, parseListSpec } from '../src/publish/list-spec.ts'
import { listAnswer } from '../src/publish/lists.ts'
import { event, itemEvent, TestHouse } from './house.ts'
import { run, temporaryHere } from './process.ts'

const NOW = '2026-01-14T12:07:00Z'
const hoursAgo = (hours: number): number => Date.parse('2026-01-14T12:00:00Z') - hours * 3_600_000

let house: TestHouse
beforeEach(async () => {
  house = await TestHouse.open(NOW)
})
afterEach(() => house.close())

interface Question {
  readonly limit?: string
  readonly kind?: string
  readonly measure?: string
  readonly days?: string
}

async function list(name: string, question: Question = {}, own: ListSpecInput[] = []) {
  const specs = own.map((input) => {
    const spec = parseListSpec(input)
    if (!spec.ok) throw new Error(JSON.stringify(spec.problems))
    return spec.value
  })
  const spec = parseList(listsWith(specs), 'list', name)
  const asked = spec.ok ? parseAsked(spec.value, question) : spec
  if (!asked.ok) throw new Error(JSON.stringify(asked.problems))
  return listAnswer(house.house, asked.value)
}

const lines = async (...asked: Parameters<typeof list>) =>
  (await list(...asked)).lines.map(({ rank, item, text }) => `${rank} ${item}: ${text}`)

const article = (id: string, more: object = {}) => itemEvent({ id, kind: 'article', title: id, ...more })

const CATALOGUE = [
  itemEvent({ id: 'show', kind: 'show', title: 'Paper Hearts' }),
  itemEvent({ id: 's1', kind: 'season', title: 'Season 1', parent: 'show', tags: ['love'] }),
  itemEvent({ id: 'e1', kind: 'episode', title: 'One', parent: 's1', published: '2026-01-01' }),
  itemEvent({ id: 'e2', kind: 'episode', title: 'Two', parent: 's1', published: '2026-01-14T12:07:01Z' }),
  article('a', { published: '2026-01-10', url: 'https://hearts.example/a', tags: ['love', 'paper'] }),
  article('b', { published: '2026-01-14T12:06:00Z' }),
  article('c', { published: '2026-01-10' }),
  itemEvent({ id: 'q1', kind: 'question', title: 'Why?' }),
  itemEvent({ id: 'q2', kind: 'question', title: 'How?' }),
]

describe('top', () => {
  beforeEach(async () => {
    await house.take([
      ...CATALOGUE,
      event({ at: hoursAgo(1), item: 'e1', weight: 30, viewer: 1 }),
      event({ at: hoursAgo(100), item: 'e2', weight: 20, viewer: 1 }),
      event({ at: hoursAgo(1), item: 'e2', viewer: 1 }),
      event({ at: hoursAgo(1), item: 's1', weight: 4, viewer: 2 }),
      event({ at: hoursAgo(1), item: 'c', weight: 40, viewer: 1 }),
      event({ at: hoursAgo(100), item: 'a', weight: 40, viewer: 3 }),
      event({ at: hoursAgo(1), item: 'stranger', weight: 1000 }),
      event({ at: hoursAgo(1), item: 'b', kind: 'watch', value: 5_400_000, viewer: 1 }),
      event({ at: hoursAgo(2), item: 'b', kind: 'sale', value: 3 }),
      event({ at: hoursAgo(90), item: 'a', kind: 'sale', value: 7 }),
    ])
  })

  it('counts what is below an item with it, and stands in order of id where counts are equal', async () => {
    expect(await lines('top')).toEqual(['1 s1: 55 views', '2 a: 40 views', '3 c: 40 views'])
    expect(await lines('top', { limit: '1' })).toEqual(['1 s1: 55 views'])
  })

  it('is of a kind, a measure and a span of days where a reader asks for them', async () => {
    expect(await lines('top', { kind: 'episode' })).toEqual(['1 e1: 30 views', '2 e2: 21 views'])
    expect(await lines('top', { days: '2' })).toEqual(['1 c: 40 views', '2 s1: 35 views'])
    expect(await lines('top', { measure: 'hours' })).toEqual(['1 b: 2 hours'])
    // Viewer 1 saw both episodes on one day.
    expect(await lines('top', { measure: 'viewers' })).toEqual([
      '1 s1: 3 viewer-days',
      '2 a: 1 viewer-day',
      '3 b: 1 viewer-day',
      '4 c: 1 viewer-day',
    ])
    expect(await lines('top', { measure: 'viewers', days: '2', kind: 'season' })).toEqual(['1 s1: 2 viewer-days'])
    expect(await lines('best-sellers')).toEqual(['1 a: 7 sales', '2 b: 3 sales'])
  })

  it('names the title with what it belongs to, the address, and the rule', async () => {
    const { list: spec, asOf, lines: found } = await list('top')
    expect(found[0]).toMatchObject({ title: 'Paper Hearts: Season 1', kind: 'season', value: 55 })
    expect(found[1]).toMatchObject({ url: 'https://hearts.example/a', published: '2026-01-10' })
    expect(spec).toEqual({
      id: 'top',
      title: 'Top',
      version: 1,
      rule: 'Of kind film, season, article, video, comic: most views of all time, all below an item counted with it; equal ones by id. Version 1.',
    })
    expect(asOf).toBe('2026-01-14T12:07:00.000Z')
  })

  it('can be one of the operator’s own, of items with all of its tags', async () => {
    const own: ListSpecInput = {
      id: 'papers',
      title: 'Papers',
      order: { by: 'measure', measure: 'views' },
      filter: { kinds: ['article', 'season'], tags: ['love', 'paper'] },
    }
    expect(await lines('papers', {}, [own])).toEqual(['1 a: 40 views'])
    const { list: spec } = await list('papers', {}, [own])
    expect(spec.rule).toContain('Of kind article, season, tagged love and paper')
  })
})

it('latest are those that are out by now, the last one first', async () => {
  await house.take(CATALOGUE)
  expect(await lines('latest')).toEqual(['1 b: 2026-01-14', '2 a: 2026-01-10', '3 c: 2026-01-10', '4 e1: 2026-01-01'])
  house.at('2026-01-14T12:08:00Z')
  expect((await list('latest', { limit: '1' })).lines).toMatchObject([{ item: 'e2', value: '2026-01-14T12:07:01Z' }])
})

it('trending is what has more than its usual, by the formula that the rule tells', async () => {
  await house.take([
    ...CATALOGUE,
    // 70 in the week before, 10 a day; now 30: (30 + 10) / (10 + 10).
    event({ at: hoursAgo(30), item: 'a', weight: 60 }),
    event({ at: hoursAgo(24 * 8) + 1, item: 'a', weight: 10 }),
    event({ at: hoursAgo(24 * 8) - 1, item: 'a', weight: 1000 }),
    event({ at: hoursAgo(24), item: 'a', weight: 30 }),
    // Much, and as ever.
    event({ at: hoursAgo(100), item: 'b', weight: 7000 }),
    event({ at: hoursAgo(2), item: 'b', weight: 1000 }),
    // Nothing before, in parts: (5 + 6 + 10) / 10. What comes in the running quarter waits.
    event({ at: hoursAgo(1), item: 'e1', weight: 5 }),
    event({ at: hoursAgo(0.01), item: 's1', weight: 6 }),
    event({ at: hoursAgo(-0.01), item: 's1', weight: 500 }),
  ])
  expect(await lines('trending')).toEqual([
    '1 s1: 11 views in 24 hours, 0 a day before',
    '2 a: 30 views in 24 hours, 10 a day before',
  ])
  const { lines: found, list: spec, asOf } = await list('trending')
  expect(found.map(({ value }) => value)).toEqual(['2.1', '2.0'])
  expect(asOf).toBe('2026-01-14T12:00:00.000Z')
  expect(spec.rule).toContain(
    '(views of the last 24 hours + 10) / (mean views a day of the 7 days before + 10), the highest first, above 1 alone',
  )
})

it('questions are those that were opened, the most opened first', async () => {
  const open = { kind: 'open' as const, at: hoursAgo(1) }
  await house.take([...CATALOGUE, event({ ...open, item: 'q2', weight: 9 }), event({ ...open, item: 'q1' })])
  expect(await lines('questions')).toEqual(['1 q2: 9 opens', '2 q1: 1 open'])
})

describe('the command line', () => {
  it('prints a list, one of the configuration’s too, and refuses what is none', async () => {
    const root = temporaryHere()
    const config = {
      lists: [{ id: 'news', title: 'News', order: { by: 'published' }, filter: { kinds: ['article'] } }],
    }
    writeFileSync(join(root, 'housecount.config.ts'), `export default ${JSON.stringify(config)}`)
    const data = join(root, 'data')
    const items = [
      { id: 'a', kind: 'article', title: 'On paper', published: '2026-01-10' },
      { id: 'v', kind: 'video', title: 'Moving', published: '2026-01-11' },
    ]
    await run(['import', 'items', '-', '--data', data], {
      cwd: root,
      input: items.map((each) => `${JSON.stringify(each)}\n`).join(''),
    })
    const { code, out } = await run(['list', 'news', '--data', data], { cwd: root })
    expect([code, out.split('\n')[0]]).toEqual([0, 'News'])
    expect(out).toMatch(/1 {2}On paper {2}article {2}2026-01-10/)
    const { out: json } = await run(['list', 'latest', '--limit', '1', '--data', data, '--json'], { cwd: root })
    expect(JSON.parse(json)).toMatchObject({ lines: [{ rank: 1, item: 'v', value: '2026-01-11' }] })
    for (const [wrong, told] of [
      [['nope'], 'one of top, latest'],
      [['top', '--limit', '0'], 'from 1 to 100'],
      [['latest', '--days', '3'], 'nothing: latest has its own'],
    ] as const) {
      const refused = await run(['list', ...wrong, '--data', data], { cwd: root })
      expect([refused.code, refused.err]).toEqual([2, expect.stringContaining(told)])
    }
  }, 240_000)

  it('says which list of the configuration is wrong', async () => {
    const root = temporaryHere()
    const config = { lists: [{ id: 'news', title: 'News', order: { by: 'chance' } }] }
    writeFileSync(join(root, 'housecount.config.ts'), `export default ${JSON.stringify(config)}`)
    await expect(readSettings({}, root)).rejects.toThrow(
      'list news: order.by: "chance" is not allowed; an order by measure',
    )
  })
})
