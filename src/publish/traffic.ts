// Gross, net and what lies between: how many events came on each day, how many of them count, and what took the others
// out. Each identity once; what came again, with other content or too late is told beside it.
import { type BookRow, readBooks } from '../domain/bucket.ts'
import { TRAFFIC_CLASSES } from '../domain/counting.ts'
import type { SiteId } from '../domain/event.ts'
import type { CalendarDate } from '../domain/time.ts'
import { sqlFile } from '../store/store.ts'
import type { TrafficAnswer } from './answers.ts'
import type { Archive } from './archive.ts'
import { spanOf } from './late.ts'
import { countingAnswer } from './methods.ts'

const TRAFFIC_DAYS = sqlFile(import.meta.url, './traffic-days.sql')

/** The traffic of a site by UTC day, the newest first; with a day, of that day alone. */
export async function trafficAnswer(archive: Archive, site: SiteId, day?: CalendarDate): Promise<TrafficAnswer> {
  const rows = await archive.store.rows<BookRow & { day: string }>(TRAFFIC_DAYS, { site, ...spanOf(day) })
  return {
    site,
    counting: countingAnswer(archive.countingOf(site)),
    days: rows.map((row) => {
      const books = readBooks(row)
      const classes = TRAFFIC_CLASSES.map((each) => [each, books[each] ?? 0] as const)
      const invalid = classes.reduce((sum, [, events]) => sum + events, 0)
      return {
        day: row.day,
        gross: books.counted + (books.capped ?? 0) + invalid,
        net: books.counted,
        ...(Object.fromEntries(classes) as Record<(typeof TRAFFIC_CLASSES)[number], number>),
        capped: books.capped ?? 0,
        duplicates: books.duplicates,
        conflicts: books.conflicts,
        late: books.late,
      }
    }),
  }
}
