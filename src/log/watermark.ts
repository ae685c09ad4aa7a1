// The watermark says up to where the log is promised: the last byte of it whose events were answered `stored`. It is
// written through to the disk after the data is there, and before the answer. What is not whole before it has rotted; what is not
// whole behind it was torn. Two slots are written in turn, so that a write that is cut off leaves the other one.
import { join } from 'node:path'
import { Failure } from '../domain/problem.ts'
import { type Disk, type DiskFile, readAt, withFile, writeWhole } from './disk.ts'
import { type Cursor, crcOf, digits } from './frame.ts'

/** A place in the log. Segment 0 is the place before the first. */
export interface Place extends Cursor {
  readonly segment: number
}

export interface Mark extends Place {
  readonly log: string
  /** Rises with each mark that is written; the higher one of the two slots holds. */
  readonly number: number
}

export interface Marked {
  readonly mark: Mark
  /** The other slot can't be read: cut off while it was written, or rotten. */
  readonly slotBroken: boolean
}

/** The slots lie in pages of their own: no one write, torn as it may be, touches both. */
const SLOT_BYTES = 4096
const SLOT = /^(#watermark 1 ([a-z0-9]{8}) (\d{15}) (\d{8}) (\d{12}) (\d{10}) ([0-9a-f]{64})) ([0-9a-f]{8})\n/
const LINE_BYTES = 13 + 8 + 1 + 15 + 1 + 8 + 1 + 12 + 1 + 10 + 1 + 64 + 1 + 8 + 1
/** A writer may be in the middle of a slot while it is read. */
const READS_MAX = 3

const NAME = 'watermark'
const NEW_NAME = 'watermark.new'

function slotLine({ log, number, segment, position, offset, chain }: Mark): string {
  const line = `#watermark 1 ${log} ${digits(number, 15)} ${digits(segment, 8)} ${digits(position, 12)} ${digits(offset, 10)} ${chain}`
  return `${line} ${crcOf(line)}\n`
}

function parseSlot(bytes: Buffer): Mark | undefined {
  const match = SLOT.exec(bytes.toString('latin1', 0, LINE_BYTES))
  if (!match) return undefined
  const [, line = '', log = '', number, segment, position, offset, chain = '', crc] = match
  if (crcOf(line) !== crc) return undefined
  return {
    log,
    number: Number(number),
    segment: Number(segment),
    position: Number(position),
    offset: Number(offset),
    chain,
  }
}

/** The watermark of a log; undefined where it has none. Neither slot readable is `log-rotten`. */
export async function readMark(disk: Disk, directory: string): Promise<Marked | undefined> {
  if (!(await disk.list(directory)).includes(NAME)) return undefined
  const path = join(directory, NAME)
  for (let reads = 0; reads < READS_MAX; reads++) {
    const bytes = await withFile(disk, path, (file) => readAt(file, 0, 2 * SLOT_BYTES))
    const marks = [bytes.subarray(0, SLOT_BYTES), bytes.subarray(SLOT_BYTES)].map(parseSlot)
    const [mark] = marks.filter((each) => each !== undefined).sort((a, b) => b.number - a.number)
    if (mark) return { mark, slotBroken: marks.includes(undefined) }
  }
  throw new Failure(
    'log-rotten',
    `${path}: at byte 0: neither of its two slots can be read, so how far the log was promised is not known. Bring the file back from a copy; or move it away, and the log is opened by its own checksums alone: what is missing at its very end can then not be told`,
  )
}

/** Writes the watermark. One caller at a time. */
export class Watermark {
  #file: DiskFile | undefined
  private constructor(
    private readonly disk: Disk,
    private readonly directory: string,
    private readonly log: string,
    private number: number,
  ) {}

  /** Goes on from the last mark; without one a file is made at the first write. */
  static async open(disk: Disk, directory: string, log: string, last: Mark | undefined): Promise<Watermark> {
    const watermark = new Watermark(disk, directory, log, last?.number ?? 0)
    if (last) watermark.#file = await disk.open(join(directory, NAME), 'write', 'synced')
    return watermark
  }

  /** Resolves when the mark is on the disk. What is before the place must be there already. */
  async write(place: Place): Promise<void> {
    const bytes = Buffer.from(slotLine({ ...place, log: this.log, number: ++this.number }))
    if (this.#file) {
      try {
        await writeWhole(this.#file, bytes, (this.number % 2) * SLOT_BYTES)
        return
      } catch {
        // What that file holds now nobody knows, and a second sync could tell a lie: a new file takes its place, or
        // fails in its turn.
        await this.close()
      }
    }
    this.#file = await this.#replace(bytes)
  }

  async close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.close().catch(() => {})
  }

  /** A new file that is whole before it has the name. */
  async #replace(slot: Buffer): Promise<DiskFile> {
    const [path, fresh] = [join(this.directory, NAME), join(this.directory, NEW_NAME)]
    if ((await this.disk.list(this.directory)).includes(NEW_NAME)) await this.disk.remove(fresh)
    const file = await this.disk.open(fresh, 'create', 'synced')
    try {
      const bytes = Buffer.alloc(2 * SLOT_BYTES)
      slot.copy(bytes, 0)
      slot.copy(bytes, SLOT_BYTES)
      await writeWhole(file, bytes, 0)
      await this.disk.rename(fresh, path)
      await this.disk.syncDirectory(this.directory)
      return file
    } catch (error) {
      await file.close().catch(() => {})
      throw error
    }
  }
}
