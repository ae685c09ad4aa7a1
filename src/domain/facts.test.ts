import { expect, test } from 'vitest'
import { factsBody, findFact, withFacts } from './facts.ts'

test('facts are told by name, in the order of their names', () => {
  expect(factsBody({ rev: '12', auto: '1' })).toBe('auto=1 rev=12')
  expect(factsBody({})).toBe('')
  expect(withFacts('prefetch=1', 'agent=curl rev=3')).toBe('agent=curl prefetch=1 rev=3')
  expect([withFacts('', 'rev=3'), withFacts('rev=3', '')]).toEqual(['rev=3', 'rev=3'])
})

test('a fact is found by its whole name', () => {
  const body = factsBody({ rev: '12', agent: 'a=b' })
  expect([findFact(body, 'rev'), findFact(body, 'agent'), findFact(body, 'net')]).toEqual(['12', 'a=b', undefined])
  expect(findFact('', 'rev')).toBeUndefined()
})
