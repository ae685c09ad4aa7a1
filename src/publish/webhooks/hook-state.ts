// What is kept of a webhook between two starts: what it knows of, and the messages that have not arrived. Messages go to
// the disk before what they tell counts as known, and are crossed out after they arrived, so a process that ends
// anywhere between sends one again, under the same id, and loses none.
import { type FileHandle, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { failureOf, realDisk } from '../../log/disk.ts'
import type { Message } from './hook.ts'

/** The revision told of each edition, by `chart/region/window`, and the highest milestone of each item. */
export interface Known {
  readonly editions: Record<string, number>
  readonly milestones: Record<string, number>
}

/** A queue that is empty and longer than this on the disk begins anew. */
const QUEUE_BYTES_MAX = 1024 * 1024

export class HookState {
  readonly #queued = new Set<string>()
  #pending: Message[] = []
  #turn: Promise<unknown> = Promise.resolve()
  private constructor(
    private readonly directory: string,
    private readonly name: string,
    private readonly queue: FileHandle,
    /** Undefined before anything is known: a webhook that is new. */
    private known_: Known | undefined,
  ) {}

  static async open(directory: string, name: string): Promise<HookState> {
    try {
      await realDisk.makeDirectory(directory)
      const known = await readFile(join(directory, `${name}.json`), 'utf8').catch((error) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
      const queue = await open(join(directory, `${name}.queue`), 'a+')
      const state = new HookState(directory, name, queue, known && JSON.parse(known))
      await state.#readQueue()
      return state
    } catch (error) {
      throw failureOf(error, `what is known of a webhook can't be read in ${directory}`)
    }
  }

  get known(): Known | undefined {
    return this.known_
  }

  /** Not arrived yet, in their order. */
  get pending(): readonly Message[] {
    return this.#pending
  }

  /** Puts messages on the disk; one that was queued before is left out. */
  add(messages: readonly Message[]): Promise<void> {
    const fresh = messages.filter(({ id }) => !this.#queued.has(id))
    return this.#inTurn(async () => {
      await this.#write(fresh)
      for (const { id } of fresh) this.#queued.add(id)
      this.#pending.push(...fresh)
    })
  }

  /** The first of those that are pending has arrived. */
  arrived(): Promise<void> {
    return this.#inTurn(async () => {
      const [first, ...rest] = this.#pending
      if (first) await this.#write([{ arrived: first.id }])
      this.#pending = rest
    })
  }

  /** What it tells from now on is what is not in here. Messages for what is new in it must have been added. */
  remember(known: Known): Promise<void> {
    return this.#inTurn(async () => {
      const path = join(this.directory, `${this.name}.json`)
      const file = await open(`${path}.tmp`, 'w')
      try {
        await file.writeFile(JSON.stringify(known))
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${path}.tmp`, path)
      await realDisk.syncDirectory(this.directory)
      this.known_ = known
      if (this.#pending.length > 0 || (await this.queue.stat()).size < QUEUE_BYTES_MAX) return
      await this.queue.truncate(0)
      this.#queued.clear()
    })
  }

  async close(): Promise<void> {
    await this.#turn
    await this.queue.close()
  }

  /** A last line that is not whole was never acted on. */
  async #readQueue(): Promise<void> {
    const bytes = await readFile(join(this.directory, `${this.name}.queue`))
    const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1)
    if (whole.length < bytes.length) await this.queue.truncate(whole.length)
    const pending = new Map<string, Message>()
    for (const line of whole.toString('utf8').split('\n').filter(Boolean)) {
      const said = JSON.parse(line) as Message | { readonly arrived: string }
      if ('arrived' in said) pending.delete(said.arrived)
      else {
        pending.set(said.id, said)
        this.#queued.add(said.id)
      }
    }
    this.#pending = [...pending.values()]
  }

  async #write(lines: readonly unknown[]): Promise<void> {
    if (lines.length === 0) return
    await this.queue.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    await this.queue.sync()
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const next = this.#turn.then(work, work)
    this.#turn = next.catch(() => {})
    return next
  }
}
