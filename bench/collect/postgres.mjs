// PostgreSQL with its defaults for durability (fsync, synchronous_commit), room for its writes, and a table without an
// index: that is what is quickest to write, though it keeps an event that is sent twice twice.
import { spawnSync } from 'node:child_process'
import { chownSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { numberOf } from './events.mjs'
import { findProgram, freePort, killTree, startProgram, untilListening } from './processes.mjs'

export const COLUMNS = [
  { name: 'id', type: 'uuid' },
  { name: 'at', type: 'timestamptz' },
  { name: 'kind', type: 'text' },
  { name: 'item', type: 'text' },
  { name: 'country', type: 'text' },
  { name: 'viewer', type: 'text' },
  { name: 'ms', type: 'int' },
]
const SETTINGS = { shared_buffers: '512MB', max_wal_size: '4GB', max_connections: '200', unix_socket_directories: '' }

/** A program of PostgreSQL; packages keep each version in a directory of its own. */
export function findPostgres(name) {
  const root = '/usr/lib/postgresql'
  const versions = spawnSync('ls', [root], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean)
  return findProgram(name, ...versions.map((version) => join(root, version, 'bin')))
}

export async function startPostgres(directory) {
  const owner = ownerOf()
  mkdirSync(directory, { recursive: true })
  if (owner.uid !== undefined) chownSync(directory, owner.uid, owner.gid)
  const data = join(directory, 'cluster')
  const made = spawnSync(
    findPostgres('initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    {
      cwd: directory,
      encoding: 'utf8',
      ...owner,
    },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr || made.error}`)
  const port = await freePort()
  const start = async () => {
    const set = Object.entries({ ...SETTINGS, port, listen_addresses: '127.0.0.1' }).flatMap(([k, v]) => [
      '-c',
      `${k}=${v}`,
    ])
    const started = startProgram(findPostgres('postgres'), ['-D', data, ...set], { cwd: directory, ...owner })
    await untilListening(port, started)
    await untilReady(port)
    return started
  }
  let started = await start()
  await ask(port, `CREATE TABLE events (${COLUMNS.map(({ name, type }) => `${name} ${type} NOT NULL`).join(', ')})`)
  return {
    get pids() {
      return [started.pid]
    },
    port,
    target: { wire: 'postgres', port },
    kill: () => killTree(started),
    async countStored(run, numbers) {
      started = await start()
      const seen = new Uint8Array(numbers.length)
      for (const { id } of await ask(port, 'SELECT DISTINCT id FROM events')) {
        const number = numberOf(run, id)
        if (number !== undefined) seen[number] = 1
      }
      await killTree(started)
      return {
        stored: seen.reduce((sum, each) => sum + each, 0),
        missing: numbers.reduce((sum, each, number) => sum + (each && !seen[number] ? 1 : 0), 0),
      }
    },
  }
}

/** It refuses to run as root: then as the user that its package made, or as nobody. */
function ownerOf() {
  if (process.getuid?.() !== 0) return {}
  for (const user of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout || NaN),
    )
    if (uid > 0) return { uid, gid }
  }
  throw new Error('PostgreSQL does not run as root, and there is no other user to run it as')
}

/** After a crash it accepts connections only once it has replayed its log. */
async function untilReady(port) {
  for (;;) {
    try {
      await ask(port, 'SELECT 1')
      return
    } catch (error) {
      if (error.code !== '57P03' && error.code !== 'ECONNREFUSED') throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function ask(port, sql) {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
