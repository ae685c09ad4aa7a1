// Restatements that wait for the operator: windows whose final editions would say something else by now, and what was
// done to have it so. Kept in one file beside the editions, written before the windows are marked as looked at: what waits
// is not forgotten, and nothing that waits is published by the way.
import { dirname } from 'node:path'
import type { ChartId } from '../domain/edition.ts'
import { Failure } from '../domain/problem.ts'
import { type CalendarDate, type Instant, isoInstant } from '../domain/time.ts'
import { readAt, realDisk, withFile, writeWhole } from '../log/disk.ts'

export interface Waiting {
  readonly chart: ChartId
  readonly window: CalendarDate
  /** What was done, in the operator's words. */
  readonly reason: string
  readonly since: string
}

interface Kept {
  /** What is being done right now, or was when the house fell: what it changes waits. */
  readonly proposals: readonly string[]
  readonly waiting: readonly Waiting[]
}

const NOTHING: Kept = { proposals: [], waiting: [] }

export class WaitingRestatements {
  private constructor(
    private readonly path: string,
    private kept: Kept,
  ) {}

  /** Fails where the file is there and can't be read: what waits would be published. */
  static async open(path: string): Promise<WaitingRestatements> {
    try {
      const bytes = await withFile(realDisk, path, async (file) => readAt(file, 0, await file.size()))
      return new WaitingRestatements(path, JSON.parse(bytes.toString('utf8')))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new WaitingRestatements(path, NOTHING)
      throw new Failure('disk', `${path} can't be read: ${(error as Error).message}`, { cause: error })
    }
  }

  /** By chart and window. */
  get all(): readonly Waiting[] {
    return this.kept.waiting
  }

  /** Why what is found now has to wait; undefined where nothing is proposed. */
  get proposal(): string | undefined {
    const { proposals } = this.kept
    return proposals.length > 0 ? [...new Set(proposals)].join('; ') : undefined
  }

  find(chart: ChartId, window: CalendarDate): Waiting | undefined {
    return this.kept.waiting.find((each) => each.chart === chart && each.window === window)
  }

  /** From now on what is found waits, with this reason, until it is settled. */
  propose(reason: string): Promise<void> {
    return this.#keep({ ...this.kept, proposals: [...this.kept.proposals, reason] })
  }

  /** All that was proposed is published, or waits. */
  async settle(): Promise<void> {
    if (this.kept.proposals.length > 0) await this.#keep({ ...this.kept, proposals: [] })
  }

  /** Has a window wait. One that waits already keeps its time, and is told both reasons. */
  async add(chart: ChartId, window: CalendarDate, reason: string, now: Instant): Promise<void> {
    const known = this.find(chart, window)
    if (known?.reason.includes(reason)) return
    const added: Waiting = {
      chart,
      window,
      reason: known ? `${known.reason}; ${reason}` : reason,
      since: known?.since ?? isoInstant(now),
    }
    const waiting = [...this.#others(chart, window), added]
    waiting.sort((a, b) => (`${a.chart} ${a.window}` < `${b.chart} ${b.window}` ? -1 : 1))
    await this.#keep({ ...this.kept, waiting })
  }

  /** Nothing of a window waits any more. */
  async remove(chart: ChartId, window: CalendarDate): Promise<void> {
    if (this.find(chart, window)) await this.#keep({ ...this.kept, waiting: this.#others(chart, window) })
  }

  #others(chart: ChartId, window: CalendarDate): Waiting[] {
    return this.kept.waiting.filter((each) => each.chart !== chart || each.window !== window)
  }

  async #keep(kept: Kept): Promise<void> {
    const unfinished = `${this.path}.tmp`
    try {
      await realDisk.remove(unfinished).catch(() => {})
      const file = await realDisk.open(unfinished, 'create')
      try {
        await writeWhole(file, Buffer.from(`${JSON.stringify(kept, undefined, 1)}\n`), 0)
        await file.sync()
      } finally {
        await file.close()
      }
      await realDisk.rename(unfinished, this.path)
      await realDisk.syncDirectory(dirname(this.path))
    } catch (error) {
      throw new Failure('disk', `${this.path} can't be written: ${(error as Error).message}`, { cause: error })
    }
    this.kept = kept
  }
}
