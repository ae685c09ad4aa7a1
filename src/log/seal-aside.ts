// Sealing in a thread of its own and of low priority: a segment takes seconds of the processor, none of which an event
// shall wait for. Stopped or ended anywhere it leaves what a crash would leave, and is taken up again. Called by keeper.ts.
import { Worker } from 'node:worker_threads'
import { realDisk } from './disk.ts'
import type { Cursor } from './frame.ts'
import { sealSegment } from './seal.ts'

/** Enough for lines and frames; what is short-lived is given back soon. */
const LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 }

/** What the thread is told. */
export interface Sealing {
  readonly directory: string
  readonly segment: number
  readonly end: Cursor | undefined
}

/** As `sealSegment` on the real disk. */
export async function sealAside(
  directory: string,
  segment: number,
  end: Cursor | undefined,
  stop: AbortSignal,
): Promise<void> {
  // A thread can run the built file alone: from the source, as tests run it, the work is done here.
  if (import.meta.url.endsWith('.ts')) return sealSegment(realDisk, directory, segment, end, stop)
  if (stop.aborted) return
  const sealing: Sealing = { directory, segment, end }
  const thread = new Worker(new URL('./seal-thread.js', import.meta.url), {
    workerData: sealing,
    resourceLimits: LIMITS,
  })
  const terminate = () => void thread.terminate()
  stop.addEventListener('abort', terminate)
  try {
    await new Promise<void>((resolve, reject) => thread.once('error', reject).once('exit', () => resolve()))
  } finally {
    stop.removeEventListener('abort', terminate)
  }
}
