import { expect, test } from 'vitest'
import { DEFAULT_SITE, type SiteId } from '../domain/event.ts'
import { isToken, newToken, subjectKey, tokenKey } from './tokens.ts'

const token = newToken('pepper', DEFAULT_SITE)

test('a token is 128 random bits with our signature, and holds for its site and pepper', () => {
  expect(token).toMatch(/^hct_[\w-]{65}$/)
  expect(newToken('pepper', DEFAULT_SITE)).not.toBe(token)
  expect(isToken('pepper', DEFAULT_SITE, token)).toBe(true)
  expect(isToken('salt', DEFAULT_SITE, token)).toBe(false)
  expect(isToken('pepper', 'comics' as SiteId, token)).toBe(false)
})

test('a token with any character changed is none', () => {
  // The last characters of random bits and of a signature hold bits that no byte has: another spelling is no token either.
  for (let i = 0; i < token.length; i++)
    for (const other of 'Aa0_-') {
      const changed = token.slice(0, i) + other + token.slice(i + 1)
      if (changed !== token) expect([i, other, isToken('pepper', DEFAULT_SITE, changed)]).toEqual([i, other, false])
    }
})

test.each(['', 'hct_', token.slice(0, -1), `${token}A`, ` ${token}`, token.replace('hct_', 'hcw_')])(
  '%j is no token',
  (text) => {
    expect(isToken('pepper', DEFAULT_SITE, text)).toBe(false)
  },
)

test('what stands in the log is 128 bits that show neither token nor name, and differ by pepper, site and sort', () => {
  const comics = 'comics' as SiteId
  const keys = [
    tokenKey('pepper', DEFAULT_SITE, token),
    tokenKey('salt', DEFAULT_SITE, token),
    tokenKey('pepper', comics, token),
    // An account that is called like a token is another subject.
    subjectKey('pepper', DEFAULT_SITE, token),
    subjectKey('pepper', DEFAULT_SITE, 'ada'),
  ]
  expect(new Set(keys).size).toBe(keys.length)
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/)
})
