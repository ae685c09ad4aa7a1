// The demo's audience of this very moment: a few dozen events, several times a second, until it is told to stop.
import type { DemoHouse, DemoService } from './fill.ts'
import { liveEvents } from './live.ts'

const EVERY_MS = 250
const EVENTS = 30

/**
 * Starts the traffic. Returns how to stop it.
 * @param stored told how many events came onto the log
 */
export function startLiveTraffic(
  house: DemoHouse,
  service: DemoService,
  seed: number,
  notice: (text: string) => void,
  stored: (events: number) => void,
): () => Promise<void> {
  let sending: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    const events = liveEvents(seed, service.items, house.now(), EVENTS)
    sending = house
      .append(events)
      .then(() => stored(events.length))
      .catch((error) => notice(`live traffic: ${error.message}`))
  }, EVERY_MS)
  return async () => {
    clearInterval(timer)
    await sending
  }
}
