// The data directory: what of it is ours, what may lie in it, and how its store is dropped. A directory that holds
// anything else is never begun in.
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { Failure } from './domain/problem.ts'
import { Log } from './log/append.ts'
import { realDisk } from './log/disk.ts'

/** Inside the data directory a mirror would fall with it, and be taken for somebody else's files. */
export function mirrorBeside(directory: string, mirror: string | undefined): string | undefined {
  if (mirror === undefined) return undefined
  const path = relative(resolve(directory), resolve(mirror))
  if (path.split(sep)[0] === '..' || isAbsolute(path)) return mirror
  throw new Failure(
    'config',
    `the mirror ${mirror} lies in the data directory; choose one elsewhere, best on another disk`,
  )
}

/** Drops the store of a data directory, so that the next opening loads and folds everything again. */
export async function dropStore(directory: string): Promise<void> {
  await refuseForeign(directory, true)
  const log = await Log.open(join(directory, 'log'))
  await log.close()
  await rm(join(directory, 'store'), { recursive: true, force: true })
}

/** Fails where a directory holds no data of ours. */
export const mustBeOurs = (directory: string): Promise<void> => refuseForeign(directory, true)

const OURS = new Set([
  'log',
  'store',
  'editions',
  'imports',
  'rejected',
  'exports',
  'webhooks',
  'keys.json',
  'operators.json',
  'audit.ndjson',
  'salts',
  'waiting.json',
])

/** A directory that holds anything else is somebody else's: a mistyped path must not fill it with a log. */
export async function refuseForeign(directory: string, mustExist = false): Promise<void> {
  if (mustExist && !existsSync(join(directory, 'log')))
    throw new Failure(
      'directory-not-ours',
      `${directory} holds no data of housecount's; choose a data directory with --data, or import something first`,
    )
  await realDisk.makeDirectory(directory).catch((error) => {
    const why = error.code === 'EEXIST' ? 'it is a file' : error.message
    throw new Failure('disk', `${directory} can't be made: ${why}`, { cause: error })
  })
  const foreign = (await readdir(directory)).filter((name) => !OURS.has(name) && !name.startsWith('.'))
  if (foreign.length > 0)
    throw new Failure(
      'directory-not-ours',
      `${directory} holds other files (${foreign.slice(0, 3).join(', ')}); choose an empty directory, or one of housecount's`,
    )
}
