// The demo's article as its readers have it: a real house, a real server, a real browser. What they say and see is what
// the API has, also after a restart; and the page says the same without a script.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { House } from '../../src/app.ts'
import { openKeys } from '../../src/collect/keys.ts'
import { readSettings } from '../../src/config.ts'
import { magazineEvents } from '../../src/demo/magazine.ts'
import { HOUR_MS, instant } from '../../src/domain/time.ts'
import { type Server, startServer } from '../../src/server.ts'
import { magazineRoutes } from '../../src/web/magazine-routes.ts'
import { startBrowser } from './browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const ARTICLE = 'what-the-tides-owe-the-moon'
/** A reader's: what the packaged browser says of itself is a robot's. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36'

let browser: Browser
let data: string
let house: House
let server: Server
let reader: BrowserContext

async function open(): Promise<void> {
  house = await House.open({ directory: data })
  const [key] = (await openKeys(data)).keys.filter(({ kind }) => kind === 'write')
  const settings = await readSettings({ data, port: 0 }, data)
  server = await startServer(
    house,
    settings,
    () => {},
    (counters) => magazineRoutes(house, counters, key?.key ?? ''),
  )
}

async function close(): Promise<void> {
  await server.stop()
  await house.close()
}

async function newReader(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ userAgent: USER_AGENT, ...options })
  await context.addInitScript('Object.defineProperty(navigator, "webdriver", { get: () => false })')
  return context
}

async function pageOf(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${server.url}/magazine/${ARTICLE}`)
  return page
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'housecount-article-'))
  browser = await startBrowser()
  await open()
  const now = instant(Date.now())
  await house.append(magazineEvents(instant(now - 48 * HOUR_MS), now))
  reader = await newReader()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await close()
  rmSync(data, { recursive: true, force: true })
})

async function counter() {
  const answer = await fetch(`${server.url}/v1/counters/item/${ARTICLE}`)
  return answer.ok ? answer.json() : undefined
}

/** Waits until the house has counted so. */
const counted = (expected: object) => expect.poll(counter, { timeout: 20_000, interval: 100 }).toMatchObject(expected)

describe('a reader', () => {
  test('is counted as one view, and finds the numbers of before', async () => {
    await counted({ views: 5610, likes: 812 })
    await pageOf(reader)
    await counted({ views: 5611, rating: { votes: 47, mean: 4.7 }, helpful: { votes: 50, percent: 86 } })
  }, 40_000)

  test('rates, rates otherwise and takes it back: each time the last word counts, and nothing else', async () => {
    const page = await pageOf(reader)
    await page.locator('house-rating input').nth(4).check({ force: true })
    await counted({ rating: { votes: 48, histogram: [1, 0, 2, 6, 39] } })
    await page.locator('house-rating input').nth(1).check({ force: true })
    await counted({ rating: { votes: 48, histogram: [1, 1, 2, 6, 38] } })
    await page.getByRole('button', { name: 'Take back' }).click()
    await counted({ rating: { votes: 47, histogram: [1, 0, 2, 6, 38] } })
    await page.locator('house-rating input').nth(3).check({ force: true })
    await counted({ rating: { votes: 48, histogram: [1, 0, 2, 7, 38] } })
  }, 60_000)

  test('likes in two tabs once, finds it helpful, and finds both again after a reload', async () => {
    const [first, second] = [await pageOf(reader), await pageOf(reader)]
    await first.locator('.reactions house-like button').click()
    await counted({ likes: 813 })
    await expect
      .poll(() => second.locator('.reactions house-like button').getAttribute('aria-pressed'), { timeout: 10_000 })
      .toBe('true')
    await first.locator('house-helpful').getByRole('button', { name: 'Yes' }).click()
    await counted({ likes: 813, helpful: { votes: 51, yes: 44, percent: 86 } })
    await first.reload()
    await first.locator('.reactions house-like button[aria-pressed=true]').waitFor()
    await first.locator('house-helpful button[aria-pressed=true]').waitFor()
  }, 60_000)

  test('who votes while offline is counted once the browser is back', async () => {
    const page = await pageOf(reader)
    await page.locator('.reactions house-like button').waitFor()
    await reader.setOffline(true)
    await page.locator('.reactions house-like button').click()
    expect(await counter()).toMatchObject({ likes: 813 })
    await reader.setOffline(false)
    await counted({ likes: 812 })
  }, 60_000)

  test('opens a question, and it is counted', async () => {
    const page = await pageOf(reader)
    await page.getByText('Is the moon leaving us?').click()
    const opens = async () => (await (await fetch(`${server.url}/v1/counters/item/is-the-moon-leaving`)).json()).opens
    await expect.poll(opens, { timeout: 20_000 }).toBe(1213)
  }, 40_000)
})

test('without a script the page has the same numbers in words', async () => {
  const context = await newReader({ javaScriptEnabled: false })
  const page = await pageOf(context)
  const text = await page.locator('main').textContent()
  const { views, rating } = await counter()
  expect(text).toContain(`Views: ${views.toLocaleString('en')}`)
  expect(text).toContain(`${rating.mean} / 5 (${rating.votes} voted)`)
  expect(text).toContain('found this helpful')
  expect(text).toContain('10.7 billion views and counting')
  expect(text).toContain('124M views')
  await context.close()
})

test.each([
  { name: 'in the light', options: { colorScheme: 'light' } },
  { name: 'in the dark', options: { colorScheme: 'dark' } },
  { name: 'on a phone', options: { viewport: { width: 360, height: 740 } } },
  { name: 'from right to left', options: {}, dir: 'rtl' },
] as const)(
  'breaks no accessibility rule $name',
  async ({ options, ...more }) => {
    const context = await newReader(options)
    const page = await pageOf(context)
    if ('dir' in more) await page.evaluate('document.documentElement.dir = "rtl"')
    await page.locator('.reactions house-like button').waitFor()
    await page.evaluate(axe)
    const { violations } = await page.evaluate<AxeResults>('axe.run()')
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([])
    await context.close()
  },
  30_000,
)

test('votes are there after a restart, to the last one', async () => {
  const before = await counter()
  await close()
  await open()
  const { likes, rating, helpful, views } = before
  await counted({ likes, rating, helpful })
  // The last page's view may have come after it was asked.
  expect((await counter()).views).toBeGreaterThanOrEqual(views)
}, 60_000)
