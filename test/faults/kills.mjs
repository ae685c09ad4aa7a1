// kill -9 of the whole house: at random moments, also while it starts, and inside the n-th sync or write of its log.
import { setTimeout as sleep } from 'node:timers/promises'
import { House } from './house.mjs'
import { chance } from './random.mjs'
import { Sender } from './sender.mjs'
import { findStrace, inject } from './strace.mjs'
import { verify } from './verify.mjs'

/** Most lives are short; some are long enough to load and fold what came in meanwhile. */
const LIFE_MS_MAX = 2500
/** Some die before they answer. */
const KILLED_WHILE_STARTING = 0.2
const START_MS_MAX = 1000

/** A house under a sender; `work` puts faults in its way, and what it gives is told with what is left in the end. */
export async function underLoad({ root, seed, pace }, work) {
  const house = new House(root)
  try {
    await house.furnish()
    await house.open()
    const sender = new Sender({ urlOf: () => house.url, key: house.key, seed, ...pace })
    const told = await work(house, chance(seed + 1), sender)
    if (!house.url) await house.open()
    await sender.finish()
    const { failed = told.failed, ...found } = await verify(house, sender)
    return { ...told, ...found, ...(failed && { failed }) }
  } finally {
    await house.kill().catch(() => {})
    house.remove()
  }
}

export const randomKills = (options) =>
  underLoad(options, async (house, random) => {
    let whileStarting = 0
    for (let kill = 0; kill < options.times; kill++) {
      if (!house.url && random() < KILLED_WHILE_STARTING) {
        const started = house.start()
        await sleep(random() * START_MS_MAX)
        await house.kill()
        if (!(await started)) whileStarting++
        continue
      }
      if (!house.url) await house.open()
      await sleep(random() ** 4 * LIFE_MS_MAX)
      await house.kill()
    }
    return { 'while starting': whileStarting }
  })

/** The counts are each thread's own, so that the kill falls at different places of a commit. */
const CALLS = { pwrite64: 80, fsync: 2, rename: 2 }
const REACHED_MS_MAX = 1500

export async function diskKills(options) {
  if (!findStrace()) return { skipped: 'strace is not installed' }
  return underLoad(options, async (house, random) => {
    const inside = {}
    for (let kill = 0; kill < options.times; kill++) {
      if (!house.url) await house.open()
      const call = random() < 0.7 ? 'pwrite64' : random.one(['fsync', 'rename'])
      const strace = await inject(house.pid, [`${call}:signal=KILL:when=${1 + random.below(CALLS[call])}`])
      const reached = await Promise.race([house.ended.then(() => true), sleep(REACHED_MS_MAX, false)])
      if (reached) inside[call] = (inside[call] ?? 0) + 1
      // One that is not reached in time is an ordinary kill.
      await house.kill()
      await strace.end()
    }
    return { inside }
  })
}
