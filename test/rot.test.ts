// Torn writes and bits that flip, anywhere in what a log has on the disk: it is read as it was, or is refused by
// segment and byte. Nothing is ever served wrong, and nothing that was answered is lost in silence.
import { expect, test, vi } from 'vitest'
import { Failure } from '../src/domain/problem.ts'
import { findWrong, LOG, live, reopenAndRead } from './log-life.ts'
import { Random } from './random.ts'
import type { SimDisk } from './sim-disk.ts'

vi.mock('node:zlib', async (original) => (await import('./zlib-in-turn.ts')).zlibInTurn(original))

const DAMAGES = Number(process.env.DAMAGES ?? 5000)
const DAMAGES_A_LOG = 100
const SECTOR_BYTES = 512

/** A bit flips, sectors are lost or hold something else, or the file ends too early; some bytes of one file. */
function damage(bytes: Buffer, random: Random): Buffer {
  const damaged = Buffer.from(bytes)
  if (bytes.length === 0) return damaged
  const at = random.below(bytes.length)
  const sector = at - (at % SECTOR_BYTES)
  const to = Math.min(bytes.length, sector + SECTOR_BYTES * (1 + random.below(4)))
  const kind = random.below(4)
  if (kind === 0) damaged[at] = (damaged[at] ?? 0) ^ (1 << random.below(8))
  else if (kind === 1) damaged.fill(0, sector, to)
  else if (kind === 2) for (let i = sector; i < to; i++) damaged[i] = random.below(256)
  else return damaged.subarray(0, at)
  return damaged
}

async function damageOneFile(disk: SimDisk, random: Random): Promise<string> {
  const names = (await disk.list(LOG)).filter((name) => /^(watermark|\d{8}\.log(\.gz)?)$/.test(name))
  const path = `${LOG}/${random.pick(names)}`
  disk.put(path, damage(disk.bytesOf(path), random))
  return path
}

const REFUSED = /(\d{8}\.log(\.gz)?|watermark)[: ].*at byte \d+/

test('what is damaged is read as it was, or refused by segment and byte', async () => {
  const outcomes = { read: 0, refused: 0 }
  for (let seed = 1; outcomes.read + outcomes.refused < DAMAGES; seed++) {
    const { disk, ledger } = await live(seed)
    const random = new Random(seed)
    for (let i = 0; i < DAMAGES_A_LOG; i++) {
      const damaged = disk.afterPowerCut(random)
      const told = `seed ${seed}, damage ${i} to ${await damageOneFile(damaged, random)}`
      try {
        expect(findWrong(await reopenAndRead(damaged), ledger), told).toBeUndefined()
        outcomes.read++
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        expect(error, told).toMatchObject({ code: 'log-rotten', message: expect.stringMatching(REFUSED) })
        outcomes.refused++
      }
    }
  }
  // Both happen, or the test would prove nothing.
  expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(DAMAGES / 20)
})
