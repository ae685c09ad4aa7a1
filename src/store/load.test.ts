import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { event } from '../../test/house.ts'
import { eventLine } from '../domain/event-line.ts'
import { Log } from '../log/append.ts'
import { EmbeddedStore } from './embedded.ts'
import { Loader } from './load.ts'

let directory: string
let log: Log
let store: EmbeddedStore

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'housecount-load-'))
  store = await EmbeddedStore.open(join(directory, 'store'))
})
beforeEach(async () => {
  // Each append is longer than that, so each begins a segment.
  log = await Log.open(join(directory, 'log'), { segmentBytesMax: 200 })
  await store.run('TRUNCATE TABLE events')
})
afterEach(async () => {
  await log.close()
  await rm(join(directory, 'log'), { recursive: true })
})
afterAll(async () => {
  await store.close()
  await rm(directory, { recursive: true })
})

const fresh = (): Loader => new Loader(store, log.directory, log.name)

/** Appends so many events an hour, from an hour of 2026-01-05 on. */
async function append(...counts: readonly number[]): Promise<void> {
  for (const [hour, count] of counts.entries())
    await log.append(
      Array.from({ length: count }, (_, i) =>
        eventLine(event({ at: Date.UTC(2026, 0, 5, hour, 0, 0, i), item: 'é\\\t' })),
      ),
    )
}

const held = async () => {
  const sql =
    'SELECT segment, count() AS rows, uniqExact(offset) AS offsets FROM events GROUP BY segment ORDER BY segment'
  const rows = await store.rows<{ segment: number; rows: string; offsets: string }>(sql)
  return rows.map(({ segment, rows, offsets }) => [segment, Number(rows), Number(offsets)])
}

const SUM =
  'SELECT sum(cityHash64(segment, offset, id, at, site, kind, item, country, viewer, value, weight, body)) AS sum FROM events'

describe('a store that is loaded', () => {
  it('holds every event of every segment once, and nothing is added by loading twice', async () => {
    await append(3, 4, 5)
    expect(await fresh().load()).toMatchObject({ events: 12, dropped: [] })
    expect(await held()).toEqual([
      [1, 3, 3],
      [2, 4, 4],
      [3, 5, 5],
    ])
    expect(await store.rows('SELECT DISTINCT item FROM events')).toEqual([{ item: 'é\\\t' }])
    const again = fresh()
    expect(await again.load()).toMatchObject({ events: 0, dropped: [] })
    expect(await again.load()).toMatchObject({ events: 0, dropped: [] })
    expect(await held()).toHaveLength(3)
  })

  it('says which buckets got events, and which slices of them', async () => {
    await append(3, 4)
    const { touched } = await fresh().load()
    expect(touched).toEqual([
      { site: 'main', bucket: Date.UTC(2026, 0, 5, 0), events: 3, slices: [0] },
      { site: 'main', bucket: Date.UTC(2026, 0, 5, 1), events: 4, slices: [0] },
    ])
  })

  it('gets what is appended later, in the same segment and in new ones', async () => {
    const loader = fresh()
    expect((await loader.load()).events).toBe(0)
    await append(1)
    expect((await loader.load()).events).toBe(1)
    await append(2, 2)
    expect((await loader.load()).events).toBe(4)
    await append(3)
    expect((await fresh().load()).events).toBe(3)
    expect((await held()).map(([, rows]) => rows)).toEqual([1, 2, 2, 3])
  })

  it('goes on where it stopped within a segment', async () => {
    await log.close()
    log = await Log.open(join(directory, 'log'))
    const loader = fresh()
    for (const count of [2, 3, 4]) {
      await append(count)
      expect((await loader.load()).events).toBe(count)
    }
    expect(await held()).toEqual([[1, 9, 9]])
  })

  it('reads a segment to its end that it had loaded in part when the next one was begun', async () => {
    await log.close()
    log = await Log.open(join(directory, 'log'), { segmentBytesMax: 600 })
    const loader = fresh()
    await append(1)
    expect((await loader.load()).events).toBe(1)
    // The rest of the first segment, all of the second, and the beginning of the third.
    await append(...Array(8).fill(1))
    expect((await loader.load()).events).toBe(8)
    expect((await held()).length).toBeGreaterThan(1)
    expect((await held())[0]?.[1]).toBeGreaterThan(1)
    expect((await held()).reduce((sum, [, rows = 0]) => sum + rows, 0)).toBe(9)
  })
})

describe('a store that holds other than the log', () => {
  const tampering = [
    { title: 'lost a row', sql: 'DELETE FROM events WHERE segment = {n:UInt32} AND offset = 1' },
    { title: 'lost its last rows', sql: 'DELETE FROM events WHERE segment = {n:UInt32} AND offset >= 2' },
    { title: 'lost a segment', sql: 'DELETE FROM events WHERE segment = {n:UInt32}' },
    { title: 'holds a row twice', sql: 'INSERT INTO events SELECT * FROM events WHERE segment = {n:UInt32} LIMIT 1' },
    { title: 'holds a segment twice', sql: 'INSERT INTO events SELECT * FROM events WHERE segment = {n:UInt32}' },
    {
      title: 'holds rows that the log does not',
      sql: 'INSERT INTO events SELECT * REPLACE (offset + 100 AS offset) FROM events WHERE segment = {n:UInt32}',
    },
    {
      title: 'holds a segment that the log does not',
      sql: 'INSERT INTO events SELECT * REPLACE (77 AS segment) FROM (SELECT * FROM events WHERE segment = {n:UInt32})',
    },
  ]
  it.each(tampering.flatMap((each) => [1, 2, 3].map((n) => ({ ...each, n }))))(
    'and $title (segment $n of 3) is dropped and loaded again',
    async ({ sql, n }) => {
      await append(4, 4, 4)
      await fresh().load()
      const before = await store.rows(SUM)
      await store.run(sql, { n })
      expect(await store.rows(SUM)).not.toEqual(before)
      await fresh().load()
      expect(await store.rows(SUM)).toEqual(before)
      expect(await held()).toEqual([1, 2, 3].map((segment) => [segment, 4, 4]))
    },
  )

  it('says what it held', async () => {
    await append(4)
    await fresh().load()
    await store.run('DELETE FROM events WHERE offset = 1')
    const { dropped } = await fresh().load()
    expect(dropped).toEqual(['segment 1: the store held 3 rows with 3 offsets up to 4, the log holds 4'])
  })

  it('keeps the rows of another log', async () => {
    await append(2)
    await fresh().load()
    await store.run("INSERT INTO events SELECT * REPLACE ('ffffffff' AS log) FROM events")
    expect(await fresh().load()).toMatchObject({ events: 0, dropped: [] })
    expect(await held()).toEqual([[1, 4, 2]])
  })
})

it('a store that was dropped is the same when it is loaded again', async () => {
  await append(40, 50, 60)
  await fresh().load()
  const before = await store.rows(SUM)
  await store.close()
  await rm(join(directory, 'store'), { recursive: true })
  store = await EmbeddedStore.open(join(directory, 'store'))
  expect((await fresh().load()).events).toBe(150)
  expect(await store.rows(SUM)).toEqual(before)
})

it('events of an engine that was killed while loading are loaded once', async () => {
  await append(300, 300, 300)
  const loader = fresh()
  const loading = loader.load((events) => events && process.kill(store.pid ?? 0, 'SIGKILL'))
  await expect(loading).rejects.toMatchObject({ code: 'engine' })
  await fresh().load()
  expect(await held()).toEqual([1, 2, 3].map((segment) => [segment, 300, 300]))
})
