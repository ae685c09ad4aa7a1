// The chart, title and home pages in the packaged Chromium, wide and narrow: what moves once it was drawn, and what is
// asked of anybody but the house.
import { launchBrowser } from '../../scripts/browser.mjs'

const WIDTHS = [1200, 390]
/** What comes late enough to move anything has come by then. */
const SETTLED_MS = 1000

export async function measureInBrowser({ house, places, print }) {
  const [chart] = places
  const edition = await (await fetch(`${house.url}/v1${chart}`)).json()
  const title = `/titles/${encodeURIComponent(edition.rows[0].item)}`
  const browser = await launchBrowser()
  try {
    for (const [name, path] of Object.entries({ chart, title, home: '/' })) {
      let shift = 0
      const outside = new Set()
      for (const width of WIDTHS) {
        const page = await browser.newPage({ viewport: { width, height: 800 } })
        page.on('request', (request) => {
          const { origin, protocol } = new URL(request.url())
          if (protocol !== 'data:' && origin !== house.url) outside.add(request.url())
        })
        await page.goto(house.url + path, { waitUntil: 'load' })
        await page.waitForTimeout(SETTLED_MS)
        shift = Math.max(shift, await page.evaluate(layoutShift))
        await page.close()
      }
      print(`${name}: layout shift`, shift, '')
      print(`${name}: requests that leave the host`, outside.size, 'requests')
    }
  } finally {
    await browser.close()
  }
}

/** In the page: all shifts since it was opened, added up. */
function layoutShift() {
  return new Promise((resolve) => {
    let sum = 0
    const add = (list) => {
      for (const { value } of list.getEntries()) sum += value
    }
    new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true })
    // What is buffered is told in a task of its own.
    setTimeout(() => resolve(sum), 100)
  })
}
