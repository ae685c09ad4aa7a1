// Opening a log after whatever happened. Up to the watermark everything must be there, or it is rot and refused by
// segment and byte. Behind it, what is whole and sound is kept, since it may be what was promised by a mark that is
// lost; what is not is a torn tail. A log without a watermark is judged by its own checksums: a broken frame with a
// sound one behind it, or one in any but the last segment, is rot.
import { join } from 'node:path'
import { Failure } from '../domain/problem.ts'
import { type Disk, readAt, withFile } from './disk.ts'
import { type Cursor, FIRST_CHAIN, FRAME_HEADER_BYTES, parseFrameHeader, SEGMENT_HEADER_BYTES } from './frame.ts'
import { type Broken, endFromNext, findHeader, isBlank, type Scanned, scan, segmentNumbers } from './segment.ts'
import { lacks, plainName, segmentFile, type Text, withText } from './text.ts'
import { type Mark, type Marked, readMark } from './watermark.ts'

export interface Recovered {
  /** The log's name; undefined where there is none yet. */
  readonly log: string | undefined
  readonly mark: Mark | undefined
  /** The last segment, and the end of what is sound in it. Segment 0 where there is none yet. */
  readonly segment: number
  readonly cursor: Cursor
  /** The last segment can be appended to; from this byte on nothing in it was promised. Undefined if it is sealed. */
  readonly appendable: { readonly unpromised: number } | undefined
  /** A file that never became a segment. */
  readonly husk: string | undefined
  /** What an operator should know. */
  readonly notices: readonly string[]
}

/** Finds the end of the log. Nothing is changed, so that a log that is refused stays as it was. */
export async function recover(disk: Disk, directory: string): Promise<Recovered> {
  const marked = await readMark(disk, directory)
  const mark = marked?.mark
  const names = await disk.list(directory)
  const segments = segmentNumbers(directory, names)
  let last = segments.length
  if (mark && last < mark.segment) throw lacks(directory, last + 1)
  let husk: string | undefined
  if (last > (mark?.segment ?? 0) && (await isHusk(disk, directory, last, names, mark)))
    husk = segmentFile(directory, last--)
  const notices = [...(husk ? await cutIn(disk, husk, 0) : []), ...strangeMark(directory, marked, last)]
  const common = { mark, husk }
  const nothing = { position: 0, offset: 0, chain: FIRST_CHAIN }
  if (last === 0) return { ...common, log: mark?.log, segment: 0, cursor: nothing, appendable: undefined, notices }

  // A segment is begun only when the one before it is whole, up to the end that its header names.
  for (let segment = mark ? Math.max(1, mark.segment) : last; segment < last; segment++)
    await proveEarlier(disk, directory, segment, mark)
  const { log, cursor, broken } = await scanLast(disk, directory, last, mark, husk !== undefined)
  if (broken) notices.push(...(await cutIn(disk, segmentFile(directory, last), broken.position)))
  const unpromised = mark?.segment === last ? mark.position : 0
  const appendable = names.includes(plainName(last)) ? { unpromised } : undefined
  return { ...common, log, segment: last, cursor, appendable, notices }
}

async function proveEarlier(disk: Disk, directory: string, segment: number, mark: Mark | undefined): Promise<void> {
  const end = await endFromNext(disk, directory, segment + 1)
  const through = segment === mark?.segment ? mark : undefined
  await withText(disk, directory, segment, async (text) => {
    const { broken } = await scan(text, segment, { end, through })
    if (broken) throw rot(text, broken)
  })
}

async function scanLast(
  disk: Disk,
  directory: string,
  segment: number,
  mark: Mark | undefined,
  wasFollowed: boolean,
): Promise<Scanned> {
  const through = segment === mark?.segment ? mark : undefined
  return withText(disk, directory, segment, async (text) => {
    const scanned = await scan(text, segment, { end: text.footer, through })
    const { broken, log, reached } = scanned
    if (mark && log !== mark.log) throw rot(text, { position: 0, why: `it is not of the log ${mark.log}` })
    if (!broken) return scanned
    const rotten = mark ? !reached || text.footer : wasFollowed || !broken.torn || (await goesOn(text, broken))
    if (rotten) throw rot(text, broken)
    return scanned
  })
}

/**
 * A crash while a segment was begun leaves a file that is none; its header is synced before anything is promised in
 * it. Without a watermark, a file with more than a header's length must be a segment, unless there is nothing in it.
 */
async function isHusk(
  disk: Disk,
  directory: string,
  segment: number,
  names: readonly string[],
  mark: Mark | undefined,
): Promise<boolean> {
  if (!names.includes(plainName(segment))) return false
  return withText(disk, directory, segment, async (text) => {
    if (await findHeader(text, segment)) return false
    const { length } = await text.read(0, SEGMENT_HEADER_BYTES)
    return mark !== undefined || length < SEGMENT_HEADER_BYTES || (await isBlank(text, 0))
  })
}

const MARK = '#frame '
const TAIL_BYTES = 1024 * 1024

/** Whether there is a frame header behind a broken frame. */
async function goesOn(text: Text, broken: Broken): Promise<boolean> {
  // Not with the line break before it: that may be the very byte that rotted. Steps overlap by a header.
  for (let from = broken.position + 1; ; from += TAIL_BYTES - FRAME_HEADER_BYTES) {
    const tail = await text.read(from, TAIL_BYTES)
    for (let at = tail.indexOf(MARK); at !== -1; at = tail.indexOf(MARK, at + 1))
      if (parseFrameHeader(tail.subarray(at, at + FRAME_HEADER_BYTES))) return true
    if (tail.length < TAIL_BYTES) return false
  }
}

const rot = (text: Text, { position, why }: Pick<Broken, 'position' | 'why'>): Failure =>
  new Failure('log-rotten', `${text.path}: at byte ${position}: ${why}`)

/** Tells what stands behind a byte of a file, but for the zeros of the space that is kept ahead. */
function cutIn(disk: Disk, path: string, from: number): Promise<readonly string[]> {
  return withFile(disk, path, async (file) => {
    const tail = await readAt(file, from, Math.max(0, (await file.size()) - from))
    const bytes = tail.findLastIndex((byte) => byte !== 0) + 1
    return bytes > 0 ? [`${path}: cut ${bytes} bytes of an unfinished write`] : []
  })
}

function strangeMark(directory: string, marked: Marked | undefined, last: number): readonly string[] {
  if (!marked)
    return last > 0
      ? [`${directory}: there is no watermark; the log was judged by its own checksums, and gets one now`]
      : []
  return marked.slotBroken
    ? [`${join(directory, 'watermark')}: one of its two slots could not be read; the other was used`]
    : []
}
