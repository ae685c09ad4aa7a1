// The events that the load sends: those of bench/generate.mjs, happening when they are sent, each with an id of its own.
// Everything is built ahead as bytes; only the last digits of an id and the time are written at each sending, so that
// making events costs next to nothing beside sending them.
import { watchLines } from '../generate.mjs'

const SEED = 7
const HEX = Buffer.from('0123456789abcdef')
/** The id's digits that tell an event's number. */
const DIGITS = 8
const NO_NUMBER = '0'.repeat(DIGITS)

/** `count` events without a number yet; a run's ids differ from every other run's by its name (24 bits). */
export function blankEvents(count, run, now = Date.now()) {
  const [lines] = watchLines(count, count, SEED + run)
  const prefix = idPrefix(run)
  return lines.map((line, i) => {
    const [, , , , , item, country, viewer, ms] = line.split('\t')
    return {
      id: `${prefix}${NO_NUMBER}`,
      at: new Date(now - (i % 5000)).toISOString(),
      kind: 'watch',
      item,
      country,
      viewer: `v${viewer}`,
      ms: Number(ms),
    }
  })
}

/** What all ids of a run begin with; the number of the event follows as 8 hexadecimal digits. */
export const idPrefix = (run) => {
  const name = run.toString(16).padStart(6, '0')
  return `019a8e3c-7f52-7${name.slice(0, 3)}-8${name.slice(3)}-0000`
}

/** The number of an event of a run, from its id; undefined for any other id. */
export function numberOf(run, id) {
  const prefix = idPrefix(run)
  return id.startsWith(prefix) ? Number.parseInt(id.slice(prefix.length), 16) : undefined
}

/** Bytes in which the numbers of some events are written at their places. */
export function numbered(text, run) {
  const bytes = Buffer.from(text)
  const places = []
  const blank = `${idPrefix(run)}${NO_NUMBER}`
  for (let at = bytes.indexOf(blank); at !== -1; at = bytes.indexOf(blank, at + blank.length))
    places.push(at + blank.length - 1)
  return { bytes, places }
}

/** Numbers the events in the bytes from `first` on. */
export function writeNumbers(bytes, places, first) {
  for (let i = 0; i < places.length; i++) {
    let rest = first + i
    for (let at = places[i], end = at - DIGITS; at > end; at--) {
      bytes[at] = HEX[rest & 15]
      rest >>>= 4
    }
  }
}

const TIME = /"at":"(?=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")/g

/** Where the times of the events in some bytes are written. */
export const timesIn = (bytes) =>
  [...bytes.toString('latin1').matchAll(TIME)].map((match) => match.index + match[0].length)

/** Requests of a connection: `next(first)` gives bytes whose events are numbered from `first` and happen now. */
export function requestsOf(texts, run) {
  const built = texts.map((text) => numbered(text, run)).map((each) => ({ ...each, times: timesIn(each.bytes) }))
  let turn = 0
  return {
    events: built[0].places.length,
    next(first) {
      const { bytes, places, times } = built[turn]
      turn = (turn + 1) % built.length
      writeNumbers(bytes, places, first)
      const now = new Date().toISOString()
      for (const at of times) bytes.latin1Write(now, at)
      return bytes
    },
  }
}

export const ndjson = (events) => events.map((event) => `${JSON.stringify(event)}\n`).join('')

const post = (body, key) =>
  `POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/x-ndjson\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

const pixel = (event) => `GET /hit.gif?${new URLSearchParams(event)} HTTP/1.1\r\nHost: localhost\r\n\r\n`

/** The request texts by what they are sent as; each text holds `batch` events, and a connection takes turns with `turns` of them. */
export function requestTexts({ form, batch, turns, run, key }) {
  const events = blankEvents(batch * turns, run)
  const batches = Array.from({ length: turns }, (_, i) => events.slice(i * batch, (i + 1) * batch))
  return form === 'pixel' ? batches.map(([event]) => pixel(event)) : batches.map((each) => post(ndjson(each), key))
}

/** ZINCRBY per week and country, as Redis reads it. */
export function zincrbys({ batch, run, week }) {
  const commands = blankEvents(batch, run).map(({ country, item }) => [
    'ZINCRBY',
    `views:${week}:${country}`,
    '1',
    item,
  ])
  return Buffer.from(
    commands
      .map((words) => `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`)
      .join(''),
  )
}
