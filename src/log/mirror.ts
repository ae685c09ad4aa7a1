// The mirror: a second directory, best on another disk, that gets a copy of every sealed segment. A copy has its name
// only once it is whole and synced.
import { join } from 'node:path'
import { Failure } from '../domain/problem.ts'
import { type Disk, type DiskFile, readAt, withFile, writeWhole } from './disk.ts'
import { findFooter } from './gzip.ts'
import { PART } from './seal.ts'

const PIECE_BYTES = 1024 * 1024

/** Copies a sealed segment; fails with `disk` where the mirror has another one of this name. */
export async function ship(disk: Disk, directory: string, mirror: string, name: string): Promise<void> {
  const [from, to] = [join(directory, name), join(mirror, name)]
  const names = await disk.list(mirror)
  if (names.includes(name)) {
    if (await haveSameEnd(disk, from, to)) return
    throw new Failure('disk', `${to}: the mirror holds another segment of this name; choose an empty directory for it`)
  }
  if (names.includes(name + PART)) await disk.remove(to + PART)
  await withFile(disk, from, (source) => copy(disk, source, to + PART))
  if (!(await haveSameEnd(disk, from, to + PART)))
    throw new Failure('disk', `${to + PART}: the copy can't be read back`)
  await disk.rename(to + PART, to)
  await disk.syncDirectory(mirror)
}

async function copy(disk: Disk, source: DiskFile, path: string): Promise<void> {
  const file = await disk.open(path, 'create')
  try {
    for (let at = 0; ; ) {
      const piece = await readAt(source, at, PIECE_BYTES)
      await writeWhole(file, piece, at)
      at += piece.length
      if (piece.length < PIECE_BYTES) break
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The chain in the footer vouches for the whole segment. */
async function haveSameEnd(disk: Disk, a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all(
    [a, b].map((path) => withFile(disk, path, async (file) => [await file.size(), await findFooter(file)] as const)),
  )
  return one?.[1] !== undefined && one[0] === other?.[0] && one[1].chain === other[1]?.chain
}
