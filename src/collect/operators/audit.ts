// The audit trail: what was done at the desk, and who tried to sign in, one line of JSON each, in the order in which it
// happened. A line is on the disk before its act is answered. Lines are added and never changed; one that a crash tore
// is told as what it is.
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../domain/problem.ts'
import { type Instant, isoInstant } from '../../domain/time.ts'

export interface Act {
  /** Who; empty where nobody was signed in. */
  readonly operator: string
  /** What was done, in a word or two: "sign in", "make a key". */
  readonly act: string
  /** What it was done to; empty where to nothing in particular. */
  readonly on: string
  readonly detail: string
}

export interface Noted extends Act {
  readonly at: string
}

export interface AuditPage {
  /** The newest first. */
  readonly acts: readonly Noted[]
  /** Where the acts before them end; left out where there are none. */
  readonly before?: number | undefined
}

/** A text of a line is cut here. */
const CHARS_MAX = 500
/** So much of the file is read at once, from its end backwards. */
const READ_BYTES = 256 * 1024
const NEWLINE = 10

const TORN: Noted = { at: '', operator: '', act: 'a line that was not finished', on: '', detail: '' }

export const auditPath = (directory: string): string => join(directory, 'audit.ndjson')

export class AuditTrail {
  #last: Promise<unknown> = Promise.resolve()
  private constructor(
    private readonly path: string,
    private readonly now: () => Instant,
  ) {}

  static open(directory: string, now: () => Instant): AuditTrail {
    return new AuditTrail(auditPath(directory), now)
  }

  /** Notes an act; resolves when it is on the disk. Fails where it can't be: the act is then not to be answered. */
  note(act: Act): Promise<void> {
    const cut = Object.entries(act).map(([name, value]) => [name, String(value).slice(0, CHARS_MAX)])
    const line = `${JSON.stringify({ at: isoInstant(this.now()), ...Object.fromEntries(cut) })}\n`
    const mine = this.#last.then(() => this.#append(line))
    this.#last = mine.catch(() => {})
    return mine
  }

  /** At most so many of the newest acts; of those that end before a place, where one is given. */
  async newest(many: number, before?: number): Promise<AuditPage> {
    const file = await this.#open('r')
    if (!file) return { acts: [] }
    try {
      const end = Math.min(before ?? Number.POSITIVE_INFINITY, (await file.stat()).size)
      const from = Math.max(0, end - READ_BYTES)
      const bytes = Buffer.alloc(end - from)
      await file.read(bytes, 0, bytes.length, from)
      return lastLines(bytes, from, many)
    } finally {
      await file.close()
    }
  }

  async #append(line: string): Promise<void> {
    const file = await this.#open('a+')
    if (!file) return
    try {
      const { size } = await file.stat()
      const last = Buffer.alloc(1)
      if (size > 0) await file.read(last, 0, 1, size - 1)
      const isTorn = size > 0 && last[0] !== NEWLINE
      await file.appendFile(isTorn ? `\n${line}` : line)
      await file.sync()
    } catch (error) {
      throw new Failure('disk', `${this.path} can't be written: ${(error as Error).message}`, { cause: error })
    } finally {
      await file.close()
    }
  }

  /** Undefined where there is none to be read. */
  async #open(flags: 'r' | 'a+'): Promise<FileHandle | undefined> {
    try {
      return await open(this.path, flags, 0o600)
    } catch (error) {
      if (flags === 'r' && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw new Failure('disk', `${this.path} can't be opened: ${(error as Error).message}`, { cause: error })
    }
  }
}

/** The last lines of a piece of the file, which begins at a place; half a line at its beginning is left to the next. */
function lastLines(bytes: Buffer, from: number, many: number): AuditPage {
  const acts: Noted[] = []
  let end = bytes.length
  while (end > 0 && acts.length < many) {
    // Behind the line break that ends the line before.
    const start = end < 2 ? 0 : bytes.lastIndexOf(NEWLINE, end - 2) + 1
    if (start === 0 && from > 0) break
    const line = bytes.toString('utf8', start, end).trim()
    if (line !== '') acts.push(noted(line))
    end = start
  }
  return { acts, ...(from + end > 0 && { before: from + end }) }
}

function noted(line: string): Noted {
  try {
    return { ...TORN, ...JSON.parse(line) }
  } catch {
    return TORN
  }
}
