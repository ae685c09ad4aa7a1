// A body with events, split and read: a JSON array, or one JSON object a line. Each event is read by the scanner; what
// that leaves is read by the schema, so that a bad line has its problems and never spoils its neighbours.
import { isUtf8 } from 'node:buffer'
import { type Claim, parseEvent } from '../domain/event.ts'
import { type Parsed, parsed, problem, refused } from '../domain/problem.ts'
import { EventScanner } from '../domain/scan-event.ts'

/** Events that one request may bring. */
export const EVENTS_MAX = 5000
/** A body may be this long, inflated. */
export const BODY_BYTES_MAX = 1024 * 1024
/** How deep arrays and objects may lie in each other: a catalogue entry needs four. */
export const DEPTH_MAX = 16

/** As its three bytes. */
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf'

const NEWLINE = 10
const SPACE = 32
const QUOTE = 34
const COMMA = 44
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const OPEN = 123
const CLOSE = 125

const LINE_ALLOWED = 'one JSON object a line'
const BODY_ALLOWED = 'a JSON array of events, or one JSON object a line'
const DEPTH_ALLOWED = `JSON that is at most ${DEPTH_MAX} levels deep`

const scanner = new EventScanner()

/** The events of a body, in their order; refused where it holds none or too many, or is a broken array. */
export function readEvents(body: Buffer): Parsed<readonly Parsed<Claim>[]> {
  // A character a byte: the scanner takes only ASCII, which is the same in UTF-8.
  const text = body.toString('latin1')
  const from = firstOf(text, text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0)
  const events = text.charCodeAt(from) === OPEN_LIST ? readArray(body, text, from) : readLines(body, text, from)
  if (events.ok && events.value.length === 0) return refused(problem('(body)', '', 'at least one event'))
  return events
}

/** The first character from there on that is no white space. */
function firstOf(text: string, from: number): number {
  let at = from
  while (at < text.length && isWhite(text.charCodeAt(at))) at++
  return at
}

const isWhite = (c: number): boolean => c === SPACE || (c >= 9 && c <= 13)

function readLines(body: Buffer, text: string, start: number): Parsed<readonly Parsed<Claim>[]> {
  const events: Parsed<Claim>[] = []
  for (let from = start; from < text.length; ) {
    if (events.length === EVENTS_MAX) return tooMany(events.length + countLines(text, from))
    const claim = scanner.scan(text, from)
    const end = claim ? lineEnd(text, scanner.end) : -1
    if (claim && end >= 0) {
      events.push(parsed(claim))
      from = end + 1
      continue
    }
    const newline = text.indexOf('\n', from)
    const to = newline === -1 ? text.length : newline
    const event = readLine(body.subarray(from, to))
    if (event) events.push(event)
    from = to + 1
  }
  return parsed(events)
}

/** Where the line ends, if nothing but white space stands before; -1 if something does. */
function lineEnd(text: string, from: number): number {
  for (let at = from; ; at++) {
    if (at === text.length || text.charCodeAt(at) === NEWLINE) return at
    if (!isWhite(text.charCodeAt(at))) return -1
  }
}

/** An event by the schema; undefined where the line is empty. */
function readLine(bytes: Buffer): Parsed<Claim> | undefined {
  const line = bytes.toString().trim()
  if (line === '') return undefined
  if (!isUtf8(bytes)) return refused(problem('(line)', line, 'text in UTF-8'))
  if (isTooDeep(line)) return refused(problem('(line)', line, DEPTH_ALLOWED))
  try {
    return parseEvent(JSON.parse(line))
  } catch {
    return refused(problem('(line)', line, LINE_ALLOWED))
  }
}

const tooMany = (events: number): Parsed<never> =>
  refused(problem('(body)', `${events} events`, `at most ${EVENTS_MAX} events a request`))

/** Lines that are not empty. */
function countLines(text: string, start: number): number {
  let count = 0
  for (let from = start; from < text.length; ) {
    const newline = text.indexOf('\n', from)
    const to = newline === -1 ? text.length : newline
    if (text.slice(from, to).trim() !== '') count++
    from = to + 1
  }
  return count
}

function readArray(body: Buffer, text: string, start: number): Parsed<readonly Parsed<Claim>[]> {
  const events = scanArray(text, start)
  if (events) return parsed(events)
  const json = body.toString().trim()
  if (!isUtf8(body)) return refused(problem('(body)', json, 'text in UTF-8'))
  // The array is a level too.
  if (isTooDeep(json, DEPTH_MAX + 1)) return refused(problem('(body)', json, DEPTH_ALLOWED))
  let values: readonly unknown[]
  try {
    values = JSON.parse(json)
  } catch {
    return refused(problem('(body)', json, BODY_ALLOWED))
  }
  if (values.length === 0) return refused(problem('(body)', json, 'at least one event'))
  return values.length > EVENTS_MAX ? tooMany(values.length) : parsed(values.map(parseEvent))
}

/** The events of an array where each of them is in the usual form. */
function scanArray(text: string, start: number): readonly Parsed<Claim>[] | undefined {
  const events: Parsed<Claim>[] = []
  for (let at = start + 1; events.length < EVENTS_MAX; at++) {
    at = firstOf(text, at)
    const claim = scanner.scan(text, at)
    if (!claim) return undefined
    events.push(parsed(claim))
    at = firstOf(text, scanner.end)
    if (text.charCodeAt(at) === CLOSE_LIST) return firstOf(text, at + 1) === text.length ? events : undefined
    if (text.charCodeAt(at) !== COMMA) return undefined
  }
  return undefined
}

/** Whether arrays and objects lie deeper in each other than that. Looked at before JSON is parsed, so no stack is deep. */
export function isTooDeep(json: string, depthMax = DEPTH_MAX): boolean {
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const c = json.charCodeAt(at)
    if (c === QUOTE) at = stringEnd(json, at + 1)
    else if (c === OPEN || c === OPEN_LIST) {
      if (++depth > depthMax) return true
    } else if (c === CLOSE || c === CLOSE_LIST) depth--
  }
  return false
}

/** Where a string that began before ends. */
function stringEnd(json: string, from: number): number {
  for (let at = from; at < json.length; at++) {
    const c = json.charCodeAt(at)
    if (c === QUOTE) return at
    if (c === BACKSLASH) at++
  }
  return json.length
}
