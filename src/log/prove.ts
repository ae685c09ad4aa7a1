// Proving a log: every frame of every segment, how they follow each other, and what sealed segments say of themselves.
import { Failure } from '../domain/problem.ts'
import { type Disk, realDisk } from './disk.ts'
import { EventsSum } from './events-sum.ts'
import { type Chain, type Cursor, FIRST_CHAIN } from './frame.ts'
import { findEnd, type Layout, readLayout } from './layout.ts'
import { scan } from './segment.ts'
import { type Text, withText } from './text.ts'

export interface Proof {
  readonly segments: number
  readonly events: number
  /** What has rotted, by file and byte. */
  readonly rotten: readonly string[]
}

interface ProvenSegment {
  readonly cursor: Cursor
  readonly rot: string | undefined
}

export async function proveLog(directory: string, disk: Disk = realDisk): Promise<Proof> {
  const layout = await readLayout(directory, disk)
  const rotten: string[] = []
  let events = 0
  let previous: Chain | undefined = FIRST_CHAIN
  for (const segment of layout.segments) {
    try {
      const { cursor, rot } = await proveSegment(layout, segment, previous)
      if (rot) rotten.push(rot)
      events += cursor.offset
      previous = rot ? undefined : cursor.chain
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      rotten.push(error.message)
      previous = undefined
    }
  }
  return { segments: layout.segments.length, events, rotten }
}

async function proveSegment(layout: Layout, segment: number, previous: Chain | undefined): Promise<ProvenSegment> {
  const end = await findEnd(layout, segment)
  return withText(layout.disk, layout.directory, segment, (text) => proveText(text, segment, { end, previous }))
}

/** Proves one segment's text, and its footer where it has one. */
export async function proveText(
  text: Text,
  segment: number,
  bounds: { readonly end: Cursor | undefined; readonly previous?: Chain | undefined },
): Promise<ProvenSegment> {
  const sum = new EventsSum()
  const end = bounds.end ?? text.footer
  // Only a sealed segment says what its sum is.
  const { cursor, broken } = await scan(text, segment, { ...bounds, end }, ({ body }) => text.footer && sum.add(body))
  if (broken) return { cursor, rot: `${text.path}: at byte ${broken.position}: ${broken.why}` }
  const wrong = text.footer && text.footer.sum !== sum.value
  return { cursor, rot: wrong ? `${text.path}: at byte ${cursor.position}: its events have another sum` : undefined }
}
