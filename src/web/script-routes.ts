// The elements as they are served: the bundle that the build made. A page on any origin may load it, proxies may keep it,
// and a new one is with the readers within the hour.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { etag, RETAINED_304_HEADERS } from 'hono/etag'

const CACHE = 'public, max-age=3600, stale-while-revalidate=86400'

const OPEN_TO_ALL = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

/** In `dist/`, from the source as well as from what is built of it. */
const BUNDLE = new URL('../../dist/web/elements.js', import.meta.url)

/** `/elements.js`. */
export function elementsRoutes(): Hono {
  const app = new Hono()
  let script: { readonly plain: string; readonly gzipped: Uint8Array<ArrayBuffer> } | undefined
  app.get('/elements.js', etag({ retainedHeaders: [...RETAINED_304_HEADERS, ...Object.keys(OPEN_TO_ALL)] }), (c) => {
    script ??= readScript()
    const headers = {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': CACHE,
      vary: 'accept-encoding',
      ...OPEN_TO_ALL,
    }
    return /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
      ? c.body(script.gzipped, 200, { ...headers, 'content-encoding': 'gzip' })
      : c.body(script.plain, 200, headers)
  })
  return app
}

function readScript() {
  const plain = readFileSync(BUNDLE, 'utf8')
  return { plain, gzipped: new Uint8Array(gzipSync(plain, { level: 9 })) }
}
