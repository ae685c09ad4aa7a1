// Appending to the log. Whoever calls while a commit is on its way shares the next one (group commit): its lines are
// written through to the disk, then the watermark behind them, then its callers are answered. After a failed write that
// file is never written again: a new segment goes on behind what is on the disk, and if that fails too, the next append
// tries anew.
import { Failure } from '../domain/problem.ts'
import { type Disk, failureOf, realDisk } from './disk.ts'
import { type After, Keeper } from './keeper.ts'
import { hold, type Lock } from './lock.ts'
import { type Opened, openForAppending } from './open.ts'
import { EXTENT_BYTES_MAX, Tail } from './tail.ts'
import type { Place } from './watermark.ts'

/** A segment is closed once it is this long: about two million events. */
export const SEGMENT_BYTES_MAX = 256 * 1024 * 1024
/** A frame holds at most this many lines, so that a reader needs little memory. */
export const FRAME_LINES_MAX = 50_000
/** And about this many characters: a frame is built as one string, and lines may be long. */
const FRAME_CHARS_MAX = 16 * 1024 * 1024

export interface LogOptions {
  readonly segmentBytesMax?: number
  /** Space is kept ahead in steps of at most this. */
  readonly extentBytesMax?: number
  /** A second directory, best on another disk, that gets a copy of every sealed segment. */
  readonly mirror?: string | undefined
  /** Whether full segments are compressed; default: yes. */
  readonly seal?: boolean
  /** Default: the real one. */
  readonly disk?: Disk
  /** Whether the directory is held against a second writer, on the real disk; default: yes. */
  readonly lock?: boolean
  /** What a log that begins here is called: eight characters, a to z and 0 to 9; default: any. */
  readonly name?: string
  /** Default: the real timer. */
  readonly after?: After
  /** Told of a torn tail that was cut when the log was opened, and of what fails without harm to an answer. */
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
  #closed = false
  readonly name: string
  #tail: Tail | undefined
  /** Up to where the log is on the disk, and up to where the watermark says so. */
  #reached: Place
  #promised: Place
  /** The last lines were refused, and nobody knows what of them is on the disk; gone with the next that are not. */
  #doubt: Failure | undefined
  private constructor(
    readonly directory: string,
    private readonly opened: Opened,
    private readonly segmentBytesMax: number,
    private readonly lock: Lock | undefined,
    private readonly keeper: Keeper | undefined,
    private readonly notice: (text: string) => void,
  ) {
    this.name = opened.tailOptions.log
    this.#tail = opened.tail
    this.#reached = opened.end
    this.#promised = opened.end
    keeper?.wake(opened.end.segment)
  }

  /** Opens the log in a directory for writing; refuses a second writer, and a log with rot in what it reads of it. */
  static async open(directory: string, options: LogOptions = {}): Promise<Log> {
    const { disk = realDisk, extentBytesMax = EXTENT_BYTES_MAX, mirror, after, notice = () => {} } = options
    await disk.makeDirectory(directory).catch((error) => {
      throw failureOf(error, `${directory} can't be made`)
    })
    const lock = options.lock === false ? undefined : await hold(directory)
    try {
      const opened = await openForAppending(disk, directory, extentBytesMax, options.name, notice)
      const keeper = options.seal === false ? undefined : new Keeper({ disk, directory, mirror, notice, after })
      return new Log(directory, opened, options.segmentBytesMax ?? SEGMENT_BYTES_MAX, lock, keeper, notice)
    } catch (error) {
      await lock?.release()
      throw failureOf(error, `the log in ${directory} can't be opened`)
    }
  }

  /** How far the log is promised. */
  get end(): LogEnd {
    return { segment: this.#promised.segment, offset: this.#promised.offset }
  }

  /** Tells whoever finds the log in use where its writer answers. */
  async announce(url: string): Promise<void> {
    await this.lock?.announce(url)
  }

  /**
   * Appends lines as domain/event-line.ts makes them. Resolves when they are promised: whatever happens, they are read
   * again or the log is refused. Rejects with a Failure, `disk` or `disk-full`, if that can't be known; the lines may
   * then be there or not, and a later append may succeed.
   */
  append(lines: readonly string[]): Promise<void> {
    if (this.#closed) return Promise.reject(new Failure('log-closed', 'the log is closed'))
    return lines.length === 0 ? Promise.resolve() : this.#queue(lines)
  }

  /**
   * Resolves once all that was given to `append` so far is promised, or will never be; what comes later is not waited
   * for. Rejects with a Failure where lines that were refused may be on the disk all the same.
   */
  async settled(): Promise<void> {
    if (!this.#writing && this.#reached === this.#promised && !this.#doubt) return
    // Lines are promised in the order in which they came: these, which are none, after all others.
    await this.#queue([])
    if (this.#doubt) throw this.#doubt
  }

  #queue(lines: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ lines, resolve, reject })
      this.#writing ??= this.#writeAll()
    })
  }

  /** Waits for what is being written, then lets the directory go. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#writing
    await this.keeper?.stop()
    // Nothing is lost with the zeros left on: the next opening cuts them.
    await this.#tail?.finish().catch((error) => this.notice(`the end of the log was not cut: ${error.message}`))
    this.#tail = undefined
    await this.opened.watermark.close()
    await this.lock?.release()
  }

  async #writeAll(): Promise<void> {
    // One turn later, so that all who call in this turn share the first write too.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      const lines = batch.length === 1 && batch[0] ? batch[0].lines : batch.flatMap((each) => each.lines)
      let written = false
      try {
        await this.#write(lines)
        written = true
        if (lines.length > 0) this.#doubt = undefined
        await this.#promise()
        for (const { resolve } of batch) resolve()
      } catch (error) {
        const failure = failureOf(error, "the log can't be written")
        if (!written) this.#doubt = failure
        for (const { reject } of batch) reject(failure)
      }
    }
    this.#writing = undefined
  }

  /** Promises what is on the disk. */
  async #promise(): Promise<void> {
    const place = this.#reached
    await this.opened.watermark.write(place)
    if (place.segment > this.#promised.segment) this.keeper?.wake(place.segment)
    this.#promised = place
  }

  async #write(lines: readonly string[]): Promise<void> {
    // A frame is on the disk before the next one is written, so that a crash can tear the last one alone.
    for (let from = 0, to = 0; from < lines.length; from = to) {
      to = frameEnd(lines, from)
      const frame = lines.slice(from, to)
      const isNew = this.#tail === undefined
      await this.#put(frame).catch((error) => {
        // A file that was good so far failed: once more, in a new one.
        if (isNew) throw error
        return this.#put(frame)
      })
    }
  }

  async #put(lines: readonly string[]): Promise<void> {
    if (this.#tail && this.#tail.end.position >= this.segmentBytesMax) await this.#leave()
    this.#tail ??= await Tail.begin(this.opened.tailOptions, this.#reached)
    const tail = this.#tail
    try {
      await tail.put(lines)
    } catch (error) {
      this.#tail = undefined
      await tail.abandon()
      throw error
    }
    this.#reached = { ...tail.end, segment: tail.segment }
  }

  /** Leaves a full segment. Its zeros may stay on if they must: where it ends stands in the next one's header. */
  async #leave(): Promise<void> {
    const tail = this.#tail
    this.#tail = undefined
    await tail
      ?.finish()
      .catch((error) => this.notice(`the end of segment ${tail.segment} was not cut: ${error.message}`))
  }
}

/** The end of the frame that begins with a line: one line at least. */
function frameEnd(lines: readonly string[], from: number): number {
  let to = from
  for (let chars = 0; to < lines.length && to - from < FRAME_LINES_MAX && chars < FRAME_CHARS_MAX; to++)
    chars += (lines[to] as string).length
  return to
}
