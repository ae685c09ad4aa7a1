import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Failure } from '../domain/problem.ts'
import { FRAME_LINES_MAX, Log } from './append.ts'
import { readLines } from './read.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'log-append-'))
})
afterEach(() => rm(directory, { recursive: true }))

const segments = async (): Promise<string[]> =>
  (await readdir(directory)).filter((name) => name.endsWith('.log')).sort()

async function textOf(): Promise<string> {
  const texts = await Promise.all((await segments()).map((name) => readFile(join(directory, name), 'utf8')))
  return texts.join('')
}

const framesIn = (text: string): number => text.match(/^#frame /gm)?.length ?? 0

async function allLines(): Promise<string[]> {
  const lines: string[] = []
  for await (const line of readLines(directory)) lines.push(line)
  return lines
}

/** What was appended, without its place. */
const contents = async (): Promise<string[]> => (await allLines()).map((line) => line.split('\t').slice(3).join('\t'))

async function appendAll(lines: readonly string[], segmentBytesMax?: number): Promise<void> {
  const log = await Log.open(directory, segmentBytesMax === undefined ? {} : { segmentBytesMax, seal: false })
  for (const line of lines) await log.append([line])
  await log.close()
}

describe('group commit', () => {
  test('appends of one turn share one frame, in the order of the calls', async () => {
    const log = await Log.open(directory)
    await Promise.all(Array.from({ length: 500 }, (_, i) => log.append([`x${i}`])))
    await log.close()
    expect(framesIn(await textOf())).toBe(1)
    expect(await contents()).toEqual(Array.from({ length: 500 }, (_, i) => `x${i}`))
  })

  test('many callers at once: every line is there, in order for each caller, in far fewer frames than appends', async () => {
    const log = await Log.open(directory)
    const caller = async (name: number) => {
      for (let i = 0; i < 20; i++) await log.append([`${name}\t${i}\ta`, `${name}\t${i}\tb`])
    }
    await Promise.all(Array.from({ length: 100 }, (_, name) => caller(name)))
    await log.close()
    const lines = await contents()
    expect(lines).toHaveLength(100 * 20 * 2)
    for (let name = 0; name < 100; name++)
      expect(lines.filter((line) => line.startsWith(`${name}\t`))).toEqual(
        Array.from({ length: 20 }, (_, i) => [`${name}\t${i}\ta`, `${name}\t${i}\tb`]).flat(),
      )
    expect(framesIn(await textOf())).toBeLessThan(200)
  })

  test('a line is on the disk when its append is answered', async () => {
    const log = await Log.open(directory)
    await log.append(['answered'])
    expect(await contents()).toEqual(['answered'])
    await log.close()
  })

  test('an append of nothing writes nothing', async () => {
    const log = await Log.open(directory)
    await log.append([])
    await log.close()
    expect(await segments()).toEqual([])
  })

  test('an append longer than a frame becomes several', async () => {
    const log = await Log.open(directory)
    await log.append(Array.from({ length: FRAME_LINES_MAX + 1 }, (_, i) => `x${i}`))
    await log.close()
    expect(framesIn(await textOf())).toBe(2)
    expect(await contents()).toHaveLength(FRAME_LINES_MAX + 1)
  })

  test('long lines are cut into frames by their length too', async () => {
    const log = await Log.open(directory)
    const line = 'y'.repeat(1024 * 1024)
    await log.append(Array.from({ length: 40 }, () => line))
    await log.close()
    expect(framesIn(await textOf())).toBe(3)
    expect(await contents()).toHaveLength(40)
  })
})

describe('the file', () => {
  test('without the lines that begin with # is exactly the events, each with its place', async () => {
    await appendAll(['id\tone', 'id\ttwo'])
    const text = await textOf()
    const name = /^#housecount-log 2 ([a-z0-9]{8}) /.exec(text)?.[1]
    const events = text.split('\n').filter((line) => !line.startsWith('#'))
    expect(events).toEqual([`${name}\t1\t0\tid\tone`, `${name}\t1\t1\tid\ttwo`, ''])
  })

  test('offsets run from 0 without a gap, across reopening', async () => {
    await appendAll(['a', 'b', 'c'])
    await appendAll(['d', 'e'])
    expect((await allLines()).map((line) => line.split('\t')[2])).toEqual(['0', '1', '2', '3', '4'])
  })

  test('the end tells the segment and its number of events', async () => {
    const log = await Log.open(directory)
    expect(log.end).toEqual({ segment: 0, offset: 0 })
    await log.append(['a', 'b'])
    expect(log.end).toEqual({ segment: 1, offset: 2 })
    await log.close()
    const again = await Log.open(directory)
    expect(again.end).toEqual({ segment: 1, offset: 2 })
    await again.close()
  })

  test('a log keeps its name across reopening', async () => {
    const log = await Log.open(directory)
    await log.append(['a'])
    await log.close()
    const again = await Log.open(directory)
    await again.close()
    expect(again.name).toBe(log.name)
  })
})

describe('segments', () => {
  test('a full segment is followed by the next, whose offsets begin at 0', async () => {
    await appendAll(['a', 'b', 'c', 'd'], 340)
    expect(await segments()).toEqual(['00000001.log', '00000002.log'])
    expect((await allLines()).map((line) => line.split('\t').slice(1).join(' '))).toEqual([
      '1 0 a',
      '1 1 b',
      '2 0 c',
      '2 1 d',
    ])
  })

  test('a segment names the hash chain, the bytes and the events of the one before it', async () => {
    await appendAll(['a', 'b', 'c'], 340)
    const [first = '', second = ''] = await segments()
    const text = await readFile(join(directory, first), 'utf8')
    const chain = text
      .match(/^#frame .* ([0-9a-f]{64})$/gm)
      ?.at(-1)
      ?.split(' ')
      .at(-1)
    const header = (await readFile(join(directory, second), 'utf8')).split('\n')[0]
    expect(header?.split(' ').slice(4, 7)).toEqual([chain, String(text.length).padStart(12, '0'), '0000000002'])
  })

  test('a reopened log goes on in its last segment', async () => {
    await appendAll(['a', 'b', 'c'], 340)
    await appendAll(['d'], 340)
    expect(await segments()).toHaveLength(2)
    expect(await contents()).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe("a log that is closed or can't be opened", () => {
  test('waits for what is being written before it closes', async () => {
    const log = await Log.open(directory)
    await Promise.all([log.append(['a']), log.close()])
    expect(await contents()).toEqual(['a'])
  })

  test('refuses an append after close', async () => {
    const log = await Log.open(directory)
    await log.close()
    await expect(log.append(['a'])).rejects.toMatchObject({ name: 'Failure', code: 'log-closed' })
    expect(await segments()).toEqual([])
  })

  test('closing twice does not take the directory from who opened it in between', async () => {
    const log = await Log.open(directory)
    await log.close()
    const other = await Log.open(directory)
    await log.close()
    await expect(Log.open(directory)).rejects.toMatchObject({ code: 'directory-in-use' })
    await other.close()
  })

  test('a directory that cannot be made is a failure of the disk', async () => {
    const file = join(directory, 'file')
    await writeFile(file, '')
    const opening = Log.open(join(file, 'log'))
    await expect(opening).rejects.toBeInstanceOf(Failure)
    await expect(opening).rejects.toMatchObject({ code: 'disk', message: expect.stringContaining(file) })
  })
})
