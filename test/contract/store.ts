// What every store must do, embedded or on a server: one suite, run on each.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTotals } from '../../src/store/native.ts'
import type { Store } from '../../src/store/store.ts'

export interface StoreUnderTest {
  readonly store: Store
  /** Opens the same store again; the first one stays open or not, as the engine allows. */
  reopen(): Promise<Store>
  close(): Promise<void>
}

/** Lines of the `events` table, all with the same key, so that they stay in the order in which they came. */
export const logLines = (segment: number, count: number): string =>
  Array.from(
    { length: count },
    (_, offset) =>
      `0a1b2c3d\t${segment}\t${offset}\t00000000-0000-4000-8000-000000000001\t1600000000000\t1600000000000\tmain\twatch\titem-${offset % 100}\tGB\t${offset}\t1000\t1\t\t\n`,
  ).join('')

export function describeStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let tested: StoreUnderTest
    let store: Store
    beforeAll(async () => {
      tested = await open()
      store = tested.store
    })
    afterAll(() => tested.close())

    const countOf = async (segment: number): Promise<string | undefined> => {
      const sql = 'SELECT count() AS count FROM events WHERE segment = {segment:UInt32}'
      return (await store.rows<{ count: string }>(sql, { segment }))[0]?.count
    }
    const insertLines = (text: string) => store.insert('events', Buffer.from(text))

    it('gives 64-bit integers as decimal strings and smaller ones as numbers', async () => {
      const sql = "SELECT 18446744073709551615 AS u, toInt64('-9223372036854775808') AS i, toUInt32(7) AS n, 'é' AS s"
      expect(await store.rows(sql)).toEqual([{ u: '18446744073709551615', i: '-9223372036854775808', n: 7, s: 'é' }])
    })

    it('gives no rows as an empty list', async () => {
      expect(await store.rows('SELECT 1 AS one WHERE 0')).toEqual([])
    })

    it.each([
      { title: 'quotes', text: `it's "so"` },
      { title: 'backslashes', text: 'C:\\new\\table' },
      { title: 'a way out', text: "' OR 1=1 --" },
      { title: 'control characters', text: 'a\tb\nc\rd' },
      { title: 'unicode', text: 'Süßes 日本 🎭' },
      { title: 'brackets', text: "['a','b']" },
      { title: 'nothing', text: '' },
    ])('binds a string of $title', async ({ text }) => {
      const sql = 'SELECT {text:String} AS text, {list:Array(String)} AS list, length({text:String}) AS bytes'
      const list = [text, 'plain', text]
      expect(await store.rows(sql, { text, list })).toEqual([{ text, list, bytes: String(Buffer.byteLength(text)) }])
    })

    it('binds numbers, big integers and arrays of numbers', async () => {
      const sql = 'SELECT {n:Int64} AS n, {u:UInt64} AS u, {list:Array(UInt32)} AS list, {none:Array(UInt32)} AS none'
      const params = { n: -1_600_000_000_123, u: 2n ** 64n - 1n, list: [3, 1, 4_294_967_295], none: [] }
      expect(await store.rows(sql, params)).toEqual([
        { n: '-1600000000123', u: '18446744073709551615', list: [3, 1, 4_294_967_295], none: [] },
      ])
    })

    it('binds thousands of values', async () => {
      const list = Array.from({ length: 9000 }, (_, i) => 1_600_000_000 + 3600 * i)
      const sql = 'SELECT length({list:Array(UInt32)}) AS length, arraySum({list:Array(UInt32)}) AS sum'
      const expected = [{ length: '9000', sum: String(list.reduce((a, b) => a + b)) }]
      expect(await store.rows(sql, { list })).toEqual(expected)
      await store.run('SELECT length({list:Array(UInt32)})', { list })
    })

    it.each([{ items: 1 }, { items: 300 }, { items: 70_001 }])(
      'reads totals of $items items in several blocks',
      async ({ items }) => {
        const sql = `SELECT toUInt64(intDiv(list, 2)) AS window,
          groupArray(concat('r', toString(list % 3)))::Array(LowCardinality(String)) AS regions, groupArray(toUInt64(7)) AS rests,
          groupArray(listed)::Array(Array(LowCardinality(String))) AS items, groupArray(counted) AS totals
        FROM
        (
          SELECT list, groupArray(concat('item ', toString(number % {items:UInt32}))) AS listed,
            groupArray(number * 1000000007) AS counted
          FROM (SELECT number, intDiv(number, 1000) AS list FROM numbers(200000))
          GROUP BY list ORDER BY list
        )
        GROUP BY window ORDER BY window SETTINGS max_block_size = 64, max_threads = 1`
        const read = readTotals(await store.native(sql, { items }))
        const list = (n: number) => ({
          ...{ window: Math.floor(n / 2), region: `r${n % 3}`, rest: 7 },
          ...{ from: 1000 * n, to: 1000 * (n + 1) },
        })
        expect(read.lists).toEqual(Array.from({ length: 200 }, (_, n) => list(n)))
        expect([new Set(read.item).size, read.total.length]).toEqual([items, 200_000])
        const numbers = Array.from(read.total, (total) => Number(total / 1_000_000_007n))
        expect(new Set(numbers).size).toBe(200_000)
        const wrong = numbers.findIndex(
          (n, i) =>
            Math.floor(n / 1000) !== Math.floor(i / 1000) || read.items[read.item[i] ?? -1] !== `item ${n % items}`,
        )
        expect(wrong).toBe(-1)
      },
    )

    it('reads totals of no items, of no regions, and no totals at all', async () => {
      const sql = `SELECT 1::UInt64 AS window, {regions:Array(String)}::Array(LowCardinality(String)) AS regions,
        arrayMap(region -> 18446744073709551615::UInt64, regions) AS rests,
        arrayMap(region -> {items:Array(String)}::Array(LowCardinality(String)), regions) AS items,
        arrayMap(region -> {totals:Array(UInt64)}, regions) AS totals`
      const params = { regions: ['GB'], items: ['a-ü', 'b'], totals: [5, 0] }
      expect(readTotals(await store.native(sql, params))).toMatchObject({
        lists: [{ window: 1, region: 'GB', rest: 2 ** 64, from: 0, to: 2 }],
        total: BigUint64Array.of(5n, 0n),
      })
      expect(readTotals(await store.native(sql, { ...params, items: [], totals: [] })).lists).toHaveLength(1)
      expect(readTotals(await store.native(sql, { ...params, regions: [] })).lists).toEqual([])
      expect(readTotals(await store.native(`${sql} WHERE 0`, params)).lists).toEqual([])
      await expect(store.native(sql, { ...params, totals: [5] }).then(readTotals)).rejects.toThrow('one total')
    })

    it('refuses to read anything but totals', async () => {
      await expect(store.native('SELECT 1 AS one').then(readTotals)).rejects.toThrow(
        'window, regions, rests, items, totals',
      )
    })

    it('writes a result as a Parquet file that it reads again', async () => {
      const sql = 'SELECT number AS n, if(number = 1, NULL, {text:String}) AS text FROM numbers(3)'
      const path = join(mkdtempSync(join(tmpdir(), 'housecount-parquet-')), 'written.parquet')
      writeFileSync(path, await store.parquet(sql, { text: "it's Süß\\t" }))
      const read = await store.rows("SELECT * FROM file({path:String}, 'Parquet') ORDER BY n", { path })
      rmSync(dirname(path), { recursive: true })
      expect(read).toEqual([0, 1, 2].map((n) => ({ n: String(n), text: n === 1 ? null : "it's Süß\\t" })))
      await expect(store.parquet('SELECT no_such_column')).rejects.toMatchObject({ name: 'Failure', code: 'engine' })
    })

    it('inserts 300,000 lines as one part and keeps their order', async () => {
      await insertLines(logLines(7, 300_000))
      const parts = await store.rows(
        "SELECT rows FROM system.parts WHERE database = currentDatabase() AND table = 'events' AND partition LIKE '%,7)' AND active",
      )
      expect(parts).toEqual([{ rows: '300000' }])
      const sql = `SELECT count() AS moved FROM (SELECT offset, rowNumberInAllBlocks() AS row FROM events WHERE segment = 7)
        WHERE offset != row SETTINGS max_threads = 1`
      expect(await store.rows(sql)).toEqual([{ moved: '0' }])
    })

    it('inserts lines that come in pieces, wherever they are cut', async () => {
      const text = Buffer.from(logLines(11, 1000))
      const pieces = [text.subarray(0, 7), text.subarray(7, 7), text.subarray(7, 5000), text.subarray(5000)]
      await store.insert('events', pieces)
      expect(await countOf(11)).toBe('1000')
    })

    it('inserts nothing where one line is bad', async () => {
      await expect(insertLines(`${logLines(8, 999)}not a line\n${logLines(8, 3)}`)).rejects.toMatchObject({
        name: 'Failure',
        code: 'engine',
      })
      expect(await countOf(8)).toBe('0')
      await insertLines(logLines(8, 5))
      expect(await countOf(8)).toBe('5')
    })

    it.each([
      { title: 'run', ask: () => store.run('DROP TABLE no_such_table') },
      { title: 'rows', ask: () => store.rows('SELECT FROM WHERE') },
      { title: 'rows with a parameter of another type', ask: () => store.rows('SELECT {n:UInt32}', { n: 'seven' }) },
      { title: 'native', ask: () => store.native('SELECT no_such_column') },
      { title: 'insert', ask: () => store.insert('no_such_table', Buffer.from('1\n')) },
    ])('fails as the engine where $title is refused', async ({ ask }) => {
      await expect(ask()).rejects.toMatchObject({ name: 'Failure', code: 'engine', message: expect.any(String) })
    })

    it('keeps its tables and rows when it is opened again', async () => {
      await insertLines(logLines(9, 10))
      store = await tested.reopen()
      expect(await countOf(9)).toBe('10')
    })
  })
}
