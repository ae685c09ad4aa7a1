// A request for the events' door in the form in which nearly all senders write it, read out of the bytes that came with
// it. It has to be there whole, with plain headers, each once, and the length of its body. Whatever is unusual says
// nothing of whether it is allowed: node:http reads it, and knows what is wrong with it.
import type { IncomingMessage } from 'node:http'

/** What a request says of its sender. */
export interface Asking {
  readonly url: string
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The socket's. */
  readonly address: string
}

export interface OrdinaryRequest extends Asking {
  /** Where its body begins in the bytes, and how many it has. */
  readonly bodyFrom: number
  readonly bodyBytes: number
}

export const askingOf = ({ url = '', headers, socket }: IncomingMessage): Asking => ({
  url,
  headers,
  address: socket.remoteAddress ?? '',
})

export const EVENTS_PATH = '/v1/events'

const HEAD_BYTES_MAX = 8 * 1024
const START = /POST (\/v1\/events(?:\?[\x21-\x7e]*)?) HTTP\/1\.1\r\n/y
const HEADER = /([a-z0-9-]+): ([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)\r\n/iy
const LENGTH = /^\d{1,7}$/

/** Headers that change how the rest is read, or what is done with the connection. */
const UNUSUAL = ['transfer-encoding', 'content-encoding', 'expect', 'upgrade', 'te', 'trailer', 'proxy-connection']

/** The heads of one connection: the next one often is the last one over again, and is then not read again. */
export class Heads {
  #last: OrdinaryRequest | undefined
  #lastHead = ''
  constructor(private readonly address: string) {}

  /** The request that begins some bytes; undefined where it is not ordinary, or not there whole. */
  read(bytes: Buffer): OrdinaryRequest | undefined {
    const end = bytes.indexOf('\r\n\r\n')
    if (end === -1 || end > HEAD_BYTES_MAX) return undefined
    const head = bytes.toString('latin1', 0, end + 2)
    const request = head === this.#lastHead ? this.#last : readHead(head, this.address)
    this.#lastHead = head
    this.#last = request
    return request && request.bodyFrom + request.bodyBytes <= bytes.length ? request : undefined
  }
}

function readHead(head: string, address: string): OrdinaryRequest | undefined {
  START.lastIndex = 0
  const url = START.exec(head)?.[1]
  if (url === undefined) return undefined
  const headers = headersOf(head, START.lastIndex)
  const length = headers?.['content-length']
  if (!headers || headers.host === undefined || !length || !LENGTH.test(length)) return undefined
  if ((headers.connection ?? 'keep-alive').toLowerCase() !== 'keep-alive') return undefined
  return { url, headers, address, bodyFrom: head.length + 2, bodyBytes: Number(length) }
}

/** The headers from a place to the end, by name; undefined where one is unusual. */
function headersOf(head: string, from: number): Record<string, string> | undefined {
  const headers: Record<string, string> = {}
  for (HEADER.lastIndex = from; HEADER.lastIndex < head.length; ) {
    const match = HEADER.exec(head)
    if (!match) return undefined
    const name = (match[1] as string).toLowerCase()
    if (headers[name] !== undefined || UNUSUAL.includes(name)) return undefined
    headers[name] = match[2] as string
  }
  return headers
}
