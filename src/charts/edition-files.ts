// Editions as files: one for each revision, `editions/<chart>/<region>/<window>.r<revision>.json`. A file is written
// whole or not at all and never changed, but for revision 0, which is provisional and may be replaced. What was written
// is on the disk, name and all: a final edition that a power cut took back would be published again as another one.
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { type ChartId, digestOf, type Edition } from '../domain/edition.ts'
import { Failure } from '../domain/problem.ts'
import type { Region } from '../domain/region.ts'
import type { CalendarDate } from '../domain/time.ts'
import { type Disk, readAt, realDisk, withFile, writeWhole } from '../log/disk.ts'

/** Which edition, but for its revision. */
export interface EditionName {
  readonly chart: ChartId
  readonly region: Region
  readonly window: CalendarDate
}

export class EditionFiles {
  /** The revisions of each chart and region, read once: this process is the only writer. */
  readonly #known = new Map<string, Map<CalendarDate, number[]>>()
  readonly #directories = new Set<string>()
  constructor(
    private readonly directory: string,
    private readonly disk: Disk = realDisk,
  ) {}

  /** The revisions of an edition that were published, lowest first. */
  async revisionsOf({ chart, region, window }: EditionName): Promise<readonly number[]> {
    return (await this.#listOf(chart, region)).get(window) ?? []
  }

  /** The regions that have an edition for any window: one that lost its audience in a window is told so there. */
  async regionsOf(chart: ChartId): Promise<readonly Region[]> {
    return (await this.disk.list(join(this.directory, chart)).catch(() => [])) as Region[]
  }

  /** The latest revision, or undefined where there is none. Fails if its digest does not hold. */
  async findLatest(name: EditionName): Promise<Edition | undefined> {
    const revision = (await this.revisionsOf(name)).at(-1)
    return revision === undefined ? undefined : this.read(name, revision)
  }

  async read(name: EditionName, revision: number): Promise<Edition> {
    const path = this.#pathOf(name, revision)
    try {
      const bytes = await withFile(this.disk, path, async (file) => readAt(file, 0, await file.size()))
      const edition = JSON.parse(bytes.toString('utf8')) as Edition
      if (digestOf(edition) !== edition.digest) throw new Error('its digest does not hold')
      return edition
    } catch (error) {
      throw new Failure('disk', `${path}: ${(error as Error).message}`, { cause: error })
    }
  }

  async write(edition: Edition): Promise<void> {
    const name = { chart: edition.chart, region: edition.region, window: edition.window.name }
    const path = this.#pathOf(name, edition.revision)
    const list = await this.#listOf(name.chart, name.region)
    const revisions = list.get(name.window) ?? []
    if (edition.revision > 0 && revisions.includes(edition.revision)) throw new Error(`${path} is published already`)
    try {
      if (!this.#directories.has(dirname(path))) await this.disk.makeDirectory(dirname(path))
      this.#directories.add(dirname(path))
      await this.#put(path, Buffer.from(`${JSON.stringify(edition, undefined, 1)}\n`))
    } catch (error) {
      throw new Failure('disk', `${path} can't be written: ${(error as Error).message}`, { cause: error })
    }
    if (!revisions.includes(edition.revision))
      list.set(
        name.window,
        [...revisions, edition.revision].sort((a, b) => a - b),
      )
  }

  async #put(path: string, bytes: Buffer): Promise<void> {
    const unfinished = `${path}.${randomBytes(4).toString('hex')}.tmp`
    const file = await this.disk.open(unfinished, 'create')
    try {
      await writeWhole(file, bytes, 0)
      await file.sync()
    } finally {
      await file.close()
    }
    await this.disk.rename(unfinished, path)
    await this.disk.syncDirectory(dirname(path))
  }

  #pathOf({ chart, region, window }: EditionName, revision: number): string {
    return join(this.directory, chart, region, `${window}.r${revision}.json`)
  }

  async #listOf(chart: ChartId, region: Region): Promise<Map<CalendarDate, number[]>> {
    const key = `${chart}/${region}`
    const known = this.#known.get(key)
    if (known) return known
    const names = await this.#namesIn(join(this.directory, chart, region))
    const list = new Map<CalendarDate, number[]>()
    for (const match of names.map((name) => /^(\d{4}-\d{2}-\d{2})\.r(\d+)\.json$/.exec(name))) {
      if (!match) continue
      const window = match[1] as CalendarDate
      list.set(
        window,
        [...(list.get(window) ?? []), Number(match[2])].sort((a, b) => a - b),
      )
    }
    this.#known.set(key, list)
    return list
  }

  /** Only a directory that is not there has no files: what can't be read may be published. */
  async #namesIn(directory: string): Promise<readonly string[]> {
    try {
      return [...(await this.disk.list(directory))].sort()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw new Failure('disk', `${directory} can't be read: ${(error as Error).message}`, { cause: error })
    }
  }
}
