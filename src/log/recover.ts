// Opening a log after whatever happened: a torn tail is cut, rot is refused by segment and byte. A group commit is
// one frame and the next one waits for it, so a crash can tear the last frame alone: a broken frame with a sound one
// behind it, or one in any but the last segment, is rot.
import { open } from 'node:fs/promises'
import { Failure } from '../domain/problem.ts'
import { FIRST_CHAIN, parseFrameHeader, SEGMENT_HEADER_BYTES } from './frame.ts'
import {
  type Broken,
  type Cursor,
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
  /** Bytes of an unfinished frame that were cut off. */
  readonly cutBytes: number
}

/** Finds the end of the log, and makes the last segment end there. */
export async function recover(directory: string): Promise<Recovered> {
  const segments = await segmentNumbers(directory)
  let last = segments.at(-1)
  let cutBytes = 0
  if (last !== undefined && (await isHeaderless(directory, last))) {
    cutBytes += await cut(segmentFile(directory, last), 0)
    last = last === 1 ? undefined : last - 1
  }
  if (last === undefined)
    return { log: undefined, segment: 0, cursor: { position: 0, offset: 0, chain: FIRST_CHAIN }, cutBytes }
  const path = segmentFile(directory, last)
  const { log, cursor, broken } = await scan(path)
  if (broken) {
    await refuseRot(path, broken)
    cutBytes += await cut(path, broken.position)
  }
  return { log, segment: last, cursor, cutBytes }
}

/** Reads a whole segment, proving every frame; returns its end, and where it broke if it did. */
export async function scan(path: string): Promise<{ log: string; cursor: Cursor; broken: Broken | undefined }> {
  return withSegment(path, async (file) => {
    const header = await readHeader(file)
    if (!header) throw new Failure('log-rotten', `${path}: no segment header at byte 0`)
    let cursor = startOf(header)
    const frames = framesFrom(file, cursor)
    for (;;) {
      const next = await frames.next()
      if (next.done) return { log: header.log, cursor, broken: next.value }
      cursor = { position: next.value.end, offset: next.value.offset + next.value.count, chain: next.value.chain }
    }
  })
}

/** A crash between creating a segment and writing its header leaves a file without one. */
async function isHeaderless(directory: string, segment: number): Promise<boolean> {
  return withSegment(segmentFile(directory, segment), async (file) => {
    const { size } = await file.stat()
    return size <= SEGMENT_HEADER_BYTES && (await readHeader(file)) === undefined
  })
}

/** Looks behind a broken frame: a frame header further on means that the break is not the end of the log. */
async function refuseRot(path: string, broken: Broken): Promise<void> {
  await withSegment(path, async (file) => {
    const { size } = await file.stat()
    const tail = Buffer.alloc(size - broken.position)
    await file.read(tail, 0, tail.length, broken.position)
    for (let at = tail.indexOf('\n#frame '); at !== -1; at = tail.indexOf('\n#frame ', at + 1))
      if (parseFrameHeader(tail.subarray(at + 1)))
        throw new Failure(
          'log-rotten',
          `${path}: at byte ${broken.position}: ${broken.why}, and the log goes on behind it`,
        )
  })
}

async function cut(path: string, position: number): Promise<number> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    await file.truncate(position)
    await file.sync()
    return size - position
  } finally {
    await file.close()
  }
}
