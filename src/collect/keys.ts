// The keys of a data directory: made at first use, readable by its owner alone. The secret key makes a sender trusted;
// the pepper keeps the log from telling whom a viewer or subject key stands for.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../domain/problem.ts'

export interface Keys {
  /** Public: sits in pages, may only send what a browser may say. */
  readonly write: string
  readonly secret: string
  readonly pepper: string
}

/** Reads the keys, or makes them where there are none. */
export async function openKeys(directory: string): Promise<Keys> {
  const path = join(directory, 'keys.json')
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Keys
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new Failure('config', `${path} can't be read: ${(error as Error).message}`, { cause: error })
  }
  const made = { write: `hcw_${token()}`, secret: `hcs_${token()}`, pepper: token() }
  try {
    await writeFile(path, `${JSON.stringify(made, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' })
    await chmod(path, 0o600)
  } catch (error) {
    throw new Failure('disk', `${path} can't be written: ${(error as Error).message}`, { cause: error })
  }
  return made
}

/** Compares in constant time, whatever the lengths. */
export function sameKey(a: string, b: string): boolean {
  const mac = (key: string) => createHmac('sha256', 'housecount').update(key).digest()
  return timingSafeEqual(mac(a), mac(b))
}

const token = (): string => randomBytes(24).toString('base64url')
