// What is remembered of an import: how far it got, under the digest of the input, so that a second run goes on where
// the first one stopped and a third one does nothing; what it was called, when it was and why. Rejected lines go to a file,
// each with its reason.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { appendFile, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Failure, type Problem, sentence } from '../domain/problem.ts'
import { type Instant, isoInstant } from '../domain/time.ts'

export interface ImportCounts {
  /** Lines or rows that were looked at. */
  readonly read: number
  readonly stored: number
  readonly rejected: number
}

/** An import as it is told afterwards. Of those from before this was kept only the counts are known. */
export interface PastImport extends ImportCounts {
  /** The digest that names the input. */
  readonly digest: string
  readonly name?: string | undefined
  /** When anything of it was brought in last. */
  readonly at?: string | undefined
  readonly reason?: string | undefined
}

export class ImportRecord {
  #counts: ImportCounts
  #firstRejected: string | undefined
  private constructor(
    private readonly path: string,
    private readonly name: string,
    private readonly reason: string | undefined,
    readonly rejectedFile: string,
    counts: ImportCounts,
  ) {
    this.#counts = counts
  }

  /** Opens the record of an input. The digest names the input, whatever its file is called. */
  static async open(directory: string, path: string, digest: string, reason?: string): Promise<ImportRecord> {
    await mkdir(join(directory, 'imports'), { recursive: true })
    await mkdir(join(directory, 'rejected'), { recursive: true })
    const name = basename(path)
    const recordPath = join(directory, 'imports', `${digest}.json`)
    const rejectedFile = join(directory, 'rejected', `${name}-${digest.slice(0, 8)}.ndjson`)
    const counts = await readFile(recordPath, 'utf8').then(
      (text) => JSON.parse(text) as ImportCounts,
      () => ({ read: 0, stored: 0, rejected: 0 }),
    )
    return new ImportRecord(recordPath, name, reason, rejectedFile, counts)
  }

  get counts(): ImportCounts {
    return this.#counts
  }

  /** The first line that this run refused, and why. */
  get firstRejected(): string | undefined {
    return this.#firstRejected
  }

  /** Adds a batch that is on the log's disk. */
  async add(batch: ImportCounts, now: Instant): Promise<void> {
    const { read, stored, rejected } = this.#counts
    this.#counts = { read: read + batch.read, stored: stored + batch.stored, rejected: rejected + batch.rejected }
    const unfinished = `${this.path}.tmp`
    const { name, reason } = this
    await writeFile(unfinished, JSON.stringify({ ...this.#counts, name, at: isoInstant(now), reason }))
    await rename(unfinished, this.path)
  }

  async reject(lines: readonly RejectedLine[]): Promise<void> {
    if (lines.length === 0) return
    const reasonOf = ({ problems }: RejectedLine) => problems.map(sentence).join('; ')
    const [first] = lines
    if (first) this.#firstRejected ??= `line ${first.line}: ${reasonOf(first)}`
    const text = lines.map((each) =>
      JSON.stringify({ line: each.line, reason: reasonOf(each), text: each.text.slice(0, 2000) }),
    )
    await appendFile(this.rejectedFile, `${text.join('\n')}\n`)
  }
}

/** The imports that a data directory remembers, the newest first. */
export async function pastImports(directory: string): Promise<readonly PastImport[]> {
  const names = await readdir(join(directory, 'imports')).catch(() => [])
  const past: PastImport[] = []
  for (const name of names.filter((each) => /^[0-9a-f]{64}\.json$/.test(each))) {
    const record = JSON.parse(await readFile(join(directory, 'imports', name), 'utf8'))
    past.push({ ...record, digest: name.slice(0, 64) })
  }
  return past.sort((a, b) => ((a.at ?? '') > (b.at ?? '') ? -1 : 1))
}

export interface RejectedLine {
  readonly line: number
  readonly text: string
  readonly problems: readonly Problem[]
}

/** Fails where there is no such file, or where it is a directory. */
export async function mustBeFile(path: string): Promise<void> {
  const found = await stat(path).catch((error) => {
    const why = error.code === 'ENOENT' ? 'there is no such file' : error.message
    throw new Failure('input', `${path} can't be read: ${why}`, { cause: error })
  })
  if (found.isDirectory()) throw new Failure('input', `${path} is a directory, not a file`)
}

/** SHA-256 of a file's bytes and of what they are read as, in hexadecimal. */
export async function fileDigest(path: string, readAs: string): Promise<string> {
  const hash = createHash('sha256').update(readAs)
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}
