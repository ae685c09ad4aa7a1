// Proves published numbers: counts a chart anew with the plain fold, straight from the log, and compares every line of
// every edition to the byte. The catalogue and the chart's spec are read from the log as well.
import { changesBetween } from '../charts/changes.ts'
import type { EditionName } from '../charts/edition-files.ts'
import { advance, type LastLine, withHistory } from '../charts/history.ts'
import { type Candidate, rank } from '../charts/rank.ts'
import { findChartEntry, isCharted } from '../charts/scope.ts'
import { type ChartSpec, methodFor } from '../charts/spec.ts'
import { Catalogue } from '../domain/catalogue.ts'
import { canonicalJson, type Edition, type EditionRow, type Method } from '../domain/edition.ts'
import type { Event, EventKind, SiteId } from '../domain/event.ts'
import { readLine } from '../domain/event-line.ts'
import type { Item, ItemId } from '../domain/item.ts'
import type { Merge } from '../domain/merge.ts'
import type { Region } from '../domain/region.ts'
import { DAY_MS, type Instant, instant } from '../domain/time.ts'
import { type Calendar, calendarOf, nextWindow, previousWindow, type Window, windowAt } from '../domain/window.ts'
import { countPlainly, eachOnce, type PlainTotals } from '../fold/plain.ts'
import { countingOf, netOf } from '../fold/plain-counting.ts'
import { readLines } from '../log/read.ts'
import type { Archive } from './archive.ts'

export interface Verification {
  readonly chart: string
  /** Editions that were compared, and those of them that are equal to the byte. */
  readonly compared: number
  readonly equal: number
  readonly differing: readonly { readonly region: string; readonly week: string; readonly why: string }[]
}

/** What a log holds: its events as they count, each once, by site. */
export type ProvenLog = ReadonlyMap<SiteId, readonly Event[]>

/** Reads the log once; each chart is then counted from what was read. Memory follows the number of events. */
export async function readForVerification(logDirectory: string): Promise<ProvenLog> {
  const events: Event[] = []
  for await (const line of readLines(logDirectory)) events.push(readLine(line))
  const sites = new Set(events.map(({ site }) => site))
  return new Map(
    [...sites].map((site) => {
      const once = eachOnce(events, site)
      return [site, netOf(once, countingOf(once, site))]
    }),
  )
}

/**
 * Verifies the editions of a chart.
 * @param only the name of one window; left out: all
 */
export async function verifyChart(
  archive: Archive,
  log: ProvenLog,
  spec: ChartSpec,
  only?: string,
): Promise<Verification> {
  const events = log.get(spec.site) ?? []
  const differing: { region: string; week: string; why: string }[] = []
  let compared = 0
  for (const { window, regions } of countChart(events, spec)) {
    if (only !== undefined && window.name !== only) continue
    for (const [region, rows] of regions) {
      const name = { chart: spec.id, region, window: window.name }
      const edition = await archive.files.findLatest(name)
      const why = difference(edition, rows, methodFor(spec, window)) ?? (await findFalseChanges(archive, name, edition))
      compared++
      if (why) differing.push({ region, week: window.name, why })
    }
  }
  return { chart: spec.id, compared, equal: compared - differing.length, differing }
}

/** The lines of one window's editions, by region. */
interface CountedWindow {
  readonly window: Window
  readonly regions: ReadonlyMap<Region, readonly EditionRow[]>
}

/** Counts a chart's windows in their order. `events` are those of `eachOnce`. */
export function* countChart(events: readonly Event[], spec: ChartSpec): Generator<CountedWindow> {
  const catalogue = catalogueFrom(events)
  const histories = new Map<Region, Map<ItemId, LastLine>>()
  for (const window of windowsWithEvents(calendarOf(spec.window), events))
    yield { window, regions: countWindow(spec, window, events, catalogue, histories) }
}

function difference(edition: Edition | undefined, rows: readonly EditionRow[], method: Method): string | undefined {
  if (!edition) return 'there is no edition'
  if (canonicalJson(edition.method) !== canonicalJson(method)) return 'it was counted by another method'
  const line = rows.findIndex((row, i) => canonicalJson(row) !== canonicalJson(edition.rows[i] ?? null))
  if (line !== -1)
    return `line ${line + 1}: published ${canonicalJson(edition.rows[line] ?? null)}, counted ${canonicalJson(rows[line])}`
  return rows.length === edition.rows.length
    ? undefined
    : `published ${edition.rows.length} lines, counted ${rows.length}`
}

/** What a restatement says of the revision before it is compared with that revision. */
async function findFalseChanges(
  { files }: Archive,
  name: EditionName,
  edition: Edition | undefined,
): Promise<string | undefined> {
  if (!edition?.changes) return undefined
  const before = edition.revision - 1
  if (!(await files.revisionsOf(name)).includes(before)) return `revision ${before}, which it restates, is gone`
  const changes = canonicalJson(changesBetween(await files.read(name, before), edition))
  return changes === canonicalJson(edition.changes)
    ? undefined
    : `it says of the revision before ${canonicalJson(edition.changes)}, and that one gives ${changes}`
}

function countWindow(
  spec: ChartSpec,
  window: Window,
  events: readonly Event[],
  catalogue: Catalogue,
  histories: Map<Region, Map<ItemId, LastLine>>,
): CountedWindow['regions'] {
  const method = methodFor(spec, window)
  const counted = new Map<Region, readonly EditionRow[]>()
  const previous = previousWindow(calendarOf(spec.window), window).name
  const runtimes = new Map<ItemId, number | undefined>()
  const runtimeOf = (item: ItemId): number | undefined => {
    if (!runtimes.has(item)) runtimes.set(item, catalogue.findRuntimeMs(item, window.to))
    return runtimes.get(item)
  }
  for (const [region, totals] of totalsOf(spec, method, window, events, catalogue)) {
    const candidates = [...totals].map(([item, total]): Candidate => ({ item, total, runtimeMs: runtimeOf(item) }))
    const history = histories.get(region) ?? new Map<ItemId, LastLine>()
    histories.set(region, history)
    const rows = withHistory(rank(candidates, method, spec), history, previous)
    advance(history, rows, window.name)
    if (rows.length > 0) counted.set(region, rows)
  }
  return counted
}

function totalsOf(
  spec: ChartSpec,
  method: Method,
  window: Window,
  events: readonly Event[],
  catalogue: Catalogue,
): PlainTotals {
  const entries = new Map<ItemId, ItemId | undefined>()
  const entryOf = (item: ItemId, at: Instant): ItemId | undefined => {
    if (!entries.has(item)) entries.set(item, findChartEntry(spec, catalogue, item))
    const entry = entries.get(item)
    return entry && isCounted(spec, catalogue, entry, at) ? entry : undefined
  }
  const cumulative = spec.window.kind === 'all' || spec.window.kind === 'first'
  return countPlainly(between(events, cumulative && method.measure !== 'rank' ? instant(0) : window.from, window.to), {
    measure: method.formula === 'hours-per-runtime' ? 'hours' : method.measure,
    chart: spec.id,
    from: cumulative && method.measure !== 'rank' ? instant(0) : window.from,
    to: window.to,
    entryOf,
    isAsked: (region) => isCharted(spec, region),
  })
}

/** Events are in order of time: a span of them is found by halving. */
function between(events: readonly Event[], from: Instant, to: Instant): readonly Event[] {
  const first = (at: Instant): number => {
    let low = 0
    let high = events.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((events[middle] as Event).at < at) low = middle + 1
      else high = middle
    }
    return low
  }
  return events.slice(first(from), first(to))
}

/** A chart of first days counts an entry's own days alone: whole UTC days from the one it came out on. */
function isCounted({ window }: ChartSpec, catalogue: Catalogue, entry: ItemId, at: Instant): boolean {
  if (window.kind !== 'first') return true
  const published = catalogue.findPublished(entry)
  if (published === undefined) return false
  const day = Math.floor(published / DAY_MS) * DAY_MS
  return at >= day && at < day + window.days * DAY_MS
}

/** The last entry of each item, and what it was merged into last. */
export function catalogueFrom(events: readonly Event[]): Catalogue {
  const items = lastOf(events, 'item').map(({ body }) => JSON.parse(body) as Item)
  const merges = lastOf(events, 'merge').flatMap(({ item, body }) => {
    const { into } = JSON.parse(body) as Merge
    return into === null ? [] : [[item, into] as const]
  })
  return new Catalogue(items, new Map(merges))
}

/** Of each item the last event of a kind by event time, then id. */
function lastOf(events: readonly Event[], kind: EventKind): readonly Event[] {
  const last = new Map<ItemId, Event>()
  for (const event of events) {
    if (event.kind !== kind) continue
    const other = last.get(event.item)
    if (!other || event.at > other.at || (event.at === other.at && event.id > other.id)) last.set(event.item, event)
  }
  return [...last.values()]
}

/** A window in which nothing at all happened has no edition. */
function* windowsWithEvents(calendar: Calendar, events: readonly Event[]): Generator<Window> {
  const first = events[0]
  const last = events.at(-1)
  if (!first || !last) return
  for (let window = windowAt(calendar, first.at); window.from <= last.at; window = nextWindow(calendar, window))
    if (between(events, window.from, window.to).length > 0) yield window
}
