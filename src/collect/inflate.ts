// Request bodies that come gzipped. What is inflated is bounded like a body that comes plain, so that a small request
// can't become a large one: inflating ends at the first byte too many.
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Context, MiddlewareHandler } from 'hono'

const inflate = promisify(gunzip)

export interface InflateOptions {
  readonly bytesMax: number
  readonly tooLarge: (c: Context) => Response
  /** Told what was wrong with the encoding. */
  readonly refuse: (c: Context, status: 400 | 415, title: string) => Response
}

/** Puts the plain body in the place of a gzipped one. */
export function inflatedBody({ bytesMax, tooLarge, refuse }: InflateOptions): MiddlewareHandler {
  return async (c, next) => {
    const encoding = (c.req.header('content-encoding') ?? 'identity').trim().toLowerCase()
    if (encoding === 'identity') return next()
    if (encoding !== 'gzip') return refuse(c, 415, 'A body is sent plain, or with `content-encoding: gzip`')
    const body = await inflate(await c.req.arrayBuffer(), { maxOutputLength: bytesMax }).catch((error) => error)
    if (body instanceof Error)
      return 'code' in body && body.code === 'ERR_BUFFER_TOO_LARGE'
        ? tooLarge(c)
        : refuse(c, 400, 'The body is no whole gzip')
    const { url, method } = c.req.raw
    const headers = new Headers(c.req.raw.headers)
    headers.delete('content-encoding')
    headers.delete('content-length')
    c.req.raw = new Request(url, { method, headers, body })
    c.req.bodyCache = {}
    return next()
  }
}
