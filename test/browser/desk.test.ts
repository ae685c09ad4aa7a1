// The desk as its operator has it: a real house, a real browser. From the sign-in to the first key, to the line in a page
// of another origin, to the first event, and out again; and every page of the desk, looked over for accessibility.
import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { House } from '../../src/app.ts'
import { addOperator, changeOperators } from '../../src/collect/operators/operators.ts'
import { hashOf, newPassphrase } from '../../src/collect/operators/passphrase.ts'
import { readSettings } from '../../src/config.ts'
import { type Server, startServer } from '../../src/server.ts'
import { SECTIONS } from '../../src/web/desk/sections.ts'
import { temporary } from '../process.ts'
import { startBrowser } from './browser.ts'
import { Site } from './site.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** A reader's: what the packaged browser says of itself is a robot's. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36'

const root = temporary()
const data = join(root, 'data')
const passphrase = newPassphrase()
let browser: Browser
let house: House
let server: Server
let site: Site
/** The line that the desk gave, as it stands in the site's page. */
let line = ''

beforeAll(async () => {
  house = await House.open({ directory: data })
  const hash = await hashOf(passphrase)
  await changeOperators(data, (before) => addOperator(before, 'mara', hash, house.now()))
  server = await startServer(house, await readSettings({ data, port: 0 }, root), () => {})
  site = await Site.open(() => line)
  browser = await startBrowser()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await site?.close()
  await server.stop()
  await house.close()
  rmSync(root, { recursive: true, force: true })
})

async function signIn(page: Page): Promise<void> {
  await page.goto(`${server.url}/desk`)
  await page.getByLabel('Name').fill('mara')
  await page.getByLabel('Passphrase').fill(passphrase)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
}

/** The line of the page, made to count on this machine too. */
async function pasteLine(page: Page): Promise<string> {
  const given = await page.locator('pre', { hasText: 'hc.js' }).textContent()
  line = (given ?? '').replace(' data-key', ' data-local data-key')
  return site.page('/articles/the-map', { line: 'as given' })
}

describe.each([
  { name: 'with scripts', javaScriptEnabled: true },
  { name: 'without scripts', javaScriptEnabled: false },
])('an operator $name', ({ javaScriptEnabled }) => {
  const name = javaScriptEnabled ? 'comics' : 'films'
  test('makes the first key, pastes its line, sees the first event arrive, and finds it in the log', async () => {
    const desk = await browser.newContext({ javaScriptEnabled })
    const page = await desk.newPage()
    const hosts = new Set<string>()
    page.on('request', (request) => hosts.add(new URL(request.url()).host))
    await signIn(page)
    await page.getByRole('link', { name: 'Sites and keys' }).click()
    await page.getByLabel('Site: a new name makes a new site').fill(name)
    await page.getByRole('button', { name: 'Make the key' }).click()
    const arrival = page.getByRole('status').filter({ hasText: 'event' })
    expect(await arrival.textContent()).toContain('Waiting for the first event')

    const reader = await browser.newContext({ userAgent: USER_AGENT })
    await reader.addInitScript('Object.defineProperty(navigator, "webdriver", { get: () => false })')
    await (await reader.newPage()).goto(await pasteLine(page))
    // By itself: nobody touches the page.
    await arrival.filter({ hasText: '✓ Events arrive' }).waitFor({ timeout: 30_000 })
    expect(await arrival.getAttribute('class')).toContain('arrived')

    await page.getByRole('link', { name: 'See them' }).click()
    await expect
      .poll(
        async () => {
          await page.reload()
          return page.getByRole('row', { name: /\/articles\/the-map.*✓ counted/ }).count()
        },
        { timeout: 20_000 },
      )
      .toBe(1)
    await page.getByRole('link', { name: '/articles/the-map' }).click()
    expect(await page.locator('main').textContent()).toContain('It counts, once.')
    const logged = await page.locator('pre').textContent()
    expect(logged?.split('\t').slice(6, 9)).toEqual([name, 'view', '/articles/the-map'])

    await page.getByRole('link', { name: 'Audit trail' }).click()
    await page.getByRole('row', { name: new RegExp(`mara make a key .*${name}`) }).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goto(`${server.url}/desk/events`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect([...hosts]).toEqual([new URL(server.url).host])
    await Promise.all([desk.close(), reader.close()])
  }, 90_000)
})

const FORMS: readonly { readonly name: string; readonly options: BrowserContextOptions }[] = [
  { name: 'in the light', options: { colorScheme: 'light' } },
  { name: 'in the dark', options: { colorScheme: 'dark' } },
  { name: 'on a phone', options: { viewport: { width: 360, height: 740 } } },
]

test.each(FORMS)(
  'every page of the desk breaks no accessibility rule and is no wider than the window, $name',
  async ({ options }) => {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    // The desk lets no script of others in, which also holds for the one that looks it over.
    await page.goto(`${server.url}/desk/sign-in`)
    const found = await lookedOver(page)
    await signIn(page)
    const [event] = await house.store.rows<{ id: string }>("SELECT toString(id) AS id FROM events WHERE kind = 'view'")
    const paths = [
      ...SECTIONS.map(({ path }) => path),
      '/desk/sites/comics',
      '/desk/sites/main',
      `/desk/events/${event?.id}`,
    ]
    for (const path of [...paths, '/desk/nothing']) {
      await page.goto(server.url + path)
      found.push(...(await lookedOver(page)))
    }
    expect(found).toEqual([])
    await context.close()
  },
  60_000,
)

/** What is wrong with a page, by its path. */
async function lookedOver(page: Page): Promise<string[]> {
  const path = new URL(page.url()).pathname
  await page.evaluate(axe)
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
  const wrong = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${path}: ${id}: ${html}`))
  return wide ? [...wrong, `${path}: wider than the window`] : wrong
}
