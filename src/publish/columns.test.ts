import { expect, test } from 'vitest'
import { COLUMNS, columnsText, TABLES } from './columns.ts'

test('the page of the columns in docs/ is what the writers use', async () => {
  await expect(columnsText()).toMatchFileSnapshot('../../docs/columns.md')
})

test('every column is in a table', () => {
  const used = new Set<string>(Object.values(TABLES).flatMap(({ columns }) => [...columns]))
  expect([...used].sort()).toEqual(Object.keys(COLUMNS).sort())
})
