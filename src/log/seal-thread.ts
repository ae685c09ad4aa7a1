// The thread that seals one segment and ends. Started by seal-aside.ts alone.
import { setPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import { realDisk } from './disk.ts'
import { sealSegment } from './seal.ts'
import type { Sealing } from './seal-aside.ts'

// Behind the engine too, which events wait for to be seen. Elsewhere a priority is the whole process's.
if (process.platform === 'linux') setPriority(15)

const { directory, segment, end } = workerData as Sealing
// Whoever stops it ends the thread.
await sealSegment(realDisk, directory, segment, end, new AbortController().signal)
