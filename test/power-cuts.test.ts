// The log under power cuts, on a simulated disk that keeps any part of what was not synced: it always opens, every
// answered line is there exactly once, nothing is there that nobody sent. A failing case prints its seed.
import { expect, test, vi } from 'vitest'
import type { Disk, DiskFile } from '../src/log/disk.ts'
import { type Circumstances, live } from './log-life.ts'

vi.mock('node:zlib', async (original) => (await import('./zlib-in-turn.ts')).zlibInTurn(original))

/** How many cuts are simulated in each test. */
const CUTS = Number(process.env.POWER_CUTS ?? 10_000)

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
      'sync log',
      'truncate log',
      'write watermark',
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

/** The disk with its files, or some step of its own, made others. */
function changed(disk: Disk, change: Partial<Disk>, files: (file: DiskFile, path: string) => Partial<DiskFile>): Disk {
  return {
    makeDirectory: (path) => disk.makeDirectory(path),
    list: (path) => disk.list(path),
    remove: (path) => disk.remove(path),
    rename: (from, to) => disk.rename(from, to),
    syncDirectory: (path) => disk.syncDirectory(path),
    async open(path, mode, writes) {
      const file = await disk.open(path, mode, writes)
      return {
        read: (into, position) => file.read(into, position),
        write: (bytes, position) => file.write(bytes, position),
        sync: () => file.sync(),
        truncate: (length) => file.truncate(length),
        size: () => file.size(),
        close: () => file.close(),
        ...files(file, path),
      }
    },
    ...change,
  }
}

const doNothing = async () => {}

const isLog = (path: string): boolean => path.endsWith('.log')

/** What a log might do wrong, as a disk that does it: each must be found, or the tests above prove nothing. */
const WRONG: Readonly<Record<string, Circumstances>> = {
  'answers before the sync': {
    breaking: (disk) => changed(disk, { open: (path, mode) => disk.open(path, mode) }, () => ({})),
  },
  'marks before the data is synced': {
    breaking: (disk) =>
      changed(
        disk,
        { open: (path, mode, writes) => disk.open(path, mode, isLog(path) ? undefined : writes) },
        () => ({}),
      ),
  },
  'does not sync directories': {
    breaking: (disk) => changed(disk, { syncDirectory: doNothing }, () => ({})),
  },
  'tries a failed sync again': {
    faults: true,
    breaking: (disk) =>
      changed(disk, {}, (file) => ({
        write: (bytes, position) => file.write(bytes, position).catch(() => file.sync().then(() => bytes.length)),
      })),
  },
}

test.each(Object.keys(WRONG))('a log that %s is found out', async (name) => {
  for (let seed = 1; seed <= 300; seed++) if ((await live(seed, WRONG[name])).wrong) return
  expect.unreachable('300 lives, and nothing was wrong')
})
