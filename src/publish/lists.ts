// Lists: what stands where now. Counts come from the counters and from the store's days, dates from the catalogue, and
// what readers said from the reactions.

import { roundHalfUp, viewsOf } from '../charts/rank.ts'
import { utcDayOf } from '../domain/bucket.ts'
import { DEFAULT_SITE } from '../domain/event.ts'
import type { Item, ItemId } from '../domain/item.ts'
import type { CountedMeasure } from '../domain/measure.ts'
import { DAY_MS, HOUR_MS, type Instant, instant, isoInstant, SECOND_MS } from '../domain/time.ts'
import { sqlFile } from '../store/store.ts'
import type { Archive } from './archive.ts'
import { itemsBetween, quarterBefore } from './counted-between.ts'
import type { ListAnswer } from './counter-answer.ts'
import { fullTitle, namesOf } from './editions.ts'
import { reactionsToSets } from './join-reactions.ts'
import { amountsOf, amountsOfAll, EntryMap, firstOf, stands } from './list-entries.ts'
import { type ListOrder, type ListSpec, listRule, TREND_DAYS, TREND_FLOOR } from './list-spec.ts'

const VIEWERS_OF_ENTRIES = sqlFile(import.meta.url, './viewers-of-entries.sql')

type Line = ListAnswer['lines'][number]
interface Said {
  readonly item: Item
  readonly value: Line['value']
  readonly text: string
}
interface Listed {
  readonly said: readonly Said[]
  readonly asOf: Instant
}

/** A list as it is now. */
export async function listAnswer(archive: Archive, spec: ListSpec): Promise<ListAnswer> {
  const { said, asOf } = await listed(archive, spec)
  const catalogue = archive.catalogueOf(DEFAULT_SITE)
  return {
    list: { id: spec.id, title: spec.title, rule: listRule(spec), version: spec.version },
    asOf: isoInstant(asOf),
    lines: said.map(({ item, value, text }, i) => ({
      rank: i + 1,
      item: item.id,
      title: fullTitle(namesOf(catalogue, item.id)),
      kind: item.kind,
      ...(item.url !== undefined && { url: item.url }),
      ...(item.published !== undefined && { published: item.published }),
      value,
      text,
    })),
  }
}

async function listed(archive: Archive, spec: ListSpec): Promise<Listed> {
  const asOf = archive.counters.state?.asOf ?? instant(0)
  switch (spec.order.by) {
    case 'measure':
      return { said: await byMeasure(archive, spec, spec.order), asOf }
    case 'published':
      return { said: byPublished(archive, spec), asOf }
    case 'trend':
      return byTrend(archive, spec)
    case 'rating':
      return { said: await byRating(archive, spec), asOf }
    case 'helpful':
      return { said: await byHelpful(archive, spec), asOf }
  }
}

const byId = (a: Item, b: Item): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
const descending = <T extends bigint | number>(a: T, b: T): number => (a > b ? -1 : a < b ? 1 : 0)

async function byMeasure(
  archive: Archive,
  spec: ListSpec,
  order: ListOrder & { by: 'measure' },
): Promise<readonly Said[]> {
  const amounts = await amountsIn(archive, spec, order)
  const helpful = order.thenHelpful ? await helpfulOf(archive, [...amounts.keys()]) : undefined
  const first = firstOf(
    amounts,
    spec.length,
    ([a, amountA], [b, amountB]) =>
      descending(amountA, amountB) || descending(helpful?.get(a) ?? 0, helpful?.get(b) ?? 0) || byId(a, b),
  )
  return first.map(([item, amount]) => {
    const value = order.measure === 'hours' ? viewsOf(amount, HOUR_MS, 1) : Number(amount)
    return { item, value, text: measureWords(value, order.measure) }
  })
}

const measureWords = (value: number, measure: CountedMeasure): string => {
  const words = measure === 'viewers' ? 'viewer-days' : measure
  return `${value.toLocaleString('en')} ${value === 1 ? words.slice(0, -1) : words}`
}

async function amountsIn(
  archive: Archive,
  { filter }: ListSpec,
  { measure, days }: ListOrder & { by: 'measure' },
): Promise<ReadonlyMap<Item, bigint>> {
  const entries = new EntryMap(archive.catalogueOf(DEFAULT_SITE), filter)
  const today = utcDayOf(archive.now())
  const from = days === undefined ? instant(0) : instant(today - (days - 1) * DAY_MS)
  if (measure === 'viewers') return viewersSince(archive, entries, from)
  if (days === undefined) return amountsOfAll(archive.counters.sumsOf(DEFAULT_SITE), measure, entries)
  // A day ahead as well: senders' clocks may be ahead of ours.
  const span = { from, to: instant(today + 2 * DAY_MS) }
  return amountsOf(await itemsBetween(archive, DEFAULT_SITE, span), measure, entries)
}

async function viewersSince(archive: Archive, entries: EntryMap, from: Instant): Promise<ReadonlyMap<Item, bigint>> {
  const catalogue = archive.catalogueOf(DEFAULT_SITE)
  const moved = [...catalogue.ids()].flatMap((id) => {
    const entry = entries.entryOf(id)
    return entry && entry.id !== id ? [[id, entry.id] as const] : []
  })
  const rows = await archive.store.rows<{ item: ItemId; viewers: string }>(VIEWERS_OF_ENTRIES, {
    site: DEFAULT_SITE,
    from: from / SECOND_MS,
    items: moved.map(([id]) => id),
    entries: moved.map(([, entry]) => entry),
  })
  return new Map(
    rows.flatMap(({ item, viewers }) => {
      const entry = entries.entryOf(item)
      return entry?.id === item ? [[entry, BigInt(viewers)] as const] : []
    }),
  )
}

function byPublished(archive: Archive, spec: ListSpec): readonly Said[] {
  const catalogue = archive.catalogueOf(DEFAULT_SITE)
  const out: { item: Item; at: Instant }[] = []
  for (const item of catalogue.items()) {
    const at = stands(item, spec.filter) ? catalogue.findPublished(item.id) : undefined
    if (at !== undefined && at <= archive.now()) out.push({ item, at })
  }
  const first = firstOf(out, spec.length, (a, b) => descending(a.at, b.at) || byId(a.item, b.item))
  return first.map(({ item, at }) => ({ item, value: item.published ?? '', text: isoInstant(at).slice(0, 10) }))
}

async function byTrend(archive: Archive, spec: ListSpec): Promise<Listed> {
  const asOf = quarterBefore(archive.now())
  const entries = new EntryMap(archive.catalogueOf(DEFAULT_SITE), spec.filter)
  const dayBefore = instant(asOf - DAY_MS)
  const amountsFrom = async (from: Instant, to: Instant) =>
    amountsOf(await itemsBetween(archive, DEFAULT_SITE, { from, to }), 'views', entries)
  const now = await amountsFrom(dayBefore, asOf)
  const before = await amountsFrom(instant(dayBefore - TREND_DAYS * DAY_MS), dayBefore)
  const rising: { item: Item; recent: bigint; earlier: bigint; dividend: bigint; divisor: bigint }[] = []
  for (const [item, recent] of now) {
    const earlier = before.get(item) ?? 0n
    // (recent + floor) / (earlier / days + floor), both sides times days: whole numbers, so that order is exact.
    const dividend = DAYS * (recent + FLOOR)
    const divisor = earlier + DAYS * FLOOR
    if (dividend > divisor) rising.push({ item, recent, earlier, dividend, divisor })
  }
  const first = firstOf(
    rising,
    spec.length,
    (a, b) => descending(a.dividend * b.divisor, b.dividend * a.divisor) || byId(a.item, b.item),
  )
  const said = first.map(({ item, recent, earlier, dividend, divisor }) => {
    const value = (Number(roundHalfUp(10n * dividend, divisor)) / 10).toFixed(1)
    const usual = roundHalfUp(earlier, DAYS).toLocaleString('en')
    return { item, value, text: `${recent.toLocaleString('en')} views in 24 hours, ${usual} a day before` }
  })
  return { said, asOf }
}

const DAYS = BigInt(TREND_DAYS)
const FLOOR = BigInt(TREND_FLOOR)

function reactionsIn(archive: Archive, items: readonly Item[]) {
  const reactions = reactionsToSets(
    archive,
    DEFAULT_SITE,
    items.map(({ id }) => [id]),
  )
  return items.map((item, i) => ({ item, ...reactions[i] }))
}

async function helpfulOf(archive: Archive, items: readonly Item[]): Promise<ReadonlyMap<Item, number>> {
  const reactions = reactionsIn(archive, items)
  return new Map(reactions.map(({ item, helpful }) => [item, helpful?.lower ?? 0]))
}

const standing = (archive: Archive, { filter }: ListSpec): readonly Item[] =>
  [...archive.catalogueOf(DEFAULT_SITE).items()].filter((item) => stands(item, filter))

async function byRating(archive: Archive, spec: ListSpec): Promise<readonly Said[]> {
  const reactions = reactionsIn(archive, standing(archive, spec))
  const rated = reactions.flatMap(({ item, rating }) => (rating ? [{ item, ...rating }] : []))
  const first = firstOf(
    rated,
    spec.length,
    (a, b) => descending(a.shrunken, b.shrunken) || descending(a.votes, b.votes) || byId(a.item, b.item),
  )
  return first.map(({ item, mean, votes }) => {
    const value = mean.toFixed(1)
    return { item, value, text: `${value} / 5 (${votes.toLocaleString('en')} voted)` }
  })
}

async function byHelpful(archive: Archive, spec: ListSpec): Promise<readonly Said[]> {
  const reactions = reactionsIn(archive, standing(archive, spec))
  const voted = reactions.flatMap(({ item, helpful }) => (helpful ? [{ item, ...helpful }] : []))
  const first = firstOf(
    voted,
    spec.length,
    (a, b) => descending(a.lower, b.lower) || descending(a.votes, b.votes) || byId(a.item, b.item),
  )
  return first.map(({ item, percent, votes }) => ({
    item,
    value: percent,
    text: `${percent}% of ${votes.toLocaleString('en')} found this helpful`,
  }))
}
