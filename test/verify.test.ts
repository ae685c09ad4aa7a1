// Two folds, one in SQL and one in plain TypeScript, over the same random audiences: every line of every edition must
// be equal to the byte, and a number that was tampered with must be found.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChartSpec, ChartSpecInput } from '../src/charts/spec.ts'
import { digestOf, type Edition } from '../src/domain/edition.ts'
import { DEFAULT_SITE, type Event } from '../src/domain/event.ts'
import { DAY_MS, HOUR_MS } from '../src/domain/time.ts'
import { VALUE_MAX } from '../src/domain/votes.ts'
import { readForVerification, type Verification, verifyChart } from '../src/publish/verify.ts'
import { verifyRegisters } from '../src/publish/verify-registers.ts'
import { chart, event, film, itemEvent, seeded, shuffled, TestHouse } from './house.ts'

let house: TestHouse
beforeEach(async () => {
  house = await TestHouse.open('2026-06-01T00:00:00Z')
})
afterEach(() => house.close())

const WEEK = { kind: 'week', startsOn: 'monday', timeZone: 'UTC' } as const
const counted = (measure: 'views' | 'hours' | 'viewers' | 'sales' | 'opens') =>
  [{ version: 1, measure, formula: 'counted' }] satisfies ChartSpecInput['methods']
const PER_RUNTIME: ChartSpecInput['methods'] = [
  { version: 1, measure: 'hours', formula: 'counted' },
  { version: 2, from: '2026-01-18', measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 10 },
]

/** Each kind of window, measure and filter at least once. */
const CHARTS = [
  chart({ id: 'views', window: { ...WEEK, startsOn: 'sunday' }, methods: counted('views') }),
  chart({ id: 'kolkata', window: { ...WEEK, timeZone: 'Asia/Kolkata' }, methods: counted('hours'), ties: 'shared' }),
  chart({ id: 'new-york', window: { kind: 'day', timeZone: 'America/New_York' }, methods: counted('opens') }),
  chart({ id: 'london', window: { kind: 'month', timeZone: 'Europe/London' }, methods: counted('sales') }),
  chart({ id: 'series', window: WEEK, methods: PER_RUNTIME, filter: { kinds: ['season', 'film'] }, length: 4 }),
  chart({ id: 'viewers', window: WEEK, methods: counted('viewers'), filter: { kinds: ['season', 'film'] } }),
  chart({ id: 'tagged', window: WEEK, methods: counted('views'), filter: { kinds: ['film'], tags: ['drama'] } }),
  chart({ id: 'first', window: { kind: 'first', days: 10, issued: WEEK }, methods: counted('hours') }),
  chart({
    id: 'ever',
    window: { kind: 'all', issued: WEEK },
    methods: counted('views'),
    regions: { world: true, countries: 'none' },
  }),
  chart({
    id: 'theirs',
    window: WEEK,
    methods: [{ version: 1, measure: 'rank', formula: 'published' }],
    regions: { world: false, countries: ['GB', 'JP'] },
  }),
]

const FROM = Date.UTC(2026, 0, 1)
const ITEMS: readonly Event[] = [
  ...['a', 'b', 'c'].map((id, i) =>
    film(id, { runtimeMs: (i + 1) * 3_300_000, published: `2026-01-0${i + 3}`, tags: i > 0 ? ['drama'] : [] }),
  ),
  film('d'),
  itemEvent({ id: 's', kind: 'season', title: 's', published: '2026-01-05' }),
  ...[1, 2, 3].map((n) =>
    itemEvent({
      id: `e${n}`,
      kind: 'episode',
      title: `e${n}`,
      parent: 's',
      runtimeMs: 1_800_000,
      published: `2026-01-${10 + n}`,
    }),
  ),
]

/** Some weeks of an audience: every kind of event, some of them again, some with other content under their identity. */
function audience(seed: number): Event[] {
  const random = seeded(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const events = Array.from({ length: 400 }, (_, i) => {
    const kind = pick(['view', 'watch', 'watch', 'sale', 'open', 'charted', 'share'] as const)
    return event({
      id: seed * 1000 + i,
      at: FROM + Math.floor(random() * 35 * DAY_MS),
      kind,
      item: pick(['a', 'b', 'c', 'd', 'e1', 'e2', 'e3', 'unknown']),
      country: pick(['GB', 'JP', 'ZZ']),
      viewer: kind === 'view' || kind === 'watch' ? Math.floor(random() * 6) : 0,
      value: kind === 'watch' ? 1 + Math.floor(random() * HOUR_MS) : kind === 'view' ? 1 : 1 + Math.floor(random() * 9),
      weight: 1 + Math.floor(random() * 3),
      body: kind === 'charted' ? pick(['theirs', 'others']) : '',
    })
  })
  const again = events.filter(() => random() < 0.2)
  const conflicting = events.filter(() => random() < 0.05).map((each) => ({ ...each, weight: each.weight + 1 }))
  return shuffled([...events, ...again, ...conflicting], random)
}

async function verified(): Promise<readonly Verification[]> {
  const log = await readForVerification(house.house.log.directory)
  const found: Verification[] = []
  for (const spec of house.house.charts) found.push(await verifyChart(house.house, log, spec))
  return found
}

it.each([1, 2])('both folds give the same editions (audience %i)', async (seed) => {
  await house.declare(...CHARTS)
  const events = [...ITEMS, ...audience(seed)]
  await house.take(events.slice(0, 200))
  await house.take(events.slice(200))
  const found = await verified()
  expect(found.flatMap(({ chart, differing }) => differing.map((each) => ({ chart, ...each })))).toEqual([])
  for (const { chart, compared } of found) expect([chart, compared > 0]).toEqual([chart, true])
})

it('finds an edition whose figure was changed, digest and all', async () => {
  await house.declare(...CHARTS)
  await house.take([...ITEMS, ...audience(7)])
  const path = join(house.directory, 'editions', 'views', 'world', '2026-01-17.r1.json')
  const edition = JSON.parse(await readFile(path, 'utf8')) as Edition
  const [first, ...rest] = edition.rows
  const tampered = { ...edition, rows: [{ ...first, views: (first?.views ?? 0) + 1 }, ...rest] } as Edition
  await writeFile(path, JSON.stringify({ ...tampered, digest: digestOf(tampered) }))
  const differing = (await verified()).flatMap((each) =>
    each.differing.map(({ region, week }) => [each.chart, region, week]),
  )
  expect(differing).toEqual([['views', 'world', '2026-01-17']])
})

it('finds a register that the SQL fold counted wrongly', async () => {
  const random = seeded(5)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const votes = Array.from({ length: 300 }, (_, id) => {
    const kind = pick(['like', 'follow', 'rate', 'helpful'] as const)
    const value = Math.floor(random() * (VALUE_MAX[kind] + 1))
    const subject = pick(['ada', 'ben', 'cy', ''])
    return event({ id, at: FROM + Math.floor(random() * DAY_MS), kind, value, subject, item: pick(['a', 'b', 'c']) })
  })
  await house.take([...ITEMS, ...votes])
  const verifiedNow = async () => {
    const log = await readForVerification(house.house.log.directory)
    return verifyRegisters(house.house, log.get(DEFAULT_SITE) ?? [], DEFAULT_SITE)
  }
  expect(await verifiedNow()).toEqual({ site: DEFAULT_SITE, compared: 12, equal: 12, differing: [] })
  await house.house.store.run(
    "INSERT INTO bucket_registers SELECT * REPLACE ('eve' AS subject, 5 AS value) FROM bucket_registers WHERE item = 'b' AND kind = 'rate' LIMIT 1",
  )
  expect(await verifiedNow()).toMatchObject({
    equal: 11,
    differing: [{ item: 'b', register: 'rate', why: expect.stringMatching(/^the store has \[.*\], counted \[.*\]$/) }],
  })
})

it('finds a restatement that tells another past', async () => {
  await house.declare(CHARTS[0] as ChartSpec)
  await house.take([...ITEMS, event({ at: FROM, item: 'a' }), event({ at: FROM, item: 'b', weight: 2 })])
  await house.take([event({ at: FROM, item: 'a', weight: 5 })])
  expect((await verified()).flatMap(({ differing }) => differing)).toEqual([])
  const path = join(house.directory, 'editions', 'views', 'world', '2026-01-03.r2.json')
  const edition = JSON.parse(await readFile(path, 'utf8')) as Edition
  if (!edition.changes) throw new Error('it is restated')
  const forged = { ...edition, changes: { ...edition.changes, lines: edition.changes.lines.slice(1) } }
  await writeFile(path, JSON.stringify({ ...forged, digest: digestOf(forged) }))
  expect((await verified()).flatMap(({ differing }) => differing)).toEqual([
    { region: 'world', week: '2026-01-03', why: expect.stringContaining('it says of the revision before') },
  ])
  await rm(path.replace('.r2.', '.r1.'))
  await house.reopen()
  expect((await verified()).flatMap(({ differing }) => differing)).toMatchObject([
    { why: 'revision 1, which it restates, is gone' },
  ])
})

it('finds what the SQL fold counted wrongly', async () => {
  await house.declare(...CHARTS)
  await house.take([...ITEMS, ...audience(8)])
  // A roll-up that was added to instead of replaced.
  await house.house.store.run(
    "INSERT INTO window_rollups SELECT * REPLACE (['GB'] AS regions, [0] AS rests, [items[indexOf(regions, 'GB')]] AS items, [totals[indexOf(regions, 'GB')]] AS totals) FROM window_rollups WHERE calendar = 'week/sunday/UTC' AND has(items[indexOf(regions, 'GB')], 'a')",
  )
  await house.house.store.run('TRUNCATE TABLE published')
  await house.reopen()
  const differing = (await verified()).flatMap((each) => each.differing.map(({ region }) => `${each.chart} ${region}`))
  expect(new Set(differing)).toEqual(new Set(['views GB']))
})
