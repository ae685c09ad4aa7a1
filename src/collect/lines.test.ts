import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type InputLine, inputLines, LINE_BYTES_MAX } from './lines.ts'

async function* chunked(parts: Iterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part
}

async function linesOf(parts: Iterable<Uint8Array | string>, bytesMax?: number): Promise<InputLine[]> {
  const lines: InputLine[] = []
  for await (const line of inputLines(chunked(parts), bytesMax)) lines.push(line)
  return lines
}

const textsOf = async (...parts: string[]) => (await linesOf(parts)).map(({ text }) => text)

describe('lines', () => {
  test('are numbered from 1, and say whether a line break ended them', async () => {
    expect(await linesOf(['a\nb'])).toEqual([
      { number: 1, text: 'a', whole: true },
      { number: 2, text: 'b', whole: false },
    ])
  })

  test('go on over chunks, and several may be in one', async () => {
    expect(await textsOf('a', 'b\nc', '', '\n', 'd\ne\n')).toEqual(['ab', 'c', 'd', 'e'])
  })

  test('that are empty are lines too; behind the last line break there is none', async () => {
    expect(await textsOf('\n\na\n')).toEqual(['', '', 'a'])
    expect(await textsOf('')).toEqual([])
  })

  test('may end as on Windows; a carriage return elsewhere is kept', async () => {
    expect(await textsOf('a\r', '\nb\rc\n')).toEqual(['a', 'b\rc'])
  })

  test('may be cut by chunks inside a character', async () => {
    const bytes = Buffer.from('日本\n')
    expect(await linesOf([bytes.subarray(0, 1), bytes.subarray(1, 4), bytes.subarray(4)])).toMatchObject([
      { text: '日本' },
    ])
  })

  test('do not change when the stream uses its buffer again', async () => {
    const buffer = Buffer.from('ab')
    async function* reused() {
      yield buffer
      buffer.write('c\n')
      yield buffer
    }
    const lines: InputLine[] = []
    for await (const line of inputLines(reused())) lines.push(line)
    expect(lines).toMatchObject([{ text: 'abc' }])
  })

  test('are the same however the input is cut', async () => {
    const input = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', 'ü', '{"x":1}')).map((parts) => parts.join(''))
    await fc.assert(
      fc.asyncProperty(input, fc.infiniteStream(fc.integer({ min: 1, max: 5 })), async (text, sizes) => {
        const bytes = Buffer.from(text)
        const parts: Buffer[] = []
        for (let at = 0; at < bytes.length; ) {
          const size = sizes.next().value ?? 1
          parts.push(bytes.subarray(at, at + size))
          at += size
        }
        expect(await linesOf(parts)).toEqual(await linesOf([text]))
      }),
    )
  })
})

describe('a line that is too long', () => {
  test('is refused at one byte above the limit, and the next is read', async () => {
    expect(await linesOf(['12345\n123456\nab\n'], 5)).toEqual([
      { number: 1, text: '12345', whole: true },
      { number: 2, text: undefined, whole: true },
      { number: 3, text: 'ab', whole: true },
    ])
  })

  test('is counted in bytes, not characters', async () => {
    expect(await linesOf(['üü\n'], 3)).toMatchObject([{ text: undefined }])
  })

  test('at the end of the input is told too', async () => {
    expect(await linesOf(['a\n', '1234', '56'], 5)).toEqual([
      { number: 1, text: 'a', whole: true },
      { number: 2, text: undefined, whole: false },
    ])
  })

  test('of 300 MB is never held, and the line after it is read', async () => {
    const MB = 1024 * 1024
    let peak = 0
    const chunk = Buffer.alloc(MB, 'x')
    async function* long() {
      for (let i = 0; i < 300; i++) {
        yield chunk
        peak = Math.max(peak, process.memoryUsage().arrayBuffers)
      }
      yield Buffer.from('\n{"next":true}\n')
    }
    const before = process.memoryUsage().arrayBuffers
    const lines: InputLine[] = []
    for await (const line of inputLines(long())) lines.push(line)
    expect(lines).toEqual([
      { number: 1, text: undefined, whole: true },
      { number: 2, text: '{"next":true}', whole: true },
    ])
    expect(peak - before).toBeLessThan(50 * MB)
    expect(LINE_BYTES_MAX).toBe(MB)
  })
})
