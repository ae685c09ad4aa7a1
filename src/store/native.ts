// Reads ClickHouse's Native format for the three column types that large results have: LowCardinality(String), String
// and UInt64. Native keeps a column together and a repeated string once, so 150,000 totals are read in milliseconds.
import type { ItemId } from '../domain/item.ts'

/** A column of strings: each distinct one once, and which one each row has. */
export interface StringColumn {
  readonly values: readonly string[]
  readonly index: Uint32Array
}

/** Reads rows of `(window UInt64, region string, item string, total UInt64)`, as totals are asked for. */
export function readTotals(bytes: Uint8Array): {
  readonly windows: BigUint64Array
  readonly regions: StringColumn
  readonly items: { readonly values: readonly ItemId[]; readonly index: Uint32Array }
  readonly totals: BigUint64Array
} {
  const blocks = [...readBlocks(bytes)]
  const rows = blocks.reduce((sum, block) => sum + block.rows, 0)
  const regions = new Strings(rows)
  const items = new Strings(rows)
  const windows = new BigUint64Array(rows)
  const totals = new BigUint64Array(rows)
  let row = 0
  for (const { rows: count, columns } of blocks) {
    const [window, region, item, total] = columns
    if (!isNumbers(window) || !isStrings(region) || !isStrings(item) || !isNumbers(total))
      throw new Error('totals must be window, region, item, total')
    regions.add(region, row)
    items.add(item, row)
    windows.set(window, row)
    totals.set(total, row)
    row += count
  }
  return { windows, regions, items: { values: items.values as ItemId[], index: items.index }, totals }
}

type Column = StringColumn | BigUint64Array

const isStrings = (column: Column | undefined): column is StringColumn => column !== undefined && 'index' in column
const isNumbers = (column: Column | undefined): column is BigUint64Array => column instanceof BigUint64Array

/** Joins the dictionaries of blocks into one. */
class Strings implements StringColumn {
  readonly values: string[] = []
  readonly index: Uint32Array
  readonly #known = new Map<string, number>()
  constructor(rows: number) {
    this.index = new Uint32Array(rows)
  }
  add(column: StringColumn, from: number): void {
    const own = column.values.map((value) => {
      const known = this.#known.get(value)
      if (known !== undefined) return known
      this.#known.set(value, this.values.length)
      return this.values.push(value) - 1
    })
    for (let i = 0; i < column.index.length; i++) this.index[from + i] = own[column.index[i] as number] as number
  }
}

interface Block {
  readonly rows: number
  readonly columns: readonly Column[]
}

function* readBlocks(bytes: Uint8Array): Generator<Block> {
  const reader = new Reader(bytes)
  while (!reader.atEnd) {
    const width = reader.varint()
    const rows = reader.varint()
    const columns: Column[] = []
    for (let i = 0; i < width; i++) {
      reader.string()
      columns.push(readColumn(reader, reader.string(), rows))
    }
    yield { rows, columns }
  }
}

function readColumn(reader: Reader, type: string, rows: number): Column {
  switch (type) {
    case 'UInt64':
      return reader.uint64s(rows)
    case 'String':
      return plain(Array.from({ length: rows }, () => reader.string()))
    case 'LowCardinality(String)':
      return rows === 0 ? plain([]) : readDictionary(reader)
    default:
      throw new Error(`a column of type ${type} is not read here`)
  }
}

const plain = (values: readonly string[]): StringColumn => ({ values, index: Uint32Array.from(values.keys()) })

/** The widths of an index by the low byte of the dictionary's flags. */
const INDEX_BYTES = [1, 2, 4, 8]

function readDictionary(reader: Reader): StringColumn {
  reader.uint64()
  const flags = reader.uint64()
  const width = INDEX_BYTES[Number(flags & 0xffn)] as number
  const keys = Number(reader.uint64())
  const values = Array.from({ length: keys }, () => reader.string())
  const rows = Number(reader.uint64())
  return { values, index: reader.uints(rows, width) }
}

class Reader {
  #at = 0
  readonly #buffer: Buffer
  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  get atEnd(): boolean {
    return this.#at >= this.#buffer.length
  }
  varint(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.#buffer[this.#at++] as number
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
  }
  string(): string {
    const length = this.varint()
    this.#at += length
    return this.#buffer.toString('utf8', this.#at - length, this.#at)
  }
  uint64(): bigint {
    this.#at += 8
    return this.#buffer.readBigUInt64LE(this.#at - 8)
  }
  uint64s(count: number): BigUint64Array {
    // A copy, since a typed array must begin at a multiple of its width.
    const copy = new Uint8Array(count * 8)
    copy.set(this.#buffer.subarray(this.#at, this.#at + count * 8))
    this.#at += count * 8
    return new BigUint64Array(copy.buffer)
  }
  uints(count: number, width: number): Uint32Array {
    const index = new Uint32Array(count)
    for (let i = 0; i < count; i++, this.#at += width) index[i] = this.#buffer.readUIntLE(this.#at, Math.min(width, 4))
    return index
  }
}
