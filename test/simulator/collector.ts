// One collector: the real intake over the real log, on a machine that may fail at any time, behind a door that does
// what HTTP's does. Killed or without power, it is started again after a while.
import { readEvents } from '../../src/collect/events-body.ts'
import { Held } from '../../src/collect/held.ts'
import { Intake } from '../../src/collect/intake.ts'
import type { Received } from '../../src/collect/receive.ts'
import { HeldBytes } from '../../src/collect/request-body.ts'
import { Failure } from '../../src/domain/problem.ts'
import { HOUR_MS, SECOND_MS } from '../../src/domain/time.ts'
import { Log } from '../../src/log/append.ts'
import { readLines } from '../../src/log/read.ts'
import type { SimDisk } from '../sim-disk.ts'
import { lineWithoutPlace } from './fact.ts'
import { type Expected, expectedAt, type Ledger } from './ledger.ts'
import { type Life, Machine } from './machine.ts'
import type { Answer, Door, Request } from './network.ts'
import type { World } from './world.ts'

export const LOG = '/data/log'
const MIRROR = '/mirror'
const MIB = 1024 * 1024
const MEMORY_MAX_MIB = 100

/** How a collector is set up; it stays so for a run. */
export interface CollectorSettings {
  readonly segmentBytesMax: number
  readonly extentBytesMax: number
  readonly mirrored: boolean
  readonly recentEventsMax: number
  readonly heldEventsMax: number
}

/** What is open while the process lives. */
interface Open {
  readonly life: Life
  readonly log: Log
  readonly held: Held
  readonly intake: Intake
}

export class SimCollector implements Door {
  readonly machine: Machine
  #open: Open | undefined
  constructor(
    readonly number: number,
    private readonly world: World,
    private readonly ledger: Ledger,
    private readonly settings: CollectorSettings,
  ) {
    this.machine = new Machine(number, world, () => this.#startAgain())
  }

  /** Starts the process; where that fails, tries again later. */
  async start(): Promise<void> {
    const { world, machine } = this
    const { life } = machine
    try {
      const log = await Log.open(LOG, this.#logOptions(life))
      this.#open = { life, log, ...this.#intakeOver(log, life) }
      machine.note('is open')
    } catch (error) {
      world.count('failed openings')
      machine.note(`does not open: ${(error as Error).message}`)
      if ((error as Failure).code === 'log-rotten')
        world.fail(`collector ${this.number} refuses its log: ${(error as Error).message}`)
      this.#later(life, 1 + world.random.below(10 * SECOND_MS), () => void this.start())
    }
  }

  /** Stopped as an operator does it, and started again. */
  async restart(): Promise<void> {
    if (!this.#open) return
    const { log, life } = this.#open
    this.#open = undefined
    this.world.count('restarts')
    await log.close()
    if (life.dead) return
    this.machine.end()
    await this.start()
  }

  receive(request: Request, answer: (answer: Answer) => void): void {
    const open = this.#open
    open?.held.look()
    if (!open) answer({ kind: 'refused' })
    else if (open.held.fullness < 1) this.#takeIn(open, request, answer)
    else {
      this.world.count('asked to come later')
      answer({ kind: 'later', seconds: open.held.retryAfterSeconds })
    }
  }

  #takeIn(open: Open, request: Request, answer: (answer: Answer) => void): void {
    const inputs = readEvents(request.body)
    if (!inputs.ok || inputs.value.length !== request.facts.length) {
      this.world.fail(`collector ${this.number} does not read ${request.body}`)
      return
    }
    const expected = request.facts.map((fact) => fact && expectedAt(fact, this.machine.now))
    this.#writeDown(request, expected)
    const bytes = new HeldBytes(open.held)
    bytes.take(request.body.length)
    open.intake.take(inputs.value, request.teller, (outcome) => {
      if (open.life.dead) return
      bytes.give()
      answer(this.#answerTo(request, expected, outcome, open.held))
    })
  }

  /** Reads the log beside its writer: all that was promised before is in it. */
  async look(): Promise<void> {
    const { world, number, ledger } = this
    if (!this.#open) return
    const promised = [...ledger.accountOf(number).promised]
    try {
      const found = new Set<string>()
      for await (const line of readLines(LOG, this.#open.life.disk)) found.add(lineWithoutPlace(line))
      world.count('read beside the writer')
      const lost = promised.find((line) => !found.has(line))
      if (lost) world.fail(`collector ${number} promised ${lost}, and it is not read beside the writer`)
    } catch (error) {
      if ((error as Failure).code === 'log-rotten')
        world.fail(`collector ${number}, read beside the writer: ${(error as Error).message}`)
    }
  }

  /** The disk that is found when all is over: after a power cut, a kill or an orderly end. */
  async end(): Promise<SimDisk> {
    const { world, number } = this
    const { random } = world
    if (this.#open && this.#open.held.fullness !== 0) world.fail(`collector ${number} holds what it has answered`)
    if (random.oneIn(3)) void this.#open?.log.close()
    await world.run(random.below(100))
    const { disk } = this.machine.life
    const left = random.oneIn(2) ? disk.afterPowerCut(random) : disk.afterKill()
    for (const [directory, what] of [
      [LOG, 'segments sealed'],
      [MIRROR, 'segments mirrored'],
    ] as const)
      for (const name of await left.list(directory).catch(() => [])) if (name.endsWith('.log.gz')) world.count(what)
    return left
  }

  #startAgain(): void {
    const { world, machine } = this
    if (!this.#open) world.count('crashes while it opens or closes')
    this.#open = undefined
    const ms = world.random.below(world.random.oneIn(4) ? 2 * HOUR_MS : 5 * SECOND_MS)
    this.#later(machine.life, ms, () => void this.start())
  }

  /** Does something in this life, if it lives that long. */
  #later(life: Life, ms: number, work: () => void): () => void {
    return this.world.after(ms, () => {
      if (!life.dead) work()
    })
  }

  #writeDown({ facts, teller }: Request, expected: readonly (Expected | undefined)[]): void {
    for (const [i, fact] of facts.entries()) {
      if (fact) this.ledger.arrive(this.number, fact, expected[i] ?? 'rejected')
      if (fact && teller.trusted && fact.said.at < this.machine.now - 24 * HOUR_MS) this.world.count('trusted and late')
    }
  }

  #answerTo(
    { facts }: Request,
    expected: readonly (Expected | undefined)[],
    outcome: Received | Failure,
    held: Held,
  ): Answer {
    const { world, number } = this
    if (outcome instanceof Failure) {
      world.count(outcome.code === 'disk-full' ? 'refused by a full disk' : 'refused by a failing disk')
      return { kind: 'later', seconds: held.retryAfterFailureSeconds }
    }
    const verdicts = outcome.verdicts?.map(({ verdict }) => verdict) ?? facts.map(() => 'stored' as const)
    for (const [i, verdict] of verdicts.entries()) {
      world.count(`answered ${verdict}`)
      const wrong = this.ledger.promise(number, facts[i], expected[i] ?? 'rejected', verdict)
      if (wrong) world.fail(wrong)
    }
    return { kind: 'verdicts', verdicts }
  }

  #logOptions(life: Life) {
    const { world, settings, machine, number } = this
    return {
      ...settings,
      disk: life.disk,
      lock: false,
      name: `simlog0${number}`,
      mirror: settings.mirrored ? MIRROR : undefined,
      after: (ms: number, work: () => void) => this.#later(life, ms, work),
      notice: (text: string) => {
        machine.note(text)
        if (text.includes('of an unfinished write')) world.count('torn writes cut')
      },
    }
  }

  #intakeOver(log: Log, life: Life): { readonly intake: Intake; readonly held: Held } {
    const { world, machine, settings } = this
    const held = new Held({
      eventsMax: settings.heldEventsMax,
      memoryMaxMib: MEMORY_MAX_MIB,
      memory: () => machine.memory * MEMORY_MAX_MIB * MIB,
      clock: () => world.now,
    })
    const intake = new Intake({
      now: () => machine.now,
      append: (lines) => log.append(lines),
      notice: (text) => machine.note(text),
      held,
      recentEventsMax: settings.recentEventsMax,
      later: (work) => this.#later(life, world.random.below(3), work),
    })
    return { intake, held }
  }
}
