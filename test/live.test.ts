// Counters over HTTP and as a live stream, of a real server: what a reader sees never goes backwards.
import { rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { House } from '../src/app.ts'
import { readSettings } from '../src/config.ts'
import { CounterReader } from '../src/publish/counter-reader.ts'
import { Live } from '../src/publish/live.ts'
import { startServer } from '../src/server.ts'
import { event, itemEvent, TestHouse } from './house.ts'
import {
  fresh,
  jsonOf,
  lines,
  problemOf,
  put,
  run,
  type Serving,
  send,
  serve,
  serveHere,
  temporary,
  temporaryHere,
  until,
} from './process.ts'

const ASH = { kind: 'film', title: 'Ash', tags: ['trees'] }
const views = (count: number, item = 'ash') => Array.from({ length: count }, () => fresh({ item }))

/** A house of its own with one item, `ash`, tagged `trees`. */
async function ownHouse(): Promise<{ house: Serving; data: string }> {
  const data = join(temporaryHere(), 'data')
  const house = await serveHere(data)
  await put(house, 'ash', ASH)
  await until(() => viewsOf(house, 'tag/trees').then((count) => count === 0))
  return { house, data }
}

const get = (house: Pick<Serving, 'url'>, path: string, headers: Record<string, string> = {}) =>
  fetch(`${house.url}${path}`, { headers })

/** A counter's views; undefined where there is none now. */
async function viewsOf(house: Serving, subject: string): Promise<number | undefined> {
  const response = await get(house, `/v1/counters/${subject}`).catch(() => undefined)
  return response?.ok ? (await jsonOf(response)).views : undefined
}

const countedOf = (house: Serving, count: number) =>
  until(async () => ((await viewsOf(house, 'item/ash')) ?? 0) >= count && viewsOf(house, 'item/ash'))

interface Message {
  readonly id: string
  readonly event: string
  readonly data: { readonly revision: string; readonly counters: readonly { of: string; views: number }[] }
}

/** What a stream sends, message by message; ends with the stream. */
class Stream {
  readonly messages: Message[] = []
  text = ''
  ended = false
  private constructor() {}

  static async open(house: Pick<Serving, 'url'>, query: string, headers: Record<string, string> = {}): Promise<Stream> {
    const stream = new Stream()
    const response = await get(house, `/v1/live?${query}`, headers)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    stream.#read(response).finally(() => {
      stream.ended = true
    })
    return stream
  }

  async #read(response: Response): Promise<void> {
    const decoder = new TextDecoder()
    for await (const bytes of response.body ?? []) {
      this.text += decoder.decode(bytes as Uint8Array, { stream: true })
      const messages = this.text.split('\n\n').slice(0, -1).flatMap(messageOf)
      this.messages.splice(0, this.messages.length, ...messages)
    }
  }

  /** The views of a subject as the messages so far have them, one after the other. */
  views(of: string): readonly number[] {
    return this.messages.flatMap(({ data }) => data.counters.filter((each) => each.of === of).map(({ views }) => views))
  }
}

function messageOf(block: string): readonly Message[] {
  const fields = Object.fromEntries(
    block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]),
  )
  return fields.data ? [{ id: fields.id ?? '', event: fields.event ?? '', data: JSON.parse(fields.data) }] : []
}

const root = temporary()
let shared: Serving
beforeAll(async () => {
  shared = await serve(join(root, 'data'))
  await put(shared, 'ash', ASH)
  await until(() => viewsOf(shared, 'tag/trees').then((count) => count === 0))
})
afterAll(async () => {
  await shared?.stop()
  rmSync(root, { recursive: true, force: true })
})

describe('an answer', () => {
  test('has every number of the subject, in the shape that pages rely on', async () => {
    const { house } = await ownHouse()
    await send(house, lines([...views(3), fresh({ item: 'ash', kind: 'watch', ms: 5_400_000 })]))
    await countedOf(house, 3)
    const one = await until(async () => {
      const now = await jsonOf(await get(house, '/v1/counters/item/ash'))
      return now.hours === 2 && now
    })
    expect(one).toEqual({
      ...{ of: 'item:ash', kind: 'item', id: 'ash', title: 'Ash', asOf: expect.stringMatching(/^\d{4}-.*Z$/) },
      ...{ views: 3, hours: 2, watchedMs: '5400000', viewers: 0, sales: 0, opens: 0, likes: 0, followers: 0 },
      ...{
        rating: null,
        helpful: null,
        rules: expect.objectContaining({ views: 'plain@1', rating: expect.stringContaining('m = 10, C = 3') }),
      },
    })
    const page = await jsonOf(await get(house, '/v1/counters?of=tag:trees&of=site&of=item:ash'))
    expect(page.counters.map((each: { of: string; views: number }) => `${each.of} ${each.views}`)).toEqual([
      'tag:trees 3',
      'site 3',
      'item:ash 3',
    ])
    expect(page.counters[2]).toEqual(one)
    expect(await jsonOf(await get(house, '/v1/counters/site'))).toMatchObject({ of: 'site', views: 3 })
  })

  test('is kept by caches of any origin, and not sent again while no number is another', async () => {
    const { house } = await ownHouse()
    for (const path of ['/v1/counters/item/ash', '/v1/counters?of=site', '/v1/lists/latest']) {
      const first = await get(house, path)
      const etag = first.headers.get('etag') ?? ''
      expect([first.headers.get('cache-control'), first.headers.get('access-control-allow-origin')]).toEqual([
        'public, max-age=5, stale-while-revalidate=30',
        '*',
      ])
      expect([first.headers.get('vary'), first.headers.get('set-cookie')]).toEqual([null, null])
      for (const tags of [etag, `"other", W/${etag}`]) {
        const again = await get(house, path, { 'if-none-match': tags })
        expect([again.status, await again.text()]).toEqual([304, ''])
      }
      expect((await get(house, path, { 'if-none-match': '"other"' })).status).toBe(200)
    }
    const { headers } = await get(house, '/v1/counters/item/ash')
    await send(house, lines(views(1)))
    await countedOf(house, 1)
    const changed = await get(house, '/v1/counters/item/ash', { 'if-none-match': headers.get('etag') ?? '' })
    expect([changed.status, (await jsonOf(changed)).views]).toEqual([200, 1])
  })

  test.each([
    ['/v1/counters/item/nope', 404, 'of', 'an item of the catalogue, or one that has events'],
    ['/v1/counters/tag/nope', 404, 'of', 'a tag that an item of the catalogue has'],
    ['/v1/counters/colour/red', 404, 'kind', 'item:ID, series:ID'],
    ['/v1/counters?of=item:ash&of=tag:nope', 404, 'of', 'a tag that an item'],
    ['/v1/counters?of=colour:red', 400, 'of', 'item:ID, series:ID'],
    ['/v1/counters', 400, 'of', 'from 1 to 100 subjects'],
    [`/v1/counters?${'of=site&'.repeat(101)}`, 400, 'of', 'from 1 to 100 subjects'],
    ['/v1/counters/site?at=2199-01-01T00:00:00Z', 400, 'at', 'an instant that has been'],
    ['/v1/counters/site?site=B%C3%BCro', 400, 'site', 'a to z'],
    ['/v1/live?of=tag:nope', 404, 'of', 'a tag that an item'],
    ['/v1/live', 400, 'of', 'from 1 to 100 subjects'],
    ['/v1/lists/nope', 404, 'list', 'one of top, latest, trending'],
    ['/v1/lists/top?kind=nope', 400, 'kind', 'one of show'],
    ['/v1/lists/latest?measure=views', 400, 'measure', 'nothing: latest has its own'],
  ])('to %s is %i and names the field', async (path, status, field, allowed) => {
    const response = await get(shared, path)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await problemOf(response)).toMatchObject({
      status,
      problems: [{ field, allowed: expect.stringContaining(allowed) }],
    })
  })
})

describe('a stream', () => {
  test('begins with all that was asked for, and goes on with what changes', async () => {
    const { house } = await ownHouse()
    await put(house, 'oak', { kind: 'film', title: 'Oak' })
    await until(async () => (await viewsOf(house, 'item/oak')) === 0)
    const stream = await Stream.open(house, 'of=item:ash&of=item:oak&of=tag:trees')
    const other = await Stream.open(house, 'of=item:ash&of=item:oak&of=tag:trees')
    await until(async () => stream.messages.length === 1 && other.messages.length === 1)
    expect(stream.text.startsWith('retry: 2000\n\n')).toBe(true)
    expect(stream.messages[0]?.data.counters.map(({ of }) => of)).toEqual(['item:ash', 'item:oak', 'tag:trees'])
    await send(house, lines(views(2, 'oak')))
    await until(async () => stream.messages.length === 2 && other.messages.length === 2)
    expect(stream.messages[1]).toMatchObject({ event: 'counters', data: { counters: [{ of: 'item:oak', views: 2 }] } })
    expect(other.messages[1]).toEqual(stream.messages[1])
    for (const { id, data } of stream.messages) expect(id).toBe(data.revision)
    expect(await jsonOf(await get(house, '/v1/counters?of=item:oak'))).toMatchObject({
      revision: stream.messages[1]?.id,
    })
  })

  test('sends nothing again to whoever comes back with the last revision, and all to whoever has an older one', async () => {
    const { house } = await ownHouse()
    const first = await Stream.open(house, 'of=item:ash')
    const { id = '' } = await until(async () => first.messages[0])
    const back = await Stream.open(house, 'of=item:ash', { 'last-event-id': id })
    const old = await Stream.open(house, 'of=item:ash', { 'last-event-id': 'long-ago' })
    await until(async () => old.messages.length === 1)
    await send(house, lines(views(1)))
    await until(async () => [first, back, old].every((each) => each.views('item:ash').includes(1)))
    expect([first, back, old].map((each) => each.views('item:ash'))).toEqual([[0, 1], [1], [0, 1]])
  })

  test('ends when the house is told to stop, and holds nothing up', async () => {
    const { house } = await ownHouse()
    const stream = await Stream.open(house, 'of=site')
    await until(async () => stream.messages.length === 1)
    expect(await house.stop()).toBe(0)
    await until(async () => stream.ended)
  })

  test('over the bound is refused, and one that is not read is cut off', async () => {
    const house = await TestHouse.open()
    onTestFinished(() => house.close())
    const long = 'x'.repeat(400)
    const items = Array.from({ length: 100 }, (_, i) => itemEvent({ id: `i${i}`, kind: 'film', title: long }))
    await house.take(items)
    const live = new Live(house.house, new CounterReader(house.house), () => {}, 1)
    const server = createServer((request, response) => live.take(request, response)).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const query = items.map(({ item }) => `of=item:${item}`).join('&')
    const deaf = connect({ port, host: '127.0.0.1' })
    deaf.pause()
    deaf.write(`GET /v1/live?${query} HTTP/1.1\r\nhost: x\r\n\r\n`)
    const url = `http://127.0.0.1:${port}`
    const asking = () => fetch(`${url}/v1/live?of=item:i0`)
    await until(async () => (await openStreams(server)) === 1)
    const refused = await asking()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    await refused.text()
    for (let n = 0; (await openStreams(server)) > 0; n++) {
      await house.append(items.map(({ item }) => event({ at: '2026-01-01T00:00:00Z', item })))
      await house.house.count('late')
      expect(n).toBeLessThan(500)
    }
    const next = await asking()
    expect(next.status).toBe(200)
    live.close()
    expect(await next.text()).toContain('retry: 2000')
    deaf.destroy()
    server.close()
  }, 120_000)
})

const openStreams = (server: Server) =>
  new Promise<number>((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )

describe('what readers see', () => {
  test('never goes backwards over a kill and a restart, and a retry changes nothing', async () => {
    const { house, data } = await ownHouse()
    const sent = [lines(views(30)), lines(views(12))]
    await send(house, sent[0] as string)
    await countedOf(house, 30)
    // Answered, and perhaps not counted yet.
    await send(house, sent[1] as string)
    await house.stop('SIGKILL')
    const again = await serveHere(data)
    expect(await viewsOf(again, 'item/ash')).toBe(42)
    const stream = await Stream.open(again, 'of=item:ash')
    for (const body of sent) await send(again, body)
    await send(again, lines(views(1)))
    await until(async () => stream.views('item:ash').includes(43))
    expect(stream.views('item:ash')).toEqual([42, 43])
    expect(await again.stop()).toBe(0)
    expect((await run(['count', 'tag:trees', '--data', data])).out).toBe('43\n')
  })

  test('while the store is made anew is nothing, and then the same numbers', async () => {
    const { house, data } = await ownHouse()
    await send(house, lines(views(9)))
    await countedOf(house, 9)
    const before = await jsonOf(await get(house, '/v1/counters/tag/trees'))
    await house.stop()
    expect((await run(['rebuild', '--data', data])).code).toBe(0)
    const rebuilt = await House.open({ directory: data })
    const settings = { ...(await readSettings({ data, port: 0 }, temporaryHere())) }
    // The doors open before anything is read.
    const server = await startServer(rebuilt, settings, () => {})
    const early = await get(server, '/v1/counters/tag/trees')
    expect([early.status, early.headers.get('retry-after'), early.headers.get('cache-control')]).toEqual([
      503,
      '1',
      'no-store',
    ])
    expect((await get(server, '/v1/live?of=tag:trees')).status).toBe(503)
    const after = await until(async () => {
      const response = await get(server, '/v1/counters/tag/trees')
      return response.ok && jsonOf(response)
    })
    expect({ ...after, asOf: '' }).toEqual({ ...before, asOf: '' })
    await server.stop()
    await rebuilt.close()
  })
})
