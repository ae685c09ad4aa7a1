// The events' door at the socket: what it reads itself is answered as node:http answers it, and in order. A request that
// comes in two pieces goes by way of node:http, so the same bytes sent whole and in pieces can be compared.
import { rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, lines, type Serving, serve, temporary } from './process.ts'

const root = temporary()
let house: Serving

beforeAll(async () => {
  house = await serve(join(root, 'data'), root)
})

afterAll(async () => {
  await house?.stop()
  rmSync(root, { recursive: true, force: true })
})

interface Answered {
  readonly status: number
  readonly headers: string
  readonly body: string
}

/** The answers in what came: each with the length that its head names. */
function answersIn(text: string): readonly Answered[] {
  const answers: Answered[] = []
  for (let rest = text; rest !== ''; ) {
    const end = rest.indexOf('\r\n\r\n')
    const headers = rest.slice(0, end).toLowerCase()
    const length = Number(/content-length: (\d+)/.exec(headers)?.[1] ?? 0)
    if (end === -1 || rest.length < end + 4 + length) break
    answers.push({ status: Number(rest.slice(9, 12)), headers, body: rest.slice(end + 4, end + 4 + length) })
    rest = rest.slice(end + 4 + length)
  }
  return answers
}

class Connection {
  #text = ''
  readonly ended: Promise<void>
  private constructor(readonly socket: Socket) {
    // A character a byte, since lengths are told in bytes.
    socket.setEncoding('latin1').on('data', (chunk) => {
      this.#text += chunk
    })
    socket.on('error', () => {})
    this.ended = new Promise((resolve) => socket.once('close', () => resolve()))
  }

  static async open(): Promise<Connection> {
    const { hostname, port } = new URL(house.url)
    const socket = connect(Number(port), hostname)
    socket.setNoDelay(true)
    await new Promise((resolve) => socket.once('connect', resolve))
    return new Connection(socket)
  }

  /** So many answers, or those there are when the connection has ended. */
  async answers(count: number): Promise<readonly Answered[]> {
    let over = false
    this.ended.then(() => {
      over = true
    })
    while (answersIn(this.#text).length < count && !over) await sleep(5)
    return answersIn(this.#text)
  }
}

interface Asked {
  readonly start?: string
  readonly headers?: readonly string[]
  readonly body?: string | Buffer
  readonly length?: number | undefined
}

function requestOf({ start = 'POST /v1/events HTTP/1.1', headers = [], body = '', length }: Asked): Buffer {
  const own = [`Host: localhost`, `Authorization: Bearer ${house.keys.secret}`]
  const names = headers.map((header) => header.split(':')[0]?.toLowerCase())
  const kept = own.filter((header) => !names.includes(header.split(':')[0]?.toLowerCase()))
  const bytes = Buffer.from(body)
  const head = [start, ...kept, `Content-Length: ${length ?? bytes.length}`, ...headers].join('\r\n')
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), bytes])
}

const view = () => lines([fresh({ item: 'ash' })])

describe('sent whole and in pieces', () => {
  const cases: readonly (Asked & { readonly told: string })[] = [
    { told: 'one event', body: '{"id":"%","kind":"view","item":"ash"}' },
    { told: 'a bad event among good ones', body: '{"id":"%","kind":"view","item":"ash"}\n{"kind":"view"}\nnope\n' },
    { told: 'no body', body: '' },
    { told: 'an array', body: '[{"id":"%","kind":"view","item":"ä"}]' },
    { told: 'no key', headers: ['Authorization: Basic x'], body: '{}' },
    { told: 'the wrong key', headers: ['Authorization: Bearer nope'], body: '{}' },
    { told: 'a key in the address', start: 'POST /v1/events?key=nope HTTP/1.1', headers: ['Authorization: x'] },
    { told: 'gzip', headers: ['Content-Encoding: gzip'], body: gzipSync('{"kind":"view"}') },
    { told: 'another encoding', headers: ['Content-Encoding: br'], body: '{}' },
    { told: 'a header twice', headers: ['X-A: 1', 'X-A: 2'], body: '{}' },
    { told: 'an empty header', headers: ['X-Empty:'], body: '{}' },
    { told: 'a header without a space', headers: ['X-A:1'], body: '{}' },
    { told: 'spaces around a value', headers: ['X-A: \t 1 \t '], body: '{}' },
    { told: 'a header beyond ASCII', headers: ['User-Agent: \u00fc'], body: '{}' },
    { told: 'a header whose name every object has', headers: ['constructor: 1', 'tostring: 2'], body: '{}' },
    { told: 'a space before the colon', headers: ['X-A : 1'], body: '{}' },
    { told: 'a folded header', headers: ['X-A: 1\r\n  2'], body: '{}' },
    { told: 'two lengths', headers: ['Content-Length: 2'], body: '{}' },
    { told: 'a length that is none', headers: ['Content-Length: x'], body: '{}' },
    { told: 'a length and chunks', headers: ['Transfer-Encoding: chunked'], body: '2\r\n{}\r\n0\r\n\r\n' },
    { told: 'no host', start: 'POST /v1/events HTTP/1.1\r\nX-A: 1', headers: ['Host:'] },
    { told: 'another address', start: 'POST /v1/eventsx HTTP/1.1', body: '{}' },
    { told: 'another method', start: 'PUT /v1/events HTTP/1.1', body: '{}' },
    { told: 'an old version', start: 'POST /v1/events HTTP/1.0', body: '{}' },
    { told: 'a long head', headers: [`X-A: ${'a'.repeat(10_000)}`], body: '{}' },
    { told: 'a head that is too long', headers: [`X-A: ${'a'.repeat(20_000)}`], body: '{}' },
    { told: 'the end of the connection', headers: ['Connection: close'], body: '{}' },
  ]

  test.each(cases)('$told is answered alike', async (asked) => {
    const send = async (pieces: number) => {
      const body = typeof asked.body === 'string' ? asked.body.replace('%', crypto.randomUUID()) : asked.body
      const bytes = requestOf({ ...asked, ...(body && { body }) })
      const connection = await Connection.open()
      const cut = pieces === 1 ? bytes.length : 10
      connection.socket.write(bytes.subarray(0, cut))
      if (cut < bytes.length) await sleep(20)
      if (cut < bytes.length) connection.socket.write(bytes.subarray(cut))
      const [answer] = await connection.answers(1)
      connection.socket.destroy()
      return { status: answer?.status, body: answer?.body }
    }
    const [whole, pieces] = [await send(1), await send(2)]
    expect(whole.status).toBeGreaterThanOrEqual(200)
    expect(whole).toEqual(pieces)
  })
})

test('requests that are sent ahead are answered in their order, ordinary ones and others', async () => {
  const connection = await Connection.open()
  const refused = requestOf({ headers: ['Authorization: Bearer nope'], body: view() })
  const many = [requestOf({ body: view() }), refused, requestOf({ body: view().repeat(2) }), requestOf({ body: '' })]
  const gzipped = requestOf({ headers: ['Content-Encoding: gzip'], body: gzipSync(view()) })
  connection.socket.write(Buffer.concat([...many, gzipped, ...many]))
  const answers = await connection.answers(9)
  const statuses = [200, 401, 200, 400]
  expect(answers.map(({ status }) => status)).toEqual([...statuses, 200, ...statuses])
  expect(answers[2]?.body).toContain('"duplicates":1')
  connection.socket.destroy()
})

test('thousands that are sent ahead are all answered, and take no stack', async () => {
  const connection = await Connection.open()
  const refused = requestOf({ headers: ['Authorization: Bearer nope'], body: '{}' })
  connection.socket.write(Buffer.concat(Array.from({ length: 5000 }, () => refused)))
  expect((await connection.answers(5000)).length).toBe(5000)
  connection.socket.destroy()
})

test('a sender that has said all it will is answered before the connection ends', async () => {
  const connection = await Connection.open()
  connection.socket.end(requestOf({ body: view() }))
  const [answer] = await connection.answers(1)
  expect(answer?.body).toBe('{"stored":1,"rejected":0}')
  await connection.ended
})

test('an answer says how long the connection is kept, and what asks for its end gets it', async () => {
  const connection = await Connection.open()
  connection.socket.write(requestOf({ body: view() }))
  const [first] = await connection.answers(1)
  expect(first?.headers).toMatch(/connection: keep-alive\r\nkeep-alive: timeout=5/)
  expect(first?.headers).toMatch(/date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d gmt/)
  connection.socket.write(requestOf({ headers: ['Connection: close'], body: view() }))
  await connection.ended
  expect((await connection.answers(2))[1]).toMatchObject({ status: 200, body: '{"stored":1,"rejected":0}' })
})
