// Opening a log after its process was killed: what is seen then may be in memory alone, and is promised nevertheless.
import { expect, test } from 'vitest'
import { Random } from '../../test/random.ts'
import { SimDisk } from '../../test/sim-disk.ts'
import { Log } from './append.ts'
import { readLines } from './read.ts'

const LOG = '/data/log'
const never = new Promise<void>(() => {})

test('a segment whose name was not synced when its process was killed outlives a power cut', async () => {
  let isOpen = false
  const first = new SimDisk({ onStep: (what) => (isOpen && what === 'syncDirectory' ? never : undefined) })
  const killed = await Log.open(LOG, { disk: first, lock: false })
  isOpen = true
  void killed.append(['never answered'])
  await new Promise(setImmediate)

  const second = first.afterKill()
  const log = await Log.open(LOG, { disk: second, lock: false })
  await log.append(['answered'])

  // Several times: of what was not synced each cut leaves another part.
  for (let seed = 1; seed <= 20; seed++) {
    const disk = second.afterPowerCut(new Random(seed))
    await (await Log.open(LOG, { disk, lock: false })).close()
    const lines: string[] = []
    for await (const line of readLines(LOG, disk)) lines.push(line.split('\t').slice(3).join('\t'))
    expect(lines).toContain('answered')
  }
})
