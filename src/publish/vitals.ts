// How an open house does, from what its parts know of themselves: one answer, which the desk draws and the metrics tell.
import { statfs } from 'node:fs/promises'
import type { Collector } from '../collect/collector.ts'
import type { Pace } from './pace.ts'
import { type Living, storePulse } from './pulse.ts'

export interface Watched {
  readonly house: Living
  readonly collector: Collector
  readonly pace: Pace
}

export interface Vitals {
  readonly log: { readonly segment: number; readonly offset: number }
  /** How many events of the last segment the store has not loaded; more, where it is behind by whole segments. */
  readonly unloadedEvents: number
  readonly countingLagMs: number
  readonly publishingLagMs: number
  readonly store: 'answers' | 'silent'
  /** How often the engine ended, and was started anew. */
  readonly engineRestarts: number
  readonly disk: { readonly bytes: number; readonly freeBytes: number }
  readonly memory: { readonly bytes: number; readonly bytesMax: number }
  readonly held: { readonly bytes: number; readonly events: number; readonly fullness: number }
  readonly uptimeS: number
}

export async function vitalsOf({ house, collector, pace }: Watched): Promise<Vitals> {
  const { logged, loaded, isBehind } = house
  const [store, disk] = await Promise.all([storePulse(house), statfs(house.directory)])
  return {
    log: logged,
    unloadedEvents: Math.max(0, logged.offset - (loaded.segment === logged.segment ? loaded.offset : 0)),
    countingLagMs: pace.countingLagMs(isBehind),
    publishingLagMs: pace.publishingLagMs(isBehind),
    store,
    // The first engine is the first generation.
    engineRestarts: house.store.generation - 1,
    disk: { bytes: disk.blocks * disk.bsize, freeBytes: disk.bavail * disk.bsize },
    memory: { bytes: process.memoryUsage.rss(), bytesMax: collector.held.memoryBytesMax },
    held: collector.held.now,
    uptimeS: process.uptime(),
  }
}
