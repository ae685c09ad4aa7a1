// `housecount late`: which events came too late, and how many on each day.
import { type Command, InvalidArgumentError } from 'commander'
import { DEFAULT_SITE, type SiteId } from '../domain/event.ts'
import { type CalendarDate, DAY_MS, HOUR_MS, MINUTE_MS, parseCalendarDate } from '../domain/time.ts'
import type { LateAnswer } from '../publish/answers.ts'
import { LATE_EVENTS_MAX, lateAnswer } from '../publish/late.ts'
import { command, siteOf } from './command.ts'
import { n, print, printJson, table } from './output.ts'
import { type CommonFlags, misuse, withHouse } from './with-house.ts'

interface Flags extends CommonFlags {
  readonly site: SiteId
  readonly day?: CalendarDate
  readonly limit: number
  readonly from?: string
}

export const lateCommand = (): Command =>
  command('late', 'events that came too late: logged, counted nowhere, a term of the books; the newest first', [
    'late',
    'late --day 2026-11-16 --json',
  ])
    .option('--day <date>', 'only those that came on this UTC day', dayOf)
    .option('--site <site>', 'the site they belong to', siteOf, DEFAULT_SITE)
    .option('--limit <number>', `at most so many, up to ${LATE_EVENTS_MAX}`, limitOf, 50)
    .option('--from <place>', 'goes on where `next` of an answer says')
    .action((flags: Flags) =>
      withHouse(flags, async (house) => {
        const { site, day, limit, from } = flags
        const late = await lateAnswer(house, { site, day, limit, from })
        if (!late.ok) throw misuse(late.problems)
        if (flags.json) printJson(late.value)
        else print(lateText(late.value))
      }),
    )

function dayOf(value: string): CalendarDate {
  const date = parseCalendarDate('day', value)
  if (date.ok) return date.value
  throw new InvalidArgumentError('a calendar date such as 2026-11-16')
}

function limitOf(value: string): number {
  const limit = Number(value)
  if (/^\d+$/.test(value) && limit >= 1 && limit <= LATE_EVENTS_MAX) return limit
  throw new InvalidArgumentError(`a whole number from 1 to ${LATE_EVENTS_MAX}`)
}

function lateText({ events, days, next }: LateAnswer): string {
  if (events.length === 0) return 'nothing came too late'
  const right = { align: 'right' as const }
  const counts = table(
    [{ name: 'came on' }, { name: 'events', ...right }],
    days.map(({ day, events: count }) => [day, n(count)]),
  )
  const listed = table(
    [{ name: 'came' }, { name: 'happened' }, { name: 'after', ...right }, { name: 'kind' }, { name: 'title' }],
    events.map(({ receivedAt, at, lateMs, kind, title }) => [receivedAt, at, spanWords(lateMs), kind, title]),
  )
  return [counts, listed, ...(next ? [`… more: --from ${next}`] : [])].join('\n\n')
}

/** "26 h 3 min", from three days on "3 d 2 h". */
function spanWords(ms: number): string {
  if (ms >= 3 * DAY_MS) return `${n(Math.floor(ms / DAY_MS))} d ${Math.floor((ms % DAY_MS) / HOUR_MS)} h`
  return `${Math.floor(ms / HOUR_MS)} h ${Math.floor((ms % HOUR_MS) / MINUTE_MS)} min`
}
