// `npm run bench -- NAME [--options]`: runs a benchmark against dist/. Figures go to standard output, a JSON line each.
import { parseArgs } from 'node:util'

const USAGE = `usage: npm run bench -- charts [--events 20000000]
       npm run bench -- collect [--seconds 8] [--warm-up 2] [--minutes 5] [rates kills end-to-end overload]`

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    events: { type: 'string', default: '20000000' },
    seconds: { type: 'string', default: '8' },
    'warm-up': { type: 'string', default: '2' },
    minutes: { type: 'string', default: '5' },
  },
})
const [name, ...parts] = positionals

/** Loaded only when asked for: each needs other packages and programs. */
const BENCHES = {
  async charts() {
    const { benchCharts } = await import('./charts.mjs')
    const events = amount('events', 1000)
    if (!Number.isInteger(events)) misused()
    await benchCharts({ events })
  },
  async collect() {
    const { benchCollect, COLLECT_PARTS } = await import('./collect.mjs')
    if (!parts.every((part) => COLLECT_PARTS.includes(part))) misused()
    const seconds = amount('seconds', 0.1)
    await benchCollect({ seconds, warmUp: amount('warm-up', 0), minutes: amount('minutes', 0.1), parts })
  },
}

function amount(option, min) {
  const value = Number(values[option])
  if (!(value >= min)) misused()
  return value
}

function misused() {
  console.error(USAGE)
  process.exit(2)
}

if (!(name in BENCHES)) misused()
await BENCHES[name]()
