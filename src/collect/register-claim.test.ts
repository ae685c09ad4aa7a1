// Through admission, as senders meet it.
import { describe, expect, test } from 'vitest'
import { DEFAULT_SITE, parseEvent, type SiteId } from '../domain/event.ts'
import { instant } from '../domain/time.ts'
import { admit, type Sender } from './admit.ts'
import { newToken, subjectKey, tokenKey } from './tokens.ts'

const NOW = instant(Date.UTC(2026, 10, 16, 20))
const TRUSTED: Sender = { site: DEFAULT_SITE, trusted: true, pepper: 'pepper' }
const BROWSER: Sender = { ...TRUSTED, trusted: false }
const token = newToken('pepper', DEFAULT_SITE)

/** A rating of five stars, if nothing else is said. */
function judged(fields: object, sender: Sender) {
  const wire = { id: '019a5b00-0000-7000-8000-000000000001', at: '2026-11-16T19:00:00Z', item: 'x' }
  const claim = parseEvent({ ...wire, ...('kind' in fields ? {} : { kind: 'rate', stars: 5 }), ...fields })
  if (!claim.ok) throw new Error(JSON.stringify(claim.problems))
  return admit(claim.value, sender, NOW)
}

function admitted(fields: object, sender: Sender) {
  const admission = judged(fields, sender)
  if (admission.verdict !== 'admitted') throw new Error(JSON.stringify(admission))
  return admission.event
}

const refusedFields = (fields: object, sender: Sender): readonly string[] => {
  const admission = judged(fields, sender)
  return admission.verdict === 'rejected' ? admission.problems.map(({ field }) => field) : [admission.verdict]
}

describe('a public sender', () => {
  test('proves its subject by a token, of which the log has an HMAC', () => {
    const event = admitted({ token, revision: 12 }, BROWSER)
    expect(event).toMatchObject({ subject: tokenKey('pepper', DEFAULT_SITE, token), body: 'rev=12', weight: 1 })
    expect(JSON.stringify(event)).not.toContain(token.slice(4, 20))
  })

  test.each([
    { kind: 'like', on: true },
    { kind: 'follow', on: false },
    { kind: 'helpful', yes: null },
    { kind: 'rate', stars: 1 },
  ])('has no register without a token: $kind', (fields) => {
    expect(judged(fields, BROWSER)).toEqual({
      verdict: 'rejected',
      problems: [{ field: 'token', value: '(missing)', allowed: expect.stringContaining('POST /v1/tokens') }],
    })
  })

  test('has none with a token that is forged, or of another site', () => {
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`
    for (const each of [forged, newToken('pepper', 'comics' as SiteId), newToken('salt', DEFAULT_SITE)])
      expect(refusedFields({ token: each }, BROWSER)).toEqual(['token'])
  })

  test('names no subject, and no weight', () => {
    expect(refusedFields({ token, subject: 'ada' }, BROWSER)).toEqual(['subject'])
    expect(refusedFields({ weight: 5 }, BROWSER)).toEqual(['weight'])
  })

  test('is told of a wrong token even where it is too late', () => {
    expect(refusedFields({ at: '2026-11-01T00:00:00Z' }, BROWSER)).toEqual(['token'])
    expect(refusedFields({ at: '2026-11-01T00:00:00Z', token }, BROWSER)).toEqual(['too-late'])
  })
})

describe('a trusted sender', () => {
  test('names a subject, or passes a token on', () => {
    expect(admitted({ subject: 'ada' }, TRUSTED).subject).toBe(subjectKey('pepper', DEFAULT_SITE, 'ada'))
    expect(admitted({ token }, TRUSTED).subject).toBe(admitted({ token }, BROWSER).subject)
    expect(refusedFields({ token, subject: 'ada' }, TRUSTED)).toEqual(['token'])
    expect(refusedFields({ token: `hct_${'a'.repeat(65)}` }, TRUSTED)).toEqual(['token'])
  })

  test('brings a baseline with a weight and no subject', () => {
    expect(admitted({ weight: 47 }, TRUSTED)).toMatchObject({ subject: '', weight: 47, value: 5 })
    expect(refusedFields({}, TRUSTED)).toEqual(['subject'])
  })

  test('gives nobody more than one vote, and takes nothing back from nobody', () => {
    expect(refusedFields({ subject: 'ada', weight: 2 }, TRUSTED)).toEqual(['weight'])
    expect(refusedFields({ kind: 'rate', stars: null, weight: 2 }, TRUSTED)).toEqual(['stars'])
    expect(refusedFields({ kind: 'like', on: false, weight: 2 }, TRUSTED)).toEqual(['on'])
  })
})
