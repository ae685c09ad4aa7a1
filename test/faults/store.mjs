// The store's process killed, and stopped for a while, in the middle of loading and folding. Collecting must go on.
import { setTimeout as sleep } from 'node:timers/promises'
import { underLoad } from './kills.mjs'

const LIFE_MS_MAX = 2500
const STOPPED_MS = 2000

export const storeFailures = (options) =>
  underLoad(options, async (house, random, sender) => {
    let silent = 0
    for (let failure = 0; failure < options.times; failure++) {
      await sleep(random() * LIFE_MS_MAX)
      const pid = await engineOf(house)
      const before = sender.acknowledged.size
      if (random() < 0.5) process.kill(pid, 'SIGKILL')
      else {
        process.kill(pid, 'SIGSTOP')
        await sleep(STOPPED_MS)
        process.kill(pid, 'SIGCONT')
      }
      for (let waited = 0; waited < 5000 && sender.acknowledged.size === before; waited += 50) await sleep(50)
      if (sender.acknowledged.size === before) silent++
    }
    return { ...(silent > 0 && { failed: `collecting stood still after ${silent} failures of the store` }) }
  })

/** It is started anew only when it is needed. */
async function engineOf(house) {
  for (;;) {
    const pid = house.enginePid
    if (pid) return pid
    await sleep(50)
  }
}
