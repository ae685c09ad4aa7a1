import { describe, expect, test } from 'vitest'
import { type CountryCode, parseCountry, parseRegion, regionName, UNKNOWN_COUNTRY } from './region.ts'

describe('a country', () => {
  test.each(['GB', 'KR', 'US', 'TW'])('is read by its code: %s', (code) => {
    expect(parseCountry('country', code)).toEqual({ ok: true, value: code })
  })

  test.each(['UK', 'XX', 'gb', 'GBR', '', ' GB', UNKNOWN_COUNTRY, undefined, 44, 'toString'])('is not %j', (input) => {
    expect(parseCountry('country', input)).toMatchObject({ ok: false, problems: [{ field: 'country' }] })
  })
})

describe('a region', () => {
  test.each([
    ['world', 'world'],
    ['World', 'world'],
    ['gb', 'GB'],
    ['GB', 'GB'],
  ])('is read as a person types it: %s is %s', (typed, region) => {
    expect(parseRegion('region', typed)).toEqual({ ok: true, value: region })
  })

  test.each(['uk', 'ZZ', 'europe', '', 1, null])('is not %j', (input) => {
    expect(parseRegion('region', input)).toMatchObject({
      ok: false,
      problems: [{ field: 'region', value: JSON.stringify(input), allowed: expect.stringContaining('"world"') }],
    })
  })

  test.each([
    ['world', 'en', 'World'],
    ['GB', 'en', 'United Kingdom'],
    ['GB', 'fr', 'Royaume-Uni'],
    ['KR', 'ko', '대한민국'],
  ])('%s is called in %s %s', (region, language, name) => {
    expect(regionName(region as CountryCode, language)).toBe(name)
  })
})
