// The form of the demo's events: ids shaped as UUIDv7, from the event's time and the stream; received a moment later.
import { DEFAULT_SITE, type Event, type EventId, type ViewerKey } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import type { CountryCode } from '../domain/region.ts'
import { instant } from '../domain/time.ts'
import type { Random } from './random.ts'

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

const hex16 = (n: number): string => `${HEX[(n >>> 8) & 255]}${HEX[n & 255]}`

/** RFC 9562: 48 bits of time, the version, 12 random bits, the variant, 62 random bits. */
function uuidAt(random: Random, at: number): EventId {
  const high = Math.floor(at / 65536)
  const first = random.uint32()
  const second = random.uint32()
  const third = random.uint32()
  const time = `${hex16(high >>> 16)}${hex16(high)}-${hex16(at % 65536)}`
  const rest = `${hex16(0x7000 | (first >>> 20))}-${hex16(0x8000 | (first & 0x3fff))}`
  return `${time}-${rest}-${hex16(second >>> 16)}${hex16(second)}${hex16(third >>> 16)}` as EventId
}

/** `value` is milliseconds for a watch, 1 for a view. */
export function makeEvent(
  random: Random,
  at: number,
  kind: 'watch' | 'view',
  item: ItemId,
  country: CountryCode,
  viewer: ViewerKey,
  value: number,
  weight: number,
): Event {
  return {
    id: uuidAt(random, at),
    at: instant(at),
    receivedAt: instant(at + 120 + (random.uint32() % 600)),
    site: DEFAULT_SITE,
    kind,
    item,
    country,
    viewer,
    value,
    weight,
    subject: '',
    body: '',
  }
}

/** A viewer key: 64 bits, and never the one that stands for nobody. */
export function viewerKey(random: Random): ViewerKey {
  const key = (BigInt(random.uint32()) << 32n) | BigInt(random.uint32())
  return (key === 0n ? '1' : key.toString()) as ViewerKey
}

/** What one viewing lasts on average: 45 to 95% of the running time, in whole seconds. */
export const viewingMs = (random: Random, runtimeMs: number): number =>
  Math.max(1, Math.round((runtimeMs * (0.45 + 0.5 * random.unit())) / 1000)) * 1000
