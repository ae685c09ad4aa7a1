// The second fold of registers: plain TypeScript over the log's events, sharing no statement with the SQL.
import type { Catalogue } from '../domain/catalogue.ts'
import { type Event, isRegister, type RegisterKind } from '../domain/event.ts'
import { findFact } from '../domain/facts.ts'
import type { ItemId } from '../domain/item.ts'
import { type Instant, utcDate } from '../domain/time.ts'
import { VoteCounts, type Votes } from '../domain/votes.ts'

export interface PlainVotesQuestion {
  readonly before?: Instant | undefined
  /** As in `VotesQuestion`. */
  readonly viewedIn?: Catalogue | undefined
  readonly mergedIn?: Catalogue | undefined
}

/** The votes on each item that has any. The events are those of `eachOnce`. */
export function countVotes(
  all: readonly Event[],
  { before, viewedIn, mergedIn }: PlainVotesQuestion = {},
): ReadonlyMap<ItemId, Votes> {
  const standing = all.map((event) => ({ ...event, item: mergedIn?.idOf(event.item) ?? event.item }))
  const events = before === undefined ? standing : standing.filter(({ at }) => at < before)
  const counts = new Map<ItemId, VoteCounts>()
  const add = (kind: RegisterKind, { item, value }: Event, count: bigint): void => {
    if (value === 0) return
    const of = counts.get(item) ?? new VoteCounts()
    counts.set(item, of)
    of.add(kind, value, count)
  }
  const views = viewedIn && viewsOf(events, viewedIn)
  const holding = new Map<string, Event>()
  for (const event of events) {
    if (!isRegister(event.kind)) continue
    if (event.subject === '') add(event.kind, event, BigInt(event.weight))
    else {
      const register = `${event.kind} ${event.item} ${event.subject}`
      const other = holding.get(register)
      if (!other || holdsOver(event, other)) holding.set(register, event)
    }
  }
  for (const event of holding.values())
    if (isRegister(event.kind) && (!views || views.has(viewOf(event, event.item)))) add(event.kind, event, 1n)
  return new Map([...counts].map(([item, { votes }]) => [item, votes]))
}

/** The highest revision, then the latest time, then the highest id by its text. */
function holdsOver(a: Event, b: Event): boolean {
  const [revision, other] = [revisionOf(a), revisionOf(b)]
  if (revision !== other) return revision > other
  return a.at === b.at ? a.id > b.id : a.at > b.at
}

const revisionOf = ({ body }: Event): number => Number(findFact(body, 'rev') ?? 0)

const viewOf = ({ at, viewer }: Event, item: ItemId): string => `${utcDate(at)} ${viewer} ${item}`

/** Who viewed or watched which item, or one below it, on which day. */
function viewsOf(events: readonly Event[], catalogue: Catalogue): ReadonlySet<string> {
  const audience = events.filter(({ kind, viewer }) => (kind === 'view' || kind === 'watch') && viewer !== '0')
  return new Set(audience.flatMap((event) => catalogue.lineOf(event.item).map((each) => viewOf(event, each))))
}
