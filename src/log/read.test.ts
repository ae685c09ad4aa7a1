import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Log } from './append.ts'
import { readLayout } from './layout.ts'
import { CHUNK_BYTES, type Chunk, readLines, readSegment, skim } from './read.ts'
import { segmentFile } from './text.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'log-read-'))
})
afterEach(() => rm(directory, { recursive: true }))

async function write(frames: readonly (readonly string[])[], segmentBytesMax = 1e9): Promise<void> {
  const log = await Log.open(directory, { segmentBytesMax, seal: false })
  for (const frame of frames) await log.append(frame)
  await log.close()
}

async function chunksOf(segment: number, options?: Parameters<typeof readSegment>[2]): Promise<Chunk[]> {
  const chunks: Chunk[] = []
  for await (const chunk of readSegment(await readLayout(directory), segment, options)) chunks.push(chunk)
  return chunks
}

const skimmed = async (offset: number) => skim(await readLayout(directory), 1, offset)

const textOf = (chunks: readonly Chunk[]): string => chunks.flatMap((chunk) => chunk.lines).join('')

describe('reading a segment', () => {
  test('gives its frames with their place', async () => {
    await write([['a', 'b'], ['c']])
    const [chunk, ...others] = await chunksOf(1)
    expect(others).toEqual([])
    expect(chunk).toMatchObject({ segment: 1, firstOffset: 0, count: 3 })
    expect(textOf(chunk ? [chunk] : []).replaceAll(chunk?.log ?? '', 'log')).toBe(
      'log\t1\t0\ta\nlog\t1\t1\tb\nlog\t1\t2\tc\n',
    )
  })

  test('goes on from a cursor: each chunk gives the way to the rest', async () => {
    const line = 'x'.repeat(1024 * 1024)
    await write([Array.from({ length: 80 }, (_, i) => `${i}\t${line}`)])
    const chunks = await chunksOf(1)
    expect(chunks.length).toBeGreaterThan(1)
    let offset = 0
    for (const [index, chunk] of chunks.entries()) {
      expect(chunk.firstOffset).toBe(offset)
      offset += chunk.count
      expect(chunk.next.offset).toBe(offset)
      const rest = await chunksOf(1, { from: chunk.next })
      expect(rest.map(({ firstOffset, count }) => [firstOffset, count])).toEqual(
        chunks.slice(index + 1).map(({ firstOffset, count }) => [firstOffset, count]),
      )
    }
    expect(offset).toBe(80)
    for (const chunk of chunks.slice(0, -1))
      expect(chunk.lines.reduce((sum, body) => sum + body.length, 0)).toBeLessThan(CHUNK_BYTES + 20 * 1024 * 1024)
  })

  test('from a cursor at the end gives nothing until more is appended', async () => {
    await write([['a']])
    const [chunk] = await chunksOf(1)
    expect(await chunksOf(1, { from: chunk?.next })).toEqual([])
    await write([['b']])
    expect(await chunksOf(1, { from: chunk?.next })).toMatchObject([{ firstOffset: 1, count: 1 }])
  })

  test('refuses a cursor whose hash chain is not the one there', async () => {
    await write([['a'], ['b']])
    const { cursor } = await skimmed(1)
    if (!cursor) throw new Error('no cursor')
    expect(await chunksOf(1, { from: cursor })).toHaveLength(1)
    await expect(chunksOf(1, { from: { ...cursor, chain: '0'.repeat(64) } })).rejects.toMatchObject({
      code: 'log-rotten',
    })
  })

  test('beside a writer ends where the log is promised, whatever stands behind', async () => {
    const log = await Log.open(directory)
    await log.append(['a', 'b'])
    const [chunk] = await chunksOf(1)
    expect(chunk).toMatchObject({ count: 2 })
    const sound = await readFile(segmentFile(directory, 1))
    await log.close()
    await appendFile(segmentFile(directory, 1), sound.subarray(200))
    expect(await chunksOf(1)).toEqual([chunk])
  })

  test.each(['', '#housecount-log 2 '])(
    'a segment that is only begun, with %j, is no part of the log',
    async (text) => {
      await write([['a']])
      await writeFile(segmentFile(directory, 2), text)
      expect((await readLayout(directory)).segments).toEqual([1])
    },
  )

  test('refuses a segment that stands under the number of another', async () => {
    await write([['a'], ['b']], 180)
    await writeFile(segmentFile(directory, 2), await readFile(segmentFile(directory, 1)))
    await expect(chunksOf(2)).rejects.toMatchObject({ code: 'log-rotten' })
  })
})

describe('skimming', () => {
  test('finds the same cursors as reading, and none between two frames', async () => {
    await write([['a', 'b'], ['c'], ['d', 'e', 'f']])
    for (const offset of [0, 2, 3, 6]) {
      const { cursor } = await skimmed(offset)
      expect(cursor?.offset).toBe(offset)
      const rest = await chunksOf(1, { from: cursor })
      expect(rest.reduce((sum, chunk) => sum + chunk.count, 0)).toBe(6 - offset)
    }
    expect((await skimmed(6)).cursor).toEqual((await chunksOf(1)).at(-1)?.next)
    for (const offset of [1, 4, 5, 7]) expect(await skimmed(offset)).toEqual({ cursor: undefined, count: 6 })
  })

  test('ends where the log is promised', async () => {
    await write([['a'], ['b']])
    const path = segmentFile(directory, 1)
    await appendFile(path, (await readFile(path)).subarray(134))
    expect(await skimmed(3)).toMatchObject({ cursor: undefined, count: 2 })
  })
})

test('all lines of a log come in the order in which they were appended, over all segments', async () => {
  const lines = Array.from({ length: 50 }, (_, i) => `line ${i} with ümläut and 日本`)
  await write(
    lines.map((line) => [line]),
    500,
  )
  const read: string[] = []
  for await (const line of readLines(directory)) read.push(line.split('\t')[3] ?? '')
  expect(read).toEqual(lines)
})
