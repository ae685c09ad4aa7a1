// What the log asks of a disk, and the real one. Everything that the log writes goes through here, so that a simulated
// disk can lose power, tear writes and fail between any two steps. Errors are the file system's own; whoever calls
// makes them failures with `failureOf`.
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Failure } from '../domain/problem.ts'

export interface Disk {
  /** With its parents; it is on the disk when this returns. */
  makeDirectory(path: string): Promise<void>
  list(directory: string): Promise<readonly string[]>
  /**
   * 'read': must exist; 'write': must exist, read and write; 'create': made anew, read and write. Where writes are
   * 'synced', each is on the disk when it returns; otherwise when a sync after it has.
   */
  open(path: string, mode: 'read' | 'write' | 'create', writes?: 'synced'): Promise<DiskFile>
  remove(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** A new, renamed or removed name is on the disk only when its directory is. */
  syncDirectory(path: string): Promise<void>
}

export interface DiskFile {
  /** Bytes read; fewer than asked for at the end. */
  read(into: Buffer, position: number): Promise<number>
  /** Bytes written; may be fewer than given. */
  write(bytes: Buffer, position: number): Promise<number>
  sync(): Promise<void>
  truncate(length: number): Promise<void>
  size(): Promise<number>
  close(): Promise<void>
}

const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL, O_DSYNC } = constants
const FLAGS = { read: O_RDONLY, write: O_RDWR, create: O_RDWR | O_CREAT | O_EXCL } as const

export const realDisk: Disk = {
  async makeDirectory(path) {
    const first = await mkdir(path, { recursive: true })
    if (first === undefined) return
    for (let made = path; ; made = dirname(made)) {
      await realDisk.syncDirectory(dirname(made))
      if (made === first || made === dirname(made)) return
    }
  },
  list: (directory) => readdir(directory),
  open: async (path, mode, writes) =>
    new RealFile(await open(path, writes === 'synced' ? FLAGS[mode] | O_DSYNC : FLAGS[mode])),
  remove: (path) => rm(path),
  rename: (from, to) => rename(from, to),
  async syncDirectory(path) {
    const directory = await open(path, 'r')
    try {
      await directory.sync()
    } finally {
      await directory.close()
    }
  },
}

class RealFile implements DiskFile {
  constructor(private readonly handle: FileHandle) {}
  read = async (into: Buffer, position: number): Promise<number> =>
    (await this.handle.read(into, 0, into.length, position)).bytesRead
  write = async (bytes: Buffer, position: number): Promise<number> =>
    (await this.handle.write(bytes, 0, bytes.length, position)).bytesWritten
  sync = (): Promise<void> => this.handle.sync()
  truncate = (length: number): Promise<void> => this.handle.truncate(length)
  size = async (): Promise<number> => (await this.handle.stat()).size
  close = (): Promise<void> => this.handle.close()
}

/** The bytes at a position, fewer where the file ends before. */
export async function readAt(file: DiskFile, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  let read = 0
  while (read < length) {
    const got = await file.read(bytes.subarray(read), position + read)
    if (got === 0) break
    read += got
  }
  return bytes.subarray(0, read)
}

export async function writeWhole(file: DiskFile, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const written = await file.write(bytes.subarray(done), position + done)
    if (written === 0) throw new Error(`nothing was written at byte ${position + done}`)
    done += written
  }
}

/** Opens a file for reading and closes it again, whatever happens. */
export async function withFile<T>(disk: Disk, path: string, use: (file: DiskFile) => Promise<T>): Promise<T> {
  const file = await disk.open(path, 'read')
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT'])

/** An error of the disk as a failure: `disk-full` where space alone is missing, else `disk`. A failure stays itself. */
export function failureOf(error: unknown, what: string): Failure {
  if (error instanceof Failure) return error
  const { code, message } = error as NodeJS.ErrnoException
  return FULL.has(code ?? '')
    ? new Failure('disk-full', `${what}: the disk is full; it goes on by itself once there is space`, { cause: error })
    : new Failure('disk', `${what}: ${message}`, { cause: error })
}
