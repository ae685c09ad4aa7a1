// The store fails in every way: killed, stopped, its files gone, its disk full. Collecting must go on through each of
// them, and what came in meanwhile be loaded from the log without anybody's help.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { underLoad } from './kills.mjs'
import { fill, mountSmall, unmount } from './small-disk.mjs'

const LIFE_MS_MAX = 1500
const STOPPED_MS = 2000
/** The house gives a silent engine up after 15 seconds. */
const GIVEN_UP_MS_MAX = 60_000
const FULL_MS = 4000
const STORE_MIB = 96
const COLLECTS_MS_MAX = 5000
const CATCHES_UP_MS_MAX = 40_000

/** Few events, since all of them are loaded anew again and again. */
const PACE = { pauseMsMax: 150 }

export const storeFailures = (options) =>
  underLoad({ ...options, pace: PACE }, async (house, random, sender) => {
    const told = {}
    const wrong = []
    for (let failure = 0; failure < options.times; failure++) {
      await sleep(random() * LIFE_MS_MAX)
      const name = ORDER[failure % ORDER.length]
      const before = sender.acknowledged.size
      const outcome = await FAILURES[name](house, sender)
      if (outcome?.leftOut) console.error(`${name}: left out: ${outcome.leftOut}`)
      else told[name] = (told[name] ?? 0) + 1
      if (outcome?.wrong) wrong.push(`${name}: ${outcome.wrong}`)
      if (!(await collects(sender, before))) wrong.push(`${name}: collecting stood still`)
      if (!(await catchesUp(house))) wrong.push(`${name}: the store does not catch up with the log`)
      await outcome?.after?.()
    }
    return { told, ...(wrong.length > 0 && { failed: wrong.slice(0, 5) }) }
  })

/** Each in a way that leaves the house on its own; `after` puts right what the fault needed. */
const FAILURES = {
  async killed(house) {
    process.kill(await engineOf(house), 'SIGKILL')
  },
  async 'stopped for a while'(house) {
    const pid = await engineOf(house)
    process.kill(pid, 'SIGSTOP')
    await sleep(STOPPED_MS)
    process.kill(pid, 'SIGCONT')
  },
  /** Nobody wakes it: the house has to give it up. */
  async 'stopped for good'(house, sender) {
    const pid = await engineOf(house)
    process.kill(pid, 'SIGSTOP')
    const before = sender.acknowledged.size
    for (let waited = 0; waited < GIVEN_UP_MS_MAX && existsSync(`/proc/${pid}`); waited += 50) await sleep(50)
    if (existsSync(`/proc/${pid}`)) {
      process.kill(pid, 'SIGKILL')
      return { wrong: 'it was not given up' }
    }
    return sender.acknowledged.size > before ? undefined : { wrong: 'collecting stood still' }
  },
  async 'gone while it runs'(house) {
    await engineOf(house)
    removeStore(house)
  },
  async 'gone between two engines'(house) {
    process.kill(await engineOf(house), 'SIGKILL')
    removeStore(house)
  },
  async 'gone between two houses'(house) {
    await house.kill()
    removeStore(house)
    await house.open()
  },
  /** A small disk for the store alone; the store that it hid is an old one when it comes back. */
  async 'its disk full'(house, sender) {
    await house.kill()
    mkdirSync(house.store, { recursive: true })
    const leftOut = mountSmall(house.store, STORE_MIB)
    await house.open()
    if (leftOut) return { leftOut }
    const ballast = join(house.store, 'ballast')
    fill(ballast)
    const before = sender.acknowledged.size
    await sleep(FULL_MS)
    const stood = sender.acknowledged.size === before
    rmSync(ballast, { force: true })
    return {
      wrong: stood ? 'collecting stood still' : undefined,
      async after() {
        await house.kill()
        unmount(house.store)
        await house.open()
      },
    }
  },
}

const ORDER = [
  'killed',
  'gone while it runs',
  'its disk full',
  'stopped for a while',
  'gone between two engines',
  'stopped for good',
  'killed',
  'gone between two houses',
  'its disk full',
  'stopped for a while',
]

/** It is started anew only when it is needed. */
async function engineOf(house) {
  for (;;) {
    const pid = house.enginePid
    if (pid) return pid
    await sleep(50)
  }
}

/** At once, also under an engine that goes on writing. */
function removeStore(house) {
  const gone = join(house.directory, 'gone')
  renameSync(house.store, gone)
  rmSync(gone, { recursive: true, maxRetries: 10 })
}

async function collects(sender, before) {
  for (let waited = 0; waited < COLLECTS_MS_MAX && sender.acknowledged.size === before; waited += 50) await sleep(50)
  return sender.acknowledged.size > before
}

/** Whether the store comes to where the log is now. */
async function catchesUp(house) {
  const until = performance.now() + CATCHES_UP_MS_MAX
  let goal
  while (performance.now() < until) {
    const pulse = await fetch(`${house.url}/healthz`).then(
      (response) => response.json(),
      () => undefined,
    )
    goal ??= pulse?.log
    if (pulse?.store === 'answers' && isReached(pulse.loaded, goal)) return true
    await sleep(100)
  }
  return false
}

const isReached = (place, goal) =>
  place.segment > goal.segment || (place.segment === goal.segment && place.offset >= goal.offset)
