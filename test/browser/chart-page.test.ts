// Pages in a real browser: by the accessibility rules of axe, in both schemes, on a phone, and from right to left.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stage, servePages, startBrowser } from './browser.ts'
import { pagesIn } from './pages.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const pages = pagesIn('en')

const wrong = '<!doctype html><title>Wrong</title><main><h1>Wrong</h1><p style="color: #bbb">Pale</p></main>'

let browser: Browser
let stage: Stage

beforeAll(async () => {
  browser = await startBrowser()
  stage = await servePages({ ...pages, '/wrong': wrong })
})

afterAll(async () => {
  await browser.close()
  await stage.close()
})

const phone = { viewport: { width: 360, height: 740 } } as const
const wide = { viewport: { width: 1280, height: 900 } } as const

async function look<T>(path: string, options: BrowserContextOptions, at: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext(options)
  try {
    const page = await context.newPage()
    await page.goto(stage.origin + path)
    return await at(page)
  } finally {
    await context.close()
  }
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  const results = await page.evaluate<AxeResults>('axe.run()')
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

describe.each(Object.keys(pages))('%s', (path) => {
  it.each([
    { name: 'in the light', options: { ...wide, colorScheme: 'light' } },
    { name: 'in the dark', options: { ...wide, colorScheme: 'dark' } },
    { name: 'on a phone', options: { ...phone, colorScheme: 'light' } },
    { name: 'on a phone in the dark', options: { ...phone, colorScheme: 'dark' } },
  ] as const)('breaks no accessibility rule $name', async ({ options }) => {
    expect(await look(path, options, violations)).toEqual([])
  })

  it.each([320, 360, 768, 1280])('does not scroll sideways at %i px', async (width) => {
    const [content, room] = await look(path, { viewport: { width, height: 740 } }, (page) =>
      page.evaluate<[number, number]>('[document.documentElement.scrollWidth, document.documentElement.clientWidth]'),
    )
    expect(content).toBeLessThanOrEqual(room)
  })
})

it('a page that breaks rules is caught', async () => {
  const found = await look('/wrong', wide, violations)
  expect(found.map((line) => line.split(':')[0])).toEqual(['color-contrast', 'html-has-lang'])
})

it('the table is still a table on a phone, for those who listen', async () => {
  const heard = await look('/chart', phone, (page) => page.locator('table.chart').ariaSnapshot())
  expect(heard).toContain('columnheader "Rank"')
  expect(heard).toContain('rowheader "Salt and Signal: Season 2"')
  expect(heard).toContain('in 91 of 94 countries')
})

it('the form asks for the edition that was picked', async () => {
  const url = await look('/chart', wide, async (page) => {
    await page.getByLabel('Country').selectOption('GB')
    await page.getByRole('button', { name: 'Show chart' }).click()
    return new URL(page.url())
  })
  expect(url.pathname + url.search).toBe('/charts?chart=series&region=GB&week=2026-11-15')
})
