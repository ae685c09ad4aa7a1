// Makes docs/pictures/ from the demo: `npm run pictures`. Needs a build; starts a demo of its own in a temporary directory.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium as playwright } from 'playwright-core'

const root = fileURLToPath(new URL('..', import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'housecount-pictures-'))
const demo = spawn(process.execPath, [`${root}bin/housecount`, 'demo', '--data', data, '--port', '0'])
try {
  const origin = await new Promise((resolve, reject) => {
    let text = ''
    demo.stdout.on('data', (chunk) => {
      text += chunk
      const url = /open (http:\S+)/.exec(text)?.[1]
      if (url) resolve(url)
    })
    demo.on('exit', (code) => reject(new Error(`the demo ended with ${code}`)))
  })
  await takePictures(origin)
} finally {
  demo.removeAllListeners('exit')
  await new Promise((resolve) => {
    demo.on('exit', resolve)
    demo.kill('SIGTERM')
  })
  rmSync(data, { recursive: true, force: true })
}

async function takePictures(origin) {
  mkdirSync(`${root}docs/pictures`, { recursive: true })
  // Told so, the package unpacks the libraries that its browser needs.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x'
  const { default: chromium } = await import('@sparticuz/chromium')
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    env: existsSync('/etc/fonts/fonts.conf') ? { ...process.env, FONTCONFIG_PATH: '/etc/fonts' } : process.env,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  })
  try {
    const charts = await (await fetch(`${origin}/v1/charts`)).json()
    const week = charts.find(({ id }) => id === 'tv').windows[1]
    const edition = await (await fetch(`${origin}/v1/charts/tv/world/${week}`)).json()
    const chart = `/charts/tv/world/${week}`
    const title = `/titles/${encodeURIComponent(edition.rows[0].item)}`
    const pictures = [
      ['chart-light', chart, 1200, 'light'],
      ['chart-dark', chart, 1200, 'dark'],
      ['chart-narrow', chart, 390, 'light'],
      ['home-light', '/', 1200, 'light'],
      ['title-light', title, 1200, 'light'],
      ['title-dark', title, 1200, 'dark'],
      ['article-light', '/magazine/what-the-tides-owe-the-moon', 1200, 'light'],
      ['article-narrow', '/magazine/what-the-tides-owe-the-moon', 390, 'dark'],
      ['method-light', '/methods/tv', 1000, 'light'],
    ]
    for (const [name, path, width, colorScheme] of pictures) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
      await page.goto(origin + path)
      // What a script draws is there once the page has the house's numbers.
      await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => {})
      await page.screenshot({ path: `${root}docs/pictures/${name}.png`, ...pictureOf(name, width) })
      await page.close()
    }
  } finally {
    await browser.close()
  }
}

/** The head of a title's page, which goes on for as long as the list of its countries; the others whole. */
function pictureOf(name, width) {
  return name.startsWith('title-') ? { clip: { x: 0, y: 0, width, height: 1900 }, fullPage: true } : { fullPage: true }
}
