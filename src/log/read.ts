// Reading the log from a place on, in chunks of whole frames. A reader never sees an event that is not proven; it may
// run beside the writer, and then ends at the last whole frame.
import { Failure } from '../domain/problem.ts'
import { type Chain, FIRST_CHAIN, SEGMENT_HEADER_BYTES } from './frame.ts'
import {
  type Cursor,
  DOES_NOT_FOLLOW,
  framesFrom,
  readHeader,
  segmentFile,
  segmentNumbers,
  startOf,
  withSegment,
} from './segment.ts'

/** Some frames of one segment, their events as lines, and where the next chunk begins. */
export interface Chunk {
  readonly log: string
  readonly segment: number
  readonly firstOffset: number
  readonly count: number
  readonly lines: readonly Buffer[]
  readonly next: Cursor
}

/** About this many bytes are given at once; one frame more at most. */
export const CHUNK_BYTES = 48 * 1024 * 1024

/**
 * The chunks of one segment from a cursor on; without one, from its start.
 * A broken frame fails as rot, unless `tailMayBeOpen`: the writer may be in the middle of it. Given the chain at the
 * end of the segment before, a segment that does not follow it is rot too.
 */
export async function* readSegment(
  directory: string,
  segment: number,
  options: { from?: Cursor | undefined; tailMayBeOpen?: boolean; previous?: Chain | undefined } = {},
): AsyncGenerator<Chunk> {
  const path = segmentFile(directory, segment)
  let from = options.from
  for (;;) {
    const more = await withSegment(path, async (file) => {
      const header = await readHeader(file, path)
      if (!header) {
        if (options.tailMayBeOpen && (await file.stat()).size < SEGMENT_HEADER_BYTES) return undefined
        throw new Failure('log-rotten', `${path}: no segment header at byte 0`)
      }
      if (options.previous !== undefined && header.previous !== options.previous)
        throw new Failure('log-rotten', `${path}: at byte 0: ${DOES_NOT_FOLLOW}`)
      const frames = framesFrom(file, header, from ?? startOf(header))
      return readChunk(frames, header.log, segment, path, options.tailMayBeOpen)
    })
    if (!more) return
    from = more.next
    yield more
  }
}

async function readChunk(
  frames: ReturnType<typeof framesFrom>,
  log: string,
  segment: number,
  path: string,
  tailMayBeOpen = false,
): Promise<Chunk | undefined> {
  const lines: Buffer[] = []
  let bytes = 0
  let firstOffset: number | undefined
  let next: Cursor | undefined
  let count = 0
  while (bytes < CHUNK_BYTES) {
    const frame = await frames.next()
    if (frame.done) {
      if (frame.value && !tailMayBeOpen)
        throw new Failure('log-rotten', `${path}: at byte ${frame.value.position}: ${frame.value.why}`)
      break
    }
    const { offset, body, end, chain } = frame.value
    firstOffset ??= offset
    lines.push(body)
    bytes += body.length
    count += frame.value.count
    next = { position: end, offset: offset + frame.value.count, chain }
  }
  if (next === undefined || firstOffset === undefined) return undefined
  return { log, segment, firstOffset, count, lines, next }
}

/** All lines of a log in order, as text: for the plain fold, and for whoever wants to count anew. */
export async function* readLines(directory: string): AsyncGenerator<string> {
  let previous = FIRST_CHAIN
  for (const segment of await segmentNumbers(directory))
    for await (const chunk of readSegment(directory, segment, { previous })) {
      for (const body of chunk.lines) for (const line of body.toString('utf8').split('\n')) if (line !== '') yield line
      previous = chunk.next.chain
    }
}
