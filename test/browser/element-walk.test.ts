// Readers at random: two devices, one with two tabs; votes, votes taken back, reloads, lost answers, and no network now
// and then. At the end the house has what each reader wanted last, and every tab shows the house's numbers.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { Random } from '../random.ts'
import { startBrowser } from './browser.ts'
import { elementPages } from './element-pages.ts'
import { ModelHouse } from './model-house.ts'

const SEEDS = [1, 2, 3]
const STEPS = 30

interface Device {
  readonly context: BrowserContext
  readonly tabs: readonly Page[]
  offline: boolean
  like: boolean | undefined
  rate: number | null | undefined
  helpful: boolean | null | undefined
}

let browser: Browser
let house: ModelHouse

beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

beforeEach(async () => {
  house = new ModelHouse(elementPages)
  await house.open()
})
afterEach(() => house.close())

async function openDevice(tabs: number): Promise<Device> {
  const context = await browser.newContext()
  const pages = await Promise.all(Array.from({ length: tabs }, () => context.newPage()))
  for (const page of pages) await page.goto(`${house.origin}/votes`)
  return { context, tabs: pages, offline: false, like: undefined, rate: undefined, helpful: undefined }
}

const eventually = <T>(what: () => T | Promise<T>) => expect.poll(what, { timeout: 20_000, interval: 50 })

/** What a tab shows of the reader's own votes. */
const shownIn = (tab: Page) =>
  tab.evaluate(() => {
    const root = (name: string) => document.querySelector(name)?.shadowRoot
    const pressed = [...(root('house-helpful')?.querySelectorAll('button') ?? [])].map((each) => each.ariaPressed)
    return {
      like: root('house-like')?.querySelector('button')?.ariaPressed === 'true',
      rate:
        [...(root('house-rating')?.querySelectorAll('input') ?? [])].findIndex(({ checked }) => checked) + 1 || null,
      helpful: pressed[0] === 'true' ? true : pressed[1] === 'true' ? false : null,
    }
  })

const wantedOf = ({ like = false, rate = null, helpful = null }: Device) => ({ like, rate, helpful })

type Step = (device: Device, tab: Page, random: Random) => Promise<void>

const STEPS_OF_READERS: readonly Step[] = [
  async (device, tab) => {
    device.like = !device.like
    await tab.locator('house-like button').click()
  },
  async (device, tab, random) => {
    device.rate = 1 + random.below(5)
    await tab
      .locator('house-rating input')
      .nth(device.rate - 1)
      .check({ force: true })
  },
  async (device, tab) => {
    if (!device.rate) return
    device.rate = null
    await tab.getByRole('button', { name: 'Take back' }).click()
  },
  async (device, tab, random) => {
    const yes = random.oneIn(2)
    device.helpful = device.helpful === yes ? null : yes
    await tab
      .locator('house-helpful button')
      .nth(yes ? 0 : 1)
      .click()
  },
  async (device, tab) => {
    if (!device.offline) await tab.reload()
  },
  async (device) => {
    device.offline = !device.offline
    await device.context.setOffline(device.offline)
  },
  async () => {
    house.failures = 1
  },
]

const sorted = (values: readonly unknown[]) => values.map(String).sort()

it.each(SEEDS)('the house has what every reader wanted last: seed %i', async (seed) => {
  const random = new Random(seed)
  const devices = [await openDevice(2), await openDevice(1)]
  for (let step = 0; step < STEPS; step++) {
    const device = random.pick(devices)
    await random.pick(STEPS_OF_READERS)(device, random.pick(device.tabs), random)
    for (const tab of device.tabs) await eventually(() => shownIn(tab)).toEqual(wantedOf(device))
  }
  for (const device of devices) await device.context.setOffline(false)
  for (const kind of ['like', 'rate', 'helpful'] as const) {
    const wanted = devices.map((device) => device[kind]).filter((value) => value !== undefined)
    await eventually(() => sorted(house.votes.valuesOf(kind, 'tides'))).toEqual(sorted(wanted))
  }
  const tabs = devices.flatMap((device) => device.tabs)
  const likes = String(house.counter('item:tides').likes)
  const votes = `${house.counter('item:tides').rating?.votes} voted`
  for (const tab of tabs) {
    await eventually(() => tab.locator('house-like .number [aria-hidden]').textContent()).toBe(likes)
    await eventually(() => tab.locator('house-rating .result').textContent()).toContain(votes)
  }
  const revisions = [...house.votes.events.values()].map(({ token, kind, revision }) => `${token} ${kind} ${revision}`)
  expect(revisions.length).toBe(new Set(revisions).size)
  for (const { context } of devices) await context.close()
})
