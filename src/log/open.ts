// From a directory in any state to one that can be appended to: recovered, its torn tail cut, and promised anew up to
// its end. Called by append.ts alone.
import { randomBytes } from 'node:crypto'
import type { Disk } from './disk.ts'
import { recover } from './recover.ts'
import { Tail, type TailOptions } from './tail.ts'
import { type Place, Watermark } from './watermark.ts'

export interface Opened {
  readonly tailOptions: TailOptions
  readonly watermark: Watermark
  /** The last segment, where it can be appended to. */
  readonly tail: Tail | undefined
  readonly end: Place
}

export async function openForAppending(
  disk: Disk,
  directory: string,
  extentBytesMax: number,
  newName: string | undefined,
  notice: (text: string) => void,
): Promise<Opened> {
  const { log, mark, segment, cursor, appendable, husk, notices } = await recover(disk, directory)
  for (const text of notices) notice(text)
  const name = log ?? newName ?? randomBytes(4).toString('hex')
  if (husk) await disk.remove(husk)
  // Names that are read here may be in memory alone, where a sync that failed or was never reached has left them.
  await disk.syncDirectory(directory)
  const tailOptions = { disk, directory, log: name, extentBytesMax }
  const tail = appendable && (await Tail.reopen(tailOptions, segment, appendable.unpromised, cursor))
  try {
    const watermark = await Watermark.open(disk, directory, name, mark)
    const end = { ...cursor, segment }
    // Also where it stands there already: it may be in memory alone.
    await watermark.write(end)
    return { tailOptions, watermark, tail, end }
  } catch (error) {
    await tail?.abandon()
    throw error
  }
}
