import { expect, test } from 'vitest'
import { answerProblem } from './answers.ts'

test('a page of another origin may read when to come again', () => {
  let sent: readonly string[] = []
  answerProblem((_, headers) => (sent = headers), 429, 'Too many events at once', undefined, { retryAfter: 7 })
  const headers = Object.fromEntries(sent.flatMap((name, i) => (i % 2 === 0 ? [[name, sent[i + 1]]] : [])))
  expect(headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'retry-after',
    'retry-after': '7',
  })
})
