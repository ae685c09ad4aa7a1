// The Chromium of @sparticuz/chromium, as pictures and benches need it.
import { existsSync } from 'node:fs'
import { chromium as playwright } from 'playwright-core'

export async function launchBrowser() {
  // Told so, the package unpacks the libraries that its browser needs.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x'
  const { default: chromium } = await import('@sparticuz/chromium')
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    env: existsSync('/etc/fonts/fonts.conf') ? { ...process.env, FONTCONFIG_PATH: '/etc/fonts' } : process.env,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  })
}
