// Brings the demo's service into a house: its charts, its items, and half a year of audience up to this moment.
import { type ChartSpec, parseChartSpec } from '../charts/spec.ts'
import { admit } from '../collect/admit.ts'
import { ImportRecord } from '../collect/import-record.ts'
import { asItemEvent } from '../collect/item-event.ts'
import { DEFAULT_SITE, type Event, parseEvent } from '../domain/event.ts'
import type { Item } from '../domain/item.ts'
import { type CalendarDate, DAY_MS, type Instant, instant, startOfDate, utcDate } from '../domain/time.ts'
import { windowAt } from '../domain/window.ts'
import { demoEvents } from './audience.ts'
import { demoCharts } from './charts.ts'
import { MARKETS } from './countries.ts'
import { magazineEvents } from './magazine.ts'
import { demoItems } from './titles.ts'

export const DEMO_COUNTRIES = MARKETS.length

/** Whole weeks before the one that runs now. */
const WEEKS = 26

export interface DemoHouse {
  readonly directory: string
  readonly now: () => Instant
  append(events: readonly Event[]): Promise<void>
  declareCharts(specs: readonly ChartSpec[]): Promise<boolean>
}

export interface DemoService {
  readonly items: readonly Item[]
  /** Events of the past half year. */
  readonly events: number
}

/** Fills a house, or goes on where an earlier run stopped; a house that is full stays as it is. */
export async function fillDemo(
  house: DemoHouse,
  seed: number,
  onDay: (done: number, of: number) => void,
): Promise<DemoService> {
  const now = house.now()
  const firstDay = firstDayOf(now)
  const items = demoItems(seed, firstDay, WEEKS + 1)
  const record = await ImportRecord.open(house.directory, 'demo', `demo-${seed}-${firstDay}`)
  await house.declareCharts(demoCharts.map(specOf))
  if (record.counts.read === 0) {
    const began = startOfDate(firstDay, 'UTC')
    await house.append([...items.map((item) => itemEvent(item, now)), ...magazineEvents(began, now)])
  }
  let day = 0
  for (const batch of demoEvents(seed, items, firstDay, WEEKS + 1)) {
    if (++day <= record.counts.read) continue
    const past = batch.filter((event) => event.at < now)
    await house.append(past)
    // A day that is not over is filled by the live traffic.
    await record.add({ read: 1, stored: past.length, rejected: 0 }, now)
    onDay(1, (WEEKS + 1) * 7)
  }
  return { items, events: record.counts.stored }
}

/** The Monday half a year before the week that runs now. */
function firstDayOf(now: Instant): CalendarDate {
  const week = windowAt({ kind: 'week', startsOn: 'monday', timeZone: 'UTC' }, now)
  return utcDate(instant(week.from - WEEKS * 7 * DAY_MS))
}

function specOf(input: unknown): ChartSpec {
  const spec = parseChartSpec(input)
  if (!spec.ok) throw new Error(`a chart of the demo is not a chart: ${JSON.stringify(spec.problems)}`)
  return spec.value
}

function itemEvent(item: Item, now: Instant): Event {
  const claim = parseEvent(asItemEvent(item, now))
  if (!claim.ok) throw new Error(`an item of the demo is no event: ${item.id}`)
  const admission = admit(claim.value, { site: DEFAULT_SITE, trusted: true, pepper: '' }, now)
  if (admission.verdict !== 'admitted') throw new Error(`an item of the demo is refused: ${item.id}`)
  return admission.event
}
