// The log under power cuts, on a simulated disk that keeps any part of what was not synced: it always opens, every
// answered line is there exactly once, nothing is there that nobody sent. A failing case prints its seed.
import { describe, expect, test, vi } from 'vitest'
import { Log, type LogOptions } from '../src/log/append.ts'
import { readLines } from '../src/log/read.ts'
import { Random } from './random.ts'
import { SimDisk, type Step, simError } from './sim-disk.ts'

// Compressing in another thread ends when it ends; here it takes its turn, so that a seed repeats a run exactly.
vi.mock('node:zlib', async (original) => {
  const zlib = await original<typeof import('node:zlib')>()
  type Done = (error: unknown, result?: Buffer) => void
  const inTurn = (work: typeof zlib.inflateRawSync) => (bytes: Buffer, options: object, done: Done) => {
    queueMicrotask(() => {
      try {
        done(null, work(bytes, options))
      } catch (error) {
        done(error)
      }
    })
  }
  return { ...zlib, deflateRaw: inTurn(zlib.deflateRawSync), inflateRaw: inTurn(zlib.inflateRawSync) }
})

const LOG = '/data/log'
const MIRROR = '/mirror'

/** How many cuts are simulated in all, and after how many runs the power has been cut so often that a new log begins. */
const CUTS = 20_000
const GENERATIONS = 4

const OPTIONS: LogOptions = { segmentBytesMax: 1500, extentBytesMax: 1024, lock: false }

/** What was sent to a log in its life, and what of it was answered. */
interface Ledger {
  readonly sent: Set<string>
  readonly answered: Set<string>
}

async function linesOn(disk: SimDisk): Promise<string[]> {
  const lines: string[] = []
  for await (const line of readLines(LOG, disk)) lines.push(line.split('\t').slice(3).join('\t'))
  return lines
}

/** What is wrong with a log, compared with what was sent to it and answered. */
function findWrong(lines: readonly string[], { sent, answered }: Ledger): string | undefined {
  const found = new Set(lines)
  if (found.size < lines.length) return `${lines.length - found.size} lines are there twice`
  for (const line of answered) if (!found.has(line)) return `${line.slice(0, 20)} was answered and is lost`
  for (const line of lines) if (!sent.has(line)) return `${line.slice(0, 20)} was never sent`
  return undefined
}

/** Opens what a power cut left, and compares. */
async function findWrongOn(disk: SimDisk, ledger: Ledger): Promise<string | undefined> {
  try {
    const log = await Log.open(LOG, { ...OPTIONS, disk, seal: false })
    const wrong = findWrong(await linesOn(disk), ledger)
    await log.close()
    return wrong
  } catch (error) {
    return `it does not open: ${(error as Error).message}`
  }
}

/** Appends from several callers until all is sent, or the power is gone; lines have any length. */
async function send(log: Log, random: Random, { sent, answered }: Ledger, name: string): Promise<void> {
  const caller = async (number: number) => {
    for (let i = 0; i < 4; i++) {
      const lines = Array.from({ length: 1 + random.below(3) }, (_, j) => {
        const length = random.oneIn(12) ? 1500 : random.below(120)
        return `${name}.${number}.${i}.${j}\t${'x'.repeat(length)}`
      })
      for (const line of lines) sent.add(line)
      await log.append(lines).then(
        () => lines.forEach((line) => answered.add(line)),
        () => {},
      )
    }
  }
  await Promise.all(Array.from({ length: 1 + random.below(4) }, (_, number) => caller(number)))
}

interface Outcome {
  readonly cuts: number
  readonly wrong: string | undefined
}

type Breaking = (disk: SimDisk) => void

/**
 * One log's life: it is written, and at random steps the power is cut and what is left is looked at; it goes on from
 * what one of the cuts left. `breaking` makes the disk one that no log could be safe on.
 */
async function live(seed: number, faults: boolean, breaking: Breaking = () => {}): Promise<Outcome> {
  const random = new Random(seed)
  const ledger: Ledger = { sent: new Set(), answered: new Set() }
  let cuts = 0
  let found = new SimDisk()
  await found.makeDirectory('/data')
  await found.makeDirectory(LOG)
  for (let generation = 0; generation < GENERATIONS; generation++) {
    const looks: Promise<string | undefined>[] = []
    const rate = 2 + random.below(12)
    const onStep: Step = (what, path) => {
      if (random.oneIn(rate)) {
        cuts++
        const found = disk.afterPowerCut(new Random(random.below(2 ** 31)))
        looks.push(findWrongOn(found, { ...ledger, answered: new Set(ledger.answered) }))
      }
      if (faults && what !== 'read' && what !== 'close' && random.oneIn(25))
        throw simError(random.pick(['EIO', 'ENOSPC']), path)
    }
    const disk: SimDisk = found.afterPowerCut(random, { random, onStep })
    breaking(disk)
    const log = await Log.open(LOG, { ...OPTIONS, disk, mirror: random.oneIn(2) ? MIRROR : undefined }).catch(
      (error) => {
        if (!faults || error.code === 'log-rotten') looks.push(Promise.resolve(`it does not open: ${error.message}`))
      },
    )
    if (log) {
      await send(log, random, ledger, String(generation))
      if (random.oneIn(2)) await log.close()
      // Else it is left as it stands, with whatever is under way: nothing of it is asked any more.
    }
    for (const wrong of await Promise.all(looks)) if (wrong) return { cuts, wrong }
    found = disk.afterPowerCut(random)
  }
  return { cuts, wrong: undefined }
}

describe('a log that loses its power', () => {
  test.each([false, true])('keeps what it answered; the disk fails as well: %s', async (faults) => {
    let cuts = 0
    for (let seed = 1; cuts < CUTS / 2; seed++) {
      const outcome = await live(seed, faults)
      cuts += outcome.cuts
      expect(outcome.wrong, `seed ${seed}`).toBeUndefined()
    }
  })
})
