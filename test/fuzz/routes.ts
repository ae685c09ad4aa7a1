// The other routes as the house itself describes them in /openapi.json, and its pages: asked with parameters that no
// sensible client would send.
import type { Random } from '../random.ts'
import { answeredOr, framed, type Request } from './request.ts'
import type { Answer } from './wire.ts'

interface Operation {
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly schema: { readonly example?: string }
  }[]
}

export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** As they stand in an address. */
const PARAMETERS = [
  ...[
    'nope',
    'world',
    'GB',
    'latest',
    '2022-05-01',
    '2001-01-07',
    '9999-12-31',
    '0000-01-01',
    '0000-00-00',
    '2022-02-30',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '%5F_proto__',
    '..',
    '%2e%2e',
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  ],
  ...[
    '%00',
    '%zz',
    '%',
    '%ff%fe',
    '%c0%ae',
    '%ed%a0%80',
    '%u0041',
    '%F0%9F%98%80',
    '%0d%0aset-cookie:%20a=b',
    '+',
    '%20',
  ],
  ...[
    '-1',
    '1e308',
    'NaN',
    'null',
    'undefined',
    '[]',
    '{}',
    '*',
    "'%20OR%201=1--",
    '{chart:String}',
    '<b>',
    '%3Cb%3E',
    '"',
  ],
  ...[
    ';a=b',
    'a:b',
    '@',
    'x'.repeat(300),
    'x'.repeat(4000),
    '%61'.repeat(1000),

    ':chart',
    '%2F',
    '%3F',
    '%23',
  ],
]

const QUERIES = [
  ...[
    '',
    '?',
    '?format=json',
    '?format=',
    '?format=pdf',
    '?format=tsv&format=csv',
    '?format[]=tsv',
    '?format=%00',
    '?%',
  ],
  ...[
    '?__proto__=1',
    '?__proto__[x]=1',
    '?constructor=1&toString=2',
    '?hasOwnProperty=1',
    '?=',
    '?&&&',
    '?a=%zz',
    '??',
    '?#',
  ],
  ...[
    `?${'a=b&'.repeat(500)}`,
    '?key=hcs_guess',
    '?chart=%0d%0a&region=%zz&week=..',
    '?chart=__proto__',
    '?week=%ed%a0%80',
  ],
]

const HEADERS = [
  ...[
    'accept: text/html',
    'accept: */*;q=x',
    `accept: ${'text/html,'.repeat(500)}`,
    'accept-language: \xff',
    'range: bytes=0-0',
  ],
  ...['if-none-match: *', 'if-none-match: "', `if-none-match: ${'"a",'.repeat(1000)}`, 'if-modified-since: never'],
  ...[
    'origin: null',
    'origin: http://[',
    'cookie: a=b; __proto__=c',
    'x-forwarded-for: ::1, \xff',
    'x-forwarded-host: [',
    'te: trailers',
  ],
  ...[
    'accept-encoding: gzip;q=9',
    'content-type: \xff',
    'x-http-method-override: DELETE',
    'forwarded: for="',
    'referer: //',
  ],
]

const PAGES = [
  '/',
  '/charts',
  '/charts/{chart}',
  '/charts/{chart}/{region}/{week}',
  '/titles/{id}',
  '/de/search',
  '/ar/charts/{chart}/{region}/{week}',
  '/assets/style.css',
  '/openapi.json',
  '/hc.js',
  '/{id}',
  '/v1/{id}',
]

export class Routes {
  readonly #paths: readonly string[]
  readonly #examples = new Map<string, string>()
  constructor({ paths }: Description) {
    this.#paths = [...Object.keys(paths), ...PAGES]
    for (const operation of Object.values(paths).flatMap((each) => Object.values(each)))
      for (const { name, schema } of operation.parameters ?? [])
        this.#examples.set(name, encodeURIComponent(schema.example ?? 'x'))
  }

  /** A question that need not have an answer, but a reply. */
  question(random: Random): Request {
    const method = random.pick([
      'GET',
      'GET',
      'GET',
      'GET',
      'GET',
      'GET',
      'HEAD',
      'DELETE',
      'PATCH',
      'OPTIONS',
      'PUT',
      'TRACE',
    ])
    const path = random
      .pick(this.#paths)
      .replace(/\{(\w+)\}/g, (_, name) =>
        random.oneIn(3) ? (this.#examples.get(name) ?? 'x') : random.pick(PARAMETERS),
      )
    const headers = Array.from({ length: random.below(3) }, () => random.pick(HEADERS))
    const body = method === 'PUT' || random.oneIn(20) ? Buffer.from('{"kind":"film","title":"Q"}') : undefined
    return {
      told: 'a question',
      bytes: framed(random, {
        method,
        path: `${path}${random.oneIn(2) ? random.pick(QUERIES) : ''}`,
        headers,
        ...(body && { body }),
      }),
      head: method === 'HEAD',
      check: method === 'HEAD' || isPage(path, headers) ? () => undefined : answeredOr(wrongInAnswer),
    }
  }
}

/** A page's problem is a page. */
const isPage = (path: string, headers: readonly string[]): boolean =>
  !path.startsWith('/v1/') || headers.some((header) => header.startsWith('accept: text/html'))

const wrongInAnswer = ({ status, headers }: Answer): string | undefined =>
  status === 200 && !headers.has('content-type') ? 'no content type' : undefined
