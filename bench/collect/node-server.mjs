// What one writes in an afternoon: node:http that parses an event and keeps it nowhere, in Redis or in PostgreSQL, and
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
    return ({ country, item }) => redis.zincrby(`views:${WEEK}:${country}`, 1, item)
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
    return ({ id, at, kind, item, country, viewer, ms }) =>
      pool.query({ name: 'one', text, values: [id, at, kind, item, country, viewer, ms] })
  },
}

const keep = KEEPERS[where]()
const ANSWER = '{"stored":1}'

createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', async () => {
    try {
      await keep(JSON.parse(Buffer.concat(chunks).toString()))
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': ANSWER.length }).end(ANSWER)
    } catch (error) {
      response.writeHead(500, { 'content-length': 0 }).end()
      console.error(error.message)
    }
  })
}).listen(Number(port), '127.0.0.1')
