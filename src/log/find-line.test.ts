import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Log } from './append.ts'
import { findLine } from './find-line.ts'
import { readLines } from './read.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'find-line-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

/** Frames of one, two and three lines, again and again, in segments of a few hundred bytes. */
async function write(): Promise<readonly string[]> {
  const log = await Log.open(directory, { segmentBytesMax: 600, seal: false })
  for (let i = 0; i < 12; i++) await log.append(Array.from({ length: (i % 3) + 1 }, (_, n) => `line ${i}.${n}`))
  await log.close()
  const lines: string[] = []
  for await (const line of readLines(directory)) lines.push(line)
  return lines
}

const placeOf = (line: string) => {
  const [, segment, offset] = line.split('\t').map(Number)
  return { segment: segment as number, offset: offset as number }
}

describe('an event of the log', () => {
  test('is found by its place, in whichever segment and frame it stands', async () => {
    const lines = await write()
    expect(new Set(lines.map((line) => placeOf(line).segment)).size).toBeGreaterThan(2)
    for (const line of lines) expect(await findLine(directory, placeOf(line))).toBe(line)
  })

  test('is nothing behind the end of its segment, and in a segment that is not there', async () => {
    const last = placeOf((await write()).at(-1) as string)
    expect(await findLine(directory, { ...last, offset: last.offset + 1 })).toBeUndefined()
    expect(await findLine(directory, { segment: last.segment + 1, offset: 0 })).toBeUndefined()
  })

  test('is not given out of a frame that has rotted', async () => {
    const [first] = await write()
    const path = join(directory, '00000001.log')
    const bytes = readFileSync(path)
    bytes.write('LINE 0.0', bytes.indexOf('line 0.0'))
    writeFileSync(path, bytes)
    expect(await findLine(directory, placeOf(first as string))).toBeUndefined()
  })
})
