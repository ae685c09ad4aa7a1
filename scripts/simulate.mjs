// Runs the simulator by hand: `npm run simulate -- --seed 1234`, or `--seed 1 --runs 5000`. Ends with 1 where a run
// failed. Vitest runs it, as it runs the tests: Node 20 reads no TypeScript.
import { parseArgs } from 'node:util'
import { startVitest } from 'vitest/node'

const { values } = parseArgs({ options: { seed: { type: 'string' }, runs: { type: 'string' } } })
const runs = values.runs ?? (values.seed === undefined ? '1000' : '1')

const vitest = await startVitest('test', [], {
  include: ['test/simulator/by-hand.ts'],
  env: { SIMULATE_SEED: values.seed ?? '1', SIMULATE_RUNS: runs },
  testTimeout: 0,
  watch: false,
  disableConsoleIntercept: true,
  // What the run prints is all there is to say.
  reporters: [{}],
})
await vitest.close()
