// Reading one segment: its frames in order, each proven before it is given. Called by recover.ts and read.ts.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Failure } from '../domain/problem.ts'
import {
  type Chain,
  FRAME_HEADER_BYTES,
  findFault,
  parseFrameHeader,
  parseSegmentHeader,
  SEGMENT_HEADER_BYTES,
  type SegmentHeader,
} from './frame.ts'

/** One proven frame: `count` events, the first of which is the `offset`-th of its segment, from 0. */
export interface Frame {
  readonly offset: number
  readonly count: number
  readonly body: Buffer
  /** The byte at which the frame begins, and the one after its end. */
  readonly position: number
  readonly end: number
  readonly chain: Chain
}

/** Why reading stopped before the file's end: at which byte, and what was wrong there. */
export interface Broken {
  readonly position: number
  readonly why: string
  /** Whether an unfinished write can leave this; if not, it is rot wherever it stands. */
  readonly torn: boolean
}

/** Why a segment is refused whose header names another past. */
export const DOES_NOT_FOLLOW = 'it does not follow the segment before it'

/** Where to go on reading a segment. */
export interface Cursor {
  readonly position: number
  readonly offset: number
  readonly chain: Chain
}

export const segmentFile = (directory: string, segment: number): string =>
  join(directory, `${String(segment).padStart(8, '0')}.log`)

/** The numbers of the segments in a directory, in order. A gap is rot: a segment was taken away. */
export async function segmentNumbers(directory: string): Promise<readonly number[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{8}\.log$/.test(name)).sort()
  const numbers = names.map((name) => Number(name.slice(0, 8)))
  for (const [index, number] of numbers.entries())
    if (number !== index + 1)
      throw new Failure(
        'log-rotten',
        `the log in ${directory} lacks segment ${index + 1}: ${segmentFile('', index + 1)}`,
      )
  return numbers
}

/** The header of a segment; undefined where it is none, or another segment's. */
export async function readHeader(file: FileHandle, path: string): Promise<SegmentHeader | undefined> {
  const { bytes } = await readAt(file, 0, SEGMENT_HEADER_BYTES)
  const header = parseSegmentHeader(bytes)
  return header && segmentFile('', header.segment) === basename(path) ? header : undefined
}

/** The first place of a segment, from its header. */
export const startOf = (header: SegmentHeader): Cursor => ({
  position: SEGMENT_HEADER_BYTES,
  offset: 0,
  chain: header.previous,
})

/** Reads frames from a cursor to the end of the file, or to the first that is not whole and sound. */
export async function* framesFrom(
  file: FileHandle,
  { log, segment }: SegmentHeader,
  from: Cursor,
): AsyncGenerator<Frame, Broken | undefined> {
  let { position, offset, chain } = from
  const { size } = await file.stat()
  while (position < size) {
    const head = await readAt(file, position, FRAME_HEADER_BYTES)
    if (head.read < FRAME_HEADER_BYTES) return { position, why: 'the file ends inside a frame header', torn: true }
    const header = parseFrameHeader(head.bytes)
    if (!header) return { position, why: 'no frame header', torn: true }
    const bodyAt = position + FRAME_HEADER_BYTES
    if (bodyAt + header.bodyBytes > size) return { position, why: 'the file ends inside a frame', torn: true }
    const { bytes: body } = await readAt(file, bodyAt, header.bodyBytes)
    const fault = findFault(chain, header, body)
    if (fault) return { position, why: `its ${fault} does not hold`, torn: fault === 'checksum' }
    // The events name their place themselves, and the chain vouches for them: this proves the segment's header too.
    if (!body.toString('latin1', 0, 40).startsWith(`${log}\t${segment}\t${offset}\t`))
      return { position, why: 'its events name another place', torn: false }
    const end = bodyAt + header.bodyBytes
    yield { offset, count: header.count, body, position, end, chain: header.chain }
    position = end
    offset += header.count
    chain = header.chain
  }
  return undefined
}

async function readAt(file: FileHandle, position: number, length: number): Promise<{ bytes: Buffer; read: number }> {
  const bytes = Buffer.allocUnsafe(length)
  let read = 0
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, position + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return { bytes: bytes.subarray(0, read), read }
}

/** Opens a segment for reading and closes it again, whatever happens. */
export async function withSegment<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r')
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

/**
 * Walks the frame headers of a segment without reading their bodies: the cursor behind the first `offset` events, and
 * how many events there are in all. The cursor is undefined where no frame ends at that offset.
 */
export function skim(path: string, offset: number): { cursor: Cursor | undefined; count: number } {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const header = parseSegmentHeader(readBytes(file, 0, SEGMENT_HEADER_BYTES))
    if (!header) throw new Failure('log-rotten', `${path}: no segment header at byte 0`)
    let at = startOf(header)
    let cursor = offset === 0 ? at : undefined
    while (at.position + FRAME_HEADER_BYTES <= size) {
      const frame = parseFrameHeader(readBytes(file, at.position, FRAME_HEADER_BYTES))
      const end = at.position + FRAME_HEADER_BYTES + (frame?.bodyBytes ?? 0)
      if (!frame || end > size) break
      at = { position: end, offset: at.offset + frame.count, chain: frame.chain }
      if (at.offset === offset) cursor = at
    }
    return { cursor, count: at.offset }
  } finally {
    closeSync(file)
  }
}

function readBytes(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, readSync(file, bytes, 0, length, position))
}
