// How an open house ends: told to, killed, or with its engine killed. What it answered `stored` is there afterwards, once.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Wire } from './fuzz/wire.ts'
import {
  fresh,
  jsonOf,
  lines,
  problemOf,
  put,
  run,
  type Serving,
  send,
  serveHere,
  temporaryHere,
  until,
} from './process.ts'

/** How often an item was started, as far as it has been counted; undefined where it can't be asked now. */
async function startsOf(item: string, to: Serving): Promise<number | undefined> {
  const response = await fetch(`${to.url}/v1/items/${item}`)
  return response.ok ? (await jsonOf(response)).totals.starts : undefined
}

/** The same, once it is that many. */
const countedOf = (item: string, count: number, to: Serving) =>
  until(async () => {
    const starts = await startsOf(item, to)
    return starts !== undefined && starts >= count && starts
  })

/** A house of its own with one item, `ash`. */
async function ownHouse(detached = false): Promise<{ house: Serving; directory: string }> {
  const directory = join(temporaryHere(), 'data')
  const house = await serveHere(directory, detached)
  await put(house, 'ash', { kind: 'film', title: 'Ash' })
  await countedOf('ash', 0, house)
  return { house, directory }
}

const views = (count: number) => Array.from({ length: count }, () => fresh({ item: 'ash' }))

test('told to stop, it answers what is under way, and what it answered is there afterwards', async () => {
  const { house, directory } = await ownHouse()
  const body = lines(views(20))
  const { hostname, port } = new URL(house.url)
  const socket = connect(Number(port), hostname)
  const closed = new Promise((resolve) => socket.on('close', resolve))
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.write(
    `POST /v1/events HTTP/1.1\r\nhost: x\r\nconnection: close\r\nexpect: 100-continue\r\nauthorization: Bearer ${house.keys.secret}\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 50)}`,
  )
  await send(house, lines(views(1)))
  await until(async () => answer.includes('100 Continue'))
  const stopped = house.stop()
  await until(async () => house.stderr().includes('closing'))
  socket.write(body.slice(50))
  await closed
  expect(answer).toContain('{"stored":20,"rejected":0}')
  expect(await stopped).toBe(0)
  const again = await serveHere(directory)
  expect(await startsOf('ash', again)).toBe(21)
  expect(await again.stop()).toBe(0)
})

test('told to stop, it waits for nobody who sends half a request and no more', async () => {
  const { house } = await ownHouse()
  const wire = await Wire.open(Number(new URL(house.url).port))
  wire.socket.write('POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n')
  // One answered request later, the half one has been taken up too.
  await send(house, lines(views(1)))
  expect(await house.stop()).toBe(0)
  expect(await wire.answers()).toEqual([])
})

test('Ctrl-C in a terminal reaches its engine too, and is no failure', async () => {
  const { house } = await ownHouse(true)
  await send(house, lines(views(5)))
  const ended = new Promise((resolve) => house.child.on('close', resolve))
  process.kill(-house.pid, 'SIGINT')
  expect(await ended).toBe(0)
  expect(house.stderr()).toBe('closing: finishing requests and publishing what came in\n')
})

test('killed while events come in, it has counted each one that it answered, and each once', async () => {
  const { house, directory } = await ownHouse()
  const sent: string[] = []
  let answered = 0
  const sender = async () => {
    for (;;) {
      const body = lines(views(50))
      sent.push(body)
      const response = await send(house, body).catch(() => undefined)
      if (!response?.ok) return
      answered += (await jsonOf(response).catch(() => ({ stored: 0 }))).stored
    }
  }
  const senders = Promise.all(Array.from({ length: 8 }, sender))
  await until(async () => answered > 5000)
  await house.stop('SIGKILL')
  await senders

  const again = await serveHere(directory)
  const counted = await startsOf('ash', again)
  expect(counted).toBeGreaterThanOrEqual(answered)
  expect(counted).toBeLessThanOrEqual(sent.length * 50)
  for (const body of sent) expect((await send(again, body)).status).toBe(200)
  expect(await countedOf('ash', sent.length * 50, again)).toBe(sent.length * 50)
  expect(await again.stop()).toBe(0)
  // The item itself came as an event too.
  const { ok, books } = JSON.parse((await run(['doctor', '--data', directory, '--json'])).out)
  expect({ ok, counted: books.counted }).toEqual({ ok: true, counted: sent.length * 50 + 1 })
})

test('with its engine killed it goes on collecting, and catches up', async () => {
  const { house } = await ownHouse()
  for (let round = 1; round <= 3; round++) {
    const engine = Number(readFileSync(`/proc/${house.pid}/task/${house.pid}/children`, 'utf8').trim())
    process.kill(engine, 'SIGKILL')
    const sent = await send(house, lines(views(10)))
    expect([sent.status, await jsonOf(sent)]).toEqual([200, { stored: 10, rejected: 0 }])
    const read = await fetch(`${house.url}/v1/items/ash`)
    if (!read.ok) expect(await problemOf(read)).toMatchObject({ status: 503 })
    expect(await countedOf('ash', round * 10, house)).toBe(round * 10)
  }
  expect(await house.stop()).toBe(0)
})
