import { describe, expect, test } from 'vitest'
import {
  FIRST_CHAIN,
  FOOTER_BYTES,
  FRAME_COUNT_MAX,
  FRAME_HEADER_BYTES,
  findFault,
  footerLine,
  frameHeader,
  parseFooter,
  parseFrameHeader,
  parseSegmentHeader,
  SEGMENT_HEADER_BYTES,
  segmentHeader,
} from './frame.ts'

const BODY = Buffer.from('a\tb\nc\td\n')
const BEFORE = { chain: 'f'.repeat(64), position: 123_456, offset: 789 }
const HEADER = segmentHeader('abcd1234', 42, BEFORE)

describe('a segment header', () => {
  test('reads back what was written', () => {
    expect(parseSegmentHeader(Buffer.from(HEADER))).toEqual({
      log: 'abcd1234',
      segment: 42,
      previous: BEFORE.chain,
      end: { position: 123_456, offset: 789 },
      bytes: SEGMENT_HEADER_BYTES,
    })
  })

  test('of the first version, which did not name the end of the segment before, is read as well', () => {
    const line = `#housecount-log 1 abcd1234 00000042 ${BEFORE.chain}\n`
    expect(parseSegmentHeader(Buffer.from(`${line}#frame 0000001`))).toEqual({
      log: 'abcd1234',
      segment: 42,
      previous: BEFORE.chain,
      bytes: line.length,
    })
  })

  test.each([1, 42, 99_999_999])('has the same width for segment %i', (segment) => {
    const line = segmentHeader('abcd1234', segment, BEFORE)
    expect(line).toHaveLength(SEGMENT_HEADER_BYTES)
    expect(line).toMatch(/^#[^\n]*\n$/)
  })

  test.each([
    ['one byte short', HEADER.slice(0, -1)],
    ['of another version', HEADER.replace('log 2', 'log 3')],
    ['with a line break gone', HEADER.replace('\n', ' ')],
    ['with another end', HEADER.replace('123456', '123457')],
    ['that is empty', ''],
  ])('%s is none', (_, text) => {
    expect(parseSegmentHeader(Buffer.from(text))).toBeUndefined()
  })
})

describe('a footer', () => {
  const FOOTER = { ...BEFORE, sum: 0xfedc_ba98_7654_3210n }
  const line = footerLine(FOOTER)

  test('reads back what was written, at a known width', () => {
    expect(parseFooter(Buffer.from(line))).toEqual(FOOTER)
    expect(line).toHaveLength(FOOTER_BYTES)
    expect(footerLine({ position: 1, offset: 1, chain: FIRST_CHAIN, sum: 0n })).toHaveLength(FOOTER_BYTES)
  })

  test('with any digit changed is none', () => {
    for (let at = 0; at < line.length; at++) {
      const other = line[at] === '1' ? '2' : '1'
      expect(parseFooter(Buffer.from(line.slice(0, at) + other + line.slice(at + 1))), `byte ${at}`).toBeUndefined()
    }
  })
})

describe('a frame header', () => {
  test('reads back what was written', () => {
    const { line, chain } = frameHeader(FIRST_CHAIN, 2, BODY)
    const header = parseFrameHeader(Buffer.from(line))
    expect(header).toEqual({ count: 2, bodyBytes: BODY.length, crc: expect.stringMatching(/^[0-9a-f]{8}$/), chain })
  })

  test.each([
    [1, Buffer.alloc(0)],
    [FRAME_COUNT_MAX, BODY],
  ])('has the same width for %i events', (count, body) => {
    const { line } = frameHeader(FIRST_CHAIN, count, body)
    expect(line).toHaveLength(FRAME_HEADER_BYTES)
    expect(line).toMatch(/^#frame [^\n]*\n$/)
  })

  test('is none where its line break is gone', () => {
    const { line } = frameHeader(FIRST_CHAIN, 2, BODY)
    expect(parseFrameHeader(Buffer.from(line.replace('\n', '\t')))).toBeUndefined()
  })

  test('is what another implementation of CRC-32 and SHA-256 says it is', () => {
    expect(frameHeader(FIRST_CHAIN, 2, BODY).line).toBe(
      '#frame 0000002 0000000008 2471a8b0 54589cd1ebc03e766342db6f496e3b3e6d37569a3ca2980a991fd31e6f8a0c49\n',
    )
  })
})

describe('a frame', () => {
  const { line } = frameHeader(FIRST_CHAIN, 2, BODY)
  const header = parseFrameHeader(Buffer.from(line))
  if (!header) throw new Error('no header')

  test('is sound as it was written', async () => {
    expect(await findFault(FIRST_CHAIN, header, BODY)).toBeUndefined()
  })

  test('with another body has a wrong checksum', async () => {
    expect(await findFault(FIRST_CHAIN, header, Buffer.from('a\tb\nc\tX\n'))).toBe('checksum')
  })

  test('in another place has a wrong chain', async () => {
    expect(await findFault('1'.repeat(64), header, BODY)).toBe('chain')
  })

  test('that claims another number of events has a wrong chain', async () => {
    expect(await findFault(FIRST_CHAIN, { ...header, count: 3 }, BODY)).toBe('chain')
  })

  test('of many megabytes is proven to its last byte', async () => {
    const body = Buffer.alloc(9 * 1024 * 1024, 'a\tb\n')
    const large = parseFrameHeader(Buffer.from(frameHeader(FIRST_CHAIN, 1, body).line))
    if (!large) throw new Error('no header')
    expect(await findFault(FIRST_CHAIN, large, body)).toBeUndefined()
    expect(await findFault('1'.repeat(64), large, body)).toBe('chain')
    body[body.length - 1] = 0
    expect(await findFault(FIRST_CHAIN, large, body)).toBe('checksum')
  })
})
