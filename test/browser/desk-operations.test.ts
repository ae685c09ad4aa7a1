// The desk's operations in a real browser, on a real house: a fact that comes after its week was closed, from the form
// that brings it in to the revision that a reader finds; an item renamed and merged; and every page, looked over.
import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { House } from '../../src/app.ts'
import { addOperator, changeOperators } from '../../src/collect/operators/operators.ts'
import { hashOf, newPassphrase } from '../../src/collect/operators/passphrase.ts'
import { readSettings } from '../../src/config.ts'
import { instant } from '../../src/domain/time.ts'
import { type Server, startServer } from '../../src/server.ts'
import { chart, event, inWeek, itemEvent } from '../house.ts'
import { eventOf, jsonOf, lines, temporary } from '../process.ts'
import { startBrowser } from './browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WEEK = '2026-01-11'
const REASON = 'late files from the Berlin collector'

const root = temporary()
const data = join(root, 'data')
const passphrase = newPassphrase()
const begun = Date.now()
let browser: Browser
let desk: BrowserContext
let house: House
let server: Server

const TITLES = [
  ['paper-hearts', 'Paper Hearts'],
  ['the-long-shore', 'The Long Shore'],
  ['nine-lanterns', 'Nine Lanterns'],
  ['salt-and-signal', 'Salt and Signal'],
  ['long-shore', 'Long Shore, The'],
] as const

/** Three weeks of five films in two countries; the third is running. A page named one of them by another id. */
const audience = () => [
  ...TITLES.map(([id, title]) =>
    itemEvent({ id, kind: 'film', title, tags: ['drama'], creators: ['Ines Okafor'], runtimeMs: 6_720_000 }),
  ),
  ...[0, 1, 2].flatMap((week) =>
    TITLES.flatMap(([item], n) =>
      ['GB', 'DE'].map((country, m) =>
        event({ at: inWeek(week, 9 + m), item, country, weight: 1200 - 170 * n + 40 * week * m }),
      ),
    ),
  ),
  ...['agent=isbot:curl', 'net=some-cloud', 'prefetch=1', ''].map((body, n) =>
    event({ at: inWeek(2, 10) + n, item: 'paper-hearts', body }),
  ),
  event({ at: inWeek(2, 11), item: 'Paper%20Hearts', weight: 70 }),
]

beforeAll(async () => {
  // In the third week, and the clock goes on.
  house = await House.open({ directory: data, now: () => instant(Date.UTC(2026, 0, 22, 12) + Date.now() - begun) })
  const hash = await hashOf(passphrase)
  await changeOperators(data, (before) => addOperator(before, 'mara', hash, house.now()))
  await house.declareCharts([chart({ title: 'Films' })])
  await house.append(audience())
  await house.catchUp('seeded')
  server = await startServer(house, await readSettings({ data, port: 0 }, root), () => {})
  browser = await startBrowser()
  desk = await browser.newContext()
  const page = await desk.newPage()
  await page.goto(`${server.url}/desk`)
  await page.getByLabel('Name').fill('mara')
  await page.getByLabel('Passphrase').fill(passphrase)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await house?.close()
  rmSync(root, { recursive: true, force: true })
})

async function at(path: string): Promise<Page> {
  const page = await desk.newPage()
  await page.goto(server.url + path)
  return page
}

const api = async (path: string) => jsonOf(await fetch(server.url + path))

/** Brings lines in, and gives the page that tells of them. */
async function bring(text: string, reason: string): Promise<Page> {
  const page = await at('/desk')
  await page.getByRole('link', { name: 'Imports' }).click()
  await page.getByLabel('Paste them').fill(text)
  await page.getByLabel('Why they are brought in').fill(reason)
  await page.getByRole('button', { name: 'Bring in' }).click()
  await page.getByRole('heading', { name: 'Brought in' }).waitFor()
  return page
}

const late = (n: number, item: string, fields: object = {}) =>
  eventOf(n, { at: '2026-01-08T20:00:00Z', item, viewer: undefined, weight: 400, ...fields })

test('a fact for a closed week is told line by line, shown as it would be published, and restated with its reason', async () => {
  const text = lines([
    late(1, 'the-long-shore'),
    late(2, 'nine-lanterns', { country: 'XX' }),
    late(1, 'the-long-shore'),
  ])
  const page = await bring(text, REASON)
  expect(await page.locator('main').textContent()).toContain('2 stored, 1 rejected')
  const verdicts = page.getByRole('table').getByRole('row')
  expect(await verdicts.nth(1).textContent()).toMatch(/1\s*✓ stored/)
  expect(await verdicts.nth(2).textContent()).toMatch(/2\s*rejected\s*country: "XX" is not allowed/)
  expect(await verdicts.nth(3).textContent()).toMatch(/3\s*duplicate/)
  const before = await api(`/v1/charts/films/world/${WEEK}`)
  expect([before.revision, before.state]).toEqual([1, 'final'])

  await page.getByRole('link', { name: 'See what they would say' }).click()
  const line = page.getByRole('row', { name: /The Long Shore/ }).first()
  expect(await line.textContent()).toMatch(/rank 2 → 1\s*2,060 → 2,460 views/)
  expect(await page.getByLabel('Reason').inputValue()).toBe(REASON)
  expect((await api(`/v1/charts/films/world/${WEEK}`)).digest).toBe(before.digest)
  await page.getByRole('button', { name: 'Restate what is ticked' }).click()
  // The world and Great Britain in that week, and their histories in the next.
  expect(await page.getByRole('status').textContent()).toContain('editions are restated')

  await page
    .getByRole('row', { name: new RegExp(`World.*11 Jan 2026.*${REASON}`) })
    .getByRole('link')
    .click()
  const edition = await api(`/v1/charts/films/world/${WEEK}`)
  expect(edition).toMatchObject({ revision: 2, state: 'restated', reason: REASON })
  const shown = await page.locator('main').textContent()
  expect(shown).toContain(`Reason: ${REASON}`)
  expect(shown).toMatch(/Revision\s*2/)
  expect(await figuresOn(page)).toEqual(edition.rows.map((row: Row) => [row.title, String(row.views)]))
  expect(edition.rows[0]).toMatchObject({ title: 'The Long Shore', views: 2460 })

  const trail = await (await at('/desk/audit')).locator('main').textContent()
  expect(trail).toContain(`3 lines, 2 stored, 1 rejected: ${REASON}`)
  expect(trail).toMatch(/mara\s*restate\s*films/)
}, 60_000)

interface Row {
  readonly title: string
  readonly views: number
}

/** Title and views of each line of a chart's page. */
const figuresOn = (page: Page): Promise<string[][]> =>
  page
    .locator('table.chart tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [
        (row as unknown as { querySelector(s: string): { textContent: string } }).querySelector('th a').textContent,
        (row as unknown as { querySelector(s: string): { value: string } }).querySelector('data').value,
      ]),
    )

async function openItem(query: string, title: string): Promise<Page> {
  const page = await at('/desk/catalogue')
  await page.getByLabel('Title, creator, tag or id').fill(query)
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('link', { name: title }).click()
  return page
}

test('an item that is renamed is called so on the chart, and its name of before can be brought back', async () => {
  const page = await openItem('signal', 'Salt and Signal')
  await page.getByLabel('Title', { exact: true }).fill('Salt & Signal')
  await page.getByRole('button', { name: 'Save' }).click()
  expect(await page.getByRole('status').textContent()).toContain('No final edition is another by it.')
  const titles = async () => (await figuresOn(await at('/charts/films/world/latest'))).map(([title]) => title)
  expect(await titles()).toContain('Salt & Signal')
  expect(await page.getByRole('row', { name: /title: “Salt and Signal” → “Salt & Signal”/ }).count()).toBe(1)
  await page.getByRole('button', { name: /Bring back/ }).click()
  await page.getByRole('heading', { name: 'Salt and Signal' }).waitFor()
  expect(await titles()).toContain('Salt and Signal')
})

test('an item that was entered twice is merged: what runs follows, and what is final waits', async () => {
  const page = await openItem('long-shore', 'Long Shore, The')
  await page.getByLabel('Id of the item that stays').fill('nobody')
  await page.getByLabel('Why they are one').fill('one film, entered twice')
  await page.getByRole('button', { name: 'Merge' }).click()
  expect(await page.getByRole('alert').textContent()).toContain('an item of the catalogue')
  await page.getByLabel('Id of the item that stays').fill('the-long-shore')
  await page.getByLabel('Why they are one').fill('one film, entered twice')
  await page.getByRole('button', { name: 'Merge' }).click()
  expect(await page.getByRole('status').textContent()).toContain('Final editions of 2 windows wait')
  await page.getByRole('heading', { name: 'The Long Shore stands for it' }).waitFor()
  const running = await api('/v1/charts/films/world/latest')
  expect(running.rows[0]).toMatchObject({ title: 'The Long Shore', rank: 1 })
  expect(running.rows).toHaveLength(4)
  expect((await api(`/v1/charts/films/world/${WEEK}`)).rows).toHaveLength(5)
  const reader = await at('/titles/long-shore')
  expect(new URL(reader.url()).pathname).toBe('/titles/the-long-shore')
})

const PAGES = [
  '/desk/catalogue',
  '/desk/catalogue?q=shore',
  '/desk/catalogue/item?site=main&id=paper-hearts',
  '/desk/catalogue/item?site=main&id=long-shore',
  '/desk/imports',
  '/desk/editions',
  '/desk/editions/waiting',
  '/desk/traffic',
  '/desk/settings',
] as const

test.each([
  { name: 'in the light', colorScheme: 'light', width: 1280 },
  { name: 'in the dark', colorScheme: 'dark', width: 1280 },
  { name: 'on a phone', colorScheme: 'light', width: 360 },
] as const)(
  'no page breaks an accessibility rule or scrolls sideways $name',
  async ({ colorScheme, width }) => {
    const page = await at('/desk')
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    const found: string[] = []
    const lookOver = async (path: string) => {
      await page.evaluate(axe)
      const { violations } = await page.evaluate<AxeResults>('axe.run()')
      found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${path} ${id}: ${html}`)))
      const room = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'
      if (await page.evaluate<boolean>(room)) found.push(`${path} scrolls sideways`)
    }
    for (const path of PAGES) {
      await page.goto(server.url + path)
      await lookOver(path)
    }
    await page.goto(`${server.url}/desk/imports`)
    await page.getByLabel('Paste them').fill(lines([late(1, 'the-long-shore'), { kind: 'nothing' }]))
    await page.getByLabel('Why they are brought in').fill(`looked over`)
    await page.getByRole('button', { name: 'Bring in' }).click()
    await page.getByRole('heading', { name: 'Brought in' }).waitFor()
    await lookOver('what was brought in')
    expect(found).toEqual([])
  },
  60_000,
)
