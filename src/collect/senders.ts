// Who sends: trusted with a secret key, public with a write key, nobody without. What a browser may not say is taken
// from its connection.
import type { Facts } from '../domain/facts.ts'
import { type CountryCode, parseCountry } from '../domain/region.ts'
import type { Instant } from '../domain/time.ts'
import { addressOf } from './address.ts'
import type { Sender } from './admit.ts'
import type { KeyRing } from './key-ring.ts'
import type { Key } from './keys.ts'
import type { Networks } from './networks.ts'
import type { Asking } from './ordinary-request.ts'
import type { Robots } from './robots.ts'
import type { DaySalts } from './viewer.ts'

export interface SendersOptions {
  readonly keys: KeyRing
  readonly salts: DaySalts
  /** The header in which a proxy of the operator's names the visitor's country. */
  readonly countryHeader?: string | undefined
  /** Proxies of the operator's own in front; with 0, forwarded addresses are not believed. */
  readonly proxies: number
  readonly robots: Robots
  readonly networks: Networks
}

/** Why nobody is let in. */
export interface Refusal {
  readonly status: 401 | 403
  readonly title: string
}

const NO_KEY: Refusal = {
  status: 401,
  title: 'Send a key: `Authorization: Bearer …`, or `?key=…` with the public write key',
}
const SECRET_IN_ADDRESS: Refusal = {
  status: 401,
  title:
    'A secret key never stands in an address, where logs keep it: send `Authorization: Bearer …`, and retire this one',
}
const OTHER_SITE: Refusal = { status: 403, title: 'This key is for another site than the address says' }
const OTHER_ORIGIN: Refusal = { status: 403, title: 'This key is not for pages of this origin' }

const BEARER = 'Bearer '

export class Senders {
  /** One for each secret key: what is remembered of a sender is remembered under it. */
  readonly #trusted = new WeakMap<Key, Sender>()
  readonly #countryHeader: string | undefined
  constructor(private readonly options: SendersOptions) {
    this.#countryHeader = options.countryHeader?.toLowerCase()
  }

  /** The sender of a request, or why there is none: the key says for which site, and an address may say it too. Fails where the salt of a new day can't be written. */
  senderOf({ url, headers, address: socketAddress }: Asking, now: Instant): Sender | Refusal {
    const authorization = oneOf(headers.authorization)
    const named = authorization?.startsWith(BEARER) ? authorization.slice(BEARER.length).trim() : undefined
    const fields = addressFields(url)
    const text = named ?? fields?.get('key')
    const key = text && this.options.keys.find(text, now)
    if (!key) return NO_KEY
    const site = fields?.get('site')
    if (site && site !== key.site) return OTHER_SITE
    if (key.kind === 'secret') return named === undefined ? SECRET_IN_ADDRESS : this.#trustedSender(key)
    const origin = oneOf(headers.origin)
    if (origin !== undefined && key.origins.length > 0 && !key.origins.includes(origin)) return OTHER_ORIGIN
    return this.#publicSender(key, headers, socketAddress, now)
  }

  #trustedSender(key: Key): Sender {
    const known = this.#trusted.get(key)
    if (known) return known
    const sender: Sender = { site: key.site, trusted: true, pepper: this.options.keys.pepper }
    this.#trusted.set(key, sender)
    return sender
  }

  #publicSender({ site }: Key, headers: Asking['headers'], socketAddress: string, now: Instant): Sender {
    const { keys, salts, proxies } = this.options
    const address = addressOf(socketAddress, oneOf(headers['x-forwarded-for']), proxies)
    const agent = oneOf(headers['user-agent']) ?? ''
    const viewer = salts.viewerOf(site, address, agent, now)
    const facts = this.#factsOf(address, agent, headers)
    return { site, trusted: false, pepper: keys.pepper, viewer, country: this.#countryOf(headers), facts }
  }

  /** What a connection tells of invalid traffic: names out of our lists, and nothing that it said. */
  #factsOf(address: string, agent: string, headers: Asking['headers']): Facts | undefined {
    const entry = this.options.robots.entryOf(agent)
    const net = this.options.networks.nameOf(address)
    const prefetch = isPrefetch(headers)
    if (entry === undefined && net === undefined && !prefetch) return undefined
    return { agent: entry, net, prefetch: prefetch ? '1' : undefined }
  }

  #countryOf(headers: Asking['headers']): CountryCode | undefined {
    if (!this.#countryHeader) return undefined
    const country = parseCountry(this.#countryHeader, String(headers[this.#countryHeader]).toUpperCase())
    return country.ok ? country.value : undefined
  }
}

const PREFETCHERS = ['sec-purpose', 'purpose', 'x-moz'] as const
const PREFETCH = /prefetch|prerender|preview/i

/** Whether a browser or a proxy says that nobody has made this request yet. */
const isPrefetch = (headers: Asking['headers']): boolean =>
  PREFETCHERS.some((name) => headers[name] !== undefined && PREFETCH.test(oneOf(headers[name]) ?? ''))

/** A header that came several times is one, with commas. */
const oneOf = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'object' ? header.join(',') : header

function addressFields(url: string): URLSearchParams | undefined {
  const query = url.indexOf('?')
  return query === -1 ? undefined : new URLSearchParams(url.slice(query))
}
