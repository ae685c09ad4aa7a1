// Opening a log after whatever happened: a torn tail is cut, rot is refused by segment and byte. A group commit is
// one frame and the next one waits for it, so a crash can tear the last frame alone: a broken frame with a sound one
// behind it, or one in any but the last segment, is rot.
import { open, rm } from 'node:fs/promises'
import { Failure } from '../domain/problem.ts'
import { type Chain, FIRST_CHAIN, FRAME_HEADER_BYTES, parseFrameHeader, SEGMENT_HEADER_BYTES } from './frame.ts'
import {
  type Broken,
  type Cursor,
  DOES_NOT_FOLLOW,
  framesFrom,
  readHeader,
  segmentFile,
  segmentNumbers,
  startOf,
  withSegment,
} from './segment.ts'

export interface Recovered {
  readonly log: string | undefined
  /** The last segment; 0 where there is none yet. */
  readonly segment: number
  readonly cursor: Cursor
  /** What was cut off: an unfinished frame, or a segment without so much as a header. */
  readonly cut?: Cut | undefined
}

export interface Cut {
  readonly path: string
  readonly bytes: number
}

/** Finds the end of the log, and makes the last segment end there. */
export async function recover(directory: string): Promise<Recovered> {
  const segments = await segmentNumbers(directory)
  let last = segments.length
  let cut: Cut | undefined
  if (last > 0 && (await isHeaderless(directory, last))) cut = await removeSegment(segmentFile(directory, last--))
  if (last === 0) return { log: undefined, segment: 0, cursor: { position: 0, offset: 0, chain: FIRST_CHAIN }, cut }
  const path = segmentFile(directory, last)
  const { log, cursor, broken } = await scan(path)
  if (broken) {
    // A segment is begun only when the one before it is whole.
    if (last < segments.length || !broken.torn) throw rot(path, broken)
    await refuseRot(path, broken)
    cut = await cutAt(path, broken.position)
  }
  return { log, segment: last, cursor, cut }
}

/**
 * Reads a whole segment, proving every frame; returns its end, and where it broke if it did. `previous` is the chain
 * that it must go on from, where that is known.
 */
export async function scan(
  path: string,
  previous?: Chain,
): Promise<{ log: string; cursor: Cursor; broken: Broken | undefined }> {
  return withSegment(path, async (file) => {
    const header = await readHeader(file, path)
    if (!header) throw new Failure('log-rotten', `${path}: no segment header at byte 0`)
    let cursor = startOf(header)
    if (previous !== undefined && header.previous !== previous)
      return { log: header.log, cursor, broken: { position: 0, why: DOES_NOT_FOLLOW, torn: false } }
    const frames = framesFrom(file, header, cursor)
    for (;;) {
      const next = await frames.next()
      if (next.done) return { log: header.log, cursor, broken: next.value }
      cursor = { position: next.value.end, offset: next.value.offset + next.value.count, chain: next.value.chain }
    }
  })
}

/** A crash between creating a segment and writing its header leaves a file without one. */
async function isHeaderless(directory: string, segment: number): Promise<boolean> {
  const path = segmentFile(directory, segment)
  return withSegment(path, async (file) => {
    const { size } = await file.stat()
    return (
      size < SEGMENT_HEADER_BYTES || (size === SEGMENT_HEADER_BYTES && (await readHeader(file, path)) === undefined)
    )
  })
}

/** Looks behind a broken frame: a frame header further on means that the break is not the end of the log. */
async function refuseRot(path: string, broken: Broken): Promise<void> {
  await withSegment(path, async (file) => {
    const { size } = await file.stat()
    const tail = Buffer.alloc(size - broken.position)
    await file.read(tail, 0, tail.length, broken.position)
    // Not with the line break before it: that may be the very byte that rotted.
    for (let at = tail.indexOf(MARK, 1); at !== -1; at = tail.indexOf(MARK, at + 1))
      if (parseFrameHeader(tail.subarray(at, at + FRAME_HEADER_BYTES)))
        throw rot(path, { ...broken, why: `${broken.why}, and the log goes on behind it` })
  })
}

const MARK = '#frame '

const rot = (path: string, { position, why }: Broken): Failure =>
  new Failure('log-rotten', `${path}: at byte ${position}: ${why}`)

async function removeSegment(path: string): Promise<Cut> {
  const cut = await cutAt(path, 0)
  await rm(path)
  return cut
}

async function cutAt(path: string, position: number): Promise<Cut> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    await file.truncate(position)
    await file.sync()
    return { path, bytes: size - position }
  } finally {
    await file.close()
  }
}
