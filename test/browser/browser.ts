// The browser that tests look through: a Chromium that comes with the development dependencies and needs no download.
// Pages are served from memory on the loopback address; nothing here reaches the network.
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium as playwright } from 'playwright-core'
import { styleCss } from '../../src/web/style.ts'
import { worldSvg } from '../../src/web/world-map.ts'

/** Starts a browser, with flags of the caller's. The caller closes it. */
export async function startBrowser(flags: readonly string[] = []): Promise<Browser> {
  // The package unpacks the libraries it needs only where it believes to be on this platform, and asks as it loads.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x'
  const { default: chromium } = await import('@sparticuz/chromium')
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // The package brings one font; a machine with fonts of its own shows what its readers see.
    env: existsSync('/etc/fonts/fonts.conf') ? { ...process.env, FONTCONFIG_PATH: '/etc/fonts' } : process.env,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run', ...flags],
  })
}

export interface Stage {
  readonly origin: string
  readonly close: () => Promise<void>
}

/** Serves documents by their path, and what they are drawn with, on a free port of the loopback address. */
export async function servePages(pages: Readonly<Record<string, string>>): Promise<Stage> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const page = pages[path]
    if (path === '/assets/style.css') response.setHeader('content-type', 'text/css; charset=utf-8').end(styleCss)
    else if (path === '/assets/world.svg') response.setHeader('content-type', 'image/svg+xml').end(worldSvg)
    else if (page !== undefined) response.setHeader('content-type', 'text/html; charset=utf-8').end(page)
    else response.writeHead(404).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
