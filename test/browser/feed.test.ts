// A chart's feed, from a house that restates, as a browser's XML parser reads it.
import type { Hono } from 'hono'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feedRoutes } from '../../src/web/feed-routes.ts'
import { chart, film, TestHouse, views } from '../house.ts'
import { startBrowser } from './browser.ts'

const FEED = '/charts/films/world/feed.atom'
const REASON = 'late files from <Berlin> & Köln'

let house: TestHouse
let browser: Browser
let app: Hono

beforeAll(async () => {
  browser = await startBrowser()
  house = await TestHouse.open('2026-01-20T00:00:00Z')
  await house.declare(chart({ title: 'Films & "more"' }))
  await house.take([
    film('a', { title: 'Anchor <script>alert(1)</script> & \ufffe sons' }),
    film('b', { title: 'قهوة منتصف الليل' }),
    ...views(0, { a: 3000, b: 2000 }),
    ...views(1, { b: 7 }),
    ...views(2, { a: 1 }),
  ])
  const reply = (_: unknown, status: number, title: string) => new Response(title, { status })
  app = feedRoutes(house.house, reply)
})
afterAll(async () => {
  await browser.close()
  await house.close()
})

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const titleOf = (from: number, to: number): string =>
  `Films & "more": World, ${dates.formatRange(Date.UTC(2026, 0, from), Date.UTC(2026, 0, to))}`

interface Read {
  readonly namespace: string | null
  readonly feed: Readonly<Record<string, string>>
  readonly links: readonly string[]
  readonly entries: readonly (Readonly<Record<string, string>> & { readonly lines: readonly string[] })[]
}

/** What a feed says: the text of each element, and the lines of each entry's HTML. */
async function read(text: string): Promise<Read> {
  const page = await browser.newPage()
  try {
    return await page.evaluate((source) => {
      const document = new DOMParser().parseFromString(source, 'application/xml')
      const wrong = document.querySelector('parsererror')
      if (wrong) throw new Error(wrong.textContent ?? '')
      const children = (parent: Element, ...without: string[]) =>
        Object.fromEntries(
          [...parent.children]
            .filter(({ localName }) => !without.includes(localName))
            .map(({ localName, textContent }) => [localName, textContent ?? '']),
        )
      const root = document.documentElement
      return {
        namespace: root.namespaceURI,
        feed: children(root, 'entry', 'link'),
        links: [...root.children]
          .filter(({ localName }) => localName === 'link')
          .map((link) => `${link.getAttribute('rel')} ${link.getAttribute('href')}`),
        entries: [...root.querySelectorAll('entry')].map((entry) => {
          const html = new DOMParser().parseFromString(entry.querySelector('content')?.textContent ?? '', 'text/html')
          if (html.querySelector('script')) throw new Error('a title is run')
          const lines = [...html.querySelectorAll('li, p')].map(({ textContent }) => textContent?.trim() ?? '')
          return { ...children(entry, 'content', 'link'), lines } as never
        }),
      }
    }, text)
  } finally {
    await page.close()
  }
}

const ask = async (): Promise<Read> => read(await (await app.request(FEED)).text())

test('a feed has an entry for each edition that is closed, the latest first, with its lines', async () => {
  const { namespace, feed, links, entries } = await ask()
  expect(namespace).toBe('http://www.w3.org/2005/Atom')
  expect(feed).toEqual({
    id: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    title: 'Films & "more": World',
    updated: '2026-01-20T00:00:00.000Z',
    author: 'Housecount',
  })
  expect(links).toEqual([`self ${FEED}`, 'alternate /charts/films/world/latest'])
  expect(entries.map(({ title, lines }) => [title, lines])).toEqual([
    [titleOf(12, 18), ['قهوة منتصف الليل, 7 views (before: 2)']],
    [
      titleOf(5, 11),
      ['Anchor <script>alert(1)</script> &  sons, 3,000 views (new)', 'قهوة منتصف الليل, 2,000 views (new)'],
    ],
  ])
  expect(new Set([feed.id, ...entries.map(({ id }) => id)]).size).toBe(3)
})

test('a restatement is the same entry, updated, with its reason and what it changed', async () => {
  const before = await ask()
  const etag = (await app.request(FEED)).headers.get('etag') ?? ''
  const known = () => app.request(FEED, { headers: { 'if-none-match': etag } })
  expect([(await known()).status, await (await known()).text()]).toEqual([304, ''])
  house.at('2026-01-21T00:00:00Z')
  await house.take(views(0, { b: 5000 }, 'FR'), REASON)
  expect((await known()).status).toBe(200)
  const after = await ask()
  expect(after.feed).toMatchObject({ id: before.feed.id, updated: '2026-01-21T00:00:00.000Z' })
  const [, first] = after.entries
  expect(first).toMatchObject({
    id: before.entries[1]?.id,
    title: `${titleOf(5, 11)} (restated)`,
    published: '2026-01-20T00:00:00.000Z',
    updated: '2026-01-21T00:00:00.000Z',
  })
  expect(first?.lines.slice(0, 2)).toEqual([
    `This edition corrects one published before. Reason: ${REASON}`,
    'Rank 2 → 1: قهوة منتصف الليل 2,000 → 7,000 views',
  ])
})

test('a feed in another language is another feed, in the words of that language', async () => {
  const plain = await ask()
  const { feed, links, entries } = await read(await (await app.request(`/de${FEED}`)).text())
  expect(feed).toMatchObject({ id: `${plain.feed.id}#de`, title: 'Films & "more": Welt' })
  expect(links).toEqual([`self /de${FEED}`, 'alternate /de/charts/films/world/latest'])
  expect(entries[1]?.title).toBe('Films & "more": Welt, 5.–11. Januar 2026 (berichtigt)')
  expect(entries[1]?.lines.slice(1, 2)).toEqual(['Rang 2 → 1: قهوة منتصف الليل 2.000 → 7.000 Aufrufe'])
  const [, line = ''] =
    /<content type="html">(.*?)<\/content>/s.exec(await (await app.request(`/ar${FEED}`)).text()) ?? []
  expect(line).toContain('dir=&quot;rtl&quot;')
  expect(line).toContain('7 مشاهدات')
})

test.each(['/charts/nope/world/feed.atom', '/charts/films/Ireland/feed.atom', '/charts/films/JP/feed.atom'])(
  'there is no feed at %s',
  async (path) => {
    expect((await app.request(path)).status).toBe(404)
  },
)
