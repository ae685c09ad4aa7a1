// Bytes changed by chance, and gzip that is larger, shorter or longer than it says.
import { constants, deflateRawSync, gzipSync } from 'node:zlib'
import type { Random } from '../random.ts'

/** Pieces that a reader of JSON, UTF-8 or gzip may stumble over. */
const PIECES = [
  '\0',
  '\n',
  '\r\n',
  '"',
  '\\',
  '\\u',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '-',
  'e',
  '1e999',
  '/*',
  '\ufeff',
  '"__proto__":',
]
  .map((text) => Buffer.from(text))
  .concat(
    [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80], [0x1f, 0x8b, 0x08], [0x80]].map((bytes) =>
      Buffer.from(bytes),
    ),
  )

type Change = (bytes: Buffer, random: Random) => Buffer

/** Where a piece of at most so many bytes may lie. */
function span(bytes: Buffer, random: Random, max: number): [from: number, to: number] {
  const from = random.below(bytes.length + 1)
  return [from, Math.min(bytes.length, from + random.below(max))]
}

const splice = (bytes: Buffer, from: number, to: number, piece: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(to)])

const CHANGES: readonly Change[] = [
  function flip(bytes, random) {
    const changed = Buffer.from(bytes)
    const at = random.below(bytes.length || 1)
    changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8))
    return changed
  },
  function overwrite(bytes, random) {
    const changed = Buffer.from(bytes)
    changed[random.below(bytes.length || 1)] = random.below(256)
    return changed
  },
  function cut(bytes, random) {
    return splice(bytes, ...span(bytes, random, 40), Buffer.alloc(0))
  },
  function cutOff(bytes, random) {
    return bytes.subarray(0, random.below(bytes.length + 1))
  },
  function insert(bytes, random) {
    const at = random.below(bytes.length + 1)
    return splice(bytes, at, at, random.pick(PIECES))
  },
  function replace(bytes, random) {
    return splice(bytes, ...span(bytes, random, 12), random.pick(PIECES))
  },
  function repeat(bytes, random) {
    const [from, to] = span(bytes, random, 200)
    const at = random.below(bytes.length + 1)
    return splice(bytes, at, at, bytes.subarray(from, to))
  },
]

/** The bytes after one to four changes. */
export function mutated(bytes: Buffer, random: Random): Buffer {
  let changed = bytes
  for (let left = 1 + random.below(4); left > 0; left--) changed = random.pick(CHANGES)(changed, random)
  return changed
}

/** The front of one and the back of another. */
export const spliced = (one: Buffer, other: Buffer, random: Random): Buffer =>
  Buffer.concat([one.subarray(0, random.below(one.length + 1)), other.subarray(random.below(other.length + 1))])

const MIB = 1024 * 1024

/** One gzip of about a MiB that holds a GiB of zeros: the same 64 MiB again and again. */
export function bomb(): Buffer {
  const [header, end] = [gzipSync('').subarray(0, 10), Buffer.from([0x03, 0x00])]
  const part = deflateRawSync(Buffer.alloc(64 * MIB), { level: 9, finishFlush: constants.Z_FULL_FLUSH })
  return Buffer.concat([header, ...Array.from({ length: 16 }, () => part), end, Buffer.alloc(8)])
}

/** Ways to get a gzip wrong, and which of them leave a body that can be read. */
export const GZIP_TRICKS: readonly {
  readonly told: string
  readonly make: (body: Buffer) => Buffer
  readonly readable: boolean
}[] = [
  { told: 'in two members', make: (body) => Buffer.concat([gzipSync(body), gzipSync('')]), readable: true },
  { told: 'with zeros behind it', make: (body) => Buffer.concat([gzipSync(body), Buffer.alloc(20)]), readable: true },
  { told: 'without its end', make: (body) => gzipSync(body).subarray(0, -9), readable: false },
  { told: 'without its checksum', make: (body) => gzipSync(body).subarray(0, -8), readable: false },
  {
    told: 'with another checksum',
    make: (body) => splice(gzipSync(body), gzipSync(body).length - 8, gzipSync(body).length - 4, Buffer.alloc(4)),
    readable: false,
  },
  { told: 'that is none', make: (body) => body, readable: false },
  { told: 'that is deflate', make: (body) => deflateRawSync(body), readable: false },
  { told: 'that is empty', make: () => Buffer.alloc(0), readable: false },
]
