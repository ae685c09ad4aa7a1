// Ids for events that have none of their own: the same fact gets the same id whenever it comes in.
import { createHash } from 'node:crypto'
import type { EventId } from './event.ts'

/** A UUID of version 8 (RFC 9562) out of the SHA-256 of some parts, joined by tabs. */
export function eventIdFrom(...parts: readonly (string | number)[]): EventId {
  const hex = createHash('sha256').update(parts.join('\t')).digest('hex')
  const variant = '89ab'[Number.parseInt(hex.slice(16, 17), 16) % 4]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}` as EventId
}
