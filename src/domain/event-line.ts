// The form of an event in the log: one line of tab-separated values in ClickHouse's escaping, the columns of the
// `events` table in their order. The log writes the first three columns, which are the event's place.
import type { Event, EventId, EventKind, SiteId, ViewerKey } from './event.ts'
import type { ItemId } from './item.ts'
import type { CountryCode } from './region.ts'
import { instant } from './time.ts'

export const LINE_COLUMNS = [
  'log',
  'segment',
  'offset',
  'id',
  'at',
  'received_at',
  'site',
  'kind',
  'item',
  'country',
  'viewer',
  'value',
  'weight',
  'subject',
  'body',
] as const

/** Where an event stands: which log, which segment of it, and the how-manieth event there, from 0. */
export interface Place {
  readonly log: string
  readonly segment: number
  readonly offset: number
}

/** The event's part of its line: all but the place. No line break inside or at its end. */
export function eventLine(e: Event): string {
  return `${e.id}\t${e.at}\t${e.receivedAt}\t${e.site}\t${e.kind}\t${escaped(e.item)}\t${e.country}\t${e.viewer}\t${e.value}\t${e.weight}\t${escaped(e.subject)}\t${escaped(e.body)}`
}

/** Reads one whole line of the log back. The log's checksums have already vouched for its bytes. */
export function readLine(line: string): Event & Place {
  const cells = line.split('\t')
  if (cells.length !== LINE_COLUMNS.length)
    throw new Error(`a log line has ${cells.length} columns, not ${LINE_COLUMNS.length}`)
  const cell = (index: number) => cells[index] as string
  return {
    log: cell(0),
    segment: Number(cell(1)),
    offset: Number(cell(2)),
    id: cell(3) as EventId,
    at: instant(Number(cell(4))),
    receivedAt: instant(Number(cell(5))),
    site: cell(6) as SiteId,
    kind: cell(7) as EventKind,
    item: unescaped(cell(8)) as ItemId,
    country: cell(9) as CountryCode,
    viewer: cell(10) as ViewerKey,
    value: Number(cell(11)),
    weight: Number(cell(12)),
    subject: unescaped(cell(13)),
    body: unescaped(cell(14)),
  }
}

const SPECIAL = /[\\\t\n\r\0\b\f]/
const ESCAPES: Record<string, string> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
  '\b': '\\b',
  '\f': '\\f',
}
const UNESCAPES: Record<string, string> = Object.fromEntries(Object.entries(ESCAPES).map(([raw, esc]) => [esc, raw]))

/** Tab-separated text as ClickHouse reads it. */
export const escaped = (value: string): string =>
  SPECIAL.test(value) ? value.replace(/[\\\t\n\r\0\b\f]/g, (c) => ESCAPES[c] as string) : value

const unescaped = (value: string): string =>
  value.includes('\\') ? value.replace(/\\[\\tnr0bf]/g, (c) => UNESCAPES[c] as string) : value
