import { describe, expect, test } from 'vitest'
import { type Claim, type EventId, NO_VIEWER, type SiteId, type ViewerKey, WEIGHT_MAX } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { type CountryCode, UNKNOWN_COUNTRY } from '../domain/region.ts'
import { instant } from '../domain/time.ts'
import { admit, EARLY_MS, LATE_MS, type Sender, viewerKey } from './admit.ts'

const NOW = instant(Date.UTC(2026, 10, 16, 20))
const GB = 'GB' as CountryCode
const CLAIM: Claim = {
  id: '019a5b00-0000-7000-8000-000000000001' as EventId,
  at: NOW,
  kind: 'view',
  item: 'x' as ItemId,
  value: 1,
  body: '',
}
const TRUSTED: Sender = { site: 'main' as SiteId, trusted: true, pepper: 'pepper' }
const BROWSER: Sender = { ...TRUSTED, trusted: false, viewer: '77' as ViewerKey, country: 'KR' as CountryCode }

function admitted(claim: Partial<Claim>, sender: Sender) {
  const admission = admit({ ...CLAIM, ...claim }, sender, NOW)
  if (admission.verdict !== 'admitted') throw new Error(JSON.stringify(admission))
  return admission.event
}

describe('a trusted sender', () => {
  test('may name country, weight, viewer and subject', () => {
    const event = admitted({ country: GB, weight: WEIGHT_MAX, viewer: 'v' }, TRUSTED)
    expect(event).toMatchObject({ country: GB, weight: WEIGHT_MAX, receivedAt: NOW, site: 'main' })
    expect(event.viewer).toMatch(/^[1-9]\d{0,19}$/)
    expect(admitted({ kind: 'like', subject: 's' }, TRUSTED).subject).toMatch(/^[0-9a-f]{32}$/)
  })

  test('who names nothing has one event of nobody, nowhere', () => {
    expect(admitted({}, TRUSTED)).toEqual({
      ...CLAIM,
      receivedAt: NOW,
      site: 'main',
      country: UNKNOWN_COUNTRY,
      viewer: NO_VIEWER,
      weight: 1,
      subject: '',
    })
  })

  test('may send what is long past, catalogue entries and ranks', () => {
    expect(admitted({ at: instant(Date.UTC(1999, 0)) }, TRUSTED).at).toBe(Date.UTC(1999, 0))
    expect(admitted({ kind: 'item' }, TRUSTED).kind).toBe('item')
    expect(admitted({ kind: 'charted' }, TRUSTED).kind).toBe('charted')
  })

  test('may not send what is yet to come', () => {
    expect(admitted({ at: instant(NOW + EARLY_MS) }, TRUSTED).at).toBe(NOW + EARLY_MS)
    expect(admit({ ...CLAIM, at: instant(NOW + EARLY_MS + 1) }, TRUSTED, NOW)).toEqual({
      verdict: 'rejected',
      problems: [
        {
          field: 'at',
          value: '"2026-11-16T20:05:00.001Z"',
          allowed: 'a time at most 5 minutes ahead of 2026-11-16T20:00:00.000Z',
        },
      ],
    })
  })
})

describe('a sender that is not trusted', () => {
  test('is who and where its connection says', () => {
    expect(admitted({}, BROWSER)).toMatchObject({ viewer: '77', country: 'KR', weight: 1, subject: '' })
  })

  test.each([
    ['viewer', 'somebody'],
    ['subject', 'somebody'],
    ['country', 'GB'],
    ['weight', 1],
  ])('may not name the %s', (field, value) => {
    expect(admit({ ...CLAIM, [field]: value }, BROWSER, NOW)).toEqual({
      verdict: 'rejected',
      problems: [{ field, value: JSON.stringify(value), allowed: expect.stringContaining('trusted sender only') }],
    })
  })

  test('is told of all that it may not name', () => {
    const admission = admit({ ...CLAIM, weight: 5, country: GB }, BROWSER, NOW)
    expect(admission).toMatchObject({ problems: [{ field: 'country' }, { field: 'weight' }] })
  })

  test.each(['item', 'charted'] as const)('may not send the kind %s', (kind) => {
    expect(admit({ ...CLAIM, kind }, BROWSER, NOW)).toMatchObject({
      verdict: 'rejected',
      problems: [{ field: 'kind' }],
    })
  })

  test('is too late after 24 hours', () => {
    expect(admitted({ at: instant(NOW - LATE_MS) }, BROWSER).at).toBe(NOW - LATE_MS)
    expect(admit({ ...CLAIM, at: instant(NOW - LATE_MS - 1) }, BROWSER, NOW)).toMatchObject({
      verdict: 'too-late',
      problems: [{ field: 'at', value: '"2026-11-15T19:59:59.999Z"' }],
    })
  })
})

describe('the key of a viewer', () => {
  const key = (viewer: string, more: Partial<Claim> = {}, sender = TRUSTED) =>
    admitted({ viewer, ...more }, sender).viewer

  test('is the same for the same viewer on the same UTC day', () => {
    expect(key('v', { at: instant(Date.UTC(2026, 10, 15)) })).toBe(
      key('v', { at: instant(Date.UTC(2026, 10, 16) - 1) }),
    )
  })

  test('is another one for another viewer, day, site or pepper', () => {
    const keys = [
      key('v'),
      key('w'),
      key('v', { at: instant(Date.UTC(2026, 10, 15)) }),
      key('v', {}, { ...TRUSTED, site: 'other' as SiteId }),
      key('v', {}, { ...TRUSTED, pepper: 'salt' }),
    ]
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('is 64 bits, and tells where one part ends and the next begins', () => {
    const site = 'main' as SiteId
    expect(BigInt(viewerKey('p', site, '2026-11-16', 'v'))).toBeLessThan(2n ** 64n)
    expect(viewerKey('p', site, '2026-11-16', 'a', 'b')).not.toBe(viewerKey('p', site, '2026-11-16', 'ab'))
  })

  test('does not show the name, and neither does that of a subject', () => {
    const event = admitted({ kind: 'like', viewer: 'ada@example.org', subject: 'ada@example.org' }, TRUSTED)
    expect(JSON.stringify(event)).not.toContain('ada')
  })

  test('of a subject lasts: it is the same on another day', () => {
    const subject = (at: number) => admitted({ kind: 'like', subject: 's', at: instant(at) }, TRUSTED).subject
    expect(subject(Date.UTC(2026, 0))).toBe(subject(Date.UTC(2026, 5)))
    expect(subject(Date.UTC(2026, 0))).not.toBe('')
  })
})
