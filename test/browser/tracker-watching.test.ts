// Watched time in a real browser, beside the media's own clock: `played` says from where to where it was played.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Scene } from './scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await Scene.open()
})
afterAll(() => scene.close())

/**
 * How far a stretch of playing may be told wrong. An event of the media reaches the page a moment after it happened, and
 * on a busy machine the moment is longer.
 */
const STRETCH_MS = 150

const SOUND = '<audio src="/sound.wav" preload="auto"></audio>'

/** Runs in the page, with its sound at hand. */
const perform = (page: Page, script: string): Promise<unknown> =>
  page.evaluate(`(async () => {
    const sound = document.querySelector('audio')
    const happens = (what) => new Promise((done) => sound.addEventListener(what, done, { once: true }))
    const reaches = async (seconds) => { while (sound.currentTime < seconds) await happens('timeupdate') }
    const rest = (ms) => new Promise((done) => setTimeout(done, ms))
    const playedMs = () => Array.from({ length: sound.played.length }, (_, i) => sound.played.end(i) - sound.played.start(i)).reduce((a, b) => a + b, 0) * 1000
    ${script}
  })()`)

/** What was told of an item, once its page is gone. */
async function watched(page: Page, item: string): Promise<number> {
  await page.close()
  await scene.factsOnce(item, 2)
  return watchedMs(item)
}

const watchedMs = (item: string): number =>
  scene
    .factsOf(item)
    .filter(({ kind }) => kind === 'watch')
    .reduce((sum, { value }) => sum + value, 0)

function isAbout(ms: number, expected: unknown, stretches: number): void {
  expect(Math.abs(ms - Number(expected)), `${ms} ms beside ${expected} ms`).toBeLessThan(stretches * STRETCH_MS)
}

test('is what really played: not while it is paused, and of a seek only what is played around it', async () => {
  const page = await scene.newPage()
  await page.goto(scene.site.page('/parts', { body: SOUND }))
  const played = await perform(
    page,
    `await sound.play(); await reaches(0.6); sound.pause(); await rest(1000); sound.currentTime = 1.6; await rest(1000)
    await sound.play(); await reaches(2.2); sound.currentTime = 3.4; await happens('ended'); await rest(1000)
    return playedMs()`,
  )
  isAbout(await watched(page, '/parts'), played, 3)
})

test('is time, however fast: two seconds of a sound at double speed are one, and one at half speed is two', async () => {
  const page = await scene.newPage()
  await page.goto(scene.site.page('/fast', { body: SOUND }))
  const [slow, fast] = (await perform(
    page,
    `sound.playbackRate = 0.5; await sound.play(); await reaches(0.6); sound.playbackRate = 2; const slow = playedMs()
    await reaches(2.5); sound.pause(); await happens('pause'); return [slow, playedMs() - slow]`,
  )) as [number, number]
  isAbout(await watched(page, '/fast'), slow * 2 + fast / 2, 2)
})

test('goes on where a sound begins anew by itself', async () => {
  const page = await scene.newPage()
  await page.goto(scene.site.page('/loop', { body: SOUND.replace('preload', 'loop preload') }))
  const again = await perform(
    page,
    `sound.currentTime = 3; await happens('seeked'); await sound.play()
    while (sound.currentTime > 2) await happens('timeupdate')
    await reaches(0.5); sound.pause(); await happens('pause'); return sound.currentTime * 1000`,
  )
  isAbout(await watched(page, '/loop'), 1000 + Number(again), 2)
})

test('is told every 30 seconds while it plays, and never more than the media went on', async () => {
  const page = await scene.newPage()
  await page.clock.install()
  await page.goto(scene.site.page('/while', { body: SOUND.replace('preload', 'loop preload') }))
  await perform(page, 'await sound.play(); await reaches(0.5)')
  // To the page half a minute is over, of which its sound knows nothing: as when a computer sleeps.
  await page.clock.fastForward(30_000)
  await scene.factsOnce('/while', 2)
  const soFar = watchedMs('/while')
  expect(soFar).toBeGreaterThan(0)
  expect(soFar).toBeLessThan(4000)
  const playing = await perform(page, 'return !sound.paused')
  expect(playing).toBe(true)
})

test('is told of a tab that is closed in the midst of it', async () => {
  const page = await scene.newPage()
  await page.goto(scene.site.page('/closed', { body: SOUND }))
  const played = await perform(page, 'await sound.play(); await reaches(0.7); return playedMs()')
  await page.close()
  await scene.factsOnce('/closed', 2)
  expect(watchedMs('/closed')).toBeGreaterThan(Number(played) - STRETCH_MS)
})

test('ends where the sound is taken out of the page', async () => {
  const page = await scene.newPage()
  await page.goto(scene.site.page('/removed', { body: SOUND }))
  const played = await perform(
    page,
    'await sound.play(); await reaches(0.6); sound.remove(); await rest(1500); return playedMs()',
  )
  isAbout(await watched(page, '/removed'), played, 1)
})

test('is of the item that the media names, or of the page on which it began', async () => {
  const page = await scene.newPage()
  const named = '<figure data-hc-item="/item/song"><audio src="/sound.wav"></audio></figure>'
  await page.goto(scene.site.page('/item/page', { body: named }))
  await perform(page, "await sound.play(); await reaches(0.3); sound.pause(); await happens('pause')")
  await perform(
    page,
    `sound.parentElement.removeAttribute('data-hc-item'); await sound.play(); await reaches(0.6)
    history.pushState({}, '', 'next'); await reaches(0.9); sound.pause(); await happens('pause')`,
  )
  await page.close()
  const facts = ['view /item/next', 'view /item/page', 'watch /item/page', 'watch /item/song']
  expect([...(await scene.factsOnce('/item/', 4))].sort()).toEqual(facts)
})

test('is of media that come later, and of those that the page hides where it shows them', async () => {
  const page = await scene.newPage()
  await page.goto(scene.site.page('/later/page'))
  await page.evaluate(`(async () => {
    const make = (item) => Object.assign(document.createElement('audio'), { src: '/sound.wav', muted: true, title: item })
    const later = make('later'), shadowed = make('shadowed'), loose = make('loose')
    for (const sound of [later, shadowed, loose]) sound.dataset.hcItem = '/later/' + sound.title
    document.body.append(later)
    const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' })
    root.append(shadowed)
    hc('media', root)
    hc('media', loose)
    for (const sound of [later, shadowed, loose]) {
      await sound.play()
      while (sound.currentTime < 0.3) await new Promise((done) => sound.addEventListener('timeupdate', done, { once: true }))
    }
  })()`)
  await page.close()
  const facts = ['view /later/page', 'watch /later/later', 'watch /later/loose', 'watch /later/shadowed']
  expect([...(await scene.factsOnce('/later/', 4))].sort()).toEqual(facts)
})
