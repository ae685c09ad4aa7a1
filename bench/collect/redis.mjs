// Redis with an append-only file, as somebody would run it who means to keep the counts.
import { mkdirSync } from 'node:fs'
import { Redis } from 'ioredis'
import { findProgram, freePort, killTree, startProgram, untilListening } from './processes.mjs'

export const WEEK = '2026-W02'

/** @param fsync `always` or `everysec` */
export async function startRedis(directory, fsync) {
  mkdirSync(directory, { recursive: true })
  const port = await freePort()
  const settings = { port, bind: '127.0.0.1', dir: directory, save: '', appendonly: 'yes', appendfsync: fsync }
  const start = async () => {
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
    const started = startProgram(findProgram('redis-server'), args)
    await untilListening(port, started)
    return started
  }
  let started = await start()
  return {
    get pids() {
      return [started.pid]
    },
    port,
    target: { wire: 'redis', port, week: WEEK },
    kill: () => killTree(started),
    async countStored(_, numbers) {
      started = await start()
      const stored = await sumOfScores(port)
      await killTree(started)
      const acknowledged = numbers.reduce((sum, each) => sum + each, 0)
      return { stored, missing: Math.max(0, acknowledged - stored) }
    },
  }
}

async function sumOfScores(port) {
  const redis = new Redis(port, '127.0.0.1', { retryStrategy: () => 200 })
  // It answers LOADING until it has read its file.
  while ((await redis.info('persistence')).includes('loading:1'))
    await new Promise((resolve) => setTimeout(resolve, 100))
  let sum = 0
  for (const key of await redis.keys('views:*')) {
    const scores = await redis.zrange(key, 0, -1, 'WITHSCORES')
    for (let i = 1; i < scores.length; i += 2) sum += Number(scores[i])
  }
  redis.disconnect()
  return sum
}
