// A log's life on a simulated disk: it is appended to by several callers while the power is cut at random steps, and
// goes on from what one of the cuts left, or from what is there when its process is killed. A book is kept of what was
// sent and what was answered.
import { Log, type LogOptions } from '../src/log/append.ts'
import type { Disk } from '../src/log/disk.ts'
import { readLines } from '../src/log/read.ts'
import { Random } from './random.ts'
import { SimDisk, type Step, simError } from './sim-disk.ts'

export const LOG = '/data/log'
const MIRROR = '/mirror'

/** After how many runs a new log begins, and how often a caller appends in each. */
const RUNS = 4
const APPENDS = 4

/** Small, so that segments are begun, extended, sealed and shipped all the time. */
export const OPTIONS: LogOptions = { segmentBytesMax: 1500, extentBytesMax: 1024, lock: false }

/** What was sent to a log in its life, and what of it was answered. */
interface Ledger {
  readonly sent: Set<string>
  readonly answered: Set<string>
}

export interface Life {
  /** How often the power was cut, and at which steps: `write log`, `rename part`. */
  readonly cuts: number
  readonly steps: ReadonlySet<string>
  /** What was lost, doubled, made up or refused after a cut. */
  readonly wrong: string | undefined
  /** The disk as the last cut or kill left it. */
  readonly disk: SimDisk
  readonly ledger: Ledger
}

export interface Circumstances {
  /** Writes and syncs fail now and then, and the disk is full now and then. */
  readonly faults?: boolean
  /** Makes the disk one on which no log is safe. */
  readonly breaking?: (disk: Disk) => Disk
}

export async function live(seed: number, { faults = false, breaking }: Circumstances = {}): Promise<Life> {
  const random = new Random(seed)
  const ledger: Ledger = { sent: new Set(), answered: new Set() }
  const steps = new Set<string>()
  let cuts = 0
  let found = new SimDisk()
  await found.makeDirectory('/data')
  await found.makeDirectory(LOG)
  for (let run = 0; run < RUNS; run++) {
    const looks: Promise<string | undefined>[] = []
    const rate = 2 + random.below(8)
    let killIn = random.below(200)
    let killed: { readonly disk: SimDisk; readonly answered: readonly string[] } | undefined
    const onStep: Step = (what, path) => {
      if (random.oneIn(rate)) {
        cuts++
        steps.add(`${what} ${/[a-z]+$/.exec(path)?.[0]}`)
        const left = disk.afterPowerCut(new Random(random.below(2 ** 31)))
        looks.push(findWrongOn(left, { ...ledger, answered: new Set(ledger.answered) }))
      }
      if (--killIn === 0) killed = { disk: disk.afterKill(), answered: [...ledger.answered] }
      if (faults && what !== 'read' && what !== 'close' && random.oneIn(25)) {
        // What is read after a fault may be in memory alone: a good moment to go on from.
        if (!killed && random.oneIn(3)) killIn = 1 + random.below(6)
        throw simError(random.pick(['EIO', 'ENOSPC']), path)
      }
    }
    const disk: SimDisk = found.afterKill({ random, onStep })
    const options = { ...OPTIONS, disk: breaking?.(disk) ?? disk, mirror: random.oneIn(2) ? MIRROR : undefined }
    const log = await Log.open(LOG, options).catch((error) => {
      if (!faults || error.code === 'log-rotten') looks.push(Promise.resolve(refused(error)))
    })
    if (log) {
      await send(log, random, ledger, String(run))
      // Else it is left as it stands, with whatever is under way: nothing of it is asked any more.
      if (random.oneIn(2)) await log.close()
    }
    found = disk.afterPowerCut(random)
    // Or its process was killed at one of the steps, and nothing after it ever was.
    if (killed && random.oneIn(2)) {
      found = killed.disk
      ledger.answered.clear()
      for (const line of killed.answered) ledger.answered.add(line)
    }
    const wrong = (await Promise.all(looks)).find((each) => each !== undefined)
    if (wrong) return { cuts, steps, wrong, disk: found, ledger }
  }
  return { cuts, steps, wrong: undefined, disk: found, ledger }
}

const refused = (error: Error): string => `it does not open: ${error.message}`

/** Appends from several callers at once; now and then a line is longer than a segment. */
async function send(log: Log, random: Random, { sent, answered }: Ledger, name: string): Promise<void> {
  const caller = async (number: number) => {
    for (let append = 0; append < APPENDS; append++) {
      const lines = Array.from({ length: 1 + random.below(3) }, (_, i) => {
        const length = random.oneIn(12) ? 1500 : random.below(120)
        return `${name}.${number}.${append}.${i}\t${'x'.repeat(length)}`
      })
      for (const line of lines) sent.add(line)
      try {
        await log.append(lines)
        for (const line of lines) answered.add(line)
      } catch {
        // It was told that they may be lost.
      }
    }
  }
  await Promise.all(Array.from({ length: 1 + random.below(4) }, (_, number) => caller(number)))
}

/** Opens a log after a cut, and compares it with the book. */
async function findWrongOn(disk: SimDisk, ledger: Ledger): Promise<string | undefined> {
  try {
    return findWrong(await reopenAndRead(disk), ledger)
  } catch (error) {
    return refused(error as Error)
  }
}

/** Opens the log, and reads its events without their places. */
export async function reopenAndRead(disk: SimDisk): Promise<readonly string[]> {
  const log = await Log.open(LOG, { ...OPTIONS, disk, seal: false })
  const lines: string[] = []
  for await (const line of readLines(LOG, disk)) lines.push(line.split('\t').slice(3).join('\t'))
  await log.close()
  return lines
}

export function findWrong(lines: readonly string[], { sent, answered }: Ledger): string | undefined {
  const found = new Set(lines)
  if (found.size < lines.length) return `${lines.length - found.size} lines are there twice`
  for (const line of answered) if (!found.has(line)) return `${line.slice(0, 20)} was answered and is lost`
  for (const line of lines) if (!sent.has(line)) return `${line.slice(0, 20)} was never sent`
  return undefined
}
