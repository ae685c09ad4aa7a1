// Reading one segment: its frames in order, each proven before it is given. Called by recover.ts, read.ts, seal.ts.
import { Failure } from '../domain/problem.ts'
import type { Disk } from './disk.ts'
import {
  type Chain,
  type Cursor,
  FRAME_HEADER_BYTES,
  findFault,
  parseFrameHeader,
  parseSegmentHeader,
  SEGMENT_HEADER_BYTES,
  type SegmentHeader,
} from './frame.ts'
import { lacks, type Text, withText } from './text.ts'

/** One proven frame: `count` events, the first of which is the `offset`-th of its segment, from 0. */
export interface Frame {
  readonly offset: number
  readonly count: number
  readonly body: Buffer
  /** The place behind it. */
  readonly end: Cursor
  /** Its header line and its body. */
  readonly bytes: Buffer
}

/** Why reading stopped before the end: at which byte of the segment's text, and what was wrong there. */
export interface Broken {
  readonly position: number
  readonly why: string
  /** Whether an unfinished write can leave this; if not, it is rot wherever it stands. */
  readonly torn: boolean
}

/** Why a segment is refused whose header names another past. */
export const DOES_NOT_FOLLOW = 'it does not follow the segment before it'

/** The numbers of the segments among the names of a directory, in order. A gap is rot: a segment was taken away. */
export function segmentNumbers(directory: string, names: readonly string[]): readonly number[] {
  const named = names.filter((name) => /^\d{8}\.log(\.gz)?$/.test(name)).map((name) => Number(name.slice(0, 8)))
  const numbers = [...new Set(named)].sort((a, b) => a - b)
  for (const [index, number] of numbers.entries()) if (number !== index + 1) throw lacks(directory, index + 1)
  return numbers
}

/** The header of a segment; undefined where it is none, or another segment's. */
export async function findHeader(text: Text, segment: number): Promise<SegmentHeader | undefined> {
  const header = parseSegmentHeader(await text.read(0, SEGMENT_HEADER_BYTES))
  return header?.segment === segment ? header : undefined
}

export async function getHeader(text: Text, segment: number): Promise<SegmentHeader> {
  const header = await findHeader(text, segment)
  if (!header) throw new Failure('log-rotten', `${text.path}: at byte 0: no segment header`)
  return header
}

/** The first place of a segment, from its header. */
export const startOf = (header: SegmentHeader): Cursor => ({
  position: header.bytes,
  offset: 0,
  chain: header.previous,
})

export const isSame = (a: Cursor, b: Cursor): boolean =>
  a.position === b.position && a.offset === b.offset && a.chain === b.chain

/**
 * Reads frames from a cursor to the segment's end, or to the first that is not whole and sound. Without a known end,
 * it ends with the file, or where nothing but zeros follow: space that was kept ahead.
 */
export async function* framesFrom(
  text: Text,
  { log, segment }: SegmentHeader,
  from: Cursor,
  end: Cursor | undefined,
): AsyncGenerator<Frame, Broken | undefined> {
  let at = from
  while (end === undefined || at.position < end.position) {
    const { position, offset } = at
    const head = await text.read(position, FRAME_HEADER_BYTES)
    if (end === undefined && head.every(isZero) && (await isBlank(text, position))) return undefined
    if (head.length < FRAME_HEADER_BYTES) return { position, why: 'the file ends inside a frame header', torn: true }
    const header = parseFrameHeader(head)
    if (!header) return { position, why: 'no frame header', torn: true }
    const bytes = await text.read(position, FRAME_HEADER_BYTES + header.bodyBytes)
    const body = bytes.subarray(FRAME_HEADER_BYTES)
    if (body.length < header.bodyBytes) return { position, why: 'the file ends inside a frame', torn: true }
    const fault = await findFault(at.chain, header, body)
    if (fault) return { position, why: `its ${fault} does not hold`, torn: fault === 'checksum' }
    // The events name their place themselves, and the chain vouches for them: this proves the segment's header too.
    if (!body.toString('latin1', 0, 40).startsWith(`${log}\t${segment}\t${offset}\t`))
      return { position, why: 'its events name another place', torn: false }
    at = { position: position + bytes.length, offset: offset + header.count, chain: header.chain }
    yield { offset, count: header.count, body, end: at, bytes }
  }
  if (isSame(at, end)) return undefined
  return { position: at.position, why: `it does not end as promised, at byte ${end.position}`, torn: false }
}

const isZero = (byte: number): boolean => byte === 0
const BLANK_BYTES = 64 * 1024

/** Whether a text has nothing but zeros from a byte on. */
export async function isBlank(text: Text, from: number): Promise<boolean> {
  for (let position = from; ; ) {
    const bytes = await text.read(position, BLANK_BYTES)
    if (!bytes.every(isZero)) return false
    if (bytes.length < BLANK_BYTES) return true
    position += bytes.length
  }
}

export interface Scanned {
  readonly log: string
  /** The end of what is whole and sound. */
  readonly cursor: Cursor
  readonly broken: Broken | undefined
  /** Whether the place that must be in it is. */
  readonly reached: boolean
}

export interface Bounds {
  /** The chain that the segment must go on from, where that is known. */
  readonly previous?: Chain | undefined
  /** Where it must end, where that is known. */
  readonly end?: Cursor | undefined
  /** A place that must be in it, at the end of a frame. */
  readonly through?: Cursor | undefined
}

/** Reads a whole segment, proving every frame; returns its end, and where it broke if it did. */
export async function scan(
  text: Text,
  segment: number,
  { previous, end, through }: Bounds = {},
  see?: (frame: Frame) => unknown,
): Promise<Scanned> {
  const header = await getHeader(text, segment)
  const start = startOf(header)
  const { log } = header
  if (previous !== undefined && header.previous !== previous)
    return { log, cursor: start, reached: false, broken: { position: 0, why: DOES_NOT_FOLLOW, torn: false } }
  let cursor = start
  let reached = through === undefined || isSame(cursor, through)
  const frames = framesFrom(text, header, cursor, end)
  for (;;) {
    const next = await frames.next()
    if (next.done) {
      const broken = next.value ?? { position: cursor.position, why: 'it ends', torn: true }
      if (reached) return { log, cursor, reached, broken: next.value }
      const why = `${broken.why}, and it was promised up to byte ${through?.position}`
      return { log, cursor, reached, broken: { position: broken.position, why, torn: false } }
    }
    await see?.(next.value)
    cursor = next.value.end
    if (through && isSame(cursor, through)) reached = true
  }
}

/** Up to where a segment goes for every reader, as the header of the one behind it says; undefined if it does not. */
export async function endFromNext(disk: Disk, directory: string, next: number): Promise<Cursor | undefined> {
  return withText(disk, directory, next, async (text) => {
    const { end, previous } = await getHeader(text, next)
    return end && { ...end, chain: previous }
  })
}
