// Sealing a full segment: what of it is part of the log gets a footer and is compressed under another name, read back
// and proven, and only then takes the plain file's place. Cut off anywhere, there is the plain file, or both, or the
// sealed one; each of them is the whole segment.
import { join } from 'node:path'
import { Failure } from '../domain/problem.ts'
import type { Disk } from './disk.ts'
import { EventsSum } from './events-sum.ts'
import type { Cursor, Footer } from './frame.ts'
import { GzipWriter } from './gzip.ts'
import { proveText } from './prove.ts'
import { scan } from './segment.ts'
import { openSealed, plainName, sealedFile, sealedName, type Text, withText } from './text.ts'

/** What is not finished has this behind its name. */
export const PART = '.part'

/**
 * Seals a segment that is followed by another one.
 * @param end where it ends, as the next one says; undefined where it ends with its file
 * @param stop looked at between frames; once aborted, it is left as it is, to be sealed another time
 */
export async function sealSegment(
  disk: Disk,
  directory: string,
  segment: number,
  end: Cursor | undefined,
  stop: AbortSignal,
): Promise<void> {
  const path = sealedFile(directory, segment)
  const names = await disk.list(directory)
  const isThere = names.includes(sealedName(segment)) && (await isProven(disk, path, segment, end))
  if (!isThere) {
    if (names.includes(sealedName(segment) + PART)) await disk.remove(path + PART)
    const written = await withText(disk, directory, segment, (text) =>
      writeSealed(disk, path + PART, text, segment, end, stop),
    )
    if (!written) return
    if (!(await isWritten(disk, path + PART, segment, written)))
      throw new Failure('disk', `${path + PART}: what was written can't be read back`)
    await disk.rename(path + PART, path)
  }
  // Also where it was there: its name may be in memory alone.
  await disk.syncDirectory(directory)
  await disk.remove(join(directory, plainName(segment)))
  await disk.syncDirectory(directory)
}

/** Writes the sealed form; its footer, or undefined if it was stopped. */
async function writeSealed(
  disk: Disk,
  path: string,
  text: Text,
  segment: number,
  end: Cursor | undefined,
  stop: AbortSignal,
): Promise<Footer | undefined> {
  const file = await disk.open(path, 'create')
  try {
    const gzip = new GzipWriter(file)
    const sum = new EventsSum()
    let begun = false
    const { cursor, broken } = await scan(text, segment, { end }, async ({ body, bytes, end: { position } }) => {
      if (!begun) await gzip.add(await text.read(0, position - bytes.length))
      begun = true
      sum.add(body)
      await gzip.add(bytes)
      if (stop.aborted) throw STOPPED
    })
    if (broken) throw new Failure('log-rotten', `${text.path}: at byte ${broken.position}: ${broken.why}`)
    if (!begun) await gzip.add(await text.read(0, cursor.position))
    const footer = { ...cursor, sum: sum.value }
    await gzip.end(footer)
    await file.sync()
    return footer
  } catch (error) {
    if (error !== STOPPED) throw error
    return undefined
  } finally {
    await file.close()
  }
}

const STOPPED = Symbol('stopped')

const isProven = (disk: Disk, path: string, segment: number, end: Cursor | undefined): Promise<boolean> =>
  holds(disk, path, async (text) => (await proveText(text, segment, { end })).rot === undefined)

/** Whether what was written is read back: the chain vouches for every byte, and so for their sum. */
const isWritten = (disk: Disk, path: string, segment: number, footer: Footer): Promise<boolean> =>
  holds(disk, path, async (text) => {
    const { broken } = await scan(text, segment, { end: footer })
    return broken === undefined && text.footer?.sum === footer.sum
  })

async function holds(disk: Disk, path: string, check: (text: Text) => Promise<boolean>): Promise<boolean> {
  const text = await openSealed(disk, path).catch(() => undefined)
  if (!text) return false
  try {
    return await check(text)
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  } finally {
    await text.close()
  }
}
