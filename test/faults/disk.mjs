// A disk that fails, lies slow, or is full. The house must answer no event that is not on it, stay alive, and take
// events again, without being started anew, when the disk does.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { House } from './house.mjs'
import { underLoad } from './kills.mjs'
import { Sender } from './sender.mjs'
import { findStrace, inject } from './strace.mjs'
import { verify } from './verify.mjs'

const FAULTS = [
  'fdatasync:error=EIO',
  'fdatasync:error=ENOSPC',
  'pwrite64:error=EIO',
  'pwrite64:error=ENOSPC',
  'fsync:error=EIO',
  'ftruncate:error=EIO',
  'fdatasync:delay_enter=100000',
  'pwrite64:delay_exit=50000',
]
const ROUND_MS = 400
const RECOVER_MS_MAX = 20_000

/** Resolves with whether an event that is sent from now on is acknowledged in time. */
async function recovers(sender) {
  const before = sender.acknowledged.size
  for (let waited = 0; waited < RECOVER_MS_MAX; waited += 50) {
    if (sender.acknowledged.size > before) return true
    await sleep(50)
  }
  return false
}

export async function diskFaults(options) {
  if (!findStrace()) return { skipped: 'strace is not installed' }
  return underLoad(options, async (house, random, sender) => {
    let injected = 0
    let restarts = 0
    let rounds = 0
    // A fault that no call meets is none: as many rounds as it takes, within reason.
    while (injected < options.times && rounds++ < options.times * 3) {
      const fault = random.one(FAULTS)
      const strace = await inject(house.pid, [`${fault}:when=${1 + random.below(8)}+${5 + random.below(20)}`])
      await sleep(random() * ROUND_MS)
      injected += await strace.end()
      if (house.url && (await recovers(sender))) continue
      // By now the disk is well again; one that needs a new start is told of.
      restarts++
      await house.kill()
      await house.open()
    }
    const few = injected < options.times
    return {
      injected,
      restarts,
      refused: sender.refused,
      ...((few || restarts > 0) && {
        failed: few ? 'too few faults were met' : 'the house needed a new start after faults of the disk',
      }),
    }
  })
}

const SIZE_MIB = 48
const BALLAST_MIB = 36

/** A small file system of its own for the log; it fills, space is made, and it must go on by itself. */
export async function fullDisk({ root, times, seed }) {
  if (process.getuid?.() !== 0) return { skipped: 'only root can mount a small disk' }
  const house = new House(root)
  const ballast = join(house.log, 'ballast')
  mkdirSync(house.log, { recursive: true })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MIB}m`, 'tmpfs', house.log])
  if (mounted.status !== 0) {
    house.remove()
    return { skipped: `a small disk can't be mounted: ${mounted.stderr}` }
  }
  try {
    await house.furnish()
    await house.open()
    const sender = new Sender({ urlOf: () => house.url, key: house.key, seed })
    let came = 0
    let failed
    for (let time = 0; time < times; time++) {
      fill(ballast)
      const refused = () => (sender.refused[503] ?? 0) + (sender.refused[507] ?? 0)
      const before = refused()
      for (let waited = 0; waited < 60_000 && refused() === before; waited += 20) await sleep(20)
      if (refused() === before) failed = 'a full disk was not told of'
      rmSync(ballast)
      if (await recovers(sender)) came++
      else failed ??= 'it takes no events though there is space again'
    }
    await sender.finish()
    const result = await verify(house, sender)
    return { 'came back': came, refused: sender.refused, ...result, ...(failed && { failed }) }
  } finally {
    await house.kill().catch(() => {})
    spawnSync('umount', ['-l', house.log])
    house.remove()
  }
}

/** As much as goes in, or so much that little is left. */
function fill(path) {
  try {
    writeFileSync(path, Buffer.alloc(BALLAST_MIB * 1024 * 1024))
  } catch {
    // It is as full as can be.
  }
}
