// What becomes of events on their way: each is counted once, whatever the network and the collector do to it.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { serve, until } from '../process.ts'
import { Gate } from './gate.ts'
import { Scene } from './scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await Scene.open()
})
afterAll(() => scene.close())

/** A page whose events go through a gate, with a view that has arrived. */
async function open(
  path: string,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<{ readonly page: Page; readonly gate: Gate }> {
  const gate = await Gate.open(scene.house.url)
  onTestFinished(() => gate.close())
  const page = await scene.newPage()
  await prepare?.(page)
  await page.goto(`${scene.site.page(path, { line: `data-local data-to="${gate.url}"` })}?query=untold`)
  await scene.factsOnce(path, 1)
  return { page, gate }
}

const tell = (page: Page, item: string): Promise<void> => page.evaluate(`hc('open', { item: '${item}' })`)

/** Waits until so many requests came to a gate. */
const came = (gate: Gate, count: number): Promise<unknown> => until(async () => gate.passed.length >= count)

test('an event is a line of plain text to an address with the key: no browser asks first whether it may be sent', async () => {
  const { page, gate } = await open('/plain')
  await tell(page, '/plain/a')
  await scene.factsOnce('/plain', 2)
  expect(gate.passed.map(({ method }) => method)).toEqual(['POST', 'POST'])
  for (const { url, headers, body } of gate.passed) {
    expect(url).toBe(`/v1/events?key=${scene.house.keys.write}&site=main`)
    expect(headers).toMatchObject({ 'content-type': 'text/plain;charset=UTF-8', origin: new URL(page.url()).origin })
    for (const name of ['cookie', 'referer']) expect(headers).not.toHaveProperty(name)
    expect(body).toMatch(
      /^\{"id":"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}","at":"[^"]+Z","kind":"(view|open)","item":"\/plain[^"]*"(,"automated":true)?\}$/,
    )
    const { id, at } = JSON.parse(body)
    expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(Date.parse(at))
  }
})

test('events that nobody answered are sent again with the same bytes, and counted once', async () => {
  const { page, gate } = await open('/lost')
  gate.manner = 'lost'
  await tell(page, '/lost/a')
  await came(gate, 2)
  await tell(page, '/lost/b')
  await came(gate, 4)
  gate.manner = 'open'
  await came(gate, 5)
  const sent = gate.batches.flat().filter((line) => line.includes('/lost/a'))
  expect(sent.length).toBeGreaterThan(2)
  expect(new Set(sent).size).toBe(1)
  expect(await scene.counted(page, '/lost', 3)).toEqual(['view /lost', 'open /lost/a', 'open /lost/b'])
})

test('a reader who is offline is counted once the network is back', async () => {
  const { page, gate } = await open('/offline')
  await page.context().setOffline(true)
  for (const name of ['a', 'b', 'c']) await tell(page, `/offline/${name}`)
  await page.evaluate("history.pushState({}, '', '/offline/moved'); new Promise((done) => setTimeout(done, 50))")
  expect(gate.passed.length).toBe(1)
  await page.context().setOffline(false)
  const facts = ['view /offline', 'open /offline/a', 'open /offline/b', 'open /offline/c', 'view /offline/moved']
  expect(await scene.counted(page, '/offline', 5)).toEqual(facts)
})

test('a collector that is killed and comes again has every event once', async () => {
  const { page, gate } = await open('/killed')
  await tell(page, '/killed/a')
  await scene.factsOnce('/killed', 2)
  await scene.house.stop('SIGKILL')
  await tell(page, '/killed/b')
  await came(gate, 3)
  await tell(page, '/killed/c')
  scene.house = await serve(scene.data)
  gate.target = scene.house.url
  const facts = ['view /killed', 'open /killed/a', 'open /killed/b', 'open /killed/c']
  expect(await scene.counted(page, '/killed', 4)).toEqual(facts)
})

test.each([429, 503])('a collector that answers %i is left alone for as long as it asks', async (status) => {
  const { page, gate } = await open(`/busy-${status}`, (fresh) => fresh.clock.install())
  gate.manner = { status, retryAfter: 120 }
  await tell(page, `/busy-${status}/a`)
  await came(gate, 2)
  gate.manner = 'open'
  await tell(page, `/busy-${status}/b`)
  await page.evaluate("dispatchEvent(new Event('online'))")
  await page.clock.fastForward(100_000)
  await page.evaluate(`fetch('${gate.url}/nothing-else').then(() => {}, () => {})`)
  await came(gate, 3)
  expect(gate.passed.map(({ url }) => url.split('?')[0])).toEqual(['/v1/events', '/v1/events', '/nothing-else'])
  await page.clock.fastForward(30_000)
  const facts = [`view /busy-${status}`, `open /busy-${status}/a`, `open /busy-${status}/b`]
  expect(await scene.counted(page, `/busy-${status}`, 3)).toEqual(facts)
})

test('what the collector rejects is not sent again, and keeps nothing else back', async () => {
  const { page, gate } = await open('/refused')
  await page.evaluate("hc('view', { item: '/refused/a', country: 'GB' }); hc('open', { item: '/refused/b' })")
  await scene.factsOnce('/refused', 2)
  gate.manner = { status: 403 }
  await tell(page, '/refused/c')
  await came(gate, 3)
  gate.manner = 'open'
  await tell(page, '/refused/d')
  expect(await scene.counted(page, '/refused', 3)).toEqual(['view /refused', 'open /refused/b', 'open /refused/d'])
  expect(gate.batches.map((batch) => batch.length)).toEqual([1, 2, 1, 1])
})

test('a page that goes takes nothing with it, also where requests end with their page', async () => {
  for (const path of ['/goes', '/goes-old']) {
    const { page } = await open(path, async (fresh) => {
      if (path === '/goes-old') await fresh.addInitScript('delete Request.prototype.keepalive')
    })
    const last = `for (let i = 0; i < 250; i++) hc('open', { item: '${path}/' + i })`
    await page.evaluate(`addEventListener('pagehide', () => { ${last} }, true)`)
    // Slow enough that the page is gone before anything is on its way.
    const network = await page.context().newCDPSession(page)
    const slow = { offline: false, latency: 500, downloadThroughput: -1, uploadThroughput: -1 }
    await network.send('Network.emulateNetworkConditions', slow)
    await page.close()
    expect((await scene.factsOnce(`${path}/`, 250)).length).toBe(250)
  }
})

test('what waits is bounded: a page that can reach nobody holds on to its first 500 events', async () => {
  const { page, gate } = await open('/bounded')
  gate.manner = 'closed'
  await page.evaluate("for (let i = 0; i < 2000; i++) hc('open', { item: '/bounded/' + i })")
  await came(gate, 2)
  await tell(page, '/bounded/more')
  gate.manner = 'open'
  expect((await scene.counted(page, '/bounded', 501)).length).toBe(501)
  expect(Math.max(...gate.batches.map((batch) => batch.length))).toBe(100)
})
