// What one writes in an afternoon: node:http that parses events and keeps them nowhere, in Redis or in PostgreSQL, and
// answers when that has answered. `node node-server.mjs PORT nowhere|redis|postgres [STORE PORT]`
import { createServer } from 'node:http'
import { Redis } from 'ioredis'
import pg from 'pg'
import { COLUMNS } from './postgres.mjs'
import { WEEK } from './redis.mjs'

const [port, where, storePort] = process.argv.slice(2)

const KEEPERS = {
  nowhere: () => () => {},
  redis() {
    const redis = new Redis(Number(storePort), '127.0.0.1')
    return (events) => {
      if (events.length === 1) return redis.zincrby(`views:${WEEK}:${events[0].country}`, 1, events[0].item)
      const pipeline = redis.pipeline()
      for (const { country, item } of events) pipeline.zincrby(`views:${WEEK}:${country}`, 1, item)
      return pipeline.exec()
    }
  },
  postgres() {
    const pool = new pg.Pool({
      host: '127.0.0.1',
      port: Number(storePort),
      user: 'postgres',
      database: 'postgres',
      max: 64,
    })
    const text = `INSERT INTO events VALUES (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')})`
    return ([{ id, at, kind, item, country, viewer, ms }]) =>
      pool.query({ name: 'one', text, values: [id, at, kind, item, country, viewer, ms] })
  },
}

const keep = KEEPERS[where]()

createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', async () => {
    try {
      const lines = Buffer.concat(chunks).toString().trimEnd().split('\n')
      await keep(lines.map((line) => JSON.parse(line)))
      const answer = `{"stored":${lines.length}}`
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer)
    } catch (error) {
      response.writeHead(500, { 'content-length': 0 }).end()
      console.error(error.message)
    }
  })
}).listen(Number(port), '127.0.0.1')
