// One writer for one directory. The lock is a file that names its process; a process that is gone holds nothing.
import { readFileSync, writeFileSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../domain/problem.ts'

export interface Lock {
  /** Says in the lock where the holder answers, for whoever finds the directory in use. */
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
export const hold = (directory: string): Promise<Lock> => holdFile(join(directory, 'lock'), directory)

/** Holds whatever a lock file of this path stands for; `directory` is what is said to be in use. */
export async function holdFile(path: string, directory: string): Promise<Lock> {
  for (let attempt = 0; attempt < 3; attempt++) {
    if (create(path, directory)) {
      let held = true
      return {
        announce: async (url) => {
          const whole = `${path}.announced`
          await writeFile(whole, JSON.stringify({ ...me(), url }))
          await rename(whole, path)
        },
        release: async () => {
          // Once: afterwards it may be another's.
          if (held) await rm(path, { force: true })
          held = false
        },
      }
    }
    const holder = await findLiving(path)
    if (holder)
      throw new Failure(
        'directory-in-use',
        holder.url
          ? `${directory} is in use by process ${holder.pid}, which answers at ${holder.url}; ask it there, or stop it`
          : `${directory} is in use by process ${holder.pid}; wait for it, or stop it`,
      )
    // Of several who find the holder dead one alone may remove its lock, or they would remove each other's.
    const turn = await holdFile(`${path}.takeover`, directory)
    try {
      if (!(await findLiving(path))) await rm(path, { force: true })
    } finally {
      await turn.release()
    }
  }
  throw new Failure('directory-in-use', `${directory} is being taken by another process`)
}

const me = (): Holder => ({ pid: process.pid, started: startOf(process.pid) })

/** Creates the lock and says whose it is; false where there is one already. */
function create(path: string, directory: string): boolean {
  try {
    writeFileSync(path, JSON.stringify(me()), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new Failure('disk', `can't write to ${directory}: ${(error as Error).message}`, { cause: error })
  }
}

async function findLiving(path: string): Promise<Holder | undefined> {
  // An empty one is just being written, unless its writer died before it could.
  const holder = (await readHolder(path)) ?? (await sleep(WRITING_MS).then(() => readHolder(path)))
  return holder && isAlive(holder) ? holder : undefined
}

const WRITING_MS = 100

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch {
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
