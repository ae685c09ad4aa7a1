// Counting that goes on while editions are written: what fails of the one leaves the other as it was.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { chart, FILMS, TestHouse, views } from './house.ts'

let house: TestHouse
beforeEach(async () => {
  house = await TestHouse.open('2026-01-07T00:00:00Z')
  await house.declare(chart())
  await house.take(FILMS)
})
afterEach(() => house.close())

test('a round of counting that fails while editions are written takes no later edition for an earlier one', async () => {
  const { files, store } = house.house
  const write = files.write.bind(files)
  let again: Promise<void> | undefined
  vi.spyOn(files, 'write').mockImplementationOnce(async (edition) => {
    await house.append(views(0, { b: 7 }, 'JP'))
    const insert = vi.spyOn(store, 'insert').mockRejectedValueOnce(new Error('no room'))
    await expect(house.house.count('it came')).rejects.toThrow('no room')
    insert.mockRestore()
    again = house.house.count('it came')
    // Long enough for it to open what it should not.
    await house.rows('SELECT sleep(0.5)')
    await write(edition)
  })
  // Several countries, so that the publication that is held says much, and the next one little.
  await house.take(['FR', 'GB', 'JP'].flatMap((country) => views(0, { a: 2 }, country)))
  await again
  expect(await house.lines('2026-01-11')).toEqual(['1 b', '2 a'])
  const edition = await house.edition('2026-01-11')
  expect((await house.digests())['films/world/2026-01-11']).toBe(edition?.digest)
})
