// The tracker and the elements as they are served: the bundles that the build made. A page on any origin may load them,
// proxies may keep them, and a new one is with the readers within the hour.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { etag, RETAINED_304_HEADERS } from 'hono/etag'

const CACHE = 'public, max-age=3600, stale-while-revalidate=86400'

const OPEN_TO_ALL = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

/** `/hc.js` or `/elements.js`. It is read when it is first asked for: the build makes it after all else. */
export function scriptRoutes(name: 'hc.js' | 'elements.js'): Hono {
  const app = new Hono()
  let script: { readonly plain: string; readonly gzipped: Uint8Array<ArrayBuffer> } | undefined
  app.get(`/${name}`, etag({ retainedHeaders: [...RETAINED_304_HEADERS, ...Object.keys(OPEN_TO_ALL)] }), (c) => {
    script ??= readScript(name)
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

/** From `dist/`, for the source as well as for what is built of it. */
function readScript(name: string) {
  const plain = readFileSync(new URL(`../../dist/web/${name}`, import.meta.url), 'utf8')
  return { plain, gzipped: new Uint8Array(gzipSync(plain, { level: 9 })) }
}
