// Pages: how large a chart's page is on its way, whether anything on it moves or comes from elsewhere, and how long its
// first byte takes at a constant rate, out of the house's memory and made anew, beside nginx with the same bytes on disk.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runHousecount, serveHousecount } from './collect/housecount.mjs'
import { printFigure } from './measure.mjs'
import { measureInBrowser } from './pages/browser.mjs'
import { measureSizes } from './pages/sizes.mjs'
import { measureTimes } from './pages/times.mjs'

const PARTS = { sizes: measureSizes, browser: measureInBrowser, times: measureTimes }
export const PAGES_PARTS = Object.keys(PARTS)

/** What a figure may be at most; one that is more fails the bench, once all have been printed. */
const FLOORS = {
  'chart page, gzip': 30,
  'chart page, br': 30,
  'chart page and all that it loads but pictures, br': 30,
  'layout shift': 0,
  'requests that leave the host': 0,
  'from memory: p99': 20,
  'not modified: p99': 20,
  'made anew: p99': 100,
}

/** @param rate requests a second, sent whether the ones before were answered or not */
export async function benchPages({ seconds, rate, parts }) {
  const root = await mkdtemp(join(tmpdir(), 'housecount-bench-'))
  const missed = []
  const print = (figure, value, unit) => {
    printFigure('pages', undefined, figure, value, unit)
    const most = Object.entries(FLOORS).find(([name]) => figure.endsWith(name))?.[1]
    if (most !== undefined && !figure.startsWith('nginx') && value > most)
      missed.push(`${figure}: ${value}, not ${most}`)
  }
  try {
    // Half a year of the demo, in a house that is left alone: nothing comes in but readers.
    await runHousecount(root, ['demo', '--exit'])
    const house = await serveHousecount(root)
    try {
      for (const part of parts.length > 0 ? parts : PAGES_PARTS)
        await PARTS[part]({ root, house, places: await placesOf(house.url), seconds, rate, print })
    } finally {
      await house.stop()
    }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
  for (const each of missed) console.error(each)
  if (missed.length > 0) process.exitCode = 1
}

/** The address of each edition, in an order in which neighbours have little in common; the first is a world's. */
async function placesOf(url) {
  const charts = await (await fetch(`${url}/v1/charts`)).json()
  const whole = charts.find(({ id }) => id === 'tv')
  const all = charts.flatMap(({ id, regions, windows }) =>
    regions.flatMap((region) => windows.slice(1).map((week) => `/charts/${id}/${region}/${week}`)),
  )
  const first = `/charts/tv/world/${whole.windows[1]}`
  const step = stepThrough(all.length)
  return [first, ...all.map((_, i) => all[(i * step) % all.length]).filter((place) => place !== first)]
}

/** A step that comes by every place of so many. */
function stepThrough(count) {
  const gcd = (a, b) => (b === 0 ? a : gcd(b, a % b))
  let step = Math.floor(count * 0.618)
  while (gcd(step, count) !== 1) step++
  return step
}
