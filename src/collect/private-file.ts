// Files of a data directory that their owner alone can read: who may send, and who may sit at the desk. A reader finds
// what was there or what is there now, whole; of several who change one at once, one comes after the other; and a
// server that runs takes a change within a second or two.
import { type Stats, unwatchFile, watchFile } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure, type Parsed, sentence } from '../domain/problem.ts'
import { holdFile, type Lock } from '../log/lock.ts'

/** How often one who waits for another to be done with a file looks, and how long. */
const TURN_MS = 20
const TURN_MS_MAX = 10_000
const LOOK_MS = 1000

const nameOf = (path: string): string => basename(path, '.json')

/** What the file says; undefined where there is none. Fails where it can't be read. */
export async function findPrivate<T>(path: string, parse: (input: unknown) => Parsed<T>): Promise<T | undefined> {
  try {
    const read = parse(JSON.parse(await readFile(path, 'utf8')))
    if (!read.ok) throw new Error(read.problems.map(sentence).join('; '))
    return read.value
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Failure('config', `${path} can't be read: ${(error as Error).message}`, { cause: error })
  }
}

/** Puts a value in the place of the file, as JSON. */
export async function writePrivate(path: string, value: object): Promise<void> {
  const unfinished = join(dirname(path), `.${nameOf(path)}.${process.pid}.json`)
  try {
    const file = await open(unfinished, 'w', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(value, undefined, 2)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw new Failure('disk', `${path} can't be written: ${(error as Error).message}`, { cause: error })
  }
}

/** Does what changes the file while nobody else does. */
export async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
  const turn = await waitForTurn(path, performance.now() + TURN_MS_MAX)
  try {
    return await work()
  } finally {
    await turn.release()
  }
}

async function waitForTurn(path: string, until: number): Promise<Lock> {
  for (;;) {
    try {
      return await holdFile(join(dirname(path), `.${nameOf(path)}.lock`), path)
    } catch (error) {
      const held = error instanceof Failure && error.code === 'directory-in-use'
      if (!held || performance.now() > until) throw error
      await sleep(TURN_MS)
    }
  }
}

export interface Watched {
  /** Takes what the file says now. One that is gone or can't be read changes nothing: what is known stays. */
  look(): Promise<void>
  close(): void
}

/**
 * Looks at a file once a second, and gives what it says whenever it has changed.
 * @param what what of it stays where it can't be read, as in "its keys"
 */
export function watchPrivate<T>(
  path: string,
  what: string,
  find: () => Promise<T | undefined>,
  take: (value: T) => void,
  notice: (text: string) => void,
): Watched {
  const look = async () => {
    try {
      const value = await find()
      if (value) take(value)
      else notice(`${path} is gone; ${what} are taken until the server is closed`)
    } catch (error) {
      notice(`${(error as Error).message}; ${what} that were known are taken`)
    }
  }
  // A file that was not there is told of once, as if it had just gone.
  const changed = (now: Stats, before: Stats) => void (now.ino !== 0 || before.ino !== 0 ? look() : undefined)
  watchFile(path, { interval: LOOK_MS, persistent: false }, changed)
  return { look, close: () => unwatchFile(path, changed) }
}
