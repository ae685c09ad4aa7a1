// Sealing that failed half-way and is taken up again: whatever the power leaves then, the segment is there.
import { expect, test } from 'vitest'
import { Random } from '../../test/random.ts'
import { SimDisk, simError } from '../../test/sim-disk.ts'
import { Log } from './append.ts'
import { readLines } from './read.ts'
import { sealSegment } from './seal.ts'

const LOG = '/data/log'

/** A log of two segments, the first of which has its sealed name in memory alone: the sync of the directory failed. */
async function halfSealed(): Promise<SimDisk> {
  let seals = false
  const disk = new SimDisk({
    onStep: (what, path) => {
      if (seals && what === 'syncDirectory') throw simError('EIO', path)
    },
  })
  const log = await Log.open(LOG, { disk, lock: false, seal: false, segmentBytesMax: 1, extentBytesMax: 1024 })
  for (const line of ['one', 'two']) await log.append([line])
  await log.close()
  seals = true
  await expect(sealSegment(disk, LOG, 1, undefined, new AbortController().signal)).rejects.toThrow('EIO')
  return disk
}

async function read(disk: SimDisk): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of readLines(LOG, disk)) lines.push(line.split('\t').slice(3).join('\t'))
  return lines
}

test('the plain segment is removed only when the sealed name is on the disk', async () => {
  const cuts: SimDisk[] = []
  const random = new Random(1)
  const disk = (await halfSealed()).afterKill({
    onStep: (what) => {
      // Often: of what was not synced each cut leaves another part.
      if (what === 'syncDirectory') for (let cut = 0; cut < 60; cut++) cuts.push(disk.afterPowerCut(random))
    },
  })
  await sealSegment(disk, LOG, 1, undefined, new AbortController().signal)
  expect(await disk.list(LOG)).toEqual(['00000001.log.gz', '00000002.log', 'watermark'])
  for (const cut of cuts) expect(await read(cut)).toEqual(['one', 'two'])
})
