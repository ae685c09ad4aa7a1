// A disk that fails, lies slow, or is full. The house must answer no event that is not on it, stay alive, and take
// events again, without being started anew, when the disk does.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { House } from './house.mjs'
import { underLoad } from './kills.mjs'
import { Sender } from './sender.mjs'
import { fill, mountSmall, unmount } from './small-disk.mjs'
import { findStrace, inject } from './strace.mjs'
import { verify } from './verify.mjs'

const FAULTS = [
  'pwrite64:error=EIO',
  'pwrite64:error=ENOSPC',
  'fsync:error=EIO',
  'ftruncate:error=EIO',
  'rename:error=EIO',
  'pwrite64:delay_enter=100000',
  'pwrite64:delay_exit=50000',
]
const ROUND_MS = 400
/** Now and then no call of a kind works for a while: the house has to say so, and its sender to come again. */
const OUTAGES = ['pwrite64:error=EIO', 'pwrite64:error=ENOSPC', 'fsync:error=EIO,pwrite64:error=EIO']
const OUTAGE = 0.2
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
    const told = { injected: 0, outages: 0, restarts: 0 }
    // An outage is one fault, however many calls it meets. A fault that no call meets is none: as many rounds as it
    // takes, within reason.
    for (let rounds = 0; told.injected < options.times && rounds < options.times * 3; rounds++) {
      const outage = random() < OUTAGE
      const faults = outage
        ? random.one(OUTAGES).split(',')
        : [`${random.one(FAULTS)}:when=${1 + random.below(8)}+${5 + random.below(20)}`]
      const strace = await inject(house.pid, faults)
      await sleep(random() * ROUND_MS)
      const met = await strace.end()
      told.injected += outage ? Math.min(1, met) : met
      if (outage && met > 0) told.outages++
      if (house.url && (await recovers(sender))) continue
      // By now the disk is well again; one that needs a new start is told of.
      told.restarts++
      await house.kill()
      await house.open()
    }
    const few = told.injected < options.times && 'too few faults were met'
    const failed = few || (told.restarts > 0 && 'the house needed a new start after faults of the disk')
    return { ...told, refused: sender.refused, ...(failed && { failed }) }
  })
}

const SIZE_MIB = 48
const BALLAST_MIB = 36
/** Much at once, or a small disk would not soon be full. */
const HURRIED = { batchMax: 100, pauseMsMax: 0 }

/** A small file system of its own for the log; it fills, space is made, and it must go on by itself. */
export async function fullDisk({ root, times, seed }) {
  const house = new House(root)
  const ballast = join(house.log, 'ballast')
  mkdirSync(house.log, { recursive: true })
  const skipped = mountSmall(house.log, SIZE_MIB)
  if (skipped) {
    house.remove()
    return { skipped }
  }
  try {
    await house.furnish()
    await house.open()
    const sender = new Sender({ urlOf: () => house.url, key: house.key, seed, ...HURRIED })
    let came = 0
    let failed
    for (let time = 0; time < times; time++) {
      fill(ballast, BALLAST_MIB)
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
    unmount(house.log)
    house.remove()
  }
}
