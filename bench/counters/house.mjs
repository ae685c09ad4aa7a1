// A house with so many items, and two tags with much behind them: `plain`, every view an event of its own, and
// `weighted`, a thousand times as many views in a thousand events. Each item has one tag or the other.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { eventLine } from '../../dist/domain/event-line.js'
import { Log } from '../../dist/log/append.js'
import { serveHousecount } from '../collect/housecount.mjs'

const WEIGHTED_EVENTS = 1000
/** Views behind `weighted`, for each behind `plain`. */
const WEIGHTED_FACTOR = 1000
const BATCH = 20_000
const DAYS = 30
const DAY_MS = 86_400_000

const TAGS = ['plain', 'weighted']
export const itemId = (i) => `item-${i}`

/** @returns the open house, and how many views each tag has */
export async function startHouse(directory, { items, events }) {
  await mkdir(join(directory, 'data'), { recursive: true })
  const log = await Log.open(join(directory, 'data', 'log'))
  let lines = []
  for (const line of linesOf(items, events, Math.floor(Date.now() / DAY_MS) * DAY_MS)) {
    if (lines.push(line) < BATCH) continue
    await log.append(lines)
    lines = []
  }
  await log.append(lines)
  await log.close()
  const weight = Math.round((events * WEIGHTED_FACTOR) / WEIGHTED_EVENTS)
  return { server: await serveHousecount(directory), views: { plain: events, weighted: weight * WEIGHTED_EVENTS } }
}

function* linesOf(items, events, today) {
  for (let i = 0; i < items; i++) {
    const entry = { id: itemId(i), kind: 'video', title: `Video ${i}`, tags: [TAGS[i % 2]] }
    yield line(i, today - DAYS * DAY_MS, 'item', { item: entry.id, body: JSON.stringify(entry) })
  }
  const at = (n, count) => today - 1 - Math.floor((n * DAYS * DAY_MS) / count)
  const half = Math.floor(items / 2)
  for (let n = 0; n < events; n++) yield line(items + n, at(n, events), 'view', { item: itemId(2 * (n % half)) })
  const weight = Math.round((events * WEIGHTED_FACTOR) / WEIGHTED_EVENTS)
  for (let n = 0; n < WEIGHTED_EVENTS; n++)
    yield line(items + events + n, at(n, WEIGHTED_EVENTS), 'view', { item: itemId(2 * (n % half) + 1), weight })
}

const line = (number, at, kind, fields) =>
  eventLine({
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    at,
    receivedAt: at,
    site: 'main',
    kind,
    country: 'ZZ',
    viewer: '0',
    value: 1,
    weight: 1,
    subject: '',
    body: '',
    ...fields,
  })
