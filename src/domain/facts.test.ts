import { expect, test } from 'vitest'
import { factsBody, findFact } from './facts.ts'

test('facts are told by name, in the order of their names', () => {
  expect(factsBody({ rev: 12, auto: 1 })).toBe('auto=1 rev=12')
  expect(factsBody({})).toBe('')
})

test('a fact is found by its whole name', () => {
  const body = factsBody({ rev: 12, agent: 'a=b', prev: 7 })
  expect(['rev', 'agent', 'prev', 'ev', 'net'].map((name) => findFact(body, name))).toEqual([
    '12',
    'a=b',
    '7',
    undefined,
    undefined,
  ])
  expect(findFact('', 'rev')).toBeUndefined()
})
