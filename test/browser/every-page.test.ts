// Every page in a real browser: by the accessibility rules of axe, in both schemes, on a phone, and from right to left; no
// wider than its reader's window in any language, whole in the words of its own, and asking nobody but the house.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/web/message.ts'
import { type Stage, servePages, startBrowser } from './browser.ts'
import { pagesIn } from './pages.ts'
import { foreignWords } from './untranslated.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const english = Object.keys(pagesIn('en'))
const arabic = Object.keys(pagesIn('ar'))

const wrong =
  '<!doctype html><title>Wrong</title><main><h1>Wrong</h1><p style="color: #bbb; width: 500px">Pale</p><img src="http://elsewhere.invalid/a.png" alt="Elsewhere"></main>'

let browser: Browser
let stage: Stage
/** What the pages asked of others than the house. */
const elsewhere: string[] = []

beforeAll(async () => {
  browser = await startBrowser()
  stage = await servePages({ ...Object.assign({}, ...LANGUAGES.map(pagesIn)), '/wrong': wrong })
})

afterAll(async () => {
  await browser.close()
  await stage.close()
})

const phone = { viewport: { width: 390, height: 740 } } as const
const wide = { viewport: { width: 1280, height: 900 } } as const

/** Looks at pages one after another, and keeps what there is to say of each. */
async function lookAt<T>(
  paths: readonly string[],
  options: BrowserContextOptions,
  at: (page: Page) => Promise<readonly T[]>,
): Promise<readonly (readonly [path: string, found: T])[]> {
  const context = await browser.newContext(options)
  context.on('request', (request) => {
    if (!request.url().startsWith(`${stage.origin}/`)) elsewhere.push(request.url())
  })
  try {
    const page = await context.newPage()
    const found: (readonly [string, T])[] = []
    for (const path of paths) {
      await page.goto(stage.origin + path)
      for (const each of await at(page)) found.push([path, each])
    }
    return found
  } finally {
    await context.close()
  }
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  const results = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })')
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

const WIDTHS = [320, 390, 768, 1024, 1280]

/** The widths at which the page is wider than its window. */
async function overflow(page: Page): Promise<readonly number[]> {
  const found: number[] = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 740 })
    if (await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'))
      found.push(width)
  }
  return found
}

it.each([
  { name: 'in the light', paths: english, options: { ...wide, colorScheme: 'light' } },
  { name: 'in the dark', paths: english, options: { ...wide, colorScheme: 'dark' } },
  { name: 'on a phone', paths: english, options: { ...phone, colorScheme: 'light' } },
  { name: 'from right to left', paths: arabic, options: { ...wide, colorScheme: 'light' } },
  { name: 'from right to left, on a phone in the dark', paths: arabic, options: { ...phone, colorScheme: 'dark' } },
] as const)('no page breaks an accessibility rule $name', async ({ paths, options }) => {
  expect(await lookAt(paths, options, violations)).toEqual([])
})

it.each(LANGUAGES)('no page in %s scrolls sideways, on a phone or on a wide screen', async (language) => {
  expect(await lookAt(Object.keys(pagesIn(language)), {}, overflow)).toEqual([])
})

it.each(['ar', 'ja'] as const)('no page in %s has a word of another language', async (language) => {
  expect(await lookAt(Object.keys(pagesIn(language)), wide, foreignWords)).toEqual([])
})

it('no page asks anybody but the house', () => {
  expect(elsewhere).toEqual([])
})

describe('a page that is wrong', () => {
  it('is caught breaking rules, scrolling, and asking elsewhere', async () => {
    const broken = await lookAt(['/wrong'], wide, violations)
    expect(broken.map(([, line]) => line.split(':')[0])).toEqual(['color-contrast', 'html-has-lang'])
    expect(await lookAt(['/wrong'], {}, overflow)).toEqual([
      ['/wrong', 320],
      ['/wrong', 390],
    ])
    expect(elsewhere.splice(0)).toContain('http://elsewhere.invalid/a.png')
  })

  it.each([
    { where: 'a paragraph', plant: 'main.append("Show chart")', word: 'Show chart' },
    { where: 'a label', plant: 'document.querySelector("table").setAttribute("aria-label", "Ranks")', word: 'Ranks' },
    { where: 'the title', plant: 'document.title = `السلسلة: World`', word: 'World' },
    {
      where: 'the description',
      plant: 'document.querySelector("meta[name=description]").content = "in 4 countries"',
      word: 'in',
    },
    { where: 'a figure', plant: 'document.querySelector("svg.bump title").textContent = "Ranks"', word: 'Ranks' },
    {
      where: 'what the style sheet shows',
      plant: 'document.querySelector("td.number").dataset.label = "Views"',
      word: 'Views',
    },
  ])('is caught with an English word in $where', async ({ plant, word }) => {
    const found = await lookAt(['/ar/chart'], wide, async (page) => {
      await page.evaluate(plant)
      return foreignWords(page)
    })
    expect(found.map(([, each]) => each)).toEqual(expect.arrayContaining([expect.stringContaining(word)]))
  })
})

it('the table is still a table on a phone, for those who listen', async () => {
  const [[, heard] = []] = await lookAt(['/chart'], phone, async (page) => [
    await page.locator('table.chart').ariaSnapshot(),
  ])
  expect(heard).toContain('columnheader "Rank"')
  expect(heard).toContain('rowheader "Salt and Signal: Season 2"')
  expect(heard).toContain('in 91 of 94 countries')
})

it('the form asks for the edition that was picked, in the language of the page', async () => {
  const [[, url] = []] = await lookAt(['/de/chart'], wide, async (page) => {
    await page.getByLabel('Land').selectOption('GB')
    await page.getByRole('button', { name: 'Liste zeigen' }).click()
    return [new URL(page.url())]
  })
  expect(`${url?.pathname}${url?.search}`).toBe('/de/charts?chart=series&region=GB&week=2026-11-15')
})

it('what runs in time runs from the right where one reads from there', async () => {
  const [[, places] = []] = await lookAt(['/ar/chart'], wide, async (page) => [
    await page.evaluate<number[]>(
      '[...document.querySelectorAll(".bump .tick")].map((tick) => tick.getBoundingClientRect().x)',
    ),
  ])
  expect(places).toHaveLength(4)
  expect(places).toEqual([...(places ?? [])].sort((a, b) => b - a))
  const [[, names] = []] = await lookAt(['/ar/chart'], wide, async (page) => [
    await page.evaluate<boolean[]>(
      '[...document.querySelectorAll(".bump a")].map((line) => line.querySelector(".name").getBoundingClientRect().right < line.querySelector(".place").getBoundingClientRect().x)',
    ),
  ])
  expect(new Set(names)).toEqual(new Set([true]))
})
