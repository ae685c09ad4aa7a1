// A log without a watermark, which is judged by its own checksums: every way in which a crash can cut it short, and
// every byte that can rot. What was answered is served again to the last line, or the log is refused, or the last
// frame is cut; nothing wrong is ever served.
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Log } from './append.ts'
import { SEGMENT_HEADER_BYTES } from './frame.ts'
import { proveLog } from './prove.ts'
import { readLines } from './read.ts'

let root: string
let directory: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'log-recover-'))
  directory = join(root, 'log')
})
afterEach(() => rm(root, { recursive: true }))

const FIRST = '00000001.log'
const SECOND = '00000002.log'
const file = (name = FIRST) => join(directory, name)

/** Writes each line as a frame of its own. */
async function write(lines: readonly string[], segmentBytesMax = 1e9): Promise<void> {
  const log = await Log.open(directory, { segmentBytesMax, seal: false })
  for (const line of lines) await log.append([line])
  await log.close()
  await rm(file('watermark'))
}

const NO_WATERMARK = expect.stringContaining('there is no watermark')

async function read(): Promise<string[]> {
  const lines: string[] = []
  for await (const line of readLines(directory)) lines.push(line.split('\t').slice(3).join('\t'))
  return lines
}

/** The bytes at which the frames of a segment begin, and its end. */
async function framesOf(name = FIRST): Promise<number[]> {
  const text = await readFile(file(name), 'latin1')
  return [...[...text.matchAll(/^#frame /gm)].map(({ index }) => index), text.length]
}

/** Runs a case over a fresh copy of the log, again and again. */
async function eachCopy(cases: Iterable<number>, run: (each: number) => Promise<void>): Promise<void> {
  const saved = join(root, 'saved')
  await cp(directory, saved, { recursive: true })
  for (const each of cases) {
    await rm(directory, { recursive: true })
    await cp(saved, directory, { recursive: true })
    await run(each)
  }
}

function* span(from: number, to: number): Generator<number> {
  for (let i = from; i < to; i++) yield i
}

async function flip(path: string, position: number, mask: number): Promise<void> {
  const bytes = await readFile(path)
  bytes[position] = (bytes[position] ?? 0) ^ mask
  await writeFile(path, bytes)
}

/** One bit, the sign bit, and all of them. */
const MASKS = [0x01, 0x80, 0xff]

describe('a torn tail', () => {
  test('cut at any byte of the last frame loses that frame and nothing else, and appending goes on', async () => {
    await write(['one', 'two', 'three'])
    const [, , last = 0, end = 0] = await framesOf()
    await eachCopy(span(last + 1, end), async (position) => {
      await truncate(file(), position)
      await write(['four'])
      expect(await read(), `cut at byte ${position}`).toEqual(['one', 'two', 'four'])
    })
  })

  test('is told with the file and the number of bytes', async () => {
    await write(['one', 'two'])
    const [, last = 0, end = 0] = await framesOf()
    await truncate(file(), end - 1)
    const notices: string[] = []
    const log = await Log.open(directory, { notice: (text) => notices.push(text) })
    await log.close()
    expect(notices).toEqual([NO_WATERMARK, `${file()}: cut ${end - 1 - last} bytes of an unfinished write`])
  })

  test('of zeros, where the file grew before its bytes came, is cut', async () => {
    await write(['one', 'two'])
    const [, last = 0, end = 0] = await framesOf()
    await truncate(file(), last)
    await truncate(file(), end)
    await write(['three'])
    expect(await read()).toEqual(['one', 'three'])
  })

  test('nothing is cut from a log that was closed, and only the missing watermark is told', async () => {
    await write(['one', 'two'])
    const before = await readFile(file())
    const notices: string[] = []
    const log = await Log.open(directory, { notice: (text) => notices.push(text) })
    await log.close()
    expect(notices).toEqual([NO_WATERMARK])
    expect(await readFile(file())).toEqual(before)
  })

  test('a later segment cut at any byte of its header is begun anew', async () => {
    await write(['one', 'two'], 180)
    await eachCopy(span(0, SEGMENT_HEADER_BYTES), async (position) => {
      await truncate(file(SECOND), position)
      await write(['three'], 180)
      expect(await read(), `cut at byte ${position}`).toEqual(['one', 'three'])
    })
  })

  test('a first segment cut inside its header is an empty log', async () => {
    await write(['one'])
    await truncate(file(), SEGMENT_HEADER_BYTES - 1)
    await write(['two'])
    expect(await read()).toEqual(['two'])
  })

  test('a segment without a header is gone once the log was opened: readers find none that they cannot read', async () => {
    await write(['one'], 180)
    await writeFile(file(SECOND), '#housecount-log 1 ')
    const log = await Log.open(directory)
    expect(await read()).toEqual(['one'])
    await log.close()
    expect((await readdir(directory)).sort()).toEqual([FIRST, 'watermark'])
  })

  test('a segment that is a header alone is an empty one', async () => {
    await write(['one', 'two'], 180)
    await truncate(file(SECOND), SEGMENT_HEADER_BYTES)
    await write(['three'], 180)
    expect(await read()).toEqual(['one', 'three'])
  })
})

describe('rot', () => {
  test.each(MASKS)('mask %i on any byte of a frame before the last is refused by file and byte', async (mask) => {
    await write(['one', 'two', 'three'])
    const [first = 0, second = 0, third = 0] = await framesOf()
    await eachCopy(span(first, third), async (position) => {
      await flip(file(), position, mask)
      const frame = position < second ? first : second
      const refused = {
        name: 'Failure',
        code: 'log-rotten',
        message: expect.stringContaining(`${file()}: at byte ${frame}:`),
      }
      await expect(Log.open(directory), `byte ${position}`).rejects.toMatchObject(refused)
      await expect(read(), `byte ${position}`).rejects.toMatchObject(refused)
    })
  })

  test.each(MASKS)(
    'mask %i on any byte of the last frame is refused to readers, and cut or refused on opening',
    async (mask) => {
      await write(['one', 'two'])
      const [, last = 0, end = 0] = await framesOf()
      await eachCopy(span(last, end), async (position) => {
        await flip(file(), position, mask)
        await expect(read(), `byte ${position}`).rejects.toMatchObject({ code: 'log-rotten' })
        const log = await Log.open(directory).catch((error) => error)
        if (log instanceof Log) {
          await log.close()
          expect(await read(), `byte ${position}`).toEqual(['one'])
        } else expect(log).toMatchObject({ code: 'log-rotten', message: expect.stringContaining(`at byte ${last}:`) })
      })
    },
  )

  test.each(MASKS)(
    'mask %i on any byte of a segment header is refused, even with one frame behind it',
    async (mask) => {
      await write(['one'])
      await eachCopy(span(0, SEGMENT_HEADER_BYTES), async (position) => {
        await flip(file(), position, mask)
        await expect(Log.open(directory), `byte ${position}`).rejects.toMatchObject({ code: 'log-rotten' })
        await expect(read(), `byte ${position}`).rejects.toMatchObject({ code: 'log-rotten' })
      })
    },
  )

  test('a refused log is left as it was', async () => {
    await write(['one', 'two'])
    await flip(file(), SEGMENT_HEADER_BYTES + 20, 1)
    const before = await readFile(file())
    await expect(Log.open(directory)).rejects.toMatchObject({ code: 'log-rotten' })
    expect(await readFile(file())).toEqual(before)
    expect(await readdir(directory)).toEqual([FIRST])
  })

  test('a segment that was torn before another was begun is refused', async () => {
    await write(['one', 'two'], 180)
    const { length } = await readFile(file())
    await truncate(file(), length - 1)
    await truncate(file(SECOND), 10)
    await expect(Log.open(directory)).rejects.toMatchObject({ code: 'log-rotten' })
  })

  test('a missing segment is refused by its name', async () => {
    await write(['one', 'two', 'three'], 180)
    await rm(file(SECOND))
    const refused = { code: 'log-rotten', message: expect.stringContaining(SECOND) }
    await expect(Log.open(directory)).rejects.toMatchObject(refused)
    await expect(read()).rejects.toMatchObject(refused)
  })

  test('whole frames taken from the end of an earlier segment are missed', async () => {
    await write(['one', 'two', 'three'], 340)
    expect(await readdir(directory)).toEqual([FIRST, SECOND])
    const [, second = 0] = await framesOf()
    await truncate(file(), second)
    const refused = { code: 'log-rotten', message: expect.stringContaining(`${file()}: at byte ${second}:`) }
    await expect(read()).rejects.toMatchObject(refused)
    expect((await proveLog(directory)).rotten).toHaveLength(1)
  })

  test('a segment of another log in the place of ours is refused', async () => {
    await write(['one', 'two'], 180)
    const ours = directory
    directory = join(root, 'other')
    await write(['uno', 'dos'], 180)
    await cp(file(SECOND), join(ours, SECOND))
    directory = ours
    await expect(read()).rejects.toMatchObject({ code: 'log-rotten' })
  })
})
