// `housecount demo`: a streaming service of our own invention, counted and published, with live traffic going on.
import type { Command } from 'commander'
import { House } from '../app.ts'
import { openKeys } from '../collect/keys.ts'
import { addOperator, changeOperators } from '../collect/operators/operators.ts'
import { hashOf, newPassphrase } from '../collect/operators/passphrase.ts'
import { readSettings } from '../config.ts'
import { DEMO_COUNTRIES, fillDemo } from '../demo/fill.ts'
import { startLiveTraffic } from '../demo/live-traffic.ts'
import { DEFAULT_SITE } from '../domain/event.ts'
import { parseRegion } from '../domain/region.ts'
import { instant } from '../domain/time.ts'
import { findEdition } from '../publish/editions.ts'
import { editionText } from './chart.ts'
import { command } from './command.ts'
import { bar, n, notice, print, printJson } from './output.ts'
import { portOf, untilTold } from './serve.ts'
import { type CommonFlags, catchUp, chartNamed } from './with-house.ts'

interface Flags extends CommonFlags {
  readonly port?: number
  readonly seed: number
  readonly exit?: boolean
}

const OPERATOR = 'demo'

/** The chart whose Top 10 is printed. */
const SHOWN_CHART = 'tv-english'

export const demoCommand = (): Command =>
  command('demo', 'fill a data directory with a streaming service of our own, publish it, and serve it', [
    'demo',
    'demo --exit',
  ])
    .option('--port <port>', 'the port to listen on; 0 takes any that is free (default: 4000)', portOf)
    .option('--seed <seed>', 'another seed is another service', Number, 1)
    .option('--exit', 'end after publishing')
    .action(async (flags: Flags) => {
      const settings = await readSettings({ ...flags, data: flags.data ?? './demo-data' })
      const house = await House.open({ directory: settings.data, notice })
      try {
        const service = await fill(house, flags.seed)
        await printTop(house, flags)
        if (flags.exit) return
        const { startServer } = await import('../server.ts')
        const { magazineRoutes } = await import('../web/magazine-routes.ts')
        const writeKey = await writeKeyOf(settings.data)
        const passphrase = await operatorPassphrase(settings.data)
        const server = await startServer(house, settings, notice, (counters) =>
          magazineRoutes(house, counters, writeKey),
        )
        print(`\nopen ${server.url} (Ctrl-C ends it; the data stays in ${settings.data})`)
        print(`and ${server.url}/magazine, an article with its numbers on it`)
        print(`and ${server.url}/desk, its operator's desk: name ${OPERATOR}, passphrase ${passphrase}`)
        const stopTraffic = startLiveTraffic(house, service, flags.seed, notice)
        await untilTold()
        await stopTraffic()
        await server.stop()
      } finally {
        await house.close()
      }
    })

/** The public key of the first site. */
async function writeKeyOf(data: string): Promise<string> {
  const { keys } = await openKeys(data)
  return keys.find(({ kind, site }) => kind === 'write' && site === DEFAULT_SITE)?.key ?? ''
}

/** Of the demo's operator, made anew each time: the house keeps none. */
async function operatorPassphrase(data: string): Promise<string> {
  const passphrase = newPassphrase()
  const hash = await hashOf(passphrase)
  const added = await changeOperators(data, ({ operators }) =>
    addOperator({ operators: operators.filter(({ name }) => name !== OPERATOR) }, OPERATOR, hash, instant(Date.now())),
  )
  if (!added.ok) throw new Error('the demo has an operator')
  return passphrase
}

async function fill(house: House, seed: number) {
  const drawn = bar('audience', 0)
  await catchUp(house, 'the demo')
  const service = await fillDemo(house, seed, (done, of) => drawn.add(done, of))
  drawn.stop()
  notice(
    `${n(service.events)} events of ${n(service.items.length)} items in ${DEMO_COUNTRIES} countries are on the log`,
  )
  await catchUp(house, 'the demo')
  return service
}

/** The last week that is over, in the world. */
async function printTop(house: House, flags: Flags): Promise<void> {
  const spec = chartNamed(house, SHOWN_CHART)
  const region = parseRegion('region', 'world')
  if (!region.ok) throw new Error('the world is a region')
  const latest = await findEdition(house, spec, region.value, 'latest')
  if (!latest.ok) throw new Error('the demo has no edition')
  const previous = latest.value.state === 'provisional' ? await lastWhole(house, latest.value.window.from) : undefined
  if (flags.json) printJson(previous ?? latest.value)
  else print(editionText(previous ?? latest.value))
}

async function lastWhole(house: House, before: string) {
  const day = new Date(Date.parse(before) - 1).toISOString().slice(0, 10)
  const edition = await findEdition(house, chartNamed(house, SHOWN_CHART), 'world', day)
  return edition.ok ? edition.value : undefined
}
