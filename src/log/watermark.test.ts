import { expect, test } from 'vitest'
import { SimDisk } from '../../test/sim-disk.ts'
import { FIRST_CHAIN } from './frame.ts'
import { readMark, Watermark } from './watermark.ts'

const PATH = '/log/watermark'
const SLOT_BYTES = 4096

test.each([0, 1])(
  'with slot %i lost, the other one says how far the log was promised, one mark behind at most',
  async (slot) => {
    const disk = new SimDisk()
    await disk.makeDirectory('/log')
    const watermark = await Watermark.open(disk, '/log', 'abcdefgh', undefined)
    for (let offset = 1; offset <= 9; offset++) {
      await watermark.write({ segment: 1, position: 100 * offset, offset, chain: FIRST_CHAIN })
      const damaged = disk.afterKill()
      damaged.put(PATH, Buffer.from(disk.bytesOf(PATH)).fill(0xff, slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES))
      const marked = await readMark(damaged, '/log')
      expect(marked?.slotBroken).toBe(true)
      expect(marked?.mark.offset).toBeGreaterThanOrEqual(offset - 1)
    }
  },
)
