import { expect, test } from 'vitest'
import { KeptRows } from './kept-rows.ts'

/** A store that tells how often it was asked, and answers with that. */
function storeOf(cells = 1) {
  const asked: string[] = []
  const rows = async (sql: string, params = {}) => {
    asked.push(`${sql} ${JSON.stringify(params)}`)
    if (sql === 'broken') throw new Error('broken')
    return [{ number: asked.length, list: new Array(cells - 1).fill(0) }] as never
  }
  return { rows, asked }
}

test('what was asked is not asked again until something else stands', async () => {
  const store = storeOf()
  const kept = new KeptRows(store)
  const first = kept.rows('a', { chart: 'x' })
  expect(kept.rows('a', { chart: 'x' })).toBe(first)
  await first
  expect(await kept.rows('a', { chart: 'x' })).toMatchObject([{ number: 1 }])
  expect(await kept.rows('a', { chart: 'y' })).toMatchObject([{ number: 2 }])
  const before = kept.revision
  kept.forget()
  expect(kept.revision).not.toBe(before)
  expect(await kept.rows('a', { chart: 'x' })).toMatchObject([{ number: 3 }])
})

test('an answer that comes after something else stands is kept for nobody', async () => {
  const store = storeOf()
  const kept = new KeptRows(store)
  const early = kept.rows('a')
  kept.forget()
  await early
  expect(await kept.rows('a')).toMatchObject([{ number: 2 }])
})

test('a failure is told, and asked again', async () => {
  const store = storeOf()
  const kept = new KeptRows(store)
  await expect(kept.rows('broken')).rejects.toThrow('broken')
  await expect(kept.rows('broken')).rejects.toThrow('broken')
  expect(store.asked).toHaveLength(2)
})

test('beyond its bound it forgets what was not asked for longest', async () => {
  const store = storeOf(10)
  const kept = new KeptRows(store, 25)
  for (const sql of ['a', 'b', 'a', 'c', 'a']) await kept.rows(sql)
  expect(store.asked).toHaveLength(3)
  await kept.rows('b')
  expect(store.asked).toHaveLength(4)
})
