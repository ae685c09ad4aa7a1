// Under each rule what is published depends on the set of events alone, and both folds say the same. Events lie close
// to each other and to the ends of hours and days, some from robots, some twice, some with other content; they come in
// any order and in many batches, into buckets that are folded in slices. A stream that differs is named by its seed:
//   STREAM_SEED=12 npx vitest run test/counting-streams.test.ts
import { expect, it } from 'vitest'
import { parseCounting, ruleName } from '../src/domain/counting.ts'
import type { Event } from '../src/domain/event.ts'
import { HOUR_MS, SECOND_MS } from '../src/domain/time.ts'
import { readForVerification, verifyChart } from '../src/publish/verify.ts'
import { chart, event, FILMS, rollups, seeded, shuffled, TestHouse } from './house.ts'
import { publishedBy } from './streams/compare.ts'

const ONE = process.env.STREAM_SEED
const SEEDS = ONE ? [Number(ONE)] : Array.from({ length: Number(process.env.STREAMS ?? 1) }, (_, i) => i + 1)
const EVENTS = 150
const FROM = Date.UTC(2026, 0, 6, 21)
const SEALED = '2026-03-01T00:00:00Z'

const RULES = [
  { rule: 'plain' },
  { rule: 'refresh-proof' },
  { rule: 'viewer-hour' },
  { rule: 'viewer-day' },
  { rule: 'watched', seconds: 10, per: 'hour' },
  { rule: 'watched', seconds: 60, per: 'day' },
] as const

const kolkata = { kind: 'day', timeZone: 'Asia/Kolkata' } as const
const SPECS = [
  chart({ id: 'week' }),
  chart({ id: 'viewers', window: kolkata, methods: [{ version: 1, measure: 'viewers', formula: 'counted' }] }),
]

/** Moments in the hours around a midnight, many of them close together or just at an hour's end. */
function aMoment(random: () => number): number {
  const hour = FROM + Math.floor(random() * 6) * HOUR_MS
  if (random() < 0.3) return hour + Math.round((random() - 0.5) * 80) * SECOND_MS
  const cluster = hour + Math.floor(random() * 4) * 15 * 60 * SECOND_MS
  return cluster + Math.floor(random() * 120_000)
}

function streamOf(seed: number): readonly Event[] {
  const random = seeded(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const anEvent = (id: number): Event =>
    event({
      id,
      at: aMoment(random),
      kind: pick(['view', 'view', 'watch']),
      item: pick(['a', 'b']),
      country: pick(['GB', 'JP']),
      viewer: pick([0, 1, 2, 3]),
      value: Math.floor(random() * 40) * SECOND_MS + 1,
      weight: random() < 0.1 ? 7 : 1,
      body: random() < 0.1 ? pick(['agent=own:x.123456', 'auto=1 net=cloud', 'net=office', 'prefetch=1']) : '',
    })
  const events = Array.from({ length: EVENTS }, (_, i) => anEvent(seed * 10_000 + i))
  const rivals = events.filter(() => random() < 0.05).map((each) => ({ ...anEvent(0), id: each.id, at: each.at }))
  return [...events, ...rivals].map((each) => (each.kind === 'view' ? { ...each, value: 1 } : each))
}

/** A house that counts by a rule, from the second day on or from the beginning. */
async function opened(rule: (typeof RULES)[number], dated: boolean, wholeEventsMax?: number): Promise<TestHouse> {
  const house = await TestHouse.open(SEALED, { wholeEventsMax })
  const views = dated && rule.rule !== 'plain' ? [{ rule: 'plain' }, { ...rule, from: '2026-01-07' }] : rule
  const counting = parseCounting({ views })
  if (!counting.ok) throw new Error(JSON.stringify(counting.problems))
  await house.take(FILMS)
  await house.house.declareCounting([counting.value])
  await house.declare(...SPECS)
  return house
}

/** Editions without what tells of the way: revisions and reasons. */
async function linesOf(house: TestHouse): Promise<unknown> {
  const latest = new Map<string, unknown>()
  for (const [name, edition] of await publishedBy(house)) latest.set(name.replace(/\.r\d+\.json$/, ''), edition.rows)
  return Object.fromEntries(latest)
}

async function expectVerified(house: TestHouse): Promise<void> {
  const log = await readForVerification(house.house.log.directory)
  for (const spec of SPECS) expect((await verifyChart(house.house, log, spec)).differing).toEqual([])
}

// Every other one holds from the second day on.
const cases = SEEDS.flatMap((seed) =>
  RULES.map((rule, i) => [ruleName(rule), seed, rule, (seed + i) % 2 === 0] as const),
)

it.each(cases)(
  '%s gives the same whatever the order and the batches (seed %i)',
  async (_, seed, rule, dated) => {
    const stream = streamOf(seed)
    const random = seeded(seed + 1000)
    const whole = await opened(rule, dated)
    const sliced = await opened(rule, dated, 30)
    try {
      await whole.take(stream)
      const copies = shuffled([...stream, ...stream.filter(() => random() < 0.2)], random)
      for (let from = 0; from < copies.length; ) {
        const to = from + 1 + Math.floor(random() * 200)
        await sliced.take(copies.slice(from, to))
        from = to
      }
      expect(await linesOf(sliced)).toEqual(await linesOf(whole))
      const { books: _, ...counted } = (await rollups(whole)) as { books: unknown }
      expect(await rollups(sliced)).toMatchObject(counted)
      await expectVerified(whole)
      await expectVerified(sliced)
      const [row] = await sliced.rows<{ sliced: string }>(
        'SELECT count() AS sliced FROM bucket_folds WHERE slice_s = 10',
      )
      expect(Number(row?.sliced)).toBeGreaterThan(0)
    } finally {
      await whole.close()
      await sliced.close()
    }
  },
  300_000,
)
