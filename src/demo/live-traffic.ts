// The demo's audience of this very moment: a few dozen events, several times a second, until it is told to stop.
import type { DemoHouse, DemoService } from './fill.ts'
import { liveEvents } from './live.ts'

const EVERY_MS = 250
const EVENTS = 30

/** Starts the traffic. Returns how to stop it. */
export function startLiveTraffic(
  house: DemoHouse,
  service: DemoService,
  seed: number,
  notice: (text: string) => void,
): () => Promise<void> {
  let sending: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    sending = house
      .append(liveEvents(seed, service.items, house.now(), EVENTS))
      .catch((error) => notice(`live traffic: ${error.message}`))
  }, EVERY_MS)
  return async () => {
    clearInterval(timer)
    await sending
  }
}
