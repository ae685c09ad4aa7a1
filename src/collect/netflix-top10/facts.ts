// From rows to events: what Netflix published, as facts of this house. The same row gives the same event whenever it
// comes in, receivedAt apart, so a file imported twice is counted once; a row whose figure was revised keeps its id,
// and shows as a conflict in the books rather than counting twice. Pure: the clock is the caller's.
import { type Event, type EventId, NO_VIEWER, type SiteId } from '../../domain/event.ts'
import { eventIdFrom } from '../../domain/event-id.ts'
import type { Item, ItemId } from '../../domain/item.ts'
import { UNKNOWN_COUNTRY } from '../../domain/region.ts'
import { HOUR_MS, type Instant } from '../../domain/time.ts'
import { COUNTRY_CHARTS, MOST_POPULAR_CHARTS } from './charts.ts'
import type { NetflixFile } from './read.ts'
import type { CountryRow, GlobalRow, MostPopularRow, NetflixRow } from './rows.ts'
import { instantIn } from './week.ts'

export interface ImportContext {
  readonly site: SiteId
  /** The caller's clock: when events are received, and when item entries hold from. */
  readonly now: Instant
  /** The instant that most popular lists stand for; they carry no date of their own. */
  readonly asOf: Instant
}

/** One `item` event for each entry. Its time is the caller's, so that a changed entry is later than the one before. */
export function itemEvents(items: readonly Item[], context: ImportContext): readonly Event[] {
  return items.map((item) => {
    const body = JSON.stringify(item)
    return { ...common(context), id: idFrom('item', body), at: context.now, kind: 'item', item: item.id, body }
  })
}

/** One event for each row: hours watched from a global one, a published rank from the others. */
export function* rowEvents(
  file: NetflixFile,
  itemOf: (row: NetflixRow) => ItemId,
  context: ImportContext,
): Generator<Event> {
  for (const row of file.rows) yield rowEvent(row, itemOf(row), context)
}

function rowEvent(row: NetflixRow, item: ItemId, context: ImportContext): Event {
  switch (row.kind) {
    case 'global':
      return watched(row, item, context)
    case 'countries':
      return chartedIn(row, item, context)
    case 'most-popular':
      return mostPopular(row, item, context)
  }
}

/** One hour, as many times as hours were watched; the row says nothing of where and by whom. */
const watched = (row: GlobalRow, item: ItemId, context: ImportContext): Event => ({
  ...common(context),
  id: idFrom(row.kind, row.week, row.category, item),
  at: instantIn(row.week),
  kind: 'watch',
  item,
  value: HOUR_MS,
  weight: row.hours,
})

const chartedIn = (row: CountryRow, item: ItemId, context: ImportContext): Event => ({
  ...common(context),
  id: idFrom(row.kind, row.week, row.country, row.category, item),
  at: instantIn(row.week),
  kind: 'charted',
  item,
  country: row.country,
  value: row.rank,
  body: COUNTRY_CHARTS[row.category],
})

const mostPopular = (row: MostPopularRow, item: ItemId, context: ImportContext): Event => ({
  ...common(context),
  id: idFrom(row.kind, row.category, item),
  at: context.asOf,
  kind: 'charted',
  item,
  value: row.rank,
  body: MOST_POPULAR_CHARTS[row.category],
})

const common = (context: ImportContext) => ({
  receivedAt: context.now,
  site: context.site,
  country: UNKNOWN_COUNTRY,
  viewer: NO_VIEWER,
  value: 1,
  weight: 1,
  subject: '',
  body: '',
})

const idFrom = (...parts: readonly (string | number)[]): EventId => eventIdFrom('netflix-top10', ...parts)
