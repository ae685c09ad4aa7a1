// Ten times as many senders as are measured elsewhere, each with many requests on their way, single events and batches,
// for a minute. They take no notice of being refused. A quiet sender beside them tells when all is well again.
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { peakMib } from '../measure.mjs'
import { startHousecount } from './housecount.mjs'
import { Probe } from './probe.mjs'
import { treeOf } from './processes.mjs'
import { BATCH, SINGLE } from './rivals.mjs'
import { startLoad } from './run-load.mjs'

const TIMES = 10
/** A house that was just opened is still at its first round. */
const SETTLING_MS = 5000
const BEFORE_MS = 5000
const OVERLOAD_MS = 60_000
const AFTER_MS_MAX = 120_000
const LOADS = [
  { ...SINGLE, connections: SINGLE.connections * TIMES, inFlight: 16 },
  { ...BATCH, connections: BATCH.connections * TIMES, inFlight: 2 },
]

export async function measureOverload({ root, print }) {
  const directory = join(root, 'overload')
  const server = await startHousecount(directory)
  const figure = (what, value, unit) => print(`overload: ${what}`, value, unit)
  try {
    const probe = new Probe(server)
    await sleep(SETTLING_MS)
    const settled = performance.now()
    await sleep(BEFORE_MS)
    const usualMs = probe.p99(settled)
    figure('p99 before', usualMs, 'ms')
    const paths = LOADS.map((_, i) => join(root, `numbers-${i}`))
    const loads = LOADS.map((load, i) =>
      startLoad(server, { ...load, reconnects: true, measuredMs: OVERLOAD_MS, numbersPath: paths[i] }),
    )
    await Promise.all(loads.map((load) => load.ended))
    const seconds = await probe.untilUsual(2 * usualMs, AFTER_MS_MAX)
    const results = await Promise.all(loads.map((load) => load.result))
    probe.stop()
    for (const [i, { batch }] of LOADS.entries()) {
      const kind = batch === 1 ? 'single' : 'batch'
      const { refused, eventsPerSecond } = results[i]
      figure(`${kind}: acknowledged`, eventsPerSecond, 'events/s')
      for (const status of [429, 503, 'closed']) figure(`${kind}: answers ${status}`, refused[status] ?? 0, '')
      const others = Object.entries(refused).filter(([status]) => !['429', '503', 'closed'].includes(status))
      for (const [status, count] of others) figure(`${kind}: answers ${status}`, count, '')
    }
    const [collector, ...store] = treeOf(server.pids)
    figure('peak memory of the collector', peakMib(collector), 'MiB')
    figure('peak memory of the store', Math.max(0, ...store.map(peakMib)), 'MiB')
    figure('seconds until latency is usual again', seconds, 's')
    await server.kill()
    for (const [i, { run, acknowledged }] of results.entries()) {
      const kind = LOADS[i].batch === 1 ? 'single' : 'batch'
      const { missing } = await server.countStored(run, readFileSync(paths[i]))
      figure(`${kind}: acknowledged in all`, acknowledged, 'events')
      figure(`${kind}: acknowledged and missing`, missing, 'events')
    }
  } finally {
    await server.kill()
    await rm(directory, { recursive: true, force: true })
  }
}
