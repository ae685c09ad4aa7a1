// How much the world would like to watch a title on a day: a standing interest, and pulses that rise and die away.
// A launch, each episode of a weekly season, a slow success by word of mouth, an old film that is suddenly found
// again: all are pulses. Derived from the seed and the items alone.
import type { Item, ItemId } from '../domain/item.ts'
import { DAY_MS } from '../domain/time.ts'
import { MARKETS, type Market } from './countries.ts'
import { between, createRandom, hash32, normal, type Random, shuffled } from './random.ts'

/** What is really played: a film, or an episode of a season. */
export interface Playable {
  readonly id: ItemId
  /** The first day, since 1970-01-01, on which it is out all day. */
  readonly day: number
  readonly runtimeMs: number
}

/** From its day on: `height` hours a day, reached after `riseDays`, then halved every `halfLifeDays`. */
interface Pulse {
  readonly day: number
  readonly height: number
  readonly riseDays: number
  readonly halfLifeDays: number
}

/** A charted title, a film or a season, and the audience it will find. */
export interface Appeal {
  readonly id: ItemId
  /** In order of release, never empty. */
  readonly playables: readonly Playable[]
  readonly pulses: Pulse[]
  /** Hours a day of standing interest. */
  standing: number
  /** Each market's part of the title's audience, as MARKETS; all of them make 1. */
  readonly local: Float64Array
  /** For each market the index into DELAYS_DAYS: rights, dubbing, a cinema run. */
  readonly delay: Uint8Array
  readonly noise: number
}

/** A country may get a title so many days after its home. */
export const DELAYS_DAYS = [0, 7, 14, 35] as const

/** Hours watched in the best week, from a modest new title to a hit, and the best of the library in a day. */
const SIZES = {
  'film english': { low: 13e6, high: 52e6, library: 0.5e6 },
  'film non-english': { low: 5e6, high: 24e6, library: 0.22e6 },
  'season english': { low: 22e6, high: 74e6, library: 1.1e6 },
  'season non-english': { low: 10e6, high: 46e6, library: 0.5e6 },
} as const

/** Films come out every few days while the service runs; where they stop for so long, the library begins. */
const GAP_DAYS = 150
/** Shows may begin a little before the first new film. */
const MARGIN_DAYS = 14
const ZIPF = 0.75
const SLOW_PART = 0.18
const SURPRISES = 5
const GOLDEN = 0.618033988749895

const known = new WeakMap<readonly Item[], Map<number, readonly Appeal[]>>()

/** The appeal of every film and season; remembered for as long as the same list of items is asked about. */
export function appealsOf(seed: number, items: readonly Item[]): readonly Appeal[] {
  const bySeed = known.get(items) ?? new Map<number, readonly Appeal[]>()
  known.set(items, bySeed)
  const appeals = bySeed.get(seed) ?? makeAppeals(seed, items)
  bySeed.set(seed, appeals)
  return appeals
}

function makeAppeals(seed: number, items: readonly Item[]): readonly Appeal[] {
  const playables = playablesByTitle(items)
  const charted = items.filter((item) => playables.has(item.id))
  const latest = charted.reduce((day, item) => Math.max(day, outDay(playables, item)), 0)
  const opening = openingDay(charted.filter((item) => item.kind === 'film').map((item) => outDay(playables, item)))
  const random = createRandom(seed, 'appeal')
  const appeals = new Map<ItemId, Appeal>()
  for (const item of charted) appeals.set(item.id, unliked(seed, item, playables.get(item.id) ?? []))
  const library: { readonly appeal: Appeal; readonly best: number }[] = []
  for (const [group, size] of Object.entries(SIZES)) {
    const own = charted.filter((item) => groupOf(item) === group)
    const isNew = (item: Item) => outDay(playables, item) >= opening
    const fresh = own.filter(isNew).sort((a, b) => outDay(playables, a) - outDay(playables, b))
    const start = random.unit()
    fresh.forEach((item, turn) => {
      // The golden ratio spreads hits over the weeks: no month without one, none with all of them.
      const luck = (start + turn * GOLDEN) % 1
      launch(random, appeals.get(item.id) as Appeal, size.low * (size.high / size.low) ** luck)
    })
    shuffled(
      random,
      own.filter((item) => !isNew(item)),
    ).forEach((item, place) => {
      const appeal = appeals.get(item.id) as Appeal
      appeal.standing = size.library / (place + 1) ** ZIPF
      library.push({ appeal, best: size.high })
    })
  }
  for (const { appeal, best } of shuffled(random, library).slice(0, SURPRISES)) {
    const height = (best / 7) * (0.3 + 0.4 * random.unit())
    appeal.pulses.push({ day: latest - between(random, 14, 165), height, riseDays: 6, halfLifeDays: 11 })
  }
  liftEarlierSeasons(charted, appeals)
  return [...appeals.values()]
}

/** From when on titles are new. */
function openingDay(filmDays: readonly number[]): number {
  const days = [...filmDays].sort((a, b) => b - a)
  const last = days.find((day, index) => day - (days[index + 1] ?? -Infinity) > GAP_DAYS)
  return (last ?? 0) - MARGIN_DAYS
}

function playablesByTitle(items: readonly Item[]): ReadonlyMap<ItemId, readonly Playable[]> {
  const byTitle = new Map<ItemId, Playable[]>()
  for (const { id, kind, parent, published, runtimeMs } of items) {
    const title = kind === 'film' ? id : kind === 'episode' ? parent : undefined
    if (title === undefined || runtimeMs === undefined) continue
    const day = published === undefined ? 0 : Math.ceil(Date.parse(published) / DAY_MS)
    byTitle.set(title, [...(byTitle.get(title) ?? []), { id, day, runtimeMs }])
  }
  for (const list of byTitle.values()) list.sort((a, b) => a.day - b.day)
  return byTitle
}

const outDay = (playables: ReadonlyMap<ItemId, readonly Playable[]>, item: Item): number =>
  playables.get(item.id)?.[0]?.day ?? 0

const groupOf = (item: Item): string => `${item.kind} ${item.tags?.includes('english') ? 'english' : 'non-english'}`

/** A title with its tastes, but without an audience yet. */
function unliked(seed: number, item: Item, playables: readonly Playable[]): Appeal {
  const random = createRandom(seed, item.id)
  const language = item.language ?? 'en'
  const home = MARKETS.filter((market) => market.languages[0] === language)
  const homeAreas = new Set(home.map((market) => market.area))
  const areaTaste = new Map<string, number>()
  const staggered = random.unit() < 0.2 ? between(random, 1, DELAYS_DAYS.length - 1) : 0
  const local = new Float64Array(MARKETS.length)
  const delay = new Uint8Array(MARKETS.length)
  MARKETS.forEach((market, index) => {
    const taste = areaTaste.get(market.area) ?? Math.exp(0.35 * normal(random))
    areaTaste.set(market.area, taste)
    local[index] = market.share * taste * Math.exp(0.32 * normal(random)) * closeness(market, language, homeAreas)
    if (random.unit() < 0.4 && !market.languages.includes(language)) delay[index] = staggered
  })
  const sum = local.reduce((a, b) => a + b, 0)
  for (let index = 0; index < local.length; index++) local[index] = (local[index] as number) / sum
  return { id: item.id, playables, pulses: [], standing: 0, local, delay, noise: random.uint32() }
}

function closeness(market: Market, language: string, homeAreas: ReadonlySet<string>): number {
  if (language === 'en') return market.languages.includes('en') ? 1.4 : 1
  if (market.languages[0] === language) return 8
  if (market.languages.includes(language)) return 3
  return homeAreas.has(market.area) ? 1.8 : 1
}

function launch(random: Random, appeal: Appeal, bestWeekHours: number): void {
  const first = (appeal.playables[0] as Playable).day
  const last = (appeal.playables.at(-1) as Playable).day
  appeal.standing = bestWeekHours / 7 / 60
  if (last > first) {
    for (const { day } of appeal.playables)
      appeal.pulses.push({ day, height: bestWeekHours / 13, riseDays: 0, halfLifeDays: 6 })
  } else if (random.unit() < SLOW_PART) {
    const riseDays = between(random, 16, 34)
    const halfLifeDays = between(random, 16, 30)
    appeal.pulses.push({ day: first, height: bestWeekHours / 6.5, riseDays, halfLifeDays })
  } else {
    const halfLifeDays = between(random, 6, appeal.playables.length > 1 ? 15 : 11)
    const daysOfFirstWeek = (1 - 0.5 ** (7 / halfLifeDays)) / (1 - 0.5 ** (1 / halfLifeDays))
    appeal.pulses.push({ day: first, height: bestWeekHours / daysOfFirstWeek, riseDays: 0, halfLifeDays })
  }
}

/** Before a new season people catch up with the ones before it. */
function liftEarlierSeasons(charted: readonly Item[], appeals: ReadonlyMap<ItemId, Appeal>): void {
  let before: Item | undefined
  for (const item of charted) {
    const earlier = before && before.parent !== undefined && before.parent === item.parent && appeals.get(before.id)
    const pulse = appeals.get(item.id)?.pulses[0]
    if (earlier && pulse) {
      const height = pulse.height * 0.2
      earlier.pulses.push({ day: pulse.day - 9, height, riseDays: 7, halfLifeDays: 16 })
    }
    before = item
  }
}

/** Hours that the world would watch on a day (days since 1970-01-01); 0 before it is out. */
export function demandOn(appeal: Appeal, day: number): number {
  if (day < (appeal.playables[0] as Playable).day) return 0
  let hours = appeal.standing
  for (const { day: from, height, riseDays, halfLifeDays } of appeal.pulses) {
    const age = day - from
    if (age < 0) continue
    const risen = riseDays === 0 ? 1 : 1 / (1 + Math.exp((5 * (riseDays / 2 - age)) / riseDays))
    hours += height * risen * 0.5 ** (Math.max(0, age - riseDays) / halfLifeDays)
  }
  const week = Math.floor(day / 7)
  return hours * (0.9 + (0.2 * hash32('', appeal.noise ^ Math.imul(week, 0x9e3779b1))) / 2 ** 32)
}

/** How many of a title's playables are out on a day; they come first in its list. */
export function outOn(appeal: Appeal, day: number): number {
  let count = appeal.playables.length
  while (count > 0 && (appeal.playables[count - 1] as Playable).day > day) count--
  return count
}

/** What is played of those that are out: many begin at the beginning, and what is newest is watched most. */
export function pickPlayable(random: Random, appeal: Appeal, day: number, out: number): Playable {
  const newest = appeal.playables[out - 1] as Playable
  const airing = day - newest.day < 7 && newest.day > (appeal.playables[0] as Playable).day
  if (airing && random.unit() < 0.55) return newest
  return appeal.playables[Math.floor(out * random.unit() ** 1.3)] as Playable
}
