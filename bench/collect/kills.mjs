// kill -9 in the middle of the load: of what was acknowledged, how much is there after the next start? This ends
// processes, not the machine: what the kernel holds in memory survives, so it flatters those that sync later.
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { nameOf } from './rates.mjs'
import { installed, RIVALS } from './rivals.mjs'
import { startLoad } from './run-load.mjs'

const LOAD_MS = 3000
const NEVER_MS = 2 ** 31 - 1

export async function measureKills({ root, print }) {
  for (const rival of installed(RIVALS)) {
    const directory = join(root, 'kill')
    const numbersPath = join(root, 'numbers')
    const server = await rival.start(directory)
    if (server.countStored) {
      const load = startLoad(server, { ...rival.load, measuredMs: NEVER_MS, numbersPath })
      await load.began
      await sleep(LOAD_MS)
      await server.kill()
      const { acknowledged, run } = await load.result
      const { missing } = await server.countStored(run, readFileSync(numbersPath))
      print(`after kill -9: ${nameOf(rival)}: acknowledged`, acknowledged, 'events')
      print(`after kill -9: ${nameOf(rival)}: missing`, missing, 'events')
    } else await server.kill()
    await rm(directory, { recursive: true, force: true })
  }
}
