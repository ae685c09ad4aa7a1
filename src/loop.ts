// The two loops of an open house: what comes in is brought into the counters at once, and into the editions at a pace of
// its own, which their cost sets: for a part of the time in which editions are made, nothing is counted.
import { setTimeout as sleep } from 'node:timers/promises'
import { type CaughtUp, type House, LATE_REASON } from './app.ts'
import type { Pace } from './publish/pace.ts'

/** How often it is looked whether anything came, and the least time between two rounds of counting. */
const LOOK_MS = 50
/** After a round of counting, so many times what it took is left to others. */
const COUNT_REST_FACTOR = 0.5
/** Between two publications, so many times what one took goes by; at least, and at most: editions must keep up. */
const PUBLISH_REST_FACTOR = 8
const PUBLISH_REST_MS_MIN = 1000
const PUBLISH_REST_MS_MAX = 10_000
/** What failed is tried again after this; it may have waited all the time for an engine that had hung. */
const FAILED_REST_MS = 1000

/**
 * Starts the loops; a failure is told, and tried again after a rest. Returns how to end them, with all that came published.
 * @param pace told how far it is
 * @param afterPublishing called after each publication; must not fail
 */
export function startLoop(
  house: House,
  notice: (text: string) => void,
  pace: Pace,
  afterPublishing: () => Promise<void>,
): () => Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  const rest = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {})
  /** How long the work took; undefined where it failed: that did no work to rest from. */
  const timed = async (work: Promise<unknown>): Promise<number | undefined> => {
    const began = performance.now()
    try {
      await work
      return performance.now() - began
    } catch (error) {
      pace.failures++
      notice(`catching up: ${(error as Error).message}`)
      return undefined
    }
  }
  const publish = async () => {
    const at = house.now()
    const caughtUp = ({ publications }: CaughtUp) => pace.published(at, publications)
    const tookMs = await timed(house.catchUp(LATE_REASON).then(caughtUp))
    await afterPublishing()
    return tookMs
  }
  const counting = (async () => {
    while (!signal.aborted) {
      let restMs = LOOK_MS
      if (house.isBehind) {
        const at = house.now()
        const tookMs = await timed(house.count(LATE_REASON).then(() => pace.counted(at)))
        restMs = tookMs === undefined ? FAILED_REST_MS : Math.max(LOOK_MS, COUNT_REST_FACTOR * tookMs)
      } else pace.idle()
      await rest(restMs)
    }
  })()
  const publishing = (async () => {
    while (!signal.aborted) {
      const tookMs = await publish()
      await rest(tookMs === undefined ? FAILED_REST_MS : clamp(PUBLISH_REST_FACTOR * tookMs))
    }
    await counting
    await publish()
  })()
  return async () => {
    stopping.abort()
    await publishing
  }
}

const clamp = (ms: number): number => Math.min(PUBLISH_REST_MS_MAX, Math.max(PUBLISH_REST_MS_MIN, ms))
