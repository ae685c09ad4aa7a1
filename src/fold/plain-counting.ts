// The second counting: what does not count as it came, in plain TypeScript over one site's events, sharing no statement
// with the SQL. Pure, and written to be read rather than to be fast.
import {
  type Counting,
  firstCounting,
  KINDS_WITH_FACTS,
  parseCounting,
  REFRESH_MS,
  ruleAt,
  type TrafficClass,
  type TrafficList,
  type ViewsRule,
} from '../domain/counting.ts'
import type { Event, SiteId } from '../domain/event.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '../domain/time.ts'

/** How a site counts, by the last entry of the log, and as it was first where there is none. */
export function countingOf(events: readonly Event[], site: SiteId): Counting {
  const entries = events.filter(({ kind }) => kind === 'counting').sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const last = entries.at(-1)
  const counting = last && parseCounting(JSON.parse(last.body))
  return counting?.ok ? counting.value : firstCounting(site)
}

/** Stands where it stood, and counts nowhere. */
const takenOut = (event: Event): Event => ({ ...event, kind: 'late' })

/**
 * A site's events as they count: what a rule takes out stands among them as one that came too late, and a view that
 * watched time stands for is added. `events` are those of `eachOnce`.
 */
export function netOf(events: readonly Event[], counting: Counting): readonly Event[] {
  const net = events.map((event) => (classOf(event, counting.list) ? takenOut(event) : event))
  const groups = new Map<string, number[]>()
  for (const [index, { kind, viewer, item, weight }] of net.entries()) {
    if ((kind !== 'view' && kind !== 'watch') || viewer === '0' || weight !== 1) continue
    const key = `${viewer} ${item}`
    groups.set(key, [...(groups.get(key) ?? []), index])
  }
  const made: Event[] = []
  for (const group of groups.values()) {
    const inOrder = group.map((index) => ({ index, event: net[index] as Event }))
    inOrder.sort((a, b) => a.event.at - b.event.at || (a.event.id < b.event.id ? -1 : 1))
    for (const [nth, { index, event }] of inOrder.entries()) {
      const rule = ruleAt(counting, event.at)
      const before = inOrder.slice(0, nth).map((each) => each.event)
      const after = inOrder.slice(nth + 1).map((each) => each.event)
      if (event.kind === 'view' && isCapped(event, rule, before, after)) net[index] = takenOut(event)
      if (event.kind === 'watch' && isReached(event, rule, before)) made.push({ ...event, kind: 'view', value: 1 })
    }
  }
  return [...net, ...made].sort((a, b) => a.at - b.at)
}

/** The class of invalid traffic that an event is of; undefined where it counts, as far as its facts go. */
export function classOf({ kind, body }: Event, { lines }: TrafficList): TrafficClass | undefined {
  if (!KINDS_WITH_FACTS.includes(kind)) return undefined
  for (const line of lines)
    for (const fact of body.split(' ')) {
      const isStart = line.facts.endsWith('=') || line.facts.endsWith(':')
      if (isStart ? fact.startsWith(line.facts) : fact === line.facts)
        return line.class === 'counted' ? undefined : line.class
    }
  return undefined
}

function isCapped(event: Event, rule: ViewsRule, before: readonly Event[], after: readonly Event[]): boolean {
  const isView = ({ kind }: Event) => kind === 'view'
  const together = (spanMs: number) => (other: Event) => Math.floor(other.at / spanMs) === Math.floor(event.at / spanMs)
  switch (rule.rule) {
    case 'plain':
      return false
    case 'refresh-proof':
      return after.some((next) => isView(next) && next.at - event.at <= REFRESH_MS)
    case 'viewer-hour':
      return before.filter(isView).some(together(HOUR_MS))
    case 'viewer-day':
      return before.filter(isView).some(together(DAY_MS))
    case 'watched':
      return true
  }
}

/** Whether with this watched time, and not before, there is enough of it for a view. */
function isReached(event: Event, rule: ViewsRule, before: readonly Event[]): boolean {
  if (rule.rule !== 'watched') return false
  const spanMs = rule.per === 'hour' ? HOUR_MS : DAY_MS
  const span = Math.floor(event.at / spanMs)
  const earlier = before.filter(({ kind, at }) => kind === 'watch' && Math.floor(at / spanMs) === span)
  const watchedMs = earlier.reduce((sum, { value }) => sum + value, 0)
  return watchedMs < rule.seconds * SECOND_MS && watchedMs + event.value >= rule.seconds * SECOND_MS
}
