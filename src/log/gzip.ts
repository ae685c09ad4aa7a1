// The sealed form's bytes: gzip members one after another, each some whole frames long, so that `zcat` gives the text
// and a reader can begin in the middle. As in BGZF, each member says in its extra field how long it and its text are.
// The last member holds the footer line alone, not compressed and thus of known length.
import { promisify } from 'node:util'
import { crc32, deflateRawSync, inflateRaw } from 'node:zlib'
import { Failure } from '../domain/problem.ts'
import { type DiskFile, readAt, writeWhole } from './disk.ts'
import { FOOTER_BYTES, type Footer, footerLine, parseFooter } from './frame.ts'
import type { Text } from './text.ts'

const inflate = promisify(inflateRaw)

/** About so much text goes into a member. */
export const MEMBER_BYTES = 1024 * 1024
/** Half the time of the usual level 6, for a twentieth more bytes. */
const LEVEL = 4

/** Magic, deflate, an extra field; no time; twelve bytes of extra: `HC`, eight bytes. */
const START = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 12, 0, 0x48, 0x43, 8, 0])
const HEAD_BYTES = START.length + 4 + 4
const TAIL_BYTES = 4 + 4
const STORED_BYTES = 5
const FOOTER_MEMBER_BYTES = HEAD_BYTES + STORED_BYTES + FOOTER_BYTES + TAIL_BYTES

interface Member {
  /** The byte of the file at which it begins, and its length there. */
  readonly at: number
  readonly bytes: number
  /** The same of its text. */
  readonly textAt: number
  readonly textBytes: number
}

/** At once, in the thread that seals: a helper's would not have its low priority. */
function memberOf(text: Buffer, level: number): Buffer {
  const packed = deflateRawSync(text, { level })
  const head = Buffer.alloc(HEAD_BYTES)
  START.copy(head)
  head.writeUInt32LE(HEAD_BYTES + packed.length + TAIL_BYTES, START.length)
  head.writeUInt32LE(text.length, START.length + 4)
  const tail = Buffer.alloc(TAIL_BYTES)
  tail.writeUInt32LE(crc32(text), 0)
  tail.writeUInt32LE(text.length, 4)
  return Buffer.concat([head, packed, tail])
}

const footerMember = (footer: Footer): Buffer => memberOf(Buffer.from(footerLine(footer)), 0)

/** Writes a text as members. */
export class GzipWriter {
  #pieces: Buffer[] = []
  #length = 0
  #at = 0
  constructor(private readonly file: DiskFile) {}

  async add(bytes: Buffer): Promise<void> {
    this.#pieces.push(bytes)
    this.#length += bytes.length
    if (this.#length >= MEMBER_BYTES) await this.#flush()
  }

  async end(footer: Footer): Promise<void> {
    await this.#flush()
    await this.#write(footerMember(footer))
  }

  async #flush(): Promise<void> {
    if (this.#length > 0) await this.#write(memberOf(Buffer.concat(this.#pieces), LEVEL))
    this.#pieces = []
    this.#length = 0
  }

  async #write(member: Buffer): Promise<void> {
    await writeWhole(this.file, member, this.#at)
    this.#at += member.length
  }
}

/** The footer of a sealed file, from its last bytes; undefined where it does not end with one. */
export async function findFooter(file: DiskFile): Promise<Footer | undefined> {
  const at = (await file.size()) - FOOTER_MEMBER_BYTES
  if (at < 0) return undefined
  const member = await readAt(file, at, FOOTER_MEMBER_BYTES)
  const footer = parseFooter(member.subarray(HEAD_BYTES + STORED_BYTES, -TAIL_BYTES))
  return footer && footerMember(footer).equals(member) ? footer : undefined
}

export class GzipText implements Text {
  #member: Member = { at: 0, bytes: 0, textAt: 0, textBytes: 0 }
  #text: Buffer = Buffer.alloc(0)
  #loaded = -1
  constructor(
    readonly path: string,
    private readonly file: DiskFile,
    readonly footer: Footer,
  ) {}

  async read(position: number, length: number): Promise<Buffer> {
    // The footer is not part of the text that readers are after.
    const end = Math.min(position + length, this.footer.position)
    const pieces: Buffer[] = []
    for (let at = position; at < end; ) {
      await this.#load(at)
      const from = at - this.#member.textAt
      const piece = this.#text.subarray(from, from + end - at)
      pieces.push(piece)
      at += piece.length
    }
    return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)
  }

  close(): Promise<void> {
    return this.file.close()
  }

  /** Makes the member that holds a position the one at hand. */
  async #load(position: number): Promise<void> {
    if (position < this.#member.textAt) this.#member = { at: 0, bytes: 0, textAt: 0, textBytes: 0 }
    while (position >= this.#member.textAt + this.#member.textBytes) this.#member = await this.#next(this.#member)
    if (this.#loaded === this.#member.at) return
    this.#text = await this.#inflate(this.#member)
    this.#loaded = this.#member.at
  }

  async #next(member: Member): Promise<Member> {
    const [at, textAt] = [member.at + member.bytes, member.textAt + member.textBytes]
    const head = await readAt(this.file, at, HEAD_BYTES)
    const bytes = head.length === HEAD_BYTES ? head.readUInt32LE(START.length) : 0
    const textBytes = bytes > 0 ? head.readUInt32LE(START.length + 4) : 0
    const size = await this.file.size()
    const sound = head.subarray(0, START.length).equals(START) && bytes > HEAD_BYTES + TAIL_BYTES && textBytes > 0
    if (!sound || at + bytes > size || textAt + textBytes > this.footer.position)
      throw this.#rot(at, 'no member of a sealed segment')
    return { at, bytes, textAt, textBytes }
  }

  async #inflate({ at, bytes, textBytes }: Member): Promise<Buffer> {
    const member = await readAt(this.file, at, bytes)
    const tail = member.length - TAIL_BYTES
    const text = await inflate(member.subarray(HEAD_BYTES, tail), { maxOutputLength: textBytes }).catch((error) => {
      throw this.#rot(at, `it can't be inflated: ${error.message}`)
    })
    if (
      text.length !== textBytes ||
      crc32(text) !== member.readUInt32LE(tail) ||
      member.readUInt32LE(tail + 4) !== textBytes
    )
      throw this.#rot(at, 'its checksum does not hold')
    return text
  }

  #rot(at: number, why: string): Failure {
    return new Failure('log-rotten', `${this.path}: at byte ${at}: ${why}`)
  }
}
