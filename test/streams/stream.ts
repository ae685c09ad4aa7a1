// A small stream of events out of a seed: what one sender might have to say of a few titles of its own. It is a set:
// each identity and content stands here once. What may happen to it on its way is arrangement.ts.
import type { ChartSpec } from '../../src/charts/spec.ts'
import type { Event, EventKind } from '../../src/domain/event.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts'
import { chart, event, itemEvent, seeded } from '../house.ts'

export interface Stream {
  readonly seed: number
  /** Those that come while the windows are open. */
  readonly onTime: readonly Event[]
  /** Those that come when the windows are sealed, and restate them. */
  readonly late: readonly Event[]
}

const FROM = Date.UTC(2026, 0, 8)
const SPAN_MS = 6 * DAY_MS
/** When all windows are open still, and when they are sealed. */
export const OPEN = '2025-12-20T00:00:00Z'
export const SEALED = '2026-02-10T00:00:00Z'

const week = (timeZone: string) => ({ kind: 'week', startsOn: 'monday', timeZone }) as const
/** Two entries a stream: a chart of the greatest length holds 500 of them, whose lines never push each other off. */
export const STREAMS_MAX = 500 * 5
const shared = { length: 2 * 500, regions: { world: true, countries: 'measured' } } as const

/** Each stream is on one of these, which one by its seed; `kinds` are those that count there, most of the time. */
const CHARTS: readonly { readonly spec: ChartSpec; readonly kinds: readonly EventKind[] }[] = [
  { spec: ranked('views', 'views', week('UTC'), 'shared'), kinds: ['view'] },
  { spec: ranked('per-runtime', 'views', week('Asia/Kolkata'), 'ordered'), kinds: ['watch'] },
  { spec: ranked('viewers', 'viewers', week('Asia/Kolkata'), 'ordered'), kinds: ['view', 'watch'] },
  { spec: ranked('sales', 'sales', { kind: 'month', timeZone: 'Europe/London' }, 'ordered'), kinds: ['sale'] },
  {
    spec: ranked('first', 'hours', { kind: 'first', days: 3, issued: week('UTC') }, 'ordered'),
    kinds: ['watch', 'open'],
  },
]

export const SPECS: readonly ChartSpec[] = CHARTS.map(({ spec }) => spec)

function ranked(
  id: string,
  measure: 'views' | 'viewers' | 'sales' | 'hours',
  window: ChartSpec['window'],
  ties: ChartSpec['ties'],
): ChartSpec {
  const formula = id === 'per-runtime' ? 'hours-per-runtime' : 'counted'
  const filter = { kinds: ['film', 'season'] as ('film' | 'season')[], tags: [id] }
  return chart({ ...shared, id, window, ties, filter, methods: [{ version: 1, measure, formula, roundViewsTo: 1 }] })
}

/** Whose line of an edition this is. */
export const seedOf = (item: string): number => Number(item.slice(1, item.indexOf('-')))

export function streamOf(seed: number): Stream {
  const random = seeded(seed)
  const upTo = (n: number) => Math.floor(random() * n)
  const pick = <T>(list: readonly T[]): T => list[upTo(list.length)] as T
  const { spec, kinds } = CHARTS[seed % CHARTS.length] as (typeof CHARTS)[number]
  let lastId = seed * 1000
  const entries = entriesOf(seed, spec.id, random)
  const items = [...entries.map((entry) => entry.item), `s${seed}-unknown`]

  const anEvent = (): Event => {
    const kind = random() < 0.85 ? pick(kinds) : pick(['view', 'watch', 'sale', 'open', 'share'] as const)
    return event({
      id: ++lastId,
      at: anInstant(random),
      kind,
      item: pick(items),
      country: pick(['GB', 'JP', 'BR', 'ZZ']),
      viewer: kind === 'view' || kind === 'watch' ? upTo(5) : 0,
      value: kind === 'watch' ? 1 + upTo(3 * HOUR_MS) : kind === 'sale' ? 1 + upTo(4) : 1,
      weight: random() < 0.7 ? 1 : 1 + upTo(1000),
    })
  }
  const first = Array.from({ length: 4 + upTo(36) }, anEvent)
  // The same id and time with other content is a conflict; the same id at another time, another event.
  const others = first.flatMap((each) => [
    ...(random() < 0.08 ? [{ ...anEvent(), id: each.id, at: each.at }] : []),
    ...(random() < 0.03 ? [{ ...each, weight: each.weight + 1 }] : []),
    ...(random() < 0.03 ? [{ ...each, at: anInstant(random) as Event['at'] }] : []),
  ])
  const all = [...entries, ...first, ...others]
  const lateness = random() < 0.3 ? 0.2 : 0
  const isLate = all.map(() => random() < lateness)
  return { seed, onTime: all.filter((_, i) => !isLate[i]), late: all.filter((_, i) => isLate[i]) }
}

/** A film, and a season with its episodes; some of them told twice, so that the later entry has to hold. */
function entriesOf(seed: number, tag: string, random: () => number): readonly Event[] {
  const upTo = (n: number) => Math.floor(random() * n)
  const published = () => `2026-01-${String(8 + upTo(5)).padStart(2, '0')}`
  const minutes = (n: number) => (1 + upTo(n)) * MINUTE_MS
  const film = {
    ...{ id: `s${seed}-film`, kind: 'film' as const, title: 'film', tags: [tag], published: published() },
    ...(random() < 0.8 && { runtimeMs: minutes(120) }),
  }
  const season = {
    id: `s${seed}-season`,
    kind: 'season' as const,
    title: 'season',
    tags: [tag],
    published: published(),
  }
  const episodes = Array.from({ length: 1 + upTo(3) }, (_, i) => ({
    ...{ id: `s${seed}-e${i}`, kind: 'episode' as const, title: `episode ${i}`, parent: season.id },
    ...{ published: published(), runtimeMs: minutes(50) },
  }))
  return [film, season, ...episodes].flatMap((item, i) => {
    const at = FROM + upTo(2) * HOUR_MS
    const entry = { ...itemEvent(item, new Date(at).toISOString()), id: idOf(seed, 2 * i) }
    if (random() < 0.85) return [entry]
    const again = { ...item, title: 'told again', runtimeMs: minutes(120) }
    // At the same time, the id decides; one id and time is a conflict.
    const later = itemEvent(again, new Date(at + upTo(2) * HOUR_MS).toISOString())
    return [entry, { ...later, id: random() < 0.3 ? entry.id : idOf(seed, 2 * i + 1) }]
  })
}

const idOf = (seed: number, n: number): Event['id'] =>
  `00000000-0000-4000-9000-${(seed * 1000 + n).toString(16).padStart(12, '0')}` as Event['id']

/** Often where something begins or ends: an hour, a quarter, a day, a week, here or in another time zone. */
function anInstant(random: () => number): number {
  const at = FROM + Math.floor(random() * SPAN_MS)
  const grain = [15 * MINUTE_MS, HOUR_MS, DAY_MS, 7 * DAY_MS][Math.floor(random() * 8)]
  if (grain === undefined) return at
  const zoneMs = [0, 0, -5.5 * HOUR_MS, 5 * HOUR_MS][Math.floor(random() * 4)] as number
  return Math.floor(at / grain) * grain + zoneMs - (random() < 0.5 ? 1 : 0)
}
