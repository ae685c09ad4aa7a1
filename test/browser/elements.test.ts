// The elements in a real browser, as a reader uses them: what the page shows and what the house counts are one model's.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startBrowser } from './browser.ts'
import { elementPages } from './element-pages.ts'
import { ModelHouse } from './model-house.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
let house: ModelHouse
let reader: BrowserContext

beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

beforeEach(async () => {
  house = new ModelHouse(elementPages)
  await house.open()
  reader = await browser.newContext()
})
afterEach(async () => {
  await reader.close()
  await house.close()
})

async function open(path: string, context = reader): Promise<Page> {
  const page = await context.newPage()
  await page.goto(house.origin + path)
  return page
}

const eventually = <T>(what: () => T | Promise<T>) => expect.poll(what, { timeout: 15_000, interval: 50 })
/** What an element shows itself, without what stands between its tags. */
const textOf = (page: Page, element: string): Promise<string> =>
  page
    .locator(element)
    .first()
    .evaluate((each) => (each.shadowRoot?.textContent ?? '').replaceAll(/ *\n\s*/g, ' ').trim())
const numberIn = async (page: Page) => (await page.locator('house-like .number [aria-hidden]').textContent())?.trim()
/** As it is laid out: slots with what is in them. */
const shownIn = (page: Page) => page.evaluate<string>('document.body.innerText')
const isPressed = (page: Page, name: string) => page.getByRole('button', { name }).getAttribute('aria-pressed')
const announced = (page: Page, element: string) => page.locator(`${element} [role=status]`).textContent()
const like = (page: Page) => page.locator('house-like button').click()
const star = (page: Page, name: string) => page.getByRole('radio', { name })

describe('the counts of a page', () => {
  it('are asked for in one request, and live in one stream', async () => {
    const page = await open('/all')
    await eventually(() => textOf(page, 'house-count[words]')).toBe('5,610 views')
    expect(house.requests).toEqual(['?of=item%3Atides&of=tag%3Asea&of=creator%3AInes%20Okafor'])
    await eventually(() => house.streams).toEqual([['item:tides', 'tag:sea', 'creator:Ines Okafor']])
  })

  it('change as they are counted, in all tabs of one stream', async () => {
    const [first, second] = [await open('/all'), await open('/all')]
    await eventually(() => textOf(second, 'house-count')).toBe('5,610')
    await eventually(() => house.streams.length).toBe(1)
    house.baseline.views = 124_000_000
    house.tell()
    for (const page of [first, second]) await eventually(() => textOf(page, 'house-count')).toBe('124M')
    expect(house.streams.length).toBe(1)
  })

  it('go on being live where the tab with the stream is closed', async () => {
    const [first, second] = [await open('/all'), await open('/all')]
    await eventually(() => textOf(second, 'house-count')).toBe('5,610')
    await first.close()
    house.baseline.views = 5611
    await eventually(() => {
      house.tell()
      return textOf(second, 'house-count')
    }).toBe('5,611')
    expect(house.streams.length).toBe(1)
  })

  it('are streamed for a tab that shows others', async () => {
    await open('/like')
    await eventually(() => house.streams).toEqual([['item:tides']])
    await open('/all')
    await eventually(() => [...(house.streams[0] ?? [])].sort()).toEqual([
      'creator:Ines Okafor',
      'item:tides',
      'tag:sea',
    ])
    expect(house.streams.length).toBe(1)
  })

  it('are asked for again and again where there is no stream', async () => {
    house.refuses.live = true
    const page = await reader.newPage()
    await page.clock.install()
    await page.goto(`${house.origin}/like`)
    await eventually(() => numberIn(page)).toBe('3')
    house.baseline.likes = 8
    await eventually(async () => {
      await page.clock.runFor(10_000)
      return numberIn(page)
    }).toBe('8')
  })

  it('are asked for again and again where the stream is cut, and then refused', async () => {
    const page = await reader.newPage()
    await page.clock.install()
    await page.goto(`${house.origin}/like`)
    await eventually(async () => {
      await page.clock.runFor(100)
      return house.streams.length
    }).toBe(1)
    house.refuses.live = true
    house.cut()
    house.baseline.likes = 8
    await eventually(async () => {
      await page.clock.runFor(10_000)
      return numberIn(page)
    }).toBe('8')
  })

  it("are written in the page's language", async () => {
    const page = await open('/all-de')
    await eventually(() => textOf(page, 'house-count[measure=rating]')).toBe('4,7')
    expect(await textOf(page, 'house-count[measure=followers]')).toBe('3,5\u00a0Mio. Follower')
    expect(await textOf(page, 'house-helpful')).toContain('War das hilfreich?')
  })
})

describe('what stands between the tags', () => {
  it('is what a page without scripts shows', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await open('/all', context)
    const shown = await shownIn(page)
    for (const text of ['Views: 5,600', '10.7 billion views', '4.7 / 5 (47 voted)', '86% found', 'The latest'])
      expect(shown).toContain(text)
    await context.close()
  })

  it('stays where the house can not be reached', async () => {
    const page = await reader.newPage()
    await page.route('**/v1/**', (route) => route.abort())
    await page.goto(`${house.origin}/all`)
    await page.locator('house-like button').waitFor()
    expect(await shownIn(page)).toContain('Views: 5,600 · 10.7 billion views')
    expect(await page.getByText('The articles that are read most').isVisible()).toBe(true)
  })
})

describe('a reader', () => {
  it('leaves nothing in the browser until the first vote', async () => {
    const page = await open('/votes')
    await eventually(() => numberIn(page)).toBe('3')
    expect(await page.evaluate('[localStorage.length, document.cookie]')).toEqual([0, ''])
    await like(page)
    await eventually(() => house.votes.valuesOf('like', 'tides')).toEqual([true])
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual([`housecount ${house.origin}`])
    expect(await page.evaluate('document.cookie')).toBe('')
  })

  it('rates, changes the rating and takes it back', async () => {
    const page = await open('/votes')
    await star(page, '2 stars').check({ force: true })
    await eventually(() => house.votes.valuesOf('rate', 'tides')).toEqual([2])
    await eventually(() => announced(page, 'house-rating')).toBe('Thank you. Your choice is counted.')
    await eventually(() => textOf(page, 'house-rating')).toContain('48 voted')
    await star(page, '5 stars').check({ force: true })
    await eventually(() => house.votes.valuesOf('rate', 'tides')).toEqual([5])
    expect(await textOf(page, 'house-rating')).toContain('Your rating: 5 stars')
    await page.getByRole('button', { name: 'Take back' }).click()
    await eventually(() => house.votes.valuesOf('rate', 'tides')).toEqual([null])
    await eventually(() => textOf(page, 'house-rating')).toContain('47 voted')
    await eventually(() => announced(page, 'house-rating')).toBe('Taken back.')
    expect(await page.locator('house-rating input:checked').count()).toBe(0)
  })

  it('walks through the stars with the arrow keys, and votes once', async () => {
    const page = await open('/votes')
    await star(page, '1 star').focus()
    await page.keyboard.press('Space')
    for (const _ of [2, 3, 4]) await page.keyboard.press('ArrowRight')
    await eventually(() => house.votes.valuesOf('rate', 'tides')).toEqual([4])
    expect(house.sent.length).toBe(1)
    expect(await star(page, '4 stars').isChecked()).toBe(true)
  })

  it('likes in one tab and takes it back in the other', async () => {
    const [first, second] = [await open('/votes'), await open('/votes')]
    await eventually(() => numberIn(second)).toBe('3')
    await first.locator('house-like button').focus()
    await first.keyboard.press('Space')
    expect(await isPressed(first, 'Like')).toBe('true')
    expect(await numberIn(first)).toBe('4')
    await eventually(() => isPressed(second, 'Like')).toBe('true')
    await eventually(() => numberIn(second)).toBe('4')
    await like(second)
    await eventually(() => house.votes.valuesOf('like', 'tides')).toEqual([false])
    for (const page of [first, second]) {
      await eventually(() => isPressed(page, 'Like')).toBe('false')
      await eventually(() => numberIn(page)).toBe('3')
    }
    expect(await announced(first, 'house-like')).toBe('Thank you. Your choice is counted.')
  })

  it('is counted once in a press, whatever the stream brings first', async () => {
    const page = await open('/like')
    await eventually(() => numberIn(page)).toBe('3')
    await page.evaluate(`
      window.seen = new Set()
      const root = document.querySelector('house-like').shadowRoot
      new MutationObserver(() => seen.add(root.querySelector('.number [aria-hidden]').textContent.trim()))
        .observe(root, { subtree: true, childList: true, characterData: true })`)
    await like(page)
    await eventually(() => announced(page, 'house-like')).not.toBe('')
    const asked = house.requests.length
    await eventually(() => house.requests.length).toBeGreaterThan(asked)
    expect(await numberIn(page)).toBe('4')
    expect(await page.evaluate('[...seen]')).toEqual(['4'])
  })

  it('finds it helpful, and finds the vote again after a reload', async () => {
    const page = await open('/votes')
    await page.getByRole('button', { name: 'Yes' }).click()
    await eventually(() => house.votes.valuesOf('helpful', 'tides')).toEqual([true])
    await eventually(() => textOf(page, 'house-helpful')).toContain('51 voted')
    await page.reload()
    expect(await isPressed(page, 'Yes')).toBe('true')
    await page.getByRole('button', { name: 'No', exact: true }).click()
    await eventually(() => house.votes.valuesOf('helpful', 'tides')).toEqual([false])
    expect([await isPressed(page, 'Yes'), await isPressed(page, 'No')]).toEqual(['false', 'true'])
  })

  it('votes offline, closes the tab, and is counted when online again', async () => {
    const page = await open('/votes')
    await eventually(() => numberIn(page)).toBe('3')
    await reader.setOffline(true)
    await like(page)
    await eventually(() => announced(page, 'house-like')).toBe('You are offline. Your choice is kept and sent later.')
    expect([await isPressed(page, 'Like'), await numberIn(page)]).toEqual(['true', '4'])
    expect(house.sent).toEqual([])
    await page.close()
    await reader.setOffline(false)
    const later = await open('/votes')
    expect(await isPressed(later, 'Like')).toBe('true')
    await eventually(() => house.votes.valuesOf('like', 'tides')).toEqual([true])
    await eventually(() => numberIn(later)).toBe('4')
  })

  it('is counted once where the answer was lost', async () => {
    house.failures = 1
    const page = await open('/votes')
    await like(page)
    await eventually(() => announced(page, 'house-like')).toBe('Thank you. Your choice is counted.')
    expect(house.sent.length).toBe(2)
    expect(new Set(house.sent).size).toBe(1)
    expect(house.votes.valuesOf('like', 'tides')).toEqual([true])
  })

  it('changes a vote while the first is on its way, and the change is counted', async () => {
    let answer = () => {}
    house.slowness = new Promise((answered) => {
      answer = answered
    })
    const page = await open('/votes')
    await page.getByRole('button', { name: 'Yes' }).click()
    await eventually(() => house.votes.valuesOf('helpful', 'tides')).toEqual([true])
    await page.getByRole('button', { name: 'No', exact: true }).click()
    answer()
    await eventually(() => house.votes.valuesOf('helpful', 'tides')).toEqual([false])
    expect([await isPressed(page, 'Yes'), await isPressed(page, 'No')]).toEqual(['false', 'true'])
  })

  it('is counted as another on another device', async () => {
    const other = await browser.newContext()
    const pages = [await open('/votes'), await open('/votes', other)]
    for (const page of pages) await like(page)
    await eventually(() => house.votes.valuesOf('like', 'tides')).toEqual([true, true])
    for (const page of pages) await eventually(() => numberIn(page)).toBe('5')
    await other.close()
  })

  it('is told in one tab that another could send the vote', async () => {
    const [first, second] = [await open('/votes'), await open('/votes')]
    await first.route('**/v1/tokens*', (route) => route.abort())
    await like(first)
    await eventually(() => announced(first, 'house-like')).toContain('kept and sent later')
    await second.evaluate("dispatchEvent(new Event('online'))")
    await eventually(() => house.votes.valuesOf('like', 'tides')).toEqual([true])
    await eventually(() => announced(first, 'house-like')).toBe('Thank you. Your choice is counted.')
    house.baseline.likes = 0
    house.tell()
    for (const page of [first, second]) await eventually(() => numberIn(page)).toBe('1')
  })

  it("sees the house's number where another tab took the vote back before it was sent", async () => {
    const [first, second] = [await open('/votes'), await open('/votes')]
    await eventually(() => numberIn(second)).toBe('3')
    await reader.setOffline(true)
    await like(first)
    await eventually(() => isPressed(second, 'Like')).toBe('true')
    await like(second)
    await eventually(() => isPressed(first, 'Like')).toBe('false')
    await reader.setOffline(false)
    await eventually(() => house.votes.valuesOf('like', 'tides')).toEqual([false])
    house.baseline.likes = 2
    house.tell()
    for (const page of [first, second]) await eventually(() => numberIn(page)).toBe('2')
  })

  it('gets a new token where the old one is not taken any more', async () => {
    const page = await open('/votes')
    await like(page)
    await eventually(() => announced(page, 'house-like')).toBe('Thank you. Your choice is counted.')
    house.refuses.tokens.push('hct_1')
    await page.reload()
    await page.getByRole('button', { name: 'No', exact: true }).click()
    await eventually(() => house.votes.valuesOf('helpful', 'tides')).toEqual([false])
    expect([...house.votes.events.values()].map(({ token }) => token)).toEqual(['hct_1', 'hct_2'])
  })

  it('is told where a vote is refused, and the vote before holds', async () => {
    const page = await open('/wrong-key')
    await eventually(() => numberIn(page)).toBe('3')
    await like(page)
    await eventually(() => announced(page, 'house-like')).toBe('Your choice could not be taken.')
    expect([await isPressed(page, 'Like'), await numberIn(page)]).toEqual(['false', '3'])
  })

  it('opens a question, which is counted once', async () => {
    const page = await open('/all')
    const question = page.getByText('Why are there two tides a day?')
    for (const _ of ['open', 'close', 'open']) await question.click()
    await eventually(() => house.counter('item:why-tides').opens).toBe(1)
    expect(await page.getByText('The Earth turns.').isVisible()).toBe(true)
    expect(house.sent.length).toBe(1)
  })
})

describe('every element', () => {
  const wide = { viewport: { width: 1100, height: 900 } } as const
  const narrow = { viewport: { width: 320, height: 740 } } as const
  const forms: readonly (readonly [string, string, BrowserContextOptions])[] = [
    ['in the light', '/all', { ...wide, colorScheme: 'light' }],
    ['in the dark', '/all', { ...wide, colorScheme: 'dark' }],
    ['on a phone', '/all', { ...narrow, colorScheme: 'light' }],
    ['from right to left', '/all-ar', { ...narrow, colorScheme: 'dark' }],
  ]

  it.each(forms)('breaks no accessibility rule %s, before and after a vote', async (_, path, options) => {
    const context = await browser.newContext(options)
    const page = await open(path, context)
    await page.locator('house-chart ol').waitFor()
    expect(await violations(page)).toEqual([])
    await like(page)
    await page.locator('house-rating input').nth(3).check({ force: true })
    await page.locator('house-helpful button').first().click()
    await eventually(() => house.votes.valuesOf('helpful', 'tides')).toEqual([true])
    expect(await violations(page)).toEqual([])
    const [content, room] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    )
    expect(content).toBeLessThanOrEqual(room)
    await context.close()
  })

  it('can be hit with a finger, and stands still for those who ask for it', async () => {
    const context = await browser.newContext({ ...narrow, reducedMotion: 'reduce' })
    const page = await open('/all', context)
    await page.locator('house-chart ol').waitFor()
    const targets = page
      .locator('house-like, house-follow, house-rating, house-helpful, house-list, house-chart')
      .locator('button, label, a')
      .filter({ visible: true })
    const boxes = await Promise.all((await targets.all()).map((each) => each.boundingBox()))
    expect(boxes.length).toBeGreaterThan(20)
    for (const box of boxes) expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24)
    const moving = `[...document.querySelectorAll('house-like')].map((each) => getComputedStyle(each.shadowRoot.querySelector('button')).transitionDuration)`
    expect(await page.evaluate(moving)).toEqual(['0s'])
    await context.close()
  })
})

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  const results = await page.evaluate<AxeResults>('axe.run()')
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}
