// The desk's own sheet and its one script, beside the house's sheet. Their addresses hold a hash of their bytes, so they
// may be kept for ever and are never stale; neither says anything that is not public.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Hono } from 'hono'

const FOREVER = 'public, max-age=31536000, immutable'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')
const named = (path: string, text: string): string =>
  `${path}?v=${createHash('sha256').update(text).digest('hex').slice(0, 12)}`

const css = read('./desk.css')
const fresh = read('./fresh.js')

export const deskHref = named('/assets/desk.css', css)
export const freshHref = named('/assets/fresh.js', fresh)

export function deskAssets(): Hono {
  const app = new Hono()
  app.get('/assets/desk.css', (c) =>
    c.body(css, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': FOREVER }),
  )
  app.get('/assets/fresh.js', (c) =>
    c.body(fresh, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': FOREVER }),
  )
  return app
}
