// Redis behind the same HTTP handler: the routes of the counters, with a reader that asks Redis for each number, with GET
// or with ZSCORE, all of a page in one pipeline. A process of its own: port, port of Redis, command.
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Redis } from 'ioredis'
import { parseSubject } from '../../dist/domain/subject.js'
import { counterRoutes } from '../../dist/publish/counter-routes.js'

const [, , port, redisPort, command] = process.argv
const redis = new Redis(Number(redisPort), '127.0.0.1')
const asOf = Date.now()
const archive = { counters: { state: { revision: 'redis', asOf } }, now: Date.now }
const NOTHING = { likes: 0, followers: 0, rating: null, helpful: null, rules: { views: 'plain@1' } }

const reader = {
  async read({ of }) {
    const pipeline = redis.pipeline()
    for (const each of of)
      if (command === 'GET') pipeline.get(`views:${each}`)
      else pipeline.zscore('views', each)
    const answers = await pipeline.exec()
    const value = of.map((each, i) => {
      const { kind, id } = parseSubject('of', each).value
      const counts = { views: BigInt(answers[i][1] ?? 0), watchedMs: 0n, viewers: 0n, sales: 0n, opens: 0n }
      return { of: each, kind, id, title: id, asOf, counts, ...NOTHING }
    })
    return { ok: true, value }
  },
}

const app = counterRoutes(archive, reader, (c, status, title) => c.text(title, status))
createServer(getRequestListener(app.fetch)).listen(Number(port), '127.0.0.1')
