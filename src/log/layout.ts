// What of a directory is the log: which segments, and where each of them ends. The watermark says where the log ends;
// a segment before that ends where the next one's header says, since what stands behind was never promised there.
import { type Disk, realDisk } from './disk.ts'
import type { Cursor } from './frame.ts'
import { endFromNext, segmentNumbers } from './segment.ts'
import { lacks } from './text.ts'
import { type Mark, readMark } from './watermark.ts'

export interface Layout {
  readonly disk: Disk
  readonly directory: string
  /** The segments in which there is anything that was promised, in order. */
  readonly segments: readonly number[]
  /** Undefined where the log was last written before there were watermarks. */
  readonly mark: Mark | undefined
}

/** The log as it is promised now; a writer may be at work beside. */
export async function readLayout(directory: string, disk: Disk = realDisk): Promise<Layout> {
  // The watermark first: the segments that it speaks of are there when it is.
  const mark = (await readMark(disk, directory))?.mark
  const all = segmentNumbers(directory, await disk.list(directory))
  if (!mark) return { disk, directory, segments: all, mark }
  if (all.length < mark.segment) throw lacks(directory, all.length + 1)
  return { disk, directory, segments: all.slice(0, mark.segment), mark }
}

/** Where a segment of the log ends; undefined where nobody says, and it ends with its file. */
export async function findEnd(
  { disk, directory, segments, mark }: Layout,
  segment: number,
): Promise<Cursor | undefined> {
  if (segment === mark?.segment) return mark
  return segment < segments.length ? endFromNext(disk, directory, segment + 1) : undefined
}
