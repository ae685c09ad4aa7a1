// A network that cuts, resets, trickles and sends twice: a proxy between the sender and the house.
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { House } from './house.mjs'
import { chance } from './random.mjs'
import { Sender } from './sender.mjs'
import { verify } from './verify.mjs'

const HOW = ['pass', 'cut', 'reset', 'deaf', 'trickle', 'twice']
const BYTES_MAX = 20_000
/** A connection has served by then, and another one gets another fault. */
const CONNECTION_MS_MAX = 1000

export async function network({ root, times, seed }) {
  const house = new House(root)
  try {
    await house.furnish()
    await house.open()
    const proxy = await startProxy(Number(new URL(house.url).port), chance(seed))
    const sender = new Sender({ urlOf: () => proxy.url, key: house.key, seed })
    while (proxy.faults() < times) await sleep(50)
    proxy.heal()
    await sender.finish()
    proxy.close()
    return { faults: proxy.told, ...(await verify(house, sender)) }
  } finally {
    await house.kill().catch(() => {})
    house.remove()
  }
}

async function startProxy(port, random) {
  const told = Object.fromEntries(HOW.map((how) => [how, 0]))
  let healed = false
  const server = createServer((near) => {
    const how = healed ? 'pass' : random.one(HOW)
    told[how]++
    const far = connect(port, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      one.on('error', () => {})
      one.once('close', () => other.destroy())
    }
    setTimeout(() => near.end(), CONNECTION_MS_MAX * random())
    WAYS[how](near, far, { port, limit: 1 + random.below(BYTES_MAX) })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    told,
    faults: () => Object.entries(told).reduce((sum, [how, count]) => sum + (how === 'pass' ? 0 : count), 0),
    heal() {
      healed = true
    },
    close: () => server.close(),
  }
}

const pass = (from, to) => from.on('data', (chunk) => to.write(chunk))

/** Lets so many bytes through, then does something else. */
function passUpTo(from, to, limit, then) {
  let left = limit
  from.on('data', (chunk) => {
    if (left <= 0) return
    to.write(chunk.subarray(0, left))
    left -= chunk.length
    if (left <= 0) then()
  })
}

const WAYS = {
  pass(near, far) {
    pass(near, far)
    pass(far, near)
  },
  /** Ends in the middle of a request. */
  cut(near, far, { limit }) {
    passUpTo(near, far, limit, () => near.destroy())
    pass(far, near)
  },
  reset(near, far, { limit }) {
    passUpTo(near, far, limit, () => {
      far.resetAndDestroy()
      near.resetAndDestroy()
    })
    pass(far, near)
  },
  /** The request arrives, the answer does not. */
  deaf(near, far, { limit }) {
    pass(near, far)
    passUpTo(far, near, limit % 100, () => near.destroy())
  },
  /** A few bytes at a time, for a while. */
  async trickle(near, far, { limit }) {
    pass(far, near)
    const waiting = []
    near.on('data', (chunk) => waiting.push(chunk))
    near.once('close', () => waiting.push(undefined))
    let slow = 40
    for (;;) {
      const chunk = waiting.shift()
      if (!chunk && near.destroyed) return
      if (!chunk) await sleep(5)
      else
        for (let at = 0; at < chunk.length; ) {
          const step = slow-- > 0 ? 1 + (limit % 50) : chunk.length
          far.write(chunk.subarray(at, at + step))
          at += step
          if (slow > 0) await sleep(2)
        }
    }
  },
  /** Everything once more, on a connection whose answers nobody reads. */
  twice(near, far, { port }) {
    const again = connect(port, '127.0.0.1').on('error', () => {})
    again.resume()
    near.on('data', (chunk) => again.write(chunk))
    near.once('close', () => again.end())
    pass(near, far)
    pass(far, near)
  },
}
