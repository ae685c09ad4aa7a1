// The text of one segment, read forward in whichever form it is kept: the plain file that is appended to, or the
// sealed one. Positions are those of the text, so a cursor holds in both forms.
import { join } from 'node:path'
import { Failure } from '../domain/problem.ts'
import { type Disk, type DiskFile, readAt } from './disk.ts'
import { digits, type Footer } from './frame.ts'
import { findFooter, GzipText } from './gzip.ts'

export interface Text {
  /** The file's path, for messages. */
  readonly path: string
  /** What the last line of a sealed segment says; undefined for a plain one. */
  readonly footer: Footer | undefined
  /** The bytes at a position, fewer at the end. They stay as they are while more is read. */
  read(position: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

export const plainName = (segment: number): string => `${digits(segment, 8)}.log`
export const sealedName = (segment: number): string => `${plainName(segment)}.gz`

/** The plain file of a segment. */
export const segmentFile = (directory: string, segment: number): string => join(directory, plainName(segment))
export const sealedFile = (directory: string, segment: number): string => join(directory, sealedName(segment))

export const lacks = (directory: string, segment: number): Failure =>
  new Failure(
    'log-rotten',
    `the log in ${directory} lacks segment ${segment}: ${plainName(segment)} at byte 0: it is missing`,
  )

/** Opens a segment in the form it has; the plain one while there are both. */
export async function openText(disk: Disk, directory: string, segment: number): Promise<Text> {
  const path = segmentFile(directory, segment)
  try {
    return new PlainText(path, await disk.open(path, 'read'))
  } catch (error) {
    // It may have been sealed since its name was read.
    const names = await disk.list(directory)
    if (names.includes(plainName(segment))) throw error
    if (!names.includes(sealedName(segment))) throw lacks(directory, segment)
    return openSealed(disk, sealedFile(directory, segment))
  }
}

export async function openSealed(disk: Disk, path: string): Promise<Text> {
  const file = await disk.open(path, 'read')
  try {
    const footer = await findFooter(file)
    if (!footer)
      throw new Failure('log-rotten', `${path}: at byte ${await file.size()}: it does not end as a sealed segment`)
    return new GzipText(path, file, footer)
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Opens a segment for reading and closes it again, whatever happens. */
export async function withText<T>(
  disk: Disk,
  directory: string,
  segment: number,
  use: (text: Text) => Promise<T>,
): Promise<T> {
  const text = await openText(disk, directory, segment)
  try {
    return await use(text)
  } finally {
    await text.close()
  }
}

/** Frames are mostly short: many of them come with one read. */
const BLOCK_BYTES = 64 * 1024

class PlainText implements Text {
  readonly footer = undefined
  #block: Buffer = Buffer.alloc(0)
  #blockAt = 0
  constructor(
    readonly path: string,
    private readonly file: DiskFile,
  ) {}

  async read(position: number, length: number): Promise<Buffer> {
    const from = position - this.#blockAt
    if (from >= 0 && from + length <= this.#block.length) return this.#block.subarray(from, from + length)
    // A length that has rotted may be anything.
    if (length >= BLOCK_BYTES)
      return readAt(this.file, position, Math.max(0, Math.min(length, (await this.file.size()) - position)))
    this.#block = await readAt(this.file, position, BLOCK_BYTES)
    this.#blockAt = position
    return this.#block.subarray(0, length)
  }

  close(): Promise<void> {
    return this.file.close()
  }
}
