// Makes docs/pictures/ from the demo: `npm run pictures`. Every page in every form, cut to what one sees of it first.
// Needs a build; starts a demo of its own in a temporary directory. A page that is not there in a form is told of.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launchBrowser } from './browser.mjs'
import { withPalette } from './png.mjs'

/** Each page by its path in the demo; a new page is one line. */
const pagesOf = ({ week, title, creator }) => ({
  home: '',
  chart: `/charts/tv/world/${week}`,
  week: `/weeks/${week}`,
  country: '/countries/BR',
  tag: '/tags/drama',
  creator: `/creators/${encodeURIComponent(creator)}`,
  list: '/lists/trending',
  title: `/titles/${encodeURIComponent(title)}`,
  method: '/methods/tv',
  search: '/search?q=season',
  columns: '/columns',
  article: '/magazine/what-the-tides-owe-the-moon',
})

/** Each form by the window it is seen in; `height` is the most that is shown of a page. */
const FORMS = {
  light: { width: 1200, height: 2200, colorScheme: 'light' },
  dark: { width: 1200, height: 2200, colorScheme: 'dark' },
  narrow: { width: 390, height: 2200, colorScheme: 'light' },
  arabic: { width: 1200, height: 2200, colorScheme: 'light', prefix: '/ar' },
}

const root = fileURLToPath(new URL('..', import.meta.url))
const directory = join(root, 'docs', 'pictures')
const data = mkdtempSync(join(tmpdir(), 'housecount-pictures-'))
const demo = spawn(process.execPath, [`${root}bin/housecount`, 'demo', '--data', data, '--port', '0'])
const gone = new Promise((resolve) => demo.on('exit', resolve))
try {
  const origin = await new Promise((resolve, reject) => {
    let text = ''
    demo.stdout.on('data', (chunk) => {
      text += chunk
      const url = /open (http:\S+)/.exec(text)?.[1]
      if (url) resolve(url)
    })
    gone.then((code) => reject(new Error(`the demo ended with ${code}`)))
  })
  await takePictures(origin)
} finally {
  demo.kill('SIGTERM')
  await gone
  rmSync(data, { recursive: true, force: true })
}
const bytes = readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0)
console.log(`${readdirSync(directory).length} pictures, ${(bytes / 1e6).toFixed(1)} MB`)

async function takePictures(origin) {
  const charts = await (await fetch(`${origin}/v1/charts`)).json()
  const week = charts.find(({ id }) => id === 'tv').windows[1]
  const edition = await (await fetch(`${origin}/v1/charts/tv/world/${week}`)).json()
  const pages = pagesOf({ week, title: edition.rows[0].item, creator: 'Ines Calloway' })
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory)
  const browser = await launchBrowser()
  try {
    for (const [page, path] of Object.entries(pages))
      for (const [form, options] of Object.entries(FORMS)) {
        const picture = await pictureOf(browser, origin + (options.prefix ?? '') + path, options)
        if (picture) writeFileSync(join(directory, `${page}-${form}.png`), withPalette(picture))
        else console.error(`${page} is not there in the form ${form}: left out`)
      }
  } finally {
    await browser.close()
  }
}

/** The head of a page as a PNG; undefined where there is no such page. */
async function pictureOf(browser, url, { width, height, colorScheme }) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
  try {
    const response = await page.goto(url)
    if (!response?.ok()) return undefined
    // What a script draws is there once the page has the house's numbers.
    await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => {})
    const whole = await page.evaluate(() => document.documentElement.scrollHeight)
    return await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(whole, height) } })
  } finally {
    await page.close()
  }
}
