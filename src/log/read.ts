// Reading the log from a place on, in chunks of whole frames. A reader never sees an event that is not proven, nor one
// that is not promised: beside the writer it ends where the watermark does.
import { Failure } from '../domain/problem.ts'
import { type Disk, realDisk } from './disk.ts'
import { type Chain, type Cursor, FIRST_CHAIN, FRAME_HEADER_BYTES, parseFrameHeader } from './frame.ts'
import { findEnd, type Layout, readLayout } from './layout.ts'
import { type Broken, DOES_NOT_FOLLOW, framesFrom, getHeader, startOf } from './segment.ts'
import { type Text, withText } from './text.ts'

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
export const CHUNK_BYTES = 32 * 1024 * 1024

/**
 * The chunks of one segment from a cursor on; without one, from its start. A broken frame before the segment's end
 * fails as rot. Given the chain at the end of the segment before, a segment that does not follow it is rot too.
 */
export async function* readSegment(
  layout: Layout,
  segment: number,
  options: { from?: Cursor | undefined; previous?: Chain | undefined } = {},
): AsyncGenerator<Chunk> {
  const promised = await findEnd(layout, segment)
  let { from } = options
  for (;;) {
    const more = await withText(layout.disk, layout.directory, segment, async (text) => {
      const header = await getHeader(text, segment)
      if (options.previous !== undefined && header.previous !== options.previous)
        throw rot(text, { position: 0, why: DOES_NOT_FOLLOW })
      const frames = framesFrom(text, header, from ?? startOf(header), promised ?? text.footer)
      return readChunk(frames, header.log, segment, text)
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
  text: Text,
): Promise<Chunk | undefined> {
  const lines: Buffer[] = []
  let bytes = 0
  let firstOffset: number | undefined
  let next: Cursor | undefined
  while (bytes < CHUNK_BYTES) {
    const frame = await frames.next()
    if (frame.done) {
      if (frame.value) throw rot(text, frame.value)
      break
    }
    const { offset, body, end } = frame.value
    firstOffset ??= offset
    lines.push(body)
    bytes += body.length
    next = end
  }
  if (next === undefined || firstOffset === undefined) return undefined
  return { log, segment, firstOffset, count: next.offset - firstOffset, lines, next }
}

const rot = (text: Text, { position, why }: Pick<Broken, 'position' | 'why'>): Failure =>
  new Failure('log-rotten', `${text.path}: at byte ${position}: ${why}`)

/** All lines of a log in order, as text: for the plain fold, and for whoever wants to count anew. */
export async function* readLines(directory: string, disk: Disk = realDisk): AsyncGenerator<string> {
  const layout = await readLayout(directory, disk)
  let previous = FIRST_CHAIN
  for (const segment of layout.segments)
    for await (const chunk of readSegment(layout, segment, { previous })) {
      for (const body of chunk.lines) for (const line of body.toString('utf8').split('\n')) if (line !== '') yield line
      previous = chunk.next.chain
    }
}

/**
 * Walks the frame headers of a segment without proving their bodies: the cursor behind the first `offset` events, and
 * how many events there are in all. The cursor is undefined where no frame ends at that offset.
 */
export async function skim(
  layout: Layout,
  segment: number,
  offset: number,
): Promise<{ cursor: Cursor | undefined; count: number }> {
  const promised = await findEnd(layout, segment)
  return withText(layout.disk, layout.directory, segment, async (text) => {
    const end = promised ?? text.footer
    // The usual case, and then a segment need not be walked at all.
    if (end?.offset === offset) return { cursor: { position: end.position, offset, chain: end.chain }, count: offset }
    let at = startOf(await getHeader(text, segment))
    let cursor = offset === 0 ? at : undefined
    while (end === undefined || at.position < end.position) {
      const frame = parseFrameHeader(await text.read(at.position, FRAME_HEADER_BYTES))
      const position = at.position + FRAME_HEADER_BYTES + (frame?.bodyBytes ?? 0)
      const last = frame && (await text.read(position - 1, 1))
      if (!frame || last?.length === 0) break
      at = { position, offset: at.offset + frame.count, chain: frame.chain }
      if (at.offset === offset) cursor = at
    }
    return { cursor, count: at.offset }
  })
}
