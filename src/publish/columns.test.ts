import { expect, test } from 'vitest'
import { COLUMNS, TABLES } from './columns.ts'

test('every column is in a table', () => {
  const used = new Set<string>(Object.values(TABLES).flatMap(({ columns }) => [...columns]))
  expect([...used].sort()).toEqual(Object.keys(COLUMNS).sort())
})
