// An HTTP server that speaks as much of ClickHouse's interface as the store on a server needs, and asks the embedded
// engine: so the real client's requests, parameters, formats and errors run against the real engine in every test run.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EmbeddedStore } from '../../src/store/embedded.ts'
import type { Param, Store } from '../../src/store/store.ts'

export interface HttpEngine {
  readonly url: string
  /** Settings of the last request, as its URL had them. */
  readonly settings: () => URLSearchParams
  close(): Promise<void>
}

export async function startHttpEngine(directory: string): Promise<HttpEngine> {
  const store = await EmbeddedStore.open(directory)
  let settings = new URLSearchParams()
  const server = createServer({ maxHeaderSize: 1 << 20 }, async (request, response) => {
    try {
      const asked = await readAsked(request)
      settings = asked.settings
      respond(response, 200, await answer(store, asked))
    } catch (error) {
      response.setHeader('X-ClickHouse-Exception-Code', '62')
      respond(response, 500, Buffer.from(`Code: 62. DB::Exception: ${(error as Error).message} (ENGINE)`))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    settings: () => settings,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await store.close()
    },
  }
}

function respond(response: ServerResponse, status: number, body: Uint8Array): void {
  response.writeHead(status, { 'content-length': body.length }).end(body)
}

interface Asked {
  readonly query: string
  readonly body: Buffer
  /** As text, in ClickHouse's escaping. */
  readonly params: ReadonlyMap<string, string>
  readonly settings: URLSearchParams
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body = Buffer.concat(parts)
  const settings = new URL(request.url ?? '/', 'http://engine').searchParams
  const given = new Map(settings)
  const boundary = /boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1]
  if (boundary) for (const [name, text] of formParts(body.toString('utf8'), boundary)) given.set(name, text)
  const params = new Map<string, string>()
  for (const [name, text] of given) if (name.startsWith('param_')) params.set(name.slice(6), text)
  return { query: given.get('query') ?? body.toString('utf8'), body, params, settings }
}

function* formParts(body: string, boundary: string): Generator<readonly [string, string]> {
  for (const part of body.split(`--${boundary}`)) {
    const match = /name="([^"]+)"[\s\S]*?\r\n\r\n([\s\S]*)\r\n$/.exec(part)
    if (match) yield [match[1] as string, match[2] as string]
  }
}

async function answer(store: Store, { query, body, params }: Asked): Promise<Uint8Array> {
  const table = /^\s*INSERT INTO (\w+)\s+FORMAT TabSeparated\s*$/.exec(query)?.[1]
  if (table) {
    await store.insert(table, body)
    return Buffer.alloc(0)
  }
  const [, sql = query, format] = /^([\s\S]*?)\s+FORMAT (\w+)\s*$/.exec(query) ?? []
  const bound = boundParams(sql, params)
  if (format === 'Native') return store.native(sql, bound)
  if (format === 'Parquet') return store.parquet(sql, bound)
  if (format === undefined) return store.run(sql, bound).then(() => Buffer.alloc(0))
  const rows = await store.rows(sql, bound)
  return Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}

/** Reads each parameter by the type that its placeholder declares. */
function boundParams(sql: string, texts: ReadonlyMap<string, string>): Record<string, Param> {
  const params: Record<string, Param> = {}
  for (const [, name = '', type = ''] of sql.matchAll(/\{(\w+):(\w+)/g)) {
    const text = texts.get(name)
    if (text !== undefined) params[name] = type === 'Array' ? arrayOf(text) : unescaped(text)
  }
  return params
}

function arrayOf(text: string): Param {
  const cells = [...text.slice(1, -1).matchAll(/'((?:\\[\s\S]|[^'\\])*)'|([^,]+)/g)]
  return cells.some(([, quoted]) => quoted !== undefined)
    ? cells.map(([, quoted = '']) => unescaped(quoted))
    : cells.map(([, , number]) => Number(number))
}

const ESCAPES: Record<string, string> = { t: '\t', n: '\n', r: '\r', 0: '\0', b: '\b', f: '\f' }

const unescaped = (text: string): string => text.replace(/\\([\s\S])/g, (_, char: string) => ESCAPES[char] ?? char)
