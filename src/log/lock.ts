// One writer for one directory. The lock is a file that names its process; a process that is gone holds nothing.
import { readFileSync } from 'node:fs'
import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../domain/problem.ts'

export interface Lock {
  release(): Promise<void>
}

interface Holder {
  readonly pid: number
  /** When the process began, in the kernel's ticks: a pid that was given to another process does not match. */
  readonly started: string
}

/** Holds a directory for this process, or fails with `directory-in-use` and the holder's pid. */
export async function hold(directory: string): Promise<Lock> {
  const path = join(directory, 'lock')
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const file = await open(path, 'wx')
      await file.writeFile(JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies Holder))
      await file.close()
      return { release: () => rm(path, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new Failure('disk', `can't write to ${directory}: ${(error as Error).message}`, { cause: error })
      const holder = await readHolder(path)
      if (holder && isAlive(holder))
        throw new Failure(
          'directory-in-use',
          `${directory} is in use by process ${holder.pid}; stop it, or ask it over HTTP`,
        )
      await rm(path, { force: true })
    }
  }
  throw new Failure('directory-in-use', `${directory} is being taken by another process`)
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch {
    // Empty or gone: its writer died between creating and writing it, or just let go.
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
