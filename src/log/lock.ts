// One writer for one directory. The lock is a file that names its process; a process that is gone holds nothing. The
// file is put in place whole, so that nobody ever reads half of one and takes it for nobody's.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../domain/problem.ts'

export interface Lock {
  /** Tells whoever finds the directory held where its holder can be asked. */
  announce(url: string): Promise<void>
  release(): Promise<void>
}

interface Holder {
  readonly pid: number
  /** When the process began, in the kernel's ticks: a pid that was given to another process does not match. */
  readonly started: string
  /** Where it answers over HTTP, if it does. */
  readonly url?: string
}

/** Holds a directory for this process, or fails with `directory-in-use` and the holder's pid. */
export async function hold(directory: string): Promise<Lock> {
  const path = join(directory, 'lock')
  const own = `${path}.${randomBytes(4).toString('hex')}`
  const me: Holder = { pid: process.pid, started: startOf(process.pid) }
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(own, JSON.stringify(me))
      await link(own, path)
      return {
        announce: async (url) => {
          await writeFile(own, JSON.stringify({ ...me, url }))
          await rename(own, path)
        },
        release: () => rm(path, { force: true }),
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new Failure('disk', `can't write to ${directory}: ${(error as Error).message}`, { cause: error })
      const holder = await readHolder(path)
      if (holder && isAlive(holder))
        throw new Failure(
          'directory-in-use',
          holder.url
            ? `${directory} is in use by process ${holder.pid}, which answers at ${holder.url}; ask it there, or stop it`
            : `${directory} is in use by process ${holder.pid}; wait for it, or stop it`,
        )
      await rm(path, { force: true })
    } finally {
      await rm(own, { force: true })
    }
  }
  throw new Failure('directory-in-use', `${directory} is being taken by another process`)
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch {
    // Gone: its writer just let go. Or not to be read: nobody of ours wrote it.
    return undefined
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = startOf(pid)
  return now === '' || started === '' || now === started
}

/** The process's start time on Linux; empty where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
