// The three files, kept on the disk from one publication to the next: they are made when somebody asks and an edition,
// a title or a rule is another since. One file is made at a time, however many ask.
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { type FileHandle, mkdir, open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sqlFile } from '../../store/store.ts'
import type { Archive } from '../archive.ts'
import { fileText, NETFLIX_FILES, type NetflixFileName } from './files.ts'

const EXPORT_MARK = sqlFile(import.meta.url, './export-mark.sql')

export interface KeptFile {
  readonly inode: number
  readonly bytes: number
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly digest: string
}

interface Kept {
  readonly charts: unknown
  readonly mark: string
  readonly file: Promise<KeptFile>
}

/** Lines are written in bundles of about so many characters. */
const BUNDLE_CHARS = 64 * 1024

export class KeptFiles {
  readonly #kept = new Map<NetflixFileName, Kept>()
  #last: Promise<unknown> = Promise.resolve()
  /** @param directory is made if it is not there; what is left in it from before is written over */
  constructor(
    private readonly archive: Archive,
    private readonly directory: string,
  ) {}

  /** The file as it is now, open for reading; the caller closes it. */
  async open(name: NetflixFileName): Promise<KeptFile & { readonly handle: FileHandle }> {
    for (;;) {
      const file = await this.#get(name)
      const handle = await open(join(this.directory, name))
      if ((await handle.stat()).ino === file.inode) return { ...file, handle }
      // Another one took its name meanwhile.
      await handle.close()
    }
  }

  async #get(name: NetflixFileName): Promise<KeptFile> {
    // Read anew, charts and catalogue together, whenever one of them changes.
    const { charts } = this.archive
    const mark = await this.#markFor(name)
    const kept = this.#kept.get(name)
    if (kept && kept.charts === charts && kept.mark === mark) return kept.file
    const file = this.#last.then(() => this.#make(name))
    this.#last = file.catch(() => this.#kept.delete(name))
    this.#kept.set(name, { charts, mark, file })
    return file
  }

  async #markFor(name: NetflixFileName): Promise<string> {
    const [row] = await this.archive.store.rows<{ latest: string; closed: string }>(EXPORT_MARK)
    const mark = NETFLIX_FILES[name] === 'most-popular' ? row?.latest : row?.closed
    return `${this.archive.store.generation} ${mark}`
  }

  /** Under another name first: who reads the one before reads it to its end. */
  async #make(name: NetflixFileName): Promise<KeptFile> {
    const path = join(this.directory, name)
    const unfinished = `${path}.tmp`
    const hash = createHash('sha256')
    let bytes = 0
    const text = fileText(this.archive, NETFLIX_FILES[name])
    async function* counted() {
      for await (const bundle of bundled(text)) {
        hash.update(bundle)
        bytes += bundle.length
        yield bundle
      }
    }
    await mkdir(this.directory, { recursive: true })
    await pipeline(Readable.from(counted()), createWriteStream(unfinished))
    const { ino: inode } = await stat(unfinished)
    await rename(unfinished, path)
    return { inode, bytes, digest: hash.digest('hex') }
  }
}

async function* bundled(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let bundle = ''
  for await (const text of texts) {
    bundle += text
    if (bundle.length < BUNDLE_CHARS) continue
    yield Buffer.from(bundle)
    bundle = ''
  }
  if (bundle !== '') yield Buffer.from(bundle)
}
