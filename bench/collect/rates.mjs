// How many events each acknowledges in a second, how long it takes, and what it costs. Two rounds, the second in the
// opposite order, so that a noisy minute does not favour one; the better round of each is printed.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { installed, RIVALS } from './rivals.mjs'
import { startLoad } from './run-load.mjs'

const ROUNDS = 2

/** @returns the best result of each rival, by `nameOf` */
export async function measureRates({ root, seconds, warmUp, print }) {
  const rivals = installed(RIVALS)
  const best = new Map()
  for (let round = 0; round < ROUNDS; round++)
    for (const rival of round % 2 === 0 ? rivals : rivals.toReversed()) {
      const result = await measureOne(rival, { directory: join(root, 'rate'), seconds, warmUp })
      const name = nameOf(rival)
      console.error(`round ${round + 1}: ${name}: ${Math.round(result.eventsPerSecond)} events/s`)
      if (!(best.get(name)?.eventsPerSecond > result.eventsPerSecond)) best.set(name, result)
    }
  for (const rival of rivals) printRate(nameOf(rival), best.get(nameOf(rival)), print)
  printRatios(best, print)
  return best
}

export const nameOf = ({ name, load }) => `${load.batch === 1 ? 'single' : 'batch'}: ${name}`

export async function measureOne(rival, { directory, seconds, warmUp }) {
  const server = await rival.start(directory)
  const load = startLoad(server, { ...rival.load, warmUpMs: warmUp * 1000, measuredMs: seconds * 1000 })
  try {
    const result = await load.result
    const refused = Object.keys(result.refused)
    if (refused.length > 0) throw new Error(`${nameOf(rival)} answered ${refused}`)
    return result
  } finally {
    await server.kill()
    await rm(directory, { recursive: true, force: true })
  }
}

function printRate(name, result, print) {
  print(`${name}: acknowledged`, result.eventsPerSecond, 'events/s')
  print(`${name}: p50`, result.p50Ms, 'ms')
  print(`${name}: p99`, result.p99Ms, 'ms')
  print(`${name}: cpu_seconds_per_million_events`, result.cpuSeconds / (result.measured / 1e6), 's')
  print(`${name}: peak_memory`, result.peakMib, 'MiB')
}

const RATIOS = [
  ['single: housecount', 'single: node:http that parses and stores nothing'],
  ['single: housecount', 'single: node:http with redis everysec'],
  ['batch: housecount', 'batch: node:http with redis everysec, pipelined'],
  ['batch: housecount', 'batch: redis everysec pipelined'],
  ['batch: housecount', 'batch: postgres copy'],
]

function printRatios(best, print) {
  for (const [ours, theirs] of RATIOS)
    if (best.has(ours) && best.has(theirs))
      print(`ratio: ${ours} / ${theirs}`, best.get(ours).eventsPerSecond / best.get(theirs).eventsPerSecond, 'x')
}
