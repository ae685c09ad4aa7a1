// The load generator, a process of its own: told one job over IPC, it keeps every connection busy, tells when the
// measured time begins and ends, and answers with what came of it. Started by run-load.mjs.
import { setTimeout as sleep } from 'node:timers/promises'
import { httpConnections } from './load-http.mjs'
import { postgresConnections } from './load-postgres.mjs'
import { redisConnections } from './load-redis.mjs'
import { Meter } from './meter.mjs'

const WIRES = { http: httpConnections, redis: redisConnections, postgres: postgresConnections }

process.once('message', async (job) => {
  const meter = new Meter(job.numbersPath !== undefined)
  const told = new Promise((resolve) => process.once('message', resolve))
  const load = await WIRES[job.wire](job, meter)
  const over = Promise.race([load.gone, told])
  await Promise.race([sleep(job.warmUpMs), over])
  meter.begin()
  process.send({ begin: true })
  const progress = setInterval(() => process.send({ acknowledged: meter.acknowledged }), 1000)
  await Promise.race([sleep(job.measuredMs), over])
  meter.end()
  clearInterval(progress)
  process.send({ end: true })
  await load.stop()
  if (job.numbersPath) meter.save(job.numbersPath)
  // Timers that were not needed are left behind.
  process.send({ result: meter.result() }, () => process.exit(0))
})
