// `npm run bench -- NAME [--events N]`: runs a benchmark against dist/. Figures go to standard output, a JSON line each.
import { parseArgs } from 'node:util'
import { benchCharts } from './charts.mjs'

const BENCHES = { charts: benchCharts }

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { events: { type: 'string', default: '20000000' } },
})
const bench = BENCHES[positionals[0]]
const events = Number(values.events)
if (!bench || !Number.isInteger(events) || events < 1000) {
  console.error(`usage: npm run bench -- ${Object.keys(BENCHES).join('|')} [--events 20000000]`)
  process.exit(2)
}
await bench({ events })
