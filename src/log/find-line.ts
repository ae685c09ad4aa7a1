// One event of the log by its place: the frame that holds it is found by walking headers, and proven before its line is
// given. A whole segment may have to be walked, so this is for somebody who looks at one event.
import { type Disk, realDisk } from './disk.ts'
import { FRAME_HEADER_BYTES, parseFrameHeader } from './frame.ts'
import { findEnd, readLayout } from './layout.ts'
import { framesFrom, getHeader, startOf } from './segment.ts'
import { withText } from './text.ts'

export interface LogPlace {
  readonly segment: number
  readonly offset: number
}

/** The line of an event, without its line break; undefined where the log does not go so far, or its frame is broken. */
export async function findLine(
  directory: string,
  { segment, offset }: LogPlace,
  disk: Disk = realDisk,
): Promise<string | undefined> {
  const layout = await readLayout(directory, disk)
  if (!layout.segments.includes(segment)) return undefined
  const promised = await findEnd(layout, segment)
  return withText(disk, directory, segment, async (text) => {
    const end = promised ?? text.footer
    const header = await getHeader(text, segment)
    let at = startOf(header)
    while (end === undefined || at.position < end.position) {
      const head = parseFrameHeader(await text.read(at.position, FRAME_HEADER_BYTES))
      if (!head) return undefined
      if (offset < at.offset + head.count) {
        const frame = await framesFrom(text, header, at, end).next()
        return frame.done ? undefined : frame.value.body.toString('utf8').split('\n')[offset - at.offset]
      }
      const position = at.position + FRAME_HEADER_BYTES + head.bodyBytes
      at = { position, offset: at.offset + head.count, chain: head.chain }
    }
    return undefined
  })
}
