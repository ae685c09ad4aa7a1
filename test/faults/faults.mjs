// `npm run faults -- [--kills 200] [--disk-faults 300] [--damage 5000] [--store-failures 20] [--cuts 200] [--only NAME]…`
// Real processes on a real disk, with faults put in their way while a sender insists on its events. One JSON line a
// scenario on standard output; `lost` and `counted twice` must be 0. With --planted, bugs are planted instead, one at a
// time, and the check that should find each is run. Ends with `N passed, N failed`, and with exit code 1 if any failed.

import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { damage } from './damage.mjs'
import { diskFaults, fullDisk } from './disk.mjs'
import { diskKills, randomKills } from './kills.mjs'
import { network } from './network.mjs'
import { planted } from './planted.mjs'
import { storeFailures } from './store.mjs'

/** Each runs so many times as its option says, and gives what is printed; `failed` names what went wrong, if anything. */
const SCENARIOS = {
  'random-kills': { option: 'kills', share: 0.5, run: randomKills },
  'disk-kills': { option: 'kills', share: 0.5, run: diskKills },
  'disk-faults': { option: 'disk-faults', share: 1, run: diskFaults },
  'full-disk': { option: 'full-disks', share: 1, run: fullDisk },
  network: { option: 'cuts', share: 1, run: network },
  damage: { option: 'damage', share: 1, run: damage },
  'store-failures': { option: 'store-failures', share: 1, run: storeFailures },
}

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    'disk-faults': { type: 'string', default: '300' },
    'full-disks': { type: 'string', default: '3' },
    cuts: { type: 'string', default: '200' },
    damage: { type: 'string', default: '5000' },
    'store-failures': { type: 'string', default: '20' },
    only: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** Where bin/ and dist/ are: a planted copy has its own. */
    root: { type: 'string', default: fileURLToPath(new URL('../..', import.meta.url)) },
    planted: { type: 'boolean', default: false },
  },
})
const names = [...Object.keys(SCENARIOS)]
const unknown = values.planted ? [] : values.only.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`no scenario ${unknown.join(', ')}; there are ${names.join(', ')}`)
  process.exit(2)
}

const outcome = values.planted ? await planted(values.root, values.only) : await runScenarios()
console.log(`${outcome.passed} passed, ${outcome.failed} failed`)
// What a fault left behind, such as a socket without an end, must not keep this from ending.
process.exit(outcome.failed === 0 ? 0 : 1)

/** Two at once, each with a house of its own: most of the time one of them waits. */
async function runScenarios() {
  const waiting = (values.only.length > 0 ? values.only : names).filter((name) => timesOf(name) > 0)
  const outcome = { passed: 0, failed: 0 }
  const lane = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      const verdict = await runScenario(name)
      if (verdict) outcome[verdict]++
    }
  }
  await Promise.all([lane(), lane()])
  return outcome
}

function timesOf(name) {
  const { option, share } = SCENARIOS[name]
  return Math.ceil(Number(values[option]) * share)
}

/** @returns undefined where it was left out */
async function runScenario(name) {
  const seed = Number(values.seed)
  const times = timesOf(name)
  const began = performance.now()
  const result = await SCENARIOS[name].run({ root: values.root, times, seed }).catch((error) => ({
    failed: error.stack,
  }))
  const seconds = Math.round((performance.now() - began) / 1000)
  console.log(JSON.stringify({ scenario: name, times, seed, ...result, seconds }))
  if (result.skipped) {
    console.error(`${name} is left out: ${result.skipped}`)
    return undefined
  }
  return result.failed || result.lost > 0 || result['counted twice'] > 0 ? 'failed' : 'passed'
}
