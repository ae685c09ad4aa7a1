// Webhooks, told to a real receiver that refuses, is slow or sends elsewhere, from a house that may be killed meanwhile.
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ItemId } from '../src/domain/item.ts'
import { titleAnswer } from '../src/publish/titles.ts'
import { NEWS, type Webhook } from '../src/publish/webhooks/hook.ts'
import { Webhooks } from '../src/publish/webhooks/webhooks.ts'
import { chart, event, FILMS, film, inWeek, TestHouse, views } from './house.ts'
import { CONFIG, eventOf, lines, send, serve, smallHouse, temporaryHere, until } from './process.ts'

const SECRET = 'a secret of many letters'

interface Got {
  readonly headers: IncomingHttpHeaders
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: what it says is what is tested
  readonly says: any
}

interface Receiver {
  readonly url: string
  /** All that came, whatever was answered. */
  readonly got: Got[]
  /** How the next ones are answered; without one it is 200. */
  readonly answers: ((response: ServerResponse) => void)[]
}

async function receiver(): Promise<Receiver> {
  const got: Got[] = []
  const answers: Receiver['answers'] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    got.push({ headers: request.headers, text, says: JSON.parse(text) })
    const answer = answers.shift() ?? ((each) => each.end('thank you'))
    answer(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=hidden`, got, answers }
}

const status = (code: number) => (response: ServerResponse) => response.writeHead(code, { location: '/' }).end()
const saysOf = ({ got }: Receiver) =>
  got.map(({ says: { news, edition, item, milestone } }) =>
    edition ? `${news} ${edition.region} ${edition.window.name} r${edition.revision}` : `${news} ${item} ${milestone}`,
  )

describe('a house', () => {
  /** One with a chart of films, and how to tell its webhooks. */
  async function told(on: Webhook['on'] = NEWS) {
    const house = await TestHouse.open('2026-01-13T00:00:00Z')
    const to = await receiver()
    const notices: string[] = []
    const open = (target = to) =>
      Webhooks.open(
        house.house,
        [{ url: target.url, secret: SECRET, on }],
        join(house.directory, 'webhooks'),
        (text) => notices.push(text),
        { retryMs: 1, milestonesMs: 0, pendingMax: 3 },
      )
    const state = { hooks: await open() }
    onTestFinished(async () => {
      await state.hooks.close()
      await house.close()
    })
    await house.declare(chart({ regions: { world: true, countries: 'none' } }))
    await house.take([...FILMS, film('old'), ...views(0, { a: 3, b: 2 }), ...views(0, { old: 5_000_000 })])
    await state.hooks.look()
    return {
      house,
      to,
      notices,
      take: async (events: Parameters<TestHouse['take']>[0], reason?: string) => {
        await house.take(events, reason)
        await state.hooks.look()
      },
      reopen: async (target?: Receiver) => {
        await state.hooks.close()
        state.hooks = await open(target)
      },
      look: () => state.hooks.look(),
    }
  }
  const arrived = (to: Receiver, count: number) => until(async () => to.got.length >= count)

  test('tells what is closed from now on, signed, and what is restated, with its reason', async () => {
    const { house, to, take } = await told()
    house.at('2026-01-20T00:00:00Z')
    await take(views(1, { a: 4 }))
    await arrived(to, 1)
    await take(views(0, { b: 9 }), 'late files')
    await arrived(to, 2)
    // What stands in the week after changed too: where the film stood before.
    expect(saysOf(to).slice(0, 2)).toEqual(['edition world 2026-01-18 r1', 'restatement world 2026-01-11 r2'])
    const [edition, restated] = to.got
    expect(edition?.says.edition).toMatchObject({ chart: { id: 'films' }, rows: [{ item: 'a', rank: 1, views: 4 }] })
    expect(restated?.says.edition).toMatchObject({
      reason: 'late files',
      changes: { lines: [{ item: 'b' }, { item: 'a' }] },
    })
    const { headers, text, says } = edition as Got
    expect(says.id).toBe(headers['housecount-id'])
    const seconds = Date.parse('2026-01-20T00:00:00Z') / 1000
    const digest = createHmac('sha256', SECRET).update(`${seconds}.${text}`).digest('hex')
    expect(headers['housecount-signature']).toBe(`t=${seconds},v1=${digest}`)
  })

  test('sends again what was refused, sent elsewhere or cut off, in order and under the same id', async () => {
    const { house, to, take, notices } = await told()
    to.answers.push(status(500), status(302), (response) => response.destroy(), status(204))
    house.at('2026-01-20T00:00:00Z')
    await take([...views(1, { a: 4 })])
    await arrived(to, 4)
    expect(new Set(to.got.map(({ says }) => says.id)).size).toBe(1)
    expect(new Set(to.got.map(({ text }) => text)).size).toBe(1)
    expect(notices).toEqual([expect.stringMatching(/^webhook http:\/\/127\.0\.0\.1:\d+: it answered 500; it is tried/)])
    house.at('2026-01-27T00:00:00Z')
    await take(views(2, { a: 4 }))
    await arrived(to, 5)
    expect(saysOf(to).at(-1)).toBe('edition world 2026-01-25 r1')
  })

  test('waits for a slow one, and lets the one behind wait too', async () => {
    const { house, to, take } = await told()
    let slow: ServerResponse | undefined
    to.answers.push((response) => {
      slow = response
    })
    house.at('2026-01-27T00:00:00Z')
    await take([...views(1, { a: 4 }), ...views(2, { a: 4 })])
    await until(async () => slow)
    await take([])
    expect(saysOf(to)).toEqual(['edition world 2026-01-18 r1'])
    slow?.end()
    await arrived(to, 2)
    expect(saysOf(to)).toEqual(['edition world 2026-01-18 r1', 'edition world 2026-01-25 r1'])
  })

  test('goes on where it ended: what has not arrived is sent, what has arrived is not', async () => {
    const { house, to, take, reopen, look } = await told()
    house.at('2026-01-20T00:00:00Z')
    await take(views(1, { a: 4 }))
    await arrived(to, 1)
    to.answers.push(...Array.from({ length: 1000 }, () => status(503)))
    house.at('2026-01-27T00:00:00Z')
    await take(views(2, { a: 4 }))
    await arrived(to, 2)
    await reopen()
    to.answers.length = 0
    const before = to.got.length
    await look()
    await arrived(to, before + 1)
    house.at('2026-02-03T00:00:00Z')
    await take(views(3, { a: 4 }))
    await until(async () => saysOf(to).includes('edition world 2026-02-01 r1'))
    const after = [...new Set(saysOf(to).slice(before))]
    expect(after).toEqual(['edition world 2026-01-25 r1', 'edition world 2026-02-01 r1'])
  })

  test('reads a queue whose last line was cut off', async () => {
    const { house, to, take, reopen } = await told()
    const directory = join(house.directory, 'webhooks')
    const [queue = ''] = readdirSync(directory).filter((name) => name.endsWith('.queue'))
    await reopen()
    appendFileSync(join(directory, queue), '{"id":"half of a mess')
    await reopen()
    house.at('2026-01-20T00:00:00Z')
    await take(views(1, { a: 4 }))
    await arrived(to, 1)
    await reopen()
    expect(saysOf(to)).toEqual(['edition world 2026-01-18 r1'])
  })

  test('tells a milestone once, with the views that the title’s report has', async () => {
    const { house, to, take } = await told(['milestone'])
    await take(views(0, { a: 999_990 }))
    await take(views(0, { a: 20, old: 1 }))
    await arrived(to, 1)
    const { totals } = await titleAnswer(house.house, 'a' as ItemId)
    expect(to.got[0]?.says).toMatchObject({ news: 'milestone', item: 'a', milestone: 1e6, views: totals.views })
    await take([film('timed', { runtimeMs: 1_800_000 })])
    await take([
      event({ at: inWeek(0), kind: 'watch', item: 'timed', value: 3_600_000, weight: 60_000_000 }),
      ...views(0, { a: 5 }),
    ])
    await arrived(to, 2)
    expect(saysOf(to)).toEqual(['milestone a 1000000', 'milestone timed 100000000'])
    expect(to.got[1]?.says.views).toBe((await titleAnswer(house.house, 'timed' as ItemId)).totals.views)
  })

  test('tells a webhook only of what it is for', async () => {
    const { house, to, take } = await told(['restatement'])
    house.at('2026-01-20T00:00:00Z')
    await take(views(1, { a: 4 }))
    await take(views(1, { a: 1 }), 'late files')
    await arrived(to, 1)
    expect(saysOf(to)).toEqual(['restatement world 2026-01-18 r2'])
  })

  test('has no more waiting than it holds, and loses none of the rest', async () => {
    const { house, to, take, look } = await told(['edition'])
    to.answers.push(...Array.from({ length: 1000 }, () => status(503)))
    house.at('2026-06-01T00:00:00Z')
    await take(Array.from({ length: 9 }, (_, week) => views(week + 1, { a: 1 })).flat())
    await arrived(to, 3)
    to.answers.length = 0
    const windows = () => new Set(to.got.map(({ says }) => says.edition.window.name))
    await until(async () => {
      await look()
      return windows().size === 9
    })
    const order = [...windows()]
    expect(order).toEqual([...order].sort())
  })
})

test('a house that is killed while it tells tells again what has not arrived, and nothing is lost', async () => {
  const root = temporaryHere()
  const to = await receiver()
  const data = await smallHouse(root)
  writeFileSync(
    join(root, 'housecount.config.ts'),
    CONFIG.replace('charts:', `webhooks: [{ url: '${to.url}', secret: '${SECRET}' }],\n  charts:`),
  )
  let house = await serve(data, root)
  onTestFinished(() => void house.child.kill('SIGKILL'))
  // A webhook that is new takes all that is closed as known: only then is there something to tell.
  await until(async () => readdirSync(join(data, 'webhooks')).some((name) => name.endsWith('.json')))
  let held = false
  to.answers.push(() => {
    held = true
  })
  await send(house, lines([eventOf(3, { country: 'DE' }), eventOf(4, { country: 'FR' })]))
  await until(async () => held)
  await house.stop('SIGKILL')
  house = await serve(data, root)
  await until(async () => new Set(to.got.map(({ says }) => says.id)).size >= 3)
  const [first, again] = to.got
  expect(again?.text).toBe(first?.text)
  expect([...new Set(saysOf(to))].sort()).toEqual([
    'edition DE 2022-05-01 r1',
    'restatement FR 2022-05-01 r2',
    'restatement world 2022-05-01 r2',
  ])
  expect(await house.stop()).toBe(0)
  const before = to.got.length
  house = await serve(data, root)
  await send(house, lines([eventOf(5, { country: 'DE' })]))
  await until(async () => saysOf(to).includes('restatement world 2022-05-01 r3'))
  for (const { says } of to.got.slice(before)) expect(says.edition.rows[0].item).toBe('heartstopper-s1')
  expect(
    saysOf(to)
      .slice(before)
      .every((each) => /DE 2022-05-01 r2|world 2022-05-01 r3/.test(each)),
  ).toBe(true)
})
