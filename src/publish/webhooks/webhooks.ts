// Tells each webhook what is published: in order, again and again until it has arrived, at least once and under an id
// that stays. After each round of publishing the house calls `look`; sending goes on beside it.
import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND_MS } from '../../domain/time.ts'
import type { Archive } from '../archive.ts'
import { nameOf, originOf, post, type Webhook } from './hook.ts'
import { HookState, type Known } from './hook-state.ts'
import { closedEditions, editionMessages, keyOf, milestones } from './news.ts'

const RETRY_MS_MAX = 5 * 60_000

export interface Pace {
  /** The rest after a first failure; each further one doubles it, up to five minutes. */
  readonly retryMs: number
  /** Milestones are looked for no more often than this: all titles are added up. */
  readonly milestonesMs: number
  /** With so many messages waiting it is told no more until some have arrived; nothing is lost meanwhile. */
  readonly pendingMax: number
}

const PACE: Pace = { retryMs: 1000, milestonesMs: 30_000, pendingMax: 200 }

export class Webhooks {
  private constructor(private readonly tellers: readonly Teller[]) {}

  /** @param directory where its state is kept; it is made if it is not there */
  static async open(
    archive: Archive,
    hooks: readonly Webhook[],
    directory: string,
    notice: (text: string) => void,
    pace: Pace = PACE,
  ): Promise<Webhooks> {
    const tellers: Teller[] = []
    for (const hook of hooks)
      tellers.push(new Teller(archive, hook, await HookState.open(directory, nameOf(hook)), notice, pace))
    return new Webhooks(tellers)
  }

  /** Looks for what is new and puts it into the queues. */
  async look(): Promise<void> {
    for (const teller of this.tellers) await teller.look()
  }

  /** What has not arrived is sent again after the next start. */
  async close(): Promise<void> {
    await Promise.all(this.tellers.map((teller) => teller.close()))
  }
}

class Teller {
  readonly #stop = new AbortController()
  readonly #sending: Promise<void>
  #wake = () => {}
  /** Up to which mark editions were looked at, in which store. */
  #seen = { generation: -1, mark: 0 }
  #milestonesAt = 0
  constructor(
    private readonly archive: Archive,
    private readonly hook: Webhook,
    private readonly state: HookState,
    private readonly notice: (text: string) => void,
    private readonly pace: Pace,
  ) {
    this.#sending = this.#send()
  }

  async look(): Promise<void> {
    const { generation } = this.archive.store
    if (this.#seen.generation !== generation) this.#seen = { generation, mark: 0 }
    await this.#lookAtEditions()
    if (this.hook.on.includes('milestone')) await this.#lookAtMilestones()
  }

  async #lookAtEditions(): Promise<void> {
    const closed = await closedEditions(this.archive, this.#seen.mark)
    // A webhook that is new is told of what comes from now on.
    if (!this.state.known) {
      const editions = Object.fromEntries(closed.map((name) => [keyOf(name), name.revision]))
      const reached = (await milestones(this.archive)).map(({ item, milestone }) => [item, milestone])
      await this.#tell([], { editions, milestones: Object.fromEntries(reached) })
    }
    const known = { ...this.#known.editions }
    const messages = []
    let { mark } = this.#seen
    let changed = false
    for (const name of closed) {
      if (this.state.pending.length + messages.length >= this.pace.pendingMax) break
      const after = known[keyOf(name)] ?? 0
      if (name.revision > after) {
        messages.push(...(await editionMessages(this.archive, name, after, this.hook.on)))
        known[keyOf(name)] = name.revision
        changed = true
      }
      mark = name.mark
    }
    if (changed) await this.#tell(messages, { ...this.#known, editions: known })
    this.#seen = { ...this.#seen, mark }
  }

  async #lookAtMilestones(): Promise<void> {
    const now = performance.now()
    if (this.#milestonesAt > 0 && now - this.#milestonesAt < this.pace.milestonesMs) return
    if (this.state.pending.length >= this.pace.pendingMax) return
    this.#milestonesAt = now
    const higher = (await milestones(this.archive)).filter(
      ({ item, milestone }) => milestone > (this.#known.milestones[item] ?? 0),
    )
    if (higher.length === 0) return
    const reached = Object.fromEntries(higher.map(({ item, milestone }) => [item, milestone]))
    const told = { ...this.#known, milestones: { ...this.#known.milestones, ...reached } }
    await this.#tell(
      higher.map(({ message }) => message),
      told,
    )
  }

  get #known(): Known {
    return this.state.known ?? { editions: {}, milestones: {} }
  }

  async #tell(messages: Parameters<HookState['add']>[0], known: Known): Promise<void> {
    await this.state.add(messages)
    await this.state.remember(known)
    this.#wake()
  }

  async #send(): Promise<void> {
    const { signal } = this.#stop
    for (let failures = 0; !signal.aborted; ) {
      const [message] = this.state.pending
      if (!message) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
        continue
      }
      const seconds = Math.floor(this.archive.now() / SECOND_MS)
      const wrong = (await post(this.hook, message, seconds, signal)) ?? (await this.#crossOut())
      if (signal.aborted) return
      if (wrong === undefined) failures = 0
      else {
        if (failures === 0) this.notice(`webhook ${originOf(this.hook)}: ${wrong}; it is tried again`)
        const ms = Math.min(RETRY_MS_MAX, this.pace.retryMs * 2 ** Math.min(failures++, 20))
        await sleep(ms, undefined, { signal }).catch(() => {})
      }
    }
  }

  /** Where the disk does not take it, the message is sent again: that is better than to forget the ones behind it. */
  #crossOut(): Promise<string | undefined> {
    return this.state.arrived().then(
      () => undefined,
      (error: Error) => error.message,
    )
  }

  async close(): Promise<void> {
    this.#stop.abort()
    this.#wake()
    await this.#sending
    await this.state.close()
  }
}
