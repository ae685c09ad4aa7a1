// The log's bytes. A segment is a text file: a header line, then frames. A frame is one group commit: a line of fixed
// width that begins with `#` and says how many events follow, how many bytes, their CRC-32 and the hash chain up to
// here; then the events, one a line. A sealed segment ends with one more line. `grep -v '^#'` leaves the events.
import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { crc32 } from 'node:zlib'

/** SHA-256 over the chain so far and a frame's content, in hexadecimal. */
export type Chain = string

export interface FrameHeader {
  readonly count: number
  readonly bodyBytes: number
  readonly crc: string
  readonly chain: Chain
}

/** A place in a segment: the byte and the number of events before it, and the chain up to there. */
export interface Cursor {
  readonly position: number
  readonly offset: number
  readonly chain: Chain
}

export interface SegmentHeader {
  readonly log: string
  readonly segment: number
  /** The chain at the end of the segment before; zeros for the first. */
  readonly previous: Chain
  /** Where the segment before ends: what stands behind is not part of the log. Version 1 did not say it. */
  readonly end?: { readonly position: number; readonly offset: number } | undefined
  /** How long the header is: its first frame begins there. */
  readonly bytes: number
}

/** The last line of a sealed segment: what stands before it. */
export interface Footer extends Cursor {
  /** See events-sum.ts: the same events in any order have the same. */
  readonly sum: bigint
}

export const FIRST_CHAIN: Chain = '0'.repeat(64)

const FRAME = /^#frame (\d{7}) (\d{10}) ([0-9a-f]{8}) ([0-9a-f]{64})\n$/
const SEGMENT_1 = /^#housecount-log 1 ([a-z0-9]{8}) (\d{8}) ([0-9a-f]{64})\n/
const SEGMENT_2 = /^(#housecount-log 2 ([a-z0-9]{8}) (\d{8}) ([0-9a-f]{64}) (\d{12}) (\d{10})) ([0-9a-f]{8})\n/
const FOOTER = /^(#sealed (\d{10}) (\d{12}) ([0-9a-f]{16}) ([0-9a-f]{64})) ([0-9a-f]{8})\n$/

export const FRAME_HEADER_BYTES = 7 + 7 + 1 + 10 + 1 + 8 + 1 + 64 + 1
/** Of the version that is written; one of version 1 is shorter. */
export const SEGMENT_HEADER_BYTES = 18 + 8 + 1 + 8 + 1 + 64 + 1 + 12 + 1 + 10 + 1 + 8 + 1
const SEGMENT_1_BYTES = 18 + 8 + 1 + 8 + 1 + 64 + 1
export const FOOTER_BYTES = 8 + 10 + 1 + 12 + 1 + 16 + 1 + 64 + 1 + 8 + 1
/** What the header's digits can hold; appends are cut into frames far below it. */
export const FRAME_COUNT_MAX = 9_999_999

/** So much is proven at once: about three milliseconds. */
const PIECE_BYTES = 4 * 1024 * 1024

export const digits = (number: number, width: number): string => String(number).padStart(width, '0')
const hex32 = (word: number): string => word.toString(16).padStart(8, '0')
export const crcOf = (bytes: Buffer | string): string => hex32(crc32(bytes))

export function segmentHeader(log: string, segment: number, before: Cursor): string {
  const line = `#housecount-log 2 ${log} ${digits(segment, 8)} ${before.chain} ${digits(before.position, 12)} ${digits(before.offset, 10)}`
  return `${line} ${crcOf(line)}\n`
}

export function parseSegmentHeader(bytes: Buffer): SegmentHeader | undefined {
  const text = bytes.toString('latin1', 0, SEGMENT_HEADER_BYTES)
  const first = SEGMENT_1.exec(text)
  if (first) {
    const [, log = '', segment, previous = ''] = first
    return { log, segment: Number(segment), previous, bytes: SEGMENT_1_BYTES }
  }
  const match = SEGMENT_2.exec(text)
  if (!match) return undefined
  const [, line = '', log = '', segment, previous = '', position, offset, crc] = match
  if (crcOf(line) !== crc) return undefined
  return {
    log,
    segment: Number(segment),
    previous,
    end: { position: Number(position), offset: Number(offset) },
    bytes: SEGMENT_HEADER_BYTES,
  }
}

export function footerLine({ offset, position, sum, chain }: Footer): string {
  const line = `#sealed ${digits(offset, 10)} ${digits(position, 12)} ${sum.toString(16).padStart(16, '0')} ${chain}`
  return `${line} ${crcOf(line)}\n`
}

export function parseFooter(bytes: Buffer): Footer | undefined {
  const match = FOOTER.exec(bytes.toString('latin1'))
  if (!match) return undefined
  const [, line = '', offset, position, sum, chain = '', crc] = match
  if (crcOf(line) !== crc) return undefined
  return { offset: Number(offset), position: Number(position), sum: BigInt(`0x${sum}`), chain }
}

/** A frame's header line for a body, chained to what came before. */
export function frameHeader(previous: Chain, count: number, body: Buffer): { line: string; chain: Chain } {
  return chained(previous, `#frame ${digits(count, 7)} ${digits(body.length, 10)} ${crcOf(body)}`, body)
}

function chained(previous: Chain, start: string, body: Buffer): { line: string; chain: Chain } {
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
 * A large frame is gone through in pieces, between which others have their turn.
 */
export async function findFault(
  previous: Chain,
  header: FrameHeader,
  body: Buffer,
): Promise<'checksum' | 'chain' | undefined> {
  const start = `#frame ${digits(header.count, 7)} ${digits(body.length, 10)} ${header.crc}`
  const chain = createHash('sha256').update(previous).update(start)
  let crc = 0
  for (let from = 0; from < body.length; from += PIECE_BYTES) {
    if (from > 0) await turn()
    const piece = body.subarray(from, from + PIECE_BYTES)
    crc = crc32(piece, crc)
    chain.update(piece)
  }
  if (hex32(crc) !== header.crc) return 'checksum'
  return chain.digest('hex') === header.chain ? undefined : 'chain'
}

const chainOf = (previous: Chain, start: string, body: Buffer): Chain =>
  createHash('sha256').update(previous).update(start).update(body).digest('hex')
