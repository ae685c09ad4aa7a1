// Seals what is full and ships what is sealed, behind the back of whoever appends. What fails here is told, and tried
// again later; it never stands in the way of an answer.
import { type Disk, realDisk } from './disk.ts'
import { ship } from './mirror.ts'
import { sealSegment } from './seal.ts'
import { sealAside } from './seal-aside.ts'
import { endFromNext } from './segment.ts'
import { plainName } from './text.ts'

/** How long it rests after something failed. */
const REST_MS = 60_000

export interface KeeperOptions {
  readonly disk: Disk
  readonly directory: string
  readonly mirror: string | undefined
  readonly notice: (text: string) => void
  readonly after?: After | undefined
}

/** Calls once after some milliseconds; gives back what calls it off. */
export type After = (ms: number, work: () => void) => () => void

/** Never keeps the process alive. */
const realAfter: After = (ms, work) => {
  const timer = setTimeout(work, ms).unref()
  return () => clearTimeout(timer)
}

export class Keeper {
  #below = 0
  #running: Promise<void> | undefined
  readonly #stopping = new AbortController()
  #callOff = () => {}
  #told = ''
  /** Segments that the mirror is known to hold. */
  #shipped = new Set<string>()
  constructor(private readonly options: KeeperOptions) {}

  /** Says that every segment below one is full, and that the log is promised beyond them. */
  wake(below: number): void {
    this.#below = Math.max(this.#below, below)
    if (!this.#stopped) this.#running ??= this.#run()
  }

  /** Ends what is under way; it is taken up when the log is opened again. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#callOff()
    await this.#running
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted
  }

  async #run(): Promise<void> {
    this.#callOff()
    for (let below = -1; below !== this.#below && !this.#stopped; ) {
      below = this.#below
      const failed = [await this.#attempt(() => this.#seal(below)), await this.#attempt(() => this.#ship())]
      const told = failed.filter((text) => text !== undefined).join('; ')
      if (told !== '' && told !== this.#told) this.options.notice(`${told}; tried again later`)
      this.#told = told
    }
    this.#running = undefined
    const { after = realAfter } = this.options
    if (this.#told !== '' && !this.#stopped) this.#callOff = after(REST_MS, () => this.wake(0))
  }

  async #attempt(work: () => Promise<void>): Promise<string | undefined> {
    try {
      await work()
      return undefined
    } catch (error) {
      return (error as Error).message
    }
  }

  async #seal(below: number): Promise<void> {
    const { disk, directory } = this.options
    const names = new Set(await disk.list(directory))
    for (let segment = 1; segment < below && !this.#stopped; segment++) {
      if (!names.has(plainName(segment))) continue
      const end = await endFromNext(disk, directory, segment + 1)
      if (disk === realDisk) await sealAside(directory, segment, end, this.#stopping.signal)
      else await sealSegment(disk, directory, segment, end, this.#stopping.signal)
    }
  }

  async #ship(): Promise<void> {
    const { disk, directory, mirror } = this.options
    if (mirror === undefined || this.#stopped) return
    await disk.makeDirectory(mirror)
    for (const name of await disk.list(directory)) {
      if (!/^\d{8}\.log\.gz$/.test(name) || this.#shipped.has(name) || this.#stopped) continue
      await ship(disk, directory, mirror, name)
      this.#shipped.add(name)
    }
  }
}
