// The log's bytes. A segment is a text file: a header line, then frames. A frame is one group commit: a line of fixed
// width that begins with `#` and says how many events follow, how many bytes, their CRC-32 and the hash chain up to
// here; then the events, one a line. `grep -v '^#'` leaves the events.
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** SHA-256 over the chain so far and a frame's content, in hexadecimal. */
export type Chain = string

export interface FrameHeader {
  readonly count: number
  readonly bodyBytes: number
  readonly crc: string
  readonly chain: Chain
}

export interface SegmentHeader {
  readonly log: string
  readonly segment: number
  /** The chain at the end of the segment before; zeros for the first. */
  readonly previous: Chain
}

export const FIRST_CHAIN: Chain = '0'.repeat(64)

const FRAME = /^#frame (\d{7}) (\d{10}) ([0-9a-f]{8}) ([0-9a-f]{64})\n$/
const SEGMENT = /^#housecount-log 1 ([a-z0-9]{8}) (\d{8}) ([0-9a-f]{64})\n$/

export const FRAME_HEADER_BYTES = 7 + 7 + 1 + 10 + 1 + 8 + 1 + 64 + 1
export const SEGMENT_HEADER_BYTES = 18 + 8 + 1 + 8 + 1 + 64 + 1
/** What the header's digits can hold; appends are cut into frames far below it. */
export const FRAME_COUNT_MAX = 9_999_999

export const segmentHeader = ({ log, segment, previous }: SegmentHeader): string =>
  `#housecount-log 1 ${log} ${String(segment).padStart(8, '0')} ${previous}\n`

export function parseSegmentHeader(bytes: Buffer): SegmentHeader | undefined {
  const match = SEGMENT.exec(bytes.toString('latin1', 0, SEGMENT_HEADER_BYTES))
  return match ? { log: match[1] as string, segment: Number(match[2]), previous: match[3] as string } : undefined
}

/** A frame's header line for a body, chained to what came before. */
export function frameHeader(previous: Chain, count: number, body: Buffer): { line: string; chain: Chain } {
  const crc = crc32(body).toString(16).padStart(8, '0')
  const start = `#frame ${String(count).padStart(7, '0')} ${String(body.length).padStart(10, '0')} ${crc}`
  const chain = chainOf(previous, start, body)
  return { line: `${start} ${chain}\n`, chain }
}

export function parseFrameHeader(bytes: Buffer): FrameHeader | undefined {
  const match = FRAME.exec(bytes.toString('latin1', 0, FRAME_HEADER_BYTES))
  if (!match) return undefined
  const [, count, bodyBytes, crc, chain] = match as unknown as [string, string, string, string, string]
  return { count: Number(count), bodyBytes: Number(bodyBytes), crc, chain }
}

/**
 * What keeps a frame from being what its writer wrote, in the place where it was written. An unfinished write can
 * leave a wrong `checksum`; only rot leaves a wrong `chain` over a body whose checksum holds.
 */
export function findFault(previous: Chain, header: FrameHeader, body: Buffer): 'checksum' | 'chain' | undefined {
  if (crc32(body).toString(16).padStart(8, '0') !== header.crc) return 'checksum'
  return frameHeader(previous, header.count, body).chain === header.chain ? undefined : 'chain'
}

const chainOf = (previous: Chain, start: string, body: Buffer): Chain =>
  createHash('sha256').update(previous).update(start).update(body).digest('hex')
