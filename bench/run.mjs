// `npm run bench -- NAME [--options]`: runs a benchmark against dist/. Figures go to standard output, a JSON line each.
import { parseArgs } from 'node:util'

const USAGE = `usage: npm run bench -- charts [--events 20000000]
       npm run bench -- collect [--seconds 8] [--warm-up 2] [--minutes 5] [rates kills end-to-end overload]
       npm run bench -- counters [--events 10700000] [--items 10000,1000000] [--seconds 8] [--minutes 5] [--rate 0] [reads freshness]
       npm run bench -- pages [--seconds 8] [--rate 200] [sizes browser times]`

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    events: { type: 'string' },
    items: { type: 'string', default: '10000,1000000' },
    rate: { type: 'string' },
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
    const events = amount('events', 1000, 20_000_000)
    if (!Number.isInteger(events)) misused()
    await benchCharts({ events })
  },
  async collect() {
    const { benchCollect, COLLECT_PARTS } = await import('./collect.mjs')
    if (!parts.every((part) => COLLECT_PARTS.includes(part))) misused()
    const seconds = amount('seconds', 0.1)
    await benchCollect({ seconds, warmUp: amount('warm-up', 0), minutes: amount('minutes', 0.1), parts })
  },
  async counters() {
    const { benchCounters, COUNTERS_PARTS } = await import('./counters.mjs')
    const items = values.items.split(',').map(Number)
    if (!parts.every((part) => COUNTERS_PARTS.includes(part)) || !items.every((each) => each >= 100)) misused()
    await benchCounters({
      events: amount('events', 1000, 10_700_000),
      items,
      seconds: amount('seconds', 0.1),
      minutes: amount('minutes', 0.1),
      rate: amount('rate', 0, 0),
      parts,
    })
  },
  async pages() {
    const { benchPages, PAGES_PARTS } = await import('./pages.mjs')
    if (!parts.every((part) => PAGES_PARTS.includes(part))) misused()
    await benchPages({ seconds: amount('seconds', 0.1), rate: amount('rate', 1, 200), parts })
  },
}

function amount(option, min, fallback) {
  const value = Number(values[option] ?? fallback)
  if (!(value >= min)) misused()
  return value
}

function misused() {
  console.error(USAGE)
  process.exit(2)
}

if (!(name in BENCHES)) misused()
await BENCHES[name]()
