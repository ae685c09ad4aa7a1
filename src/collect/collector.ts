// The collector as a whole: who may send, what is held, and what takes it in.

import type { Instant } from '../domain/time.ts'
import { Held } from './held.ts'
import { Intake, type IntakeOptions } from './intake.ts'
import { KeyRing } from './key-ring.ts'
import { Networks } from './networks.ts'
import { Robots } from './robots.ts'
import { Senders } from './senders.ts'
import { DaySalts } from './viewer.ts'

/** How often memory and the disk's rate are looked at. */
const LOOK_MS = 250

export interface CollectorOptions extends Pick<IntakeOptions, 'now' | 'append' | 'notice' | 'recentEventsMax'> {
  readonly directory: string
  readonly countryHeader?: string | undefined
  readonly proxies: number
  /** Files of the operator's: user agents of robots, and networks with their names. */
  readonly robots?: string | undefined
  readonly networks?: string | undefined
  readonly memoryMaxMib: number
}

export class Collector {
  private constructor(
    readonly now: () => Instant,
    readonly notice: (text: string) => void,
    readonly keys: KeyRing,
    readonly senders: Senders,
    readonly held: Held,
    readonly intake: Intake,
    private readonly timer: NodeJS.Timeout,
  ) {}

  static async open(options: CollectorOptions): Promise<Collector> {
    const { directory, now, notice, memoryMaxMib } = options
    const [robots, networks] = [Robots.open(options.robots), Networks.open(options.networks)]
    const keys = await KeyRing.open(directory, notice)
    const salts = new DaySalts(`${directory}/salts`)
    const held = new Held({ memoryMaxMib, memory: process.memoryUsage.rss, clock: () => performance.now() })
    const intake = new Intake({ ...options, held })
    const timer = setInterval(() => held.look(), LOOK_MS)
    timer.unref()
    return new Collector(
      now,
      notice,
      keys,
      new Senders({ ...options, keys, salts, robots, networks }),
      held,
      intake,
      timer,
    )
  }

  close(): void {
    clearInterval(this.timer)
    this.keys.close()
  }
}
