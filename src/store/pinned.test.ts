import { expect, it } from 'vitest'
import { pinned, type Store } from './store.ts'

/** A store that answers with its generation; a statement may end its engine. */
class Engine implements Store {
  generation = 1
  run = async (sql: string) => void (await this.rows(sql))
  native = async () => new Uint8Array()
  parquet = async () => new Uint8Array()
  insert = async () => {}
  close = async () => {}
  async rows<Row extends object>(sql: string): Promise<readonly Row[]> {
    if (sql === 'KILL') this.generation++
    return []
  }
}

const ENDED = { name: 'Failure', code: 'engine' }

it('answers as long as the engine is the same', async () => {
  const store = pinned(new Engine())
  await store.run('SELECT 1')
  expect(await store.rows('SELECT 1')).toEqual([])
})

it('fails the call during which the engine ended, and all after it', async () => {
  const engine = new Engine()
  const store = pinned(engine)
  await expect(store.rows('KILL')).rejects.toMatchObject(ENDED)
  await expect(store.rows('SELECT 1')).rejects.toMatchObject(ENDED)
  await expect(store.run('SELECT 1')).rejects.toMatchObject(ENDED)
  await expect(store.native('SELECT 1')).rejects.toMatchObject(ENDED)
  await expect(store.parquet('SELECT 1')).rejects.toMatchObject(ENDED)
  await expect(store.insert('events', new Uint8Array())).rejects.toMatchObject(ENDED)
  expect(await pinned(engine).rows('SELECT 1')).toEqual([])
})
