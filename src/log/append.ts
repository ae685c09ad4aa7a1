// Appending to the log. Whoever calls at the same time shares one write and one sync (group commit), and each gets its
// answer only when its lines are on the disk. After a failed write or sync nothing more is appended: what is on the
// disk is then known only by opening the log again.
import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { Failure } from '../domain/problem.ts'
import { type Chain, frameHeader, segmentHeader } from './frame.ts'
import { hold, type Lock } from './lock.ts'
import { recover } from './recover.ts'
import { segmentFile } from './segment.ts'

/** A segment is closed once it is this long: about two million events. */
export const SEGMENT_BYTES_MAX = 256 * 1024 * 1024
/** A frame holds at most this many lines, so that a reader needs little memory. */
export const FRAME_LINES_MAX = 50_000
/** And about this many characters: a frame is built as one string, and lines may be long. */
const FRAME_CHARS_MAX = 16 * 1024 * 1024

export interface LogOptions {
  readonly segmentBytesMax?: number
  /** Told of a torn tail that was cut when the log was opened. */
  readonly notice?: (text: string) => void
}

/** How far the log goes: its last segment, and how many events stand in it. */
export interface LogEnd {
  readonly segment: number
  readonly offset: number
}

interface Waiting {
  readonly lines: readonly string[]
  readonly resolve: () => void
  readonly reject: (error: Failure) => void
}

export class Log {
  #waiting: Waiting[] = []
  #writing: Promise<void> | undefined
  #broken: Failure | undefined
  private constructor(
    readonly directory: string,
    readonly name: string,
    private readonly lock: Lock,
    private readonly segmentBytesMax: number,
    private file: FileHandle | undefined,
    private segment: number,
    private position: number,
    private offset: number,
    private chain: Chain,
  ) {}

  /** Opens the log in a directory for writing; refuses a second writer, and a log with rot in its last segment. */
  static async open(directory: string, options: LogOptions = {}): Promise<Log> {
    await mkdir(directory, { recursive: true }).catch((error) => {
      throw new Failure('disk', `${directory} can't be made: ${error.message}`, { cause: error })
    })
    const lock = await hold(directory)
    try {
      const { log, segment, cursor, cut } = await recover(directory)
      if (cut && cut.bytes > 0) options.notice?.(`${cut.path}: cut ${cut.bytes} bytes of an unfinished write`)
      const file = segment > 0 ? await open(segmentFile(directory, segment), 'r+') : undefined
      const name = log ?? randomBytes(4).toString('hex')
      const max = options.segmentBytesMax ?? SEGMENT_BYTES_MAX
      return new Log(directory, name, lock, max, file, segment, cursor.position, cursor.offset, cursor.chain)
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  get end(): LogEnd {
    return { segment: this.segment, offset: this.offset }
  }

  /** Tells whoever finds the log in use where its writer answers. */
  announce(url: string): Promise<void> {
    return this.lock.announce(url)
  }

  /**
   * Appends lines as domain/event-line.ts makes them. Resolves when they are on the disk; rejects with a Failure if
   * that can't be known, and the lines may then be there or not.
   */
  append(lines: readonly string[]): Promise<void> {
    if (this.#broken) return Promise.reject(this.#broken)
    if (lines.length === 0) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#waiting.push({ lines, resolve, reject })
      this.#writing ??= this.#writeAll()
    })
  }

  /** Waits for what is being written, then lets the directory go. */
  async close(): Promise<void> {
    await this.#writing
    this.#broken ??= new Failure('log-closed', 'the log is closed')
    await this.file?.close()
    await this.lock.release()
  }

  async #writeAll(): Promise<void> {
    // One turn later, so that all who call in this turn share the first write too.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        if (this.#broken) throw this.#broken
        await this.#commit(batch.flatMap((each) => each.lines))
        for (const each of batch) each.resolve()
      } catch (error) {
        const failure =
          error instanceof Failure ? error : new Failure('disk', `the log can't be written: ${error}`, { cause: error })
        this.#broken = failure
        for (const each of batch) each.reject(failure)
      }
    }
    this.#writing = undefined
  }

  async #commit(lines: readonly string[]): Promise<void> {
    for (let from = 0, to = 0; from < lines.length; from = to) {
      to = frameEnd(lines, from)
      if (!this.file || this.position >= this.segmentBytesMax) await this.#startSegment()
      await this.#write(lines.slice(from, to))
      // Before the next frame, so that a crash can tear the last one alone.
      await this.file?.datasync()
    }
  }

  async #write(lines: readonly string[]): Promise<void> {
    let text = ''
    let offset = this.offset
    for (const line of lines) text += `${this.name}\t${this.segment}\t${offset++}\t${line}\n`
    const body = Buffer.from(text)
    const header = frameHeader(this.chain, lines.length, body)
    const bytes = Buffer.concat([Buffer.from(header.line), body])
    await writeWhole(this.file as FileHandle, bytes, this.position)
    this.position += bytes.length
    this.offset = offset
    this.chain = header.chain
  }

  async #startSegment(): Promise<void> {
    await this.file?.datasync()
    await this.file?.close()
    const segment = this.segment + 1
    this.file = await open(segmentFile(this.directory, segment), 'w+')
    const header = Buffer.from(segmentHeader({ log: this.name, segment, previous: this.chain }))
    await writeWhole(this.file, header, 0)
    await this.file.sync()
    await syncDirectory(this.directory)
    this.segment = segment
    this.position = header.length
    this.offset = 0
  }
}

/** The end of the frame that begins with a line: one line at least. */
function frameEnd(lines: readonly string[], from: number): number {
  let to = from
  for (let chars = 0; to < lines.length && to - from < FRAME_LINES_MAX && chars < FRAME_CHARS_MAX; to++)
    chars += (lines[to] as string).length
  return to
}

async function writeWhole(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; )
    written += (await file.write(bytes, written, bytes.length - written, position + written)).bytesWritten
}

/** A new file's name is on the disk only when its directory is. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
