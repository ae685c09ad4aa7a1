// PostgreSQL with rows of 1,000: one INSERT of arrays, or one COPY, each a transaction of its own.

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { blankEvents, requestsOf } from './events.mjs'
import { COLUMNS } from './postgres.mjs'

const INSERT = `INSERT INTO events SELECT * FROM unnest(${COLUMNS.map(({ type }, i) => `$${i + 1}::${type}[]`).join(', ')})`
const columnsOf = ({ id, at, kind, item, country, viewer, ms }) => [id, at, kind, item, country, viewer, ms]

export async function postgresConnections(job, meter) {
  let stopping = false
  const loops = Array.from({ length: job.connections }, async (_, i) => {
    const client = new pg.Client({ host: '127.0.0.1', port: job.port, user: 'postgres', database: 'postgres' })
    client.on('error', () => {})
    await client.connect()
    const write = WRITERS[job.form](client, blankEvents(job.batch, job.run, Date.now() - i), job.run)
    while (!stopping) {
      const first = meter.take(job.batch)
      const at = performance.now()
      await write(first)
      meter.answered(first, job.batch, at)
    }
    await client.end()
  })
  // A server that is killed ends its loops.
  const gone = Promise.all(loops.map((loop) => loop.catch((error) => meter.refuse(error.code ?? error.message))))
  return {
    gone,
    async stop() {
      stopping = true
      await gone
    },
  }
}

const WRITERS = {
  insert(client, events, run) {
    const columns = events.map(columnsOf)
    const ids = requestsOf([`{${columns.map(([id]) => id).join(',')}}`], run)
    const others = COLUMNS.slice(1).map((_, i) => `{${columns.map((row) => row[i + 1]).join(',')}}`)
    return (first) =>
      client.query({ name: 'insert', text: INSERT, values: [ids.next(first).toString('latin1'), ...others] })
  },
  copy(client, events, run) {
    const rows = requestsOf([events.map((event) => `${columnsOf(event).join('\t')}\n`).join('')], run)
    return (first) => pipeline(Readable.from([rows.next(first)]), client.query(copyFrom('COPY events FROM STDIN')))
  },
}
