// The simulator by hand: scripts/simulate.mjs runs this file as a test, with the seeds that were asked for. Prints one
// line of JSON; a single run tells all that happens in it on standard error.
import { expect, test, vi } from 'vitest'
import { simulate } from './run.ts'
import { addTally, type Tally } from './tally.ts'
import { version } from './version.ts'

vi.mock('node:zlib', async (original) => (await import('../zlib-in-turn.ts')).zlibInTurn(original))

/** Ends early when so many have failed. */
const FAILED_MAX = 5

test('what was asked for', async () => {
  const from = Number(process.env.SIMULATE_SEED)
  const asked = Number(process.env.SIMULATE_RUNS)
  const tally: Tally = {}
  const failed: { seed: number; wrong: string }[] = []
  let runs = 0
  while (runs < asked && failed.length < FAILED_MAX) {
    const seed = from + runs++
    const { wrong, tally: ofRun } = await simulate(seed, asked === 1 ? (text) => console.error(text) : undefined)
    addTally(tally, ofRun)
    if (wrong) failed.push({ seed, wrong })
  }
  console.log(JSON.stringify({ seed: from, runs, of: version(), failed, tally }))
  expect(failed).toEqual([])
})
