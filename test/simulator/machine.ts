// The machine of one collector: its disk, which takes its time, fails and fills, its memory and its clock. The power
// goes, and the process on it is killed, at any step of the disk; of a process that is dead nothing goes on.
import { type Instant, instant } from '../../src/domain/time.ts'
import { SimDisk, type SimDiskOptions, type Step, simError } from '../sim-disk.ts'
import type { Tallied } from './tally.ts'
import type { World } from './world.ts'

export interface MachineWeather {
  /** One in so many steps of the disk is the last of the machine or of the process; 0: none. */
  readonly crashOneIn: number
  /** One in so many steps fails while the disk is failing. */
  readonly failOneIn: number
}

/** One process, from its start to its end, and the disk as it sees it. */
export interface Life {
  dead: boolean
  readonly disk: SimDisk
}

type What = Parameters<Step>[0]

const FAILED: { readonly [what in What]?: Tallied } = {
  write: 'failed writes',
  sync: 'failed syncs',
  syncDirectory: 'failed syncs',
}
const CRASHED: { readonly [what in What]?: Tallied } = {
  write: 'crashes at a write',
  sync: 'crashes at a sync',
  syncDirectory: 'crashes at a sync',
}

export class Machine {
  weather: MachineWeather = { crashOneIn: 0, failOneIn: 1 }
  /** While this is true, steps of the disk fail. */
  failing = false
  /** Of the memory that the process may have, so much is taken. */
  memory = 0.1
  #clockOffset = 0
  /** Bytes that are left on the disk; undefined: enough. */
  #room: number | undefined
  #life: Life
  constructor(
    readonly number: number,
    private readonly world: World,
    /** Told when the process is dead. */
    private readonly onCrash: () => void,
  ) {
    this.#life = this.#born((options) => new SimDisk(options))
  }

  get life(): Life {
    return this.#life
  }

  get now(): Instant {
    return instant(this.world.now + this.#clockOffset)
  }

  /** Sets the clock by so much, back where it is below zero. */
  jump(ms: number): void {
    this.note(`clock by ${ms}`)
    this.world.count(ms > 0 ? 'clocks put forward' : 'clocks put back')
    this.#clockOffset += ms
  }

  /** Leaves so much room on the disk. */
  fill(room: number | undefined): void {
    if (room !== undefined) this.world.count('full disks')
    this.#room = room
    this.#life.disk.options.capacity = this.#capacity(this.#life.disk)
  }

  /** The power goes, or the process is killed; the next life finds what that leaves. */
  crash(): void {
    const { world } = this
    const power = world.random.oneIn(2)
    this.note(power ? 'the power goes' : 'the process is killed')
    world.count(power ? 'power cuts' : 'kills')
    this.#beginAnew(power)
    this.onCrash()
  }

  /** The process has ended by itself. */
  end(): void {
    this.#beginAnew(false)
  }

  note(text: string): void {
    this.world.note(`collector ${this.number}: ${text}`)
  }

  #beginAnew(power: boolean): void {
    const { dead, disk } = this.#life
    if (dead) return
    this.#life.dead = true
    this.#life = this.#born((options) =>
      power ? disk.afterPowerCut(this.world.random, options) : disk.afterKill(options),
    )
  }

  #born(diskOf: (options: SimDiskOptions) => SimDisk): Life {
    const { world } = this
    const onStep: Step = (what, path) =>
      new Promise((resolve, reject) => {
        world.after(world.random.below(4), () => {
          if (life.dead || this.#isLast(what, path)) return
          const error = this.#failure(what, path)
          if (error) reject(error)
          else resolve()
        })
      })
    const life: Life = { dead: false, disk: diskOf({ onStep }) }
    life.disk.options.capacity = this.#capacity(life.disk)
    return life
  }

  #isLast(what: What, path: string): boolean {
    const { world, weather } = this
    this.note(`${what} ${path}`)
    if (weather.crashOneIn === 0 || !world.random.oneIn(weather.crashOneIn)) return false
    world.count(CRASHED[what] ?? 'crashes at another step')
    this.crash()
    return true
  }

  #failure(what: What, path: string): Error | undefined {
    const { world, weather } = this
    const fails = this.failing && what !== 'read' && what !== 'close' && world.random.oneIn(weather.failOneIn)
    if (!fails) return undefined
    world.count(FAILED[what] ?? 'other failed steps')
    return simError(world.random.pick(['EIO', 'ENOSPC']), path)
  }

  #capacity(disk: SimDisk): number {
    return this.#room === undefined ? Number.POSITIVE_INFINITY : disk.used + this.#room
  }
}
