// Housecount, and what one would pick instead of its collector. Each is started by `start(directory)`, which gives its
// processes, how the load is sent to it, how to kill it and, where it stores anything, how to count what is left.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startHousecount } from './housecount.mjs'
import { startNginx } from './nginx.mjs'
import { findPostgres, startPostgres } from './postgres.mjs'
import { findProgram, freePort, killTree, startProgram, untilListening } from './processes.mjs'
import { startRedis } from './redis.mjs'

export const SINGLE = { connections: 64, batch: 1 }
export const BATCH = { connections: 8, batch: 1000 }

const NODE_SERVER = fileURLToPath(new URL('./node-server.mjs', import.meta.url))

/** node-server.mjs, with what it keeps events in as a second process. */
const node = (where, startStore) => async (directory) => {
  const store = await startStore?.(join(directory, 'store'))
  const port = await freePort()
  const started = startProgram(process.execPath, [NODE_SERVER, String(port), where, String(store?.port ?? '')])
  await untilListening(port, started)
  return {
    get pids() {
      return [started.pid, ...(store?.pids ?? [])]
    },
    target: { wire: 'http', form: 'events', port, key: 'none' },
    /** The store alone dies first, under load: a handler that outlived it would acknowledge nothing more. */
    async kill() {
      await store?.kill()
      await killTree(started)
    },
    countStored: store?.countStored,
  }
}

const writing = (form, start) => async (directory) => {
  const server = await start(directory)
  const target = { ...server.target, form }
  return {
    ...server,
    target,
    get pids() {
      return server.pids
    },
  }
}

const redis = (fsync) => (directory) => startRedis(directory, fsync)

/** In pairs that are compared: the two of a pair run one after the other. */
export const RIVALS = [
  { name: 'housecount', load: SINGLE, start: startHousecount },
  { name: 'node:http that parses and stores nothing', load: SINGLE, start: node('nowhere') },
  {
    name: 'node:http with redis everysec',
    load: SINGLE,
    start: node('redis', redis('everysec')),
    needs: 'redis-server',
  },
  { name: 'node:http with redis always', load: SINGLE, start: node('redis', redis('always')), needs: 'redis-server' },
  { name: 'node:http with postgres insert', load: SINGLE, start: node('postgres', startPostgres), needs: 'postgres' },
  { name: 'nginx pixel with access log', load: SINGLE, start: startNginx, needs: 'nginx' },
  {
    name: 'node:http with redis everysec, pipelined',
    load: BATCH,
    start: node('redis', redis('everysec')),
    needs: 'redis-server',
  },
  { name: 'redis everysec pipelined', load: BATCH, start: redis('everysec'), needs: 'redis-server' },
  { name: 'housecount', load: BATCH, start: startHousecount },
  { name: 'postgres copy', load: BATCH, start: writing('copy', startPostgres), needs: 'postgres' },
  { name: 'postgres insert of 1000', load: BATCH, start: writing('insert', startPostgres), needs: 'postgres' },
  { name: 'redis always pipelined', load: BATCH, start: redis('always'), needs: 'redis-server' },
]

const find = (program) => (program === 'postgres' ? findPostgres(program) : findProgram(program))

/** Those that can run here; what is missing is told on standard error. */
export function installed(rivals) {
  const missing = [...new Set(rivals.map(({ needs }) => needs))].filter((needs) => needs && !find(needs))
  for (const program of missing) console.error(`${program} is not installed: what needs it is left out`)
  return rivals.filter(({ needs }) => !missing.includes(needs))
}
