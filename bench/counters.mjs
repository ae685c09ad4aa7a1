// Counters: how many pages of counters a house reads in a second, whatever is behind them, beside Redis behind the same
// HTTP handler; and how long after an event was acknowledged a live stream shows it, while events come in.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureFreshness } from './counters/freshness.mjs'
import { measureReads } from './counters/reads.mjs'
import { printFigure } from './measure.mjs'

const PARTS = { reads: measureReads, freshness: measureFreshness }
export const COUNTERS_PARTS = Object.keys(PARTS)

/**
 * @param events of weight 1 behind the one tag; the other has as many views in few events, times 1,000
 * @param items sizes of the catalogue
 * @param rate events a second while freshness is measured; 0: half of what is acknowledged, which is measured first
 */
export async function benchCounters({ events, items, seconds, minutes, rate, parts }) {
  const root = await mkdtemp(join(tmpdir(), 'housecount-bench-'))
  const print = (figure, value, unit) => printFigure('counters', undefined, figure, value, unit)
  try {
    for (const part of parts.length > 0 ? parts : COUNTERS_PARTS)
      await PARTS[part]({ root, events, items, seconds, minutes, rate, print })
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}
