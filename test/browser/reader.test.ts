// A reader's walk through a house, with a mouse and by keyboard alone: from the front page to a chart, to a title, to its
// map, to a file. Every figure on every page is the API's, every file says what the page says, and nothing is asked of
// anybody but the house.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { readSettings } from '../../src/config.ts'
import { type Server, startServer } from '../../src/server.ts'
import { compact, exact } from '../../src/web/numbers.ts'
import { chart, event, film, inWeek, itemEvent, TestHouse } from '../house.ts'
import { startBrowser } from './browser.ts'

const WEEK = '2026-01-18'
const weekly = { kind: 'week', startsOn: 'monday', timeZone: 'UTC' } as const
const methods = [{ version: 1, measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 1 }] as const
const worldOnly = { world: true, countries: 'none' } as const
const said = (kind: 'like' | 'rate' | 'helpful', value: number, weight: number) =>
  event({ at: inWeek(1), kind, item: 'tide', value, weight })

let house: TestHouse
let server: Server
let browser: Browser
let context: BrowserContext
let page: Page
const asked = new Set<string>()

beforeAll(async () => {
  house = await TestHouse.open('2026-01-28T00:00:00Z')
  await house.declare(
    chart({ methods: [...methods], length: 3 }),
    chart({
      id: 'best',
      title: 'Best',
      methods: [...methods],
      window: { kind: 'first', days: 91, issued: weekly },
      regions: worldOnly,
    }),
    chart({
      id: 'ever',
      title: 'Ever',
      methods: [...methods],
      window: { kind: 'all', issued: weekly },
      regions: worldOnly,
    }),
  )
  const hours = (week: number, item: string, country: string, weight: number) =>
    event({ at: inWeek(week), kind: 'watch', item, country, value: 3_600_000, weight })
  const runtimes = { tide: 90, lamp: 300, 'night ferry': 45, salt: 100 }
  await house.take([
    ...Object.entries(runtimes).map(([title, minutes], n) =>
      film(title.replace(' ', '-'), {
        title: title[0]?.toUpperCase() + title.slice(1),
        runtimeMs: minutes * 60_000,
        published: `2026-01-0${n + 5}`,
        tags: n % 2 ? ['sea'] : ['sea', 'night'],
        creators: ['Ada Quill'],
      }),
    ),
    itemEvent({ id: 'show', kind: 'show', title: 'Paper Hearts' }),
    itemEvent({ id: 's1', kind: 'season', title: 'Season 1', parent: 'show' }),
    ...[0, 1].flatMap((week) => [
      hours(week, 'tide', 'GB', 90_000 + 1234 * week),
      hours(week, 'tide', 'FR', 20_000),
      hours(week, 'lamp', 'FR', 50_000 + 9 * week),
      hours(week, 'night-ferry', 'BR', 7000),
      hours(week, week ? 'salt' : 'night-ferry', 'GB', 30_000),
      hours(week, 's1', 'JP', 11),
    ]),
    said('like', 1, 812),
    said('rate', 5, 38),
    said('rate', 4, 9),
    said('helpful', 1, 43),
    said('helpful', 0, 7),
  ])
  await house.take([hours(1, 'lamp', 'BR', 500)], 'a partner sent its logs')
  const settings = await readSettings({ data: house.directory, port: 0 }, house.directory)
  server = await startServer(house.house, settings, () => {})
  browser = await startBrowser()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await house.close()
})

beforeEach(async () => {
  context = await browser.newContext({ acceptDownloads: true })
  onTestFinished(() => context.close())
  context.on('request', (request) => asked.add(new URL(request.url()).origin))
  page = await context.newPage()
})

const open = (path: string) => page.goto(server.url + path)
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into, whatever they are.
const api = async (path: string): Promise<any> => (await fetch(`${server.url}/v1/${path}`)).json()

/** The numbers that stand in a part of the page, as machines read them; each is written as it should be. */
async function figures(within: string): Promise<readonly number[]> {
  const found = await page.locator(`${within} data`).evaluateAll((all) =>
    all.map((each) => ({
      value: each.getAttribute('value'),
      text: each.textContent,
      title: each.getAttribute('title'),
    })),
  )
  for (const { value, text, title } of found) {
    expect([exact(Number(value)), compact(Number(value))]).toContain(text?.split(' ')[0])
    if (title !== null) expect(title).toBe(exact(Number(value)))
  }
  return found.map(({ value }) => Number(value))
}

const texts = (selector: string) => page.locator(selector).allInnerTexts()

/** Presses the tab key until the focus is on what is called so. */
async function tabTo(name: string): Promise<void> {
  for (let pressed = 0; pressed < 300; pressed++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(
      () => document.activeElement?.getAttribute('name') ?? document.activeElement?.textContent?.trim(),
    )
    if (focused === name) return
  }
  throw new Error(`the tab key leads nowhere that is called ${name}`)
}

/** A file as lines of cells, read by another reader than wrote it. */
async function readBack(path: string, format: string): Promise<readonly (readonly unknown[])[]> {
  if (format === 'json') throw new Error('JSON is the answer itself')
  const bytes = await readFile(path)
  if (format === 'xlsx') return readSheet(bytes) as Promise<unknown[][]>
  if (format === 'tsv' || format === 'csv')
    return bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => line.split(format === 'tsv' ? '\t' : ','))
  const copy = join(tmpdir(), `reader-${process.pid}.parquet`)
  await writeFile(copy, bytes)
  const rows = await house.rows<Record<string, unknown>>(
    `SELECT * FROM file('${copy}', 'Parquet') SETTINGS max_threads = 1`,
  )
  await rm(copy)
  return [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
}

describe('from the front page', () => {
  it('a search leads to a title, and the title to its map', async () => {
    await open('/')
    await page.getByRole('searchbox').fill('ferry')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('link', { name: 'Night ferry' }).click()
    expect(await texts('h1')).toEqual(['Night ferry'])
    const { charted, measured, countries } = await api('items/night-ferry/charted')
    expect(await texts('#where')).toEqual([`In ${charted} of ${measured} countries`])
    expect(await page.locator('#countries .map > :not(.rest)').count()).toBe(countries.length)
    // Its shapes are the picture's own.
    const [box] = await page.locator('#countries .map > :not(.rest) use').all()
    expect((await box?.boundingBox())?.width).toBeGreaterThan(1)
  })

  it('the keyboard alone leads to a chart, to a title, to a country, and to a file', async () => {
    await open('/')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).hash).toBe('#main')
    await tabTo('Full chart: Films')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/charts/films/world/latest')
    await tabTo('Tide')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/titles/tide')
    await tabTo('United Kingdom')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/charts/films/GB/${WEEK}`)
    await tabTo('Download')
    await page.keyboard.press('Enter')
    await tabTo('TSV')
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    expect(file.suggestedFilename()).toBe(`films-GB-${WEEK}.tsv`)
    const { rows } = await api(`charts/films/GB/${WEEK}`)
    const [, ...lines] = await readBack(await file.path(), 'tsv')
    expect(lines.map((cells) => cells[5])).toEqual(rows.map(({ title }: { title: string }) => title))
  }, 20_000)
})

interface Line {
  readonly rank: number
  readonly item: string
  readonly title: string
  readonly views: number
  readonly hours: number
  readonly weeksOnChart: number
  readonly streak: number
  readonly peakRank: number
  readonly entry: string
  readonly countriesCharted: number
}

interface Head {
  readonly edition: { readonly chart: { readonly id: string }; readonly rows: readonly Line[] }
  readonly left: readonly { readonly title: string; readonly previousRank: number }[]
}

/** The heads of charts on the page say what the API does of them. */
async function checkHeads(charts: readonly Head[], length?: number): Promise<void> {
  expect(await page.locator('.head').count()).toBe(charts.length)
  for (const { edition, left } of charts) {
    const within = `.head:has(> #chart-${edition.chart.id})`
    const rows = edition.rows.slice(0, length)
    expect(await texts(`${within} li .rank`)).toEqual(rows.map(({ rank }) => exact(rank)))
    expect(await texts(`${within} li > a`)).toEqual(rows.map(({ title }) => title))
    expect(await figures(`${within} ol`)).toEqual(rows.map(({ views }) => views))
    if (length !== undefined) continue
    const turnover = (await texts(`${within} .turnover`)).join(' ')
    for (const { title, entry } of rows) expect(turnover.includes(title) || entry === 'stay').toBe(true)
    for (const { title, previousRank } of left) expect(turnover).toContain(`${title} (was ${previousRank})`)
  }
}

describe('every figure is the API’s', () => {
  it('on the front page', async () => {
    await open('/')
    const [week, site, restated] = await Promise.all([api('weeks/latest'), api('counters/site'), api('restatements')])
    expect(await (await fetch(server.url)).text()).toContain(`>${exact(site.hours)}</house-count> hours watched</span>`)
    // The element that keeps up with it says the same.
    await page.locator('.site-count house-count').getByText(exact(site.hours)).waitFor()
    await checkHeads(week.charts, 5)
    const [{ first, measured }] = week.maps
    expect(await texts('.leaders .lead')).toEqual([
      `${first.title} leads in ${first.leads} of ${measured} countries, and is on the chart in ${first.charted}.`,
    ])
    expect(restated).not.toEqual([])
    expect(await texts('.restatements .entry')).toHaveLength(restated.length)
    expect(await texts('.restatements small')).toEqual(
      restated.map(({ lines, regions }: { lines: number; regions: number }) =>
        expect.stringContaining(
          `${lines === 1 ? '1 line is another' : `${lines} lines are others`} · in ${regions} region`,
        ),
      ),
    )
  })

  it('on a week', async () => {
    await open(`/weeks/${WEEK}`)
    const week = await api(`weeks/${WEEK}`)
    await checkHeads(week.charts)
    const [{ countries, titles }] = week.maps
    const ranks = countries.map(({ rankOfFirst }: { rankOfFirst: number | null }) => rankOfFirst)
    const drawn = async (level: string) => page.locator(`.map > .${level}:has(title)`).count()
    expect(await drawn('level-1')).toBe(ranks.filter((rank: number | null) => rank === 1).length)
    expect(await drawn('level-2')).toBe(ranks.filter((rank: number | null) => (rank ?? 0) > 1).length)
    expect(await drawn('rest')).toBe(ranks.filter((rank: number | null) => rank === null).length)
    expect(await texts('.leading strong')).toEqual(titles.map(({ leads }: { leads: number }) => exact(leads)))
    await page.locator('summary', { hasText: 'Who leads where' }).click()
    expect(await texts('.who-leads td.number')).toEqual(titles.map(({ leads }: { leads: number }) => exact(leads)))
  })

  it('on a country', async () => {
    await open('/countries/GB')
    await checkHeads((await api('countries/GB')).charts)
  })

  it.each(['', '?by=hours'])('on a chart%s', async (order) => {
    await open(`/charts/films/world/${WEEK}${order}`)
    const { rows, measured, books, digest } = await api(`charts/films/world/${WEEK}`)
    const shown = [...(rows as Line[])].sort((a, b) => (order ? b.hours - a.hours : a.rank - b.rank))
    if (order) expect(shown).not.toEqual(rows)
    expect(await texts('.chart tbody .rank')).toEqual(shown.map(({ rank }) => exact(rank)))
    expect(await figures('.chart')).toEqual(shown.flatMap(({ views, hours }) => [views, hours]))
    for (const [n, line] of shown.entries()) {
      const cells = page.locator('.chart tbody tr').nth(n)
      const cell = (label: string) => cells.locator(`[data-label="${label}"]`).textContent()
      expect(await cell('Weeks')).toBe(exact(line.weeksOnChart))
      expect(await cell('In a row')).toBe(exact(line.streak))
      expect(await cell('Peak')).toBe(exact(line.peakRank))
      expect(await cell('Countries')).toContain(`${line.countriesCharted} of ${measured}`)
    }
    expect(await figures('.equation')).toEqual(Object.values(books))
    await page.getByText('Cite', { exact: true }).click()
    expect((await texts('.tools .copy')).filter((text) => text.includes(digest))).toHaveLength(3)
  })

  it('on a title', async () => {
    await open('/titles/tide')
    const [{ totals, first91Days, charted }, counter] = await Promise.all([
      api('items/tide'),
      api('counters/series/tide'),
    ])
    expect(await figures('section:has(> #totals)')).toEqual([totals.views, totals.hours])
    expect(await figures('section:has(> #first-91-days)')).toEqual([first91Days.views, first91Days.hours])
    expect(await figures('section:has(> #audience) .tally')).toEqual([counter.likes])
    expect(await figures('.histogram')).toEqual([...counter.rating.histogram].reverse())
    expect(await texts('.said')).toEqual([
      `${counter.rating.mean.toFixed(1)} / 5 (${counter.rating.votes} voted)`,
      `${counter.helpful.percent}% found this helpful`,
    ])
    expect(await texts('#where')).toEqual([`In ${charted.charted} of ${charted.measured} countries`])
  })

  it('on what is made of parts', async () => {
    await open('/titles/show')
    const season = await api('counters/series/s1')
    expect(await figures('.parts')).toEqual([season.hours])
  })

  it.each(['tags/sea', 'creators/Ada%20Quill'])('on /%s', async (path) => {
    await open(`/${path}`)
    const { counter, works, found } = await api(path)
    expect(await texts('.lead')).toEqual([`${found} works`])
    expect(await figures('.tally')).toEqual([counter.hours, counter.likes])
    expect(await figures('.works')).toEqual(
      works.flatMap(({ counter: own }: { counter: { hours: number; likes: number } }) => [own.hours, own.likes]),
    )
  })

  it.each(['top?measure=hours', 'latest', 'top-rated', 'most-helpful', 'trending', 'best-sellers', 'questions'])(
    'on the list /lists/%s',
    async (list) => {
      await open(`/lists/${list}`)
      const { lines } = await api(`lists/${list}`)
      const values = page.locator('.listed data').evaluateAll((all) => all.map((each) => each.getAttribute('value')))
      expect(await values).toEqual(lines.map(({ value }: { value: unknown }) => String(value)))
      expect(await texts('.listed .entry')).toEqual(lines.map(({ title }: { title: string }) => title))
    },
  )
})

describe('every file says what the page says', () => {
  it.each(['tsv', 'csv', 'xlsx', 'parquet'])('as %s', async (format) => {
    await open(`/charts/films/world/${WEEK}`)
    await page.getByText('Download', { exact: true }).click()
    const link = page.getByRole('link', { name: format.toUpperCase() }).first()
    const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
    const [names = [], ...lines] = await readBack(await file.path(), format)
    const column = (name: string) => lines.map((cells) => cells[names.indexOf(name)])
    expect(column('weekly_views').map(Number)).toEqual((await figures('.chart')).filter((_, n) => n % 2 === 0))
    expect(column('weekly_hours_viewed').map(Number)).toEqual((await figures('.chart')).filter((_, n) => n % 2 === 1))
    expect(column('weekly_rank').map(Number)).toEqual((await texts('.chart tbody .rank')).map(Number))
    expect(column('show_title')).toEqual(await texts('.chart tbody .title'))
  })

  it('as JSON, which is the answer of the API', async () => {
    await open(`/charts/films/world/${WEEK}`)
    const answer = await api(`charts/films/world/${WEEK}`)
    await page.getByText('Download', { exact: true }).click()
    await page.getByRole('link', { name: 'JSON' }).first().click()
    expect(JSON.parse((await page.locator('body').textContent()) ?? '')).toEqual(answer)
  })
})

it('nothing was asked of anybody but the house', () => {
  expect([...asked]).toEqual([server.url])
})
