// Requests that are hardly HTTP: broken request lines, framing that says two things, headers too many and too large,
// bodies that end too soon or too late. Each goes over a connection of its own, which may be ended without an answer.
import { gzipSync } from 'node:zlib'
import type { Random } from '../random.ts'
import { mutated } from './bytes.ts'
import type { Keys, Request } from './request.ts'

const CRLF = '\r\n'

const METHODS = [
  'GET',
  'POST',
  'PUT',
  'CONNECT',
  'TRACE',
  'PROPFIND',
  'M-SEARCH',
  'BREW',
  'get',
  'G\0ET',
  '',
  'X'.repeat(5000),
]
const TARGETS = [
  ...[
    '/',
    '/v1/events',
    '*',
    '//',
    '/../../etc/passwd',
    '\\..\\',
    'http://localhost/v1/charts',
    'http://[::1',
    'http://x:99999/',
    '//[',
    '//@/',
  ],
  ...[
    'localhost:80',
    '',
    ' ',
    '/ /',
    '/\t',
    '/\0',
    '/\x7f',
    '/\xff',
    'v1/events',
    '/v1/events/',
    '/v1//events',
    '/v1/events%00',
    '/v1/events?key=%ff',
  ],
  ...[
    `/${'a'.repeat(15_000)}`,
    `/${'a'.repeat(70_000)}`,
    `/v1/events?${'k=v&'.repeat(3000)}`,
    '/%',
    'https://user:pass@x/',
    'data:,x',
    '?',
    '#',
  ],
]
const VERSIONS = [
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/0.9',
  'HTTP/2.0',
  'HTTP/1.2',
  'HTTP/11',
  'http/1.1',
  'ICE/1.0',
  '',
  'HTTP/1.1 x',
]
const HOSTS = [
  ...[
    'localhost',
    '',
    ' ',
    '[::1',
    '[::1]:80',
    'x:99999',
    'a b',
    'evil@x',
    'x/../y',
    'x?y',
    'x#y',
    '\xff',
    'a'.repeat(5000),
    '..',
    '%00',
    'x, y',
    '{',
    '0x7f.1',
  ],
]

const FRAMINGS = [
  ...[
    'content-length: 5\r\ntransfer-encoding: chunked',
    'content-length: 5\r\ncontent-length: 6',
    'content-length: -1',
    'content-length: +5',
  ],
  ...[
    'content-length: 0x10',
    'content-length: 1e3',
    'content-length: 99999999999999999999',
    'content-length: 9000000',
    'content-length: 5 5',
    'content-length:',
  ],
  ...[
    'transfer-encoding: chunked, identity',
    'transfer-encoding: gzip, chunked',
    'transfer-encoding: gzip',
    'transfer-encoding: xchunked',
    'Transfer-Encoding : chunked',
  ],
  ...[
    'transfer-encoding: chunked\r\ntransfer-encoding: chunked',
    'transfer-encoding:\tchunked',
    'content-length: 10\r\nexpect: 100-continue',
    'expect: nonsense',
  ],
  ...[
    'content-length: 10\r\ncontent-encoding: gzip',
    'content-length: 10\r\ncontent-encoding: br, gzip',
    'content-length: 10\r\ncontent-encoding: \xff',
    'connection: upgrade\r\nupgrade: websocket',
    'connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk',
  ],
]
const CHUNKS = [
  '0\r\n\r\n',
  '5\r\nhello\r\n0\r\n\r\n',
  'g\r\n',
  '-1\r\n',
  'ffffffffffffffff\r\nx',
  '5\r\nhel',
  '5;a="\r\nhello\r\n0\r\n\r\n',
  '05\r\nhello\r\n0\r\nx: y\r\n\r\n',
  '5\nhello\n0\n\n',
  '',
  `1;${'a'.repeat(20_000)}\r\nx\r\n0\r\n\r\n`,
  `0\r\n${'a: b\r\n'.repeat(3000)}\r\n`,
]
const HEADERS = [
  ...[
    'no colon',
    ': no name',
    'name : x',
    ' folded',
    'a: b\r\n folded',
    'a\0: b',
    'a: b\0c',
    'a: \x7f',
    'a: b\nc: d',
    'a: b\rc: d',
    '\xff: x',
    `a: ${'b'.repeat(20_000)}`,
    `${'a'.repeat(20_000)}: b`,
  ],
  ...[
    'a: b\r\n'.repeat(3000),
    'authorization: Basic eA==',
    'authorization: Bearer',
    'authorization: Bearer \xff',
    'authorization: bearer __proto__',
    `authorization: Bearer ${'x'.repeat(9000)}`,
  ],
  ...[
    'content-type: application/json;charset=\xff',
    'origin: \xff',
    '__proto__: x',
    'constructor: x',
    'x-forwarded-for: \xff',
    `user-agent: ${'a'.repeat(9000)}`,
    'user-agent: \xff',
    'date: x',
    'connection: keep-alive, close',
  ],
]

/** Not even a request line. */
const NOISE = [
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from('16030100a5010000a1030374', 'hex'),
  Buffer.from('\r\n\r\n\r\n\r\n'),
  Buffer.from('GET'),
  Buffer.from('\0'.repeat(100)),
  Buffer.from('SSH-2.0-x\r\n'),
  Buffer.from('PROXY TCP4 1.1.1.1 2.2.2.2 3 4\r\nGET / HTTP/1.1\r\n\r\n'),
  gzipSync('GET / HTTP/1.1\r\n\r\n'),
]

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1')

export class Hostile {
  constructor(private readonly keys: Keys) {}

  request(random: Random): Request {
    const bytes = this.#bytes(random)
    return { told: 'hostile HTTP', bytes, alone: true, abandoned: random.oneIn(20), check: () => undefined }
  }

  #bytes(random: Random): Buffer {
    switch (random.below(8)) {
      case 0:
        return this.#requestLine(random)
      case 1:
        return bytesOf(`GET /v1/methods/x HTTP/1.1\r\nhost: ${random.pick(HOSTS)}\r\n\r\n`)
      case 2:
        return bytesOf(`${this.#head('POST', '/v1/events')}${random.pick(FRAMINGS)}${CRLF}${CRLF}hello${CRLF}`)
      case 3:
        return bytesOf(
          `${this.#head(random.oneIn(2) ? 'POST' : 'PUT', random.oneIn(2) ? '/v1/events' : '/v1/items/x')}content-type: application/json\r\ntransfer-encoding: chunked${CRLF}${CRLF}${random.pick(CHUNKS)}`,
        )
      case 4:
        return bytesOf(
          `${this.#head(random.oneIn(2) ? 'GET' : 'POST', '/v1/events')}${random.pick(HEADERS)}${CRLF}${CRLF}`,
        )
      case 5:
        return this.#cutOff(random)
      case 6:
        return random.pick(NOISE)
      default:
        return mutated(
          bytesOf(`${this.#head('GET', '/v1/methods/x?a=b')}accept: */*\r\nconnection: keep-alive\r\n\r\n`),
          random,
        )
    }
  }

  #requestLine(random: Random): Buffer {
    const right = ['GET', '/v1/methods/x', 'HTTP/1.1']
    const parts = [METHODS, TARGETS, VERSIONS].map((wrong, i) => (random.oneIn(2) ? right[i] : random.pick(wrong)))
    return bytesOf(`${parts.join(random.oneIn(8) ? '  ' : ' ')}${CRLF}host: x${CRLF}${CRLF}`)
  }

  /** A whole head and a part of the body, and no more. */
  #cutOff(random: Random): Buffer {
    const body = '{"id":"019a5b00-0000-7000-8000-000000000001","kind":"view","item":"x"}'
    const [method, path] = random.pick([
      ['POST', '/v1/events'],
      ['PUT', '/v1/items/x'],
    ] as const)
    const encoding = random.oneIn(3) ? 'content-encoding: gzip\r\n' : ''
    const head = `${this.#head(method, path)}content-type: application/json\r\n${encoding}content-length: ${body.length + 1}`
    return bytesOf(`${head}${CRLF}${CRLF}${body.slice(0, random.below(body.length))}`)
  }

  #head(method: string, path: string): string {
    return `${method} ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${this.keys.secret}\r\n`
  }

  /** Beginnings whose sender says no more, and keeps the connection. */
  beginnings(): readonly Buffer[] {
    const post = this.#head('POST', '/v1/events')
    const put = `${this.#head('PUT', '/v1/items/x')}content-type: application/json\r\n`
    return [
      '',
      'GET /v1/cha',
      'GET / HTTP/1.1\r\nhost: x\r\na:',
      `${post}content-length: 100\r\n\r\n{"id":`,
      `${post}content-length: 100\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b`,
      `${post}transfer-encoding: chunked\r\n\r\n5\r\n{"id"`,
      `${post}content-length: 100\r\nexpect: 100-continue\r\n\r\n`,
      `${put}content-length: 100\r\n\r\n{"kind":`,
      `${put}content-length: 100\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b`,
      `${put}transfer-encoding: chunked\r\n\r\n5\r\n{"kin`,
    ].map(bytesOf)
  }
}
