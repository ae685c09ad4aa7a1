// Tokens of anonymous browsers: 128 random bits that we have signed, so that nobody makes up subjects of his own. A
// token says nothing of who holds it, and is not kept: its signature alone tells that it is ours. The log has neither a
// token nor a subject's name, but an HMAC under the pepper, which lies in keys.json, apart from log and store.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { SiteId } from '../domain/event.ts'

const PREFIX = 'hct_'
const RANDOM_BYTES = 16
/** 128 bits in base64url. */
const RANDOM_CHARS = 22
/** 128 bits in hexadecimal; RFC 2104, 5: half of an HMAC's bits are enough. */
const SUBJECT_CHARS = 32

const mac = (pepper: string, ...parts: readonly string[]) => createHmac('sha256', pepper).update(parts.join('\0'))

const signature = (pepper: string, site: SiteId, random: string): string =>
  mac(pepper, 'token', site, random).digest('base64url')

export function newToken(pepper: string, site: SiteId): string {
  const random = randomBytes(RANDOM_BYTES).toString('base64url')
  return `${PREFIX}${random}${signature(pepper, site, random)}`
}

/** Whether a token is one of this site's. Compared as text, so that one token has one spelling, and in constant time. */
export function isToken(pepper: string, site: SiteId, token: string): boolean {
  const from = PREFIX.length + RANDOM_CHARS
  const given = Buffer.from(token.slice(from))
  const right = Buffer.from(signature(pepper, site, token.slice(PREFIX.length, from)))
  return token.startsWith(PREFIX) && given.length === right.length && timingSafeEqual(given, right)
}

/** What stands in the log for the holder of a token. */
export const tokenKey = (pepper: string, site: SiteId, token: string): string =>
  mac(pepper, 'holder', site, token).digest('hex').slice(0, SUBJECT_CHARS)

/** What stands in the log for a subject that a trusted sender named. */
export const subjectKey = (pepper: string, site: SiteId, subject: string): string =>
  mac(pepper, 'subject', site, subject).digest('hex').slice(0, SUBJECT_CHARS)
