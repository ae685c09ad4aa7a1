// `housecount serve`: the doors open, until it is told to stop.
import { type Command, InvalidArgumentError } from 'commander'
import { House } from '../app.ts'
import { readSettings } from '../config.ts'
import { command } from './command.ts'
import { notice, print, printJson } from './output.ts'
import { type CommonFlags, catchUp, openingOf } from './with-house.ts'

interface Flags extends CommonFlags {
  readonly host?: string
  readonly port?: number
  readonly mirror?: string
}

export const serveCommand = (): Command =>
  command('serve', 'collect events, and publish editions, the API and the pages', [
    'serve --port 4000',
    'serve --data /var/lib/housecount --host 0.0.0.0',
    'serve --mirror /mnt/other-disk/housecount',
  ])
    .option('--host <host>', 'the address to listen on (default: 127.0.0.1)')
    .option('--port <port>', 'the port to listen on; 0 takes any that is free (default: 4000)', portOf)
    .option('--mirror <dir>', 'a directory, best on another disk, that gets a copy of every sealed segment of the log')
    .action(async (flags: Flags) => {
      const settings = await readSettings(flags)
      const house = await House.open({ ...openingOf(settings), notice })
      try {
        await catchUp(house, 'events that came in late')
        await house.declareCounting(settings.counting)
        await house.declareCharts(settings.charts)
        // Only here, so that the other commands need not load all of HTTP before they answer.
        const { startServer } = await import('../server.ts')
        const server = await startServer(house, settings, notice)
        if (flags.json) printJson({ url: server.url })
        else print(`Housecount is open at ${server.url}\nkeys are in ${settings.data}/keys.json`)
        await untilTold()
        notice('closing: finishing requests and publishing what came in')
        await server.stop()
      } finally {
        await house.close()
      }
    })

export function portOf(value: string): number {
  const port = Number(value)
  if (/^\d+$/.test(value) && port <= 65_535) return port
  throw new InvalidArgumentError('a whole number from 0 to 65535')
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once, since the log needs no goodbye. */
export function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    let told = false
    const hear = () => {
      if (told) process.exit(3)
      told = true
      resolve()
    }
    process.on('SIGINT', hear)
    process.on('SIGTERM', hear)
  })
}
