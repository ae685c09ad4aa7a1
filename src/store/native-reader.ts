// Reads the parts that a result in ClickHouse's Native format is made of: numbers, strings, and columns of both. Native
// keeps a column together, and a repeated string once.

/** A column of strings: each distinct one once, and which one each row has. */
export interface StringColumn {
  readonly values: readonly string[]
  readonly index: ArrayLike<number>
}

/** By the low byte of the dictionary's flags. */
const INDEX_TYPES = [Uint8Array, Uint16Array, Uint32Array] as const

export class NativeReader {
  #at = 0
  readonly #buffer: Buffer
  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  get atEnd(): boolean {
    return this.#at >= this.#buffer.length
  }
  /** Reads a column's name and type, which must be this one. */
  header(type: string): void {
    const name = this.string()
    const found = this.string()
    if (found !== type) throw new Error(`the column ${name} of totals is ${found}, not ${type}`)
  }
  /** A column with a dictionary begins with the version of its form, if it has any rows. */
  skipVersion(rows: number): void {
    if (rows > 0) this.#at += 8
  }
  /** A column of strings that is kept as a dictionary. */
  dictionary(rows: number): StringColumn {
    if (rows === 0) return { values: [], index: new Uint8Array() }
    const type = INDEX_TYPES[Number(this.uint64() & 0xffn)]
    if (!type) throw new Error('a dictionary of more than 2^32 strings is not read here')
    const values = Array.from({ length: Number(this.uint64()) }, () => this.string())
    const count = Number(this.uint64())
    return { values, index: new type(this.copy(count * type.BYTES_PER_ELEMENT)) }
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
    return new BigUint64Array(this.copy(count * 8))
  }
  /** A copy, since a typed array must begin at a multiple of its width. */
  copy(length: number): ArrayBuffer {
    const copy = new Uint8Array(length)
    copy.set(this.#buffer.subarray(this.#at, this.#at + length))
    this.#at += length
    return copy.buffer
  }
}
