// The tracker in a real browser, on pages of another origin than the house. What was counted is read from the log.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Scene } from './scene.ts'
import type { Written } from './site.ts'

/** Keeps calls until the tracker is there. */
const STUB = 'window.hc = window.hc || function () { (hc.q = hc.q || []).push(arguments) }'

let scene: Scene
beforeAll(async () => {
  scene = await Scene.open()
})
afterAll(() => scene.close())

describe('a view', () => {
  test('is each load of a page, under its path', async () => {
    const page = await scene.newPage()
    await page.goto(`${scene.site.page('/loads/a')}?from=elsewhere#part`)
    await page.reload()
    await page.goto(scene.site.page('/loads/b'))
    expect(await scene.counted(page, '/loads/', 3)).toEqual(['view /loads/a', 'view /loads/a', 'view /loads/b'])
  })

  test('has the name that the page gives itself', async () => {
    const page = await scene.newPage()
    const head = '<link rel="canonical" href="https://a.example/named/canonical?x">'
    await page.goto(scene.site.page('/named/by-link', { head }))
    await page.goto(scene.site.page('/named/by-line', { head, line: 'data-local data-item="/named/é 1"' }))
    expect(await scene.counted(page, '/named/', 2)).toEqual(['view /named/canonical', 'view /named/%C3%A9%201'])
  })

  test.each(['with', 'without'])('is each new path of an app, in a browser %s the Navigation API', async (which) => {
    const page = await scene.newPage()
    if (which === 'without')
      await page.addInitScript("Object.defineProperty(window, 'navigation', { value: undefined })")
    const head = `<link rel="canonical" href="/app-${which}/home">`
    await page.goto(scene.site.page(`/app-${which}/start`, { head }))
    await scene.factsOnce(`/app-${which}/`, 1)
    const move = (how: string) => page.evaluate(`${how}; new Promise((done) => setTimeout(done, 20))`)
    await move(`history.pushState({}, '', 'one')`)
    await move(`history.replaceState({}, '', 'one?page=2#part')`)
    await move(`history.pushState({}, '', 'passing'); history.replaceState({}, '', 'two')`)
    await move(`history.pushState({}, '', 'three'); document.querySelector('[rel=canonical]').href = 'named'`)
    await page.goBack()
    expect(await scene.counted(page, `/app-${which}/`, 5)).toEqual(
      ['home', 'one', 'two', 'named', 'two'].map((name) => `view /app-${which}/${name}`),
    )
  })

  // The browser of these tests has no windows that could be hidden, keeps no page for the way back and makes none ready
  // beforehand. So the next three are told what such a browser tells its pages.

  test('is told again when the page comes back as it was left', async () => {
    const page = await scene.newPage()
    await page.goto(scene.site.page('/back/a'))
    for (const persisted of [false, true])
      await page.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: ${persisted} }))`)
    expect(await scene.counted(page, '/back/', 2)).toEqual(['view /back/a', 'view /back/a'])
  })

  test('waits until somebody can see the page', async () => {
    const page = await scene.newPage()
    await page.addInitScript(
      "Object.defineProperty(document, 'visibilityState', { get: () => window.seen ?? 'hidden' })",
    )
    await page.goto(scene.site.page('/hidden/a'))
    await page.evaluate("history.pushState({}, '', 'b'); new Promise((done) => setTimeout(done, 20))")
    await page.evaluate("hc('open', { item: '/hidden/told' })")
    expect(await scene.factsOnce('/hidden/', 1)).toEqual(['open /hidden/told'])
    await page.evaluate("window.seen = 'visible'; document.dispatchEvent(new Event('visibilitychange'))")
    expect(await scene.counted(page, '/hidden/', 2)).toEqual(['open /hidden/told', 'view /hidden/b'])
  })

  test('waits, with all else, until a page that was made ready beforehand is shown', async () => {
    const page = await scene.newPage()
    await page.addInitScript("Object.defineProperty(document, 'prerendering', { get: () => !window.shown })")
    await page.goto(
      scene.site.page('/ready/a', { head: `<script>${STUB}; hc('open', { item: '/ready/told' })</script>` }),
    )
    // Nothing is on its way: what a page that is told of comes after has arrived.
    await (await page.context().newPage()).goto(
      scene.site.page('/ready/other', { line: 'data-local data-item="/other"' }),
    )
    await scene.factsOnce('/other', 1)
    expect(scene.factsOf('/ready/')).toEqual([])
    await page.evaluate("window.shown = true; document.dispatchEvent(new Event('prerenderingchange'))")
    expect(await scene.counted(page, '/ready/', 2)).toEqual(['view /ready/a', 'open /ready/told'])
  })
})

describe('what happens on a page', () => {
  test('is told without code: clicks on what says so, now or later, and of parts that fold the one that opens', async () => {
    const page = await scene.newPage()
    const body = `<button data-hc-event="share">Share</button>
      <button data-hc-event="like">Like</button><button data-hc-event="sale">Buy</button>
      <details data-hc-event="open" data-hc-item="/clicks/q1"><summary>Why?</summary><p>Because.</p></details>
      <section data-hc-item="/clicks/part"><a href="#part" data-hc-event="view"><b>Part</b></a></section>
      <script>addEventListener('click', (event) => event.stopPropagation(), true)</script>`
    await page.goto(scene.site.page('/clicks/a', { body }))
    for (const name of ['Share', 'Like', 'Buy', 'Why?', 'Because.', 'Why?', 'Part']) await page.getByText(name).click()
    await page.getByText('Why?').focus()
    await page.keyboard.press('Enter')
    await page.evaluate(
      `document.body.innerHTML = '<button data-hc-event="open" data-hc-item="/clicks/new">New</button>'`,
    )
    await page.getByText('New').click()
    expect(await scene.counted(page, '/clicks/', 6)).toEqual([
      'view /clicks/a',
      'share /clicks/a',
      'open /clicks/q1',
      'view /clicks/part',
      'open /clicks/q1',
      'open /clicks/new',
    ])
  })

  test('is told by code, from before the tracker is there', async () => {
    const page = await scene.newPage()
    const head = `<script>${STUB}; hc('view', { item: '/code/early' }); hc('open')</script>`
    await page.goto(scene.site.page('/code/a', { head, line: 'data-local data-manual' }))
    await page.evaluate("hc('sale', { item: '/code/book', units: 2 })")
    await page.evaluate("history.pushState({}, '', 'b'); new Promise((done) => setTimeout(done, 20))")
    expect(await scene.counted(page, '/code/', 3)).toEqual(['view /code/early', 'open /code/a', 'sale /code/book'])
    expect(scene.factsOf('/code/').at(-1)?.value).toBe(2)
  })

  test('is told once where a page has the line twice', async () => {
    const page = await scene.newPage()
    const other = scene.site.page('/twice/a')
    const line = /<script defer[^<]*<\/script>/.exec(await (await fetch(other)).text())?.[0] ?? ''
    await page.goto(scene.site.page('/twice/a', { body: line }))
    expect(await page.locator('script[src$="/hc.js"]').count()).toBe(2)
    expect(await scene.counted(page, '/twice/', 1)).toEqual(['view /twice/a'])
  })
})

describe('a reader', () => {
  test('has nothing put into the browser, and nothing asked of it', async () => {
    const context = await scene.newContext()
    const page = await context.newPage()
    const body = '<audio src="/sound.wav" autoplay></audio><button data-hc-event="open">Open</button>'
    await page.goto(scene.site.page('/kept/a', { body }))
    await page.getByText('Open').click()
    await scene.factsOnce('/kept/', 2)
    expect(await context.cookies()).toEqual([])
    const kept = `(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
      'caches' in window ? (await caches.keys()).length : 0, document.cookie])()`
    expect(await page.evaluate(kept)).toEqual([0, 0, 0, 0, ''])
  })

  test.each<[string, Written, string]>([
    [
      'whose browser says Global Privacy Control',
      {},
      'Object.defineProperty(navigator, "globalPrivacyControl", { value: true })',
    ],
    ['who opted out in a variable', {}, 'window.hcOptOut = true'],
    ['who opted out in the markup', { body: '<p data-hc-opt-out>' }, ''],
    ['on the machine of who makes the page', { line: '' }, ''],
  ])('%s is not told of', async (_, written, script) => {
    const page = await scene.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.addInitScript(script)
    const body = `<audio src="/sound.wav" autoplay></audio><button data-hc-event="open">Open</button>${written.body ?? ''}`
    await page.goto(scene.site.page('/out/a', { ...written, body }))
    await page.getByText('Open').click()
    await page.evaluate("hc('view'); document.querySelector('audio').pause()")
    await page.goto('about:blank')
    expect(asked).toContain('/hc.js')
    expect(asked.filter((path) => path.startsWith('/v1/'))).toEqual([])
    expect(scene.factsOf('/out/')).toEqual([])
  })
})
