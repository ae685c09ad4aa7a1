// Pages as they were answered last, in memory, each with what it is compressed to. A page is made once for each state of
// the house: it is kept until something is published, a counter moves or the catalogue is another, and never longer, so
// that no number on it is older than those of the API. Bounded in bytes.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Context, HonoRequest, MiddlewareHandler } from 'hono'
import type { Archive } from '../publish/archive.ts'
import { hasTag } from '../publish/public-answer.ts'
import { originOf } from './origin.ts'

const BYTES_MAX = 32 * 1024 * 1024
/** A browser asks each time, and is told that nothing is new; a cache in front of the house may keep a page so long. */
const CACHE = 'public, max-age=0, s-maxage=5'
/** What is smaller gains nothing. */
const COMPRESSED_BYTES_MIN = 500
const KEPT_TYPES = /^(text\/html|text\/css|image\/svg\+xml)\b/
/** An answer with one of these has its own way of being kept, or is for one reader. */
const UNKEPT_HEADERS = ['etag', 'vary', 'content-encoding', 'set-cookie']

type Encoding = 'br' | 'gzip' | 'identity'

const toGzip = promisify(gzip)
const toBrotli = promisify(brotliCompress)
const COMPRESS: Record<Encoding, (bytes: Buffer) => Promise<Buffer>> = {
  // At 5 it is as quick as gzip is, and smaller.
  br: (bytes) => toBrotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (bytes) => toGzip(bytes),
  identity: async (bytes) => bytes,
}

class Page {
  readonly #encoded = new Map<Encoding, Promise<Buffer>>()
  constructor(
    readonly digest: string,
    readonly headers: Headers,
    private readonly plain: Buffer,
  ) {}

  get length(): number {
    return this.plain.length
  }

  encodingFor(accepted: string): Encoding {
    return this.plain.length < COMPRESSED_BYTES_MIN ? 'identity' : encodingIn(accepted)
  }

  bytes(encoding: Encoding): Promise<Buffer> {
    const known = this.#encoded.get(encoding)
    if (known) return known
    const made = COMPRESS[encoding](this.plain)
    this.#encoded.set(encoding, made)
    return made
  }
}

/** The best that is accepted. What is accepted with a weight of 0 is not. */
function encodingIn(accepted: string): Encoding {
  const names = accepted
    .toLowerCase()
    .split(',')
    .filter((each) => !/;\s*q=0(\.0*)?\s*$/.test(each))
    .map((each) => each.split(';')[0]?.trim())
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : 'identity'
}

/** Stands before the pages. What is no page passes, and so does what says that it differs from reader to reader. */
export function keptPages(archive: Archive, bytesMax = BYTES_MAX): MiddlewareHandler {
  const shelf = new Shelf(bytesMax)
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const state = `${archive.standing.revision} ${archive.counters.state?.revision}`
    const page = await shelf.findOrMake(addressOf(c.req), state, async (before) => {
      await next()
      return pageIn(c.res, before)
    })
    if (page) await show(c, page)
    // It waited for another reader's, which turned out to be no page.
    else if (!c.finalized) await next()
  }
}

/** With the origin that the reader sees: a page may name it. */
function addressOf(request: HonoRequest): string {
  const { pathname, search } = new URL(request.url)
  return originOf(request) + pathname + search
}

/** The page that an answer is, if it is one: the one before where it says the same. */
async function pageIn(answer: Response, before: Page | undefined): Promise<Page | undefined> {
  const { headers } = answer
  const isKept =
    answer.status === 200 &&
    KEPT_TYPES.test(headers.get('content-type') ?? '') &&
    !UNKEPT_HEADERS.some((name) => headers.has(name)) &&
    !/private|no-store/.test(headers.get('cache-control') ?? '')
  if (!isKept) return undefined
  const plain = Buffer.from(await answer.arrayBuffer())
  const digest = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  return before?.digest === digest ? before : new Page(digest, headers, plain)
}

async function show(c: Context, page: Page): Promise<void> {
  const encoding = page.encodingFor(c.req.header('accept-encoding') ?? '')
  const etag = `"${page.digest}-${encoding}"`
  const headers = new Headers(page.headers)
  headers.set('etag', etag)
  headers.set('vary', 'accept-encoding')
  if (!headers.has('cache-control')) headers.set('cache-control', CACHE)
  // Or its headers would be joined to those of the answer that it was made of.
  c.res = undefined
  if (hasTag(c.req.header('if-none-match'), etag)) {
    headers.delete('content-type')
    c.res = new Response(null, { status: 304, headers })
    return
  }
  const bytes = await page.bytes(encoding)
  if (encoding !== 'identity') headers.set('content-encoding', encoding)
  headers.set('content-length', String(bytes.length))
  c.res = new Response(new Uint8Array(bytes), { headers })
}

/** Pages by address, the longest unasked first. */
class Shelf {
  #bytes = 0
  readonly #kept = new Map<string, { readonly state: string; readonly page: Page }>()
  readonly #making = new Map<string, Promise<Page | undefined>>()
  constructor(private readonly bytesMax: number) {}

  /** @param make the page as it is now, or undefined if there is none; given what it was before */
  async findOrMake(
    address: string,
    state: string,
    make: (before: Page | undefined) => Promise<Page | undefined>,
  ): Promise<Page | undefined> {
    const kept = this.#kept.get(address)
    if (kept?.state === state) {
      this.#put(address, kept)
      return kept.page
    }
    // What was a page is made once for all who ask meanwhile; what was none may be anything, and waits for nobody.
    const key = `${state} ${address}`
    const making = this.#making.get(key) ?? make(kept?.page).finally(() => this.#making.delete(key))
    if (kept) this.#making.set(key, making)
    const page = await making
    if (page) this.#put(address, { state, page })
    return page
  }

  #put(address: string, entry: { readonly state: string; readonly page: Page }): void {
    this.#drop(address)
    this.#kept.set(address, entry)
    this.#bytes += weightOf(address, entry.page)
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.bytesMax) return
      this.#drop(oldest)
    }
  }

  #drop(address: string): void {
    const kept = this.#kept.get(address)
    if (!kept) return
    this.#bytes -= weightOf(address, kept.page)
    this.#kept.delete(address)
  }
}

/** Bytes of a page in all its forms, and of its address: what is compressed has less than a third. */
const weightOf = (address: string, { length }: Page): number => 2 * (length + address.length)
