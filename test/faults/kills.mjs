// kill -9 of the whole house: at random moments, also while it starts, and inside the n-th sync or write of its log.
import { setTimeout as sleep } from 'node:timers/promises'
import { House } from './house.mjs'
import { chance } from './random.mjs'
import { Sender } from './sender.mjs'
import { findStrace, inject } from './strace.mjs'
import { verify } from './verify.mjs'

const LIFE_MS_MAX = 800
/** Some die before they answer. */
const KILLED_WHILE_STARTING = 0.2
const START_MS = 1500

/** A house under a sender; `work` puts faults in its way, and what it gives is told with what is left in the end. */
export async function underLoad({ root, seed }, work) {
  const house = new House(root)
  try {
    await house.furnish()
    await house.open()
    const sender = new Sender({ urlOf: () => house.url, key: house.key, seed })
    const told = await work(house, chance(seed + 1), sender)
    if (!house.url) await house.open()
    await sender.finish()
    return { ...told, ...(await verify(house, sender)) }
  } finally {
    await house.kill().catch(() => {})
    house.remove()
  }
}

export const randomKills = (options) =>
  underLoad(options, async (house, random) => {
    for (let kill = 0; kill < options.times; kill++) {
      if (!house.url && random() < KILLED_WHILE_STARTING) {
        const started = house.start()
        await sleep(random() * START_MS)
        await house.kill()
        await started
        continue
      }
      if (!house.url) await house.open()
      await sleep(random() * LIFE_MS_MAX)
      await house.kill()
    }
  })

/** The counts are each thread's own, so that the kill falls at different places of a commit. */
const COUNT_MAX = 40

export async function diskKills(options) {
  if (!findStrace()) return { skipped: 'strace is not installed' }
  return underLoad(options, async (house, random) => {
    for (let kill = 0; kill < options.times; kill++) {
      if (!house.url) await house.open()
      const call = random.one(['fdatasync', 'fdatasync', 'pwrite64', 'pwrite64', 'pwritev'])
      const strace = await inject(house.pid, [`${call}:signal=KILL:when=${1 + random.below(COUNT_MAX)}`])
      // One that is not reached in time is an ordinary kill.
      await Promise.race([house.ended, sleep(3000)])
      await house.kill()
      await strace.end()
    }
  })
}
