import { beforeEach, expect, test } from 'vitest'
import { SimDisk } from '../../test/sim-disk.ts'
import { FIRST_CHAIN } from './frame.ts'
import { readMark, Watermark } from './watermark.ts'

const PATH = '/log/watermark'
const SLOT_BYTES = 4096

let disk: SimDisk
let watermark: Watermark
beforeEach(async () => {
  disk = new SimDisk()
  await disk.makeDirectory('/log')
  watermark = await Watermark.open(disk, '/log', 'abcdefgh', undefined)
})

const mark = (offset: number) => watermark.write({ segment: 1, position: 100 * offset, offset, chain: FIRST_CHAIN })

/** What is read where some bytes of it are lost. */
function readWithout(from: number, to: number) {
  const damaged = disk.afterKill()
  damaged.put(PATH, Buffer.from(disk.bytesOf(PATH)).fill(0xff, from, to))
  return readMark(damaged, '/log')
}

test.each([0, 1])('with slot %i lost, the other one is one mark behind at most', async (slot) => {
  for (let offset = 1; offset <= 9; offset++) {
    await mark(offset)
    const marked = await readWithout(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES)
    expect(marked?.slotBroken).toBe(true)
    expect(marked?.mark.offset).toBeGreaterThanOrEqual(offset - 1)
  }
})

test('with both slots lost it is refused: how far the log was promised is not known', async () => {
  await mark(1)
  const refused = { code: 'log-rotten', message: expect.stringContaining(`${PATH}: at byte 0:`) }
  await expect(readWithout(0, 2 * SLOT_BYTES)).rejects.toMatchObject(refused)
})
