// The segment that is being appended to. Each write goes through to the disk. Space is kept ahead of the end as zeros
// that are on the disk already: a full disk shows when the space is made, and a write inside it need not touch the
// file's length. After any error a tail is good for nothing but closing: what its file holds behind the last write that
// returned nobody knows, and a sync of it could tell a lie.
import { type Disk, type DiskFile, readAt, writeWhole } from './disk.ts'
import { type Cursor, FRAME_HEADER_BYTES, frameHeader, SEGMENT_HEADER_BYTES, segmentHeader } from './frame.ts'
import { plainName, segmentFile } from './text.ts'
import type { Place } from './watermark.ts'

/** Space is made in steps as long as what is there, from the least to the most. */
const EXTENT_BYTES_MIN = 64 * 1024
export const EXTENT_BYTES_MAX = 8 * 1024 * 1024
const PIECE_BYTES = 1024 * 1024
const ZEROS = Buffer.alloc(PIECE_BYTES)

export interface TailOptions {
  readonly disk: Disk
  readonly directory: string
  readonly log: string
  readonly extentBytesMax: number
}

export class Tail {
  #end: Cursor
  /** The length of the file: its zeros go up to here. */
  #allocated: number
  private constructor(
    private readonly options: TailOptions,
    private readonly file: DiskFile,
    readonly segment: number,
    end: Cursor,
    allocated: number,
  ) {
    this.#end = end
    this.#allocated = allocated
  }

  /** Begins the segment behind a place; what stands behind that place in its segment is then no part of the log. */
  static async begin(options: TailOptions, before: Place): Promise<Tail> {
    const { disk, directory, log } = options
    const segment = before.segment + 1
    const path = segmentFile(directory, segment)
    // Left by an attempt that failed before anything in it was synced.
    if ((await disk.list(directory)).includes(plainName(segment))) await disk.remove(path)
    const file = await disk.open(path, 'create', 'synced')
    try {
      const start = { position: SEGMENT_HEADER_BYTES, offset: 0, chain: before.chain }
      const tail = new Tail(options, file, segment, start, 0)
      await tail.#extend(SEGMENT_HEADER_BYTES)
      await writeWhole(file, Buffer.from(segmentHeader(log, segment, before)), 0)
      await file.sync()
      await disk.syncDirectory(directory)
      return tail
    } catch (error) {
      await file.close().catch(() => {})
      // Gives a full disk its space back; where it does not work, the next attempt does it.
      await disk.remove(path).catch(() => {})
      throw error
    }
  }

  /** Goes on in the last segment: cuts off what stands behind its end, and makes sure of what stands before. */
  static async reopen(options: TailOptions, segment: number, from: number, end: Cursor): Promise<Tail> {
    const file = await options.disk.open(segmentFile(options.directory, segment), 'write', 'synced')
    try {
      // What was not promised yet may be in memory alone, where a sync that failed has left it: written once more, it
      // is synced in truth.
      for (let at = from; at < end.position; at += PIECE_BYTES)
        await writeWhole(file, await readAt(file, at, Math.min(PIECE_BYTES, end.position - at)), at)
      if ((await file.size()) > end.position) await file.truncate(end.position)
      await file.sync()
      return new Tail(options, file, segment, end, end.position)
    } catch (error) {
      await file.close().catch(() => {})
      throw error
    }
  }

  /** Up to where the segment is on the disk. */
  get end(): Cursor {
    return this.#end
  }

  /** Appends lines as one frame; resolves when they are on the disk. */
  async put(lines: readonly string[]): Promise<void> {
    const { position, offset, chain } = this.#end
    const bytes = placed(lines, `${this.options.log}\t${this.segment}\t`, offset)
    const header = frameHeader(chain, lines.length, bytes.subarray(FRAME_HEADER_BYTES))
    bytes.write(header.line, 'latin1')
    const end = position + bytes.length
    if (end > this.#allocated) await this.#extend(end)
    await writeWhole(this.file, bytes, position)
    this.#end = { position: end, offset: offset + lines.length, chain: header.chain }
  }

  /** Cuts off the space that was kept ahead, and closes the file. */
  async finish(): Promise<void> {
    try {
      if (this.#allocated > this.#end.position) {
        await this.file.truncate(this.#end.position)
        await this.file.sync()
      }
    } finally {
      await this.file.close()
    }
  }

  /** Closes a file that failed. Closing may fail as well, which tells nothing new. */
  async abandon(): Promise<void> {
    await this.file.close().catch(() => {})
  }

  async #extend(atLeast: number): Promise<void> {
    const { extentBytesMax } = this.options
    const step = Math.min(extentBytesMax, Math.max(EXTENT_BYTES_MIN, this.#allocated))
    const to = Math.ceil(atLeast / step) * step
    for (let at = this.#allocated; at < to; at += ZEROS.length)
      await writeWhole(this.file, ZEROS.subarray(0, to - at), at)
    this.#allocated = to
  }
}

/** So many lines are written at once: one text of a whole frame would be far from any cache. */
const LINES_AT_ONCE = 200

/** Lines with their places before them, behind room for the frame's header. */
function placed(lines: readonly string[], place: string, offset: number): Buffer {
  const pieces = [Buffer.allocUnsafe(FRAME_HEADER_BYTES)]
  for (let from = 0; from < lines.length; ) {
    const to = Math.min(lines.length, from + LINES_AT_ONCE)
    let text = ''
    for (; from < to; from++) text += `${place}${offset + from}\t${lines[from]}\n`
    pieces.push(Buffer.from(text))
  }
  return Buffer.concat(pieces)
}
