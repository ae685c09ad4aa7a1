// The log under power cuts, on a simulated disk that keeps any part of what was not synced: it always opens, every
// answered line is there exactly once, nothing is there that nobody sent. A failing case prints its seed.
import { expect, test, vi } from 'vitest'
import type { Disk, DiskFile } from '../src/log/disk.ts'
import { type Circumstances, live } from './log-life.ts'

vi.mock('node:zlib', () => import('./zlib-in-turn.ts'))

/** How many cuts are simulated in each test. */
const CUTS = 10_000

async function cutAgainAndAgain(circumstances: Circumstances): Promise<Set<string>> {
  const steps = new Set<string>()
  let cuts = 0
  for (let seed = 1; cuts < CUTS; seed++) {
    const life = await live(seed, circumstances)
    cuts += life.cuts
    for (const step of life.steps) steps.add(step)
    expect(life.wrong, `seed ${seed}`).toBeUndefined()
  }
  return steps
}

test('whatever a power cut leaves, a log opens with every line that it answered, once', async () => {
  const steps = await cutAgainAndAgain({})
  // Each kind of step is among those at which the power went.
  expect([...steps]).toEqual(
    expect.arrayContaining([
      'open log',
      'write log',
      'datasync log',
      'sync log',
      'truncate log',
      'write watermark',
      'datasync watermark',
      'rename new',
      'write part',
      'sync part',
      'rename part',
      'remove log',
      'syncDirectory log',
      'syncDirectory mirror',
    ]),
  )
})

test('so it does where writes and syncs fail and the disk is full now and then', async () => {
  await cutAgainAndAgain({ faults: true })
})

/** The disk with its files made others. */
const withFiles =
  (change: (file: DiskFile, path: string) => Partial<DiskFile>) =>
  (disk: Disk): Disk =>
    Object.assign(Object.create(disk) as Disk, {
      open: async (path: string, mode: 'read' | 'write' | 'create') => {
        const file = await disk.open(path, mode)
        return Object.assign(Object.create(file) as DiskFile, change(file, path))
      },
    })

const doNothing = async () => {}
const again = (sync: () => Promise<void>) => () => sync().catch(sync)

/** What a log might do wrong, as a disk that does it: each must be found, or the tests above prove nothing. */
test.each<[string, Circumstances]>([
  ['answers before the sync', { breaking: withFiles(() => ({ datasync: doNothing, sync: doNothing })) }],
  [
    'marks before the data is synced',
    { breaking: withFiles((_, path) => (path.endsWith('.log') ? { datasync: doNothing } : {})) },
  ],
  [
    'answers before the mark is synced',
    { breaking: withFiles((_, path) => (path.endsWith('.log') ? {} : { datasync: doNothing })) },
  ],
  [
    'does not sync directories',
    { breaking: (disk) => Object.assign(Object.create(disk), { syncDirectory: doNothing }) },
  ],
  [
    'tries a failed sync again',
    {
      faults: true,
      breaking: withFiles((file) => ({ datasync: again(() => file.datasync()), sync: again(() => file.sync()) })),
    },
  ],
])('a log that %s is found out', async (_, circumstances) => {
  for (let seed = 1; seed <= 200; seed++) if ((await live(seed, circumstances)).wrong) return
  expect.unreachable('200 lives, and nothing was wrong')
})
