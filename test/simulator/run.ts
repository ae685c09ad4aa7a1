// One run: a few senders and two collectors in a world that is made up out of a seed. There are some busy moments in a
// few days around a week's end, and between and during them all that may go wrong; then it stops going wrong, everybody
// is acknowledged, and the logs are audited.
//
//   npm run simulate -- --seed 1234            one run, with all that happens in it on standard error
//   npm run simulate -- --seed 1 --runs 5000   many, from a seed on
import { DAY_MS, HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../src/domain/time.ts'
import { Log } from '../../src/log/append.ts'
import { proveLog } from '../../src/log/prove.ts'
import { Audience, tellersOf } from './audience.ts'
import { audit } from './audit.ts'
import { type CollectorSettings, LOG, SimCollector } from './collector.ts'
import { linesOf } from './editions.ts'
import { Ledger } from './ledger.ts'
import type { Machine } from './machine.ts'
import { CALM, Network } from './network.ts'
import { SimSender } from './sender.ts'
import type { Tally } from './tally.ts'
import { World } from './world.ts'

/** A Saturday: weeks end in the midst of a run, in UTC and five and a half hours before. */
const STARTS_AT = instant(Date.UTC(2026, 0, 10, 9))
const SPAN_MS = 3 * DAY_MS
const THINGS_MAX = 100_000

export interface Outcome {
  /** What was not as it must be. */
  readonly wrong: string | undefined
  readonly tally: Tally
  /** Equal for equal runs. */
  readonly digest: number
}

/** @param tell is told all that happens */
export async function simulate(seed: number, tell?: (text: string) => void): Promise<Outcome> {
  const world = new World(seed, STARTS_AT, tell)
  const run = new Run(world)
  await run.toItsEnd()
  return { wrong: world.wrong, tally: world.tally, digest: world.digest }
}

class Run {
  readonly #ledger = new Ledger(2)
  readonly #network: Network
  readonly #collectors: readonly SimCollector[]
  readonly #senders: readonly SimSender[]
  readonly #audience: Audience
  constructor(private readonly world: World) {
    const { random } = world
    this.#audience = new Audience(random)
    this.#network = new Network(world)
    this.#collectors = [0, 1].map((number) => new SimCollector(number, world, this.#ledger, this.#settings()))
    this.#senders = tellersOf(random).map(
      (teller, number) => new SimSender(number, teller, world, this.#network, this.#collectors),
    )
  }

  async toItsEnd(): Promise<void> {
    const { world } = this
    this.#setWeather()
    this.#plan()
    for (const collector of this.#collectors) void collector.start()
    if (!(await world.run(THINGS_MAX))) world.fail('it does not come to rest')
    const waiting = this.#senders.find((sender) => sender.waiting > 0)
    if (waiting) world.fail(`sender ${waiting.number} is never answered`)
    if (world.wrong) return
    const logs: (readonly string[])[] = []
    for (const collector of this.#collectors) logs.push(await this.#read(collector))
    if (!world.wrong) await audit(world, this.#ledger, logs)
  }

  #settings(): CollectorSettings {
    const { random } = this.world
    return {
      segmentBytesMax: random.pick([1500, 6000, 30_000, 1_000_000]),
      extentBytesMax: random.pick([1024, 4096, 65_536]),
      mirrored: random.oneIn(2),
      recentEventsMax: random.pick([3, 20, 1000]),
      heldEventsMax: random.pick([6, 1000]),
    }
  }

  /** Not everything goes wrong in every run: what never does leaves room for the rest. */
  #setWeather(): void {
    const { random } = this.world
    this.#network.weather = {
      losesOneIn: random.pick([0, 0, 3, 12]),
      doublesOneIn: random.pick([0, 3, 20]),
      keepsOneIn: random.pick([0, 0, 15]),
    }
    for (const collector of this.#collectors)
      collector.machine.weather = { crashOneIn: random.pick([0, 0, 30, 120, 500]), failOneIn: random.pick([2, 6, 20]) }
    for (const sender of this.#senders)
      sender.weather = { hedgesOneIn: random.pick([0, 2, 6]), repeatsOneIn: random.pick([0, 3, 10]) }
  }

  #plan(): void {
    const { world } = this
    const { random } = world
    const moments = Array.from({ length: 2 + random.below(5) }, () => random.below(SPAN_MS))
    world.after(random.below(SECOND_MS), () => this.#tellCatalogue())
    for (const moment of moments)
      for (let facts = 3 + random.below(12); facts > 0; facts--)
        world.after(moment + random.below(random.oneIn(3) ? 5 * SECOND_MS : 60), () => this.#tellOne())
    for (let left = random.below(9); left > 0; left--)
      world.after(Math.max(0, random.pick(moments) + random.below(3 * SECOND_MS) - SECOND_MS), () => this.#disturb())
    world.after(SPAN_MS + DAY_MS + HOUR_MS, () => this.#calmDown())
  }

  #tellCatalogue(): void {
    const [first] = this.#senders
    for (const fact of first ? this.#audience.catalogue(first.teller, first.now) : []) {
      this.#ledger.facts.set(fact.line, fact)
      first?.tell(fact)
    }
  }

  #tellOne(): void {
    const sender = this.world.random.pick(this.#senders)
    const { fact, conflicts } = this.#audience.next(sender.teller, sender.now)
    if (conflicts) this.world.count('conflicts sent')
    this.#ledger.facts.set(fact.line, fact)
    sender.tell(fact)
  }

  #disturb(): void {
    const { world } = this
    const { random } = world
    const collector = random.pick(this.#collectors)
    const { machine } = collector
    const sender = random.pick(this.#senders)
    const aWhile = 1 + random.below(random.oneIn(3) ? 2 * HOUR_MS : 4 * SECOND_MS)
    const disturbances = [
      () => machine.crash(),
      () => void collector.restart(),
      () => {
        machine.failing = true
        world.after(aWhile, () => {
          machine.failing = false
        })
      },
      () => {
        machine.fill(random.below(4000))
        world.after(aWhile, () => machine.fill(undefined))
      },
      () => {
        machine.memory = 0.9 + random.below(20) / 100
        world.after(aWhile, () => {
          machine.memory = 0.1
        })
      },
      () => this.#jump(machine),
      () => sender.goOffline(random.below(40 * HOUR_MS)),
      () =>
        sender.setClock(random.pick([3 * MINUTE_MS, -3 * MINUTE_MS, 20 * HOUR_MS, -20 * HOUR_MS, -30 * HOUR_MS, 0])),
      () => this.#network.cut(sender.number, collector.number, aWhile),
      () => void collector.look(),
    ]
    random.pick(disturbances)()
  }

  /** A clock jumps, and mostly somebody sets it right. */
  #jump(machine: Machine): void {
    const { random } = this.world
    const ms = random.pick([MINUTE_MS, 10 * MINUTE_MS, 25 * HOUR_MS, 3 * DAY_MS]) * (random.oneIn(2) ? 1 : -1)
    machine.jump(ms)
    if (!random.oneIn(4)) this.world.after(random.below(random.oneIn(2) ? SECOND_MS : DAY_MS), () => machine.jump(-ms))
  }

  #calmDown(): void {
    this.world.note('calm')
    this.#network.weather = CALM
    for (const collector of this.#collectors) collector.machine.weather = { crashOneIn: 0, failOneIn: 1 }
    for (const sender of this.#senders) sender.weather = { hedgesOneIn: 0, repeatsOneIn: 0 }
  }

  /** The lines of a log, once its machine has been started for the last time. */
  async #read(collector: SimCollector): Promise<readonly string[]> {
    const { world } = this
    try {
      const disk = await collector.end()
      const log = await Log.open(LOG, { disk, lock: false, seal: false })
      await log.close()
      const { rotten } = await proveLog(LOG, disk)
      if (rotten.length > 0) world.fail(`collector ${collector.number} has rotted: ${rotten.join('; ')}`)
      return await linesOf(LOG, disk)
    } catch (error) {
      world.fail(`collector ${collector.number} can't be read at the end: ${(error as Error).message}`)
      return []
    }
  }
}
