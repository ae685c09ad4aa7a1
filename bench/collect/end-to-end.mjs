// Does the house keep up with its own collector? Minutes of load at seven tenths of what it acknowledges, while it
// loads, folds and publishes on the same processors; then every acknowledged event must be on a chart.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readLines } from '../../dist/log/read.js'
import { FURNISHED, startHousecount } from './housecount.mjs'
import { measureOne, nameOf } from './rates.mjs'
import { BATCH, SINGLE } from './rivals.mjs'
import { startLoad } from './run-load.mjs'

const SHARE = 0.7
const SAMPLE_MS = 5000
/** How long after the last event all must be visible. */
const VISIBLE_MS_MAX = 900_000

export async function measureEndToEnd({ root, seconds, warmUp, minutes, rates, print }) {
  for (const load of [SINGLE, BATCH]) {
    const rival = { name: 'housecount', load, start: startHousecount }
    const name = nameOf(rival)
    const directory = join(root, 'end-to-end')
    const known = rates?.get(name) ?? (await measureOne(rival, { directory, seconds, warmUp }))
    const eventsPerSecond = SHARE * known.eventsPerSecond
    const figure = (what, value, unit) => print(`end to end: ${name}: ${what}`, value, unit)
    try {
      await measureOneEnd({ directory, load, eventsPerSecond, minutes, figure })
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }
}

async function measureOneEnd({ directory, load, eventsPerSecond, minutes, figure }) {
  const server = await startHousecount(directory)
  const before = await pulse(server)
  const sending = startLoad(server, { ...load, eventsPerSecond, measuredMs: minutes * 60_000 })
  const samples = await sampleUntil(sending.result, server)
  const result = await sending.result
  figure('acknowledged', result.acknowledged, 'events')
  figure('acknowledged in a second', result.eventsPerSecond, 'events/s')
  figure('asked in a second', eventsPerSecond, 'events/s')
  figure('p50', result.p50Ms, 'ms')
  figure('p99', result.p99Ms, 'ms')
  figure('peak_memory', result.peakMib, 'MiB')

  const sentAt = performance.now()
  const books = await untilVisible(server, FURNISHED + result.acknowledged)
  figure('seconds until all is visible', (performance.now() - sentAt) / 1000, 's')
  const after = await pulse(server)
  await server.stop()

  const eventsAt = await positions(join(server.data, 'log'))
  figure('loaded', eventsAt(after.loaded) - eventsAt(before.log), 'events')
  figure('folded', books.stored - eventsAt(before.log), 'events')
  figure('visible', books.counted - eventsAt(before.log), 'events')
  const backlogs = samples.map(({ log, loaded }) => eventsAt(log) - eventsAt(loaded))
  const third = Math.ceil(backlogs.length / 3)
  figure('mean backlog in the first third', mean(backlogs.slice(0, third)), 'events')
  figure('mean backlog in the last third', mean(backlogs.slice(-third)), 'events')
  figure('largest backlog', Math.max(...backlogs), 'events')
}

const mean = (values) => values.reduce((sum, each) => sum + each, 0) / values.length

const pulse = async (server) => (await fetch(`${server.url}/healthz`)).json()

async function sampleUntil(over, server) {
  const samples = []
  let running = true
  over.finally(() => {
    running = false
  })
  while (running) {
    await Promise.race([sleep(SAMPLE_MS), over])
    if (running) samples.push(await pulse(server))
  }
  return samples
}

/** Waits until the chart's books hold at least so many events; what they hold at the latest is given. */
async function untilVisible(server, events) {
  const until = performance.now() + VISIBLE_MS_MAX
  for (;;) {
    const answer = await fetch(`${server.url}/v1/charts/film/world/latest`).catch(() => ({ ok: false }))
    const books = answer.ok ? (await answer.json()).books : { stored: 0, counted: 0 }
    if (books.counted >= events || performance.now() > until) return books
    await sleep(250)
  }
}

/** How many events of the log stand before a place in it. */
async function positions(directory) {
  const counts = new Map()
  for await (const line of readLines(directory)) {
    const tab = line.indexOf('\t') + 1
    const segment = Number(line.slice(tab, line.indexOf('\t', tab)))
    counts.set(segment, (counts.get(segment) ?? 0) + 1)
  }
  return ({ segment, offset }) => {
    let before = offset
    for (const [number, count] of counts) if (number < segment) before += count
    return before
  }
}
