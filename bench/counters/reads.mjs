// Pages of twelve counters: from a house, with few and with many items behind it, and from Redis behind the same handler.
import { fork } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import { findProgram, freePort, killTree, memoryMib, startProgram, untilListening } from '../collect/processes.mjs'
import { startRedis } from '../collect/redis.mjs'
import { timed } from '../measure.mjs'
import { itemId, startHouse } from './house.mjs'

const LOAD = fileURLToPath(new URL('./load-reads.mjs', import.meta.url))
const REDIS_PAGES = fileURLToPath(new URL('./redis-pages.mjs', import.meta.url))
const PAGES = 500
const SUBJECTS = 12
const CONNECTIONS = 16
const ROUNDS = 3

export async function measureReads({ root, events, items, seconds, print }) {
  const rates = new Map()
  for (const size of items) await measureHouse(join(root, `house-${size}`), { size, events, seconds, print, rates })
  if (findProgram('redis-server')) await measureRedis(join(root, 'redis'), { items, seconds, print, rates })
  else console.error('redis-server is not installed: left out')
  for (const size of items)
    for (const command of ['GET', 'ZSCORE'])
      if (rates.has(command))
        print(`${size} items: reads / redis ${command}`, rates.get(size) / rates.get(command), 'x')
}

/** Pages of twelve items each, spread over all. */
const pagesOf = (size) =>
  Array.from({ length: PAGES }, (_, page) => {
    const subjects = Array.from({ length: SUBJECTS }, (_, i) => `of=item:${itemId((page * 7919 + i * 104_729) % size)}`)
    return `/v1/counters?${subjects.join('&')}`
  })

async function measureHouse(directory, { size, events, seconds, print, rates }) {
  const [filled, { server, views }] = await timed(() => startHouse(directory, { items: size, events }))
  print(`${size} items: opened after`, filled, 's')
  try {
    const port = Number(new URL(server.url).port)
    for (const [tag, count] of Object.entries(views)) {
      const answer = await (await fetch(`${server.url}/v1/counters/tag/${tag}`)).json()
      if (answer.views !== count) throw new Error(`${tag} has ${answer.views} views, not ${count}`)
      print(`${size} items: views of ${tag}`, count, 'views')
    }
    const tags = {}
    // In turns, so that a noisy minute favours neither.
    for (let round = 0; round < ROUNDS; round++)
      for (const tag of Object.keys(views)) {
        const { readsPerSecond } = await read(port, [`/v1/counters/tag/${tag}`], seconds)
        tags[tag] = Math.max(tags[tag] ?? 0, readsPerSecond)
      }
    for (const [tag, best] of Object.entries(tags)) print(`${size} items: reads of ${tag}`, best, 'reads/s')
    print(`${size} items: reads of plain / weighted`, tags.plain / tags.weighted, 'x')
    rates.set(size, await printReads(`${size} items`, port, pagesOf(size), seconds, print))
    print(`${size} items: memory`, memoryMib(server.pids), 'MiB')
  } finally {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

async function printReads(name, port, paths, seconds, print) {
  const { readsPerSecond, p50Ms, p99Ms } = await read(port, paths, seconds)
  print(`${name}: pages of ${SUBJECTS} counters`, readsPerSecond, 'pages/s')
  print(`${name}: p50`, p50Ms, 'ms')
  print(`${name}: p99`, p99Ms, 'ms')
  return readsPerSecond
}

async function measureRedis(directory, { items, seconds, print, rates }) {
  const size = Math.min(...items)
  const store = await startRedis(directory, 'everysec')
  try {
    const redis = new Redis(store.port, '127.0.0.1')
    for (let i = 0; i < size; i++) {
      redis.set(`views:item:${itemId(i)}`, i)
      await redis.zadd('views', i, `item:${itemId(i)}`)
    }
    redis.disconnect()
    for (const command of ['GET', 'ZSCORE']) {
      const port = await freePort()
      const pages = startProgram(process.execPath, [REDIS_PAGES, String(port), String(store.port), command])
      await untilListening(port, pages)
      rates.set(command, await printReads(`redis ${command}`, port, pagesOf(size), seconds, print))
      await killTree(pages)
    }
  } finally {
    await store.kill()
  }
}

function read(port, paths, seconds) {
  const child = fork(LOAD, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  child.send({ port, paths, connections: CONNECTIONS, warmUpMs: 1000, measuredMs: seconds * 1000 })
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => code !== 0 && reject(new Error(`the readers ended with exit code ${code}`)))
  })
}
