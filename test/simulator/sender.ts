// A sender that insists: it sends what it has to tell in any batches and any order until each fact is acknowledged, to
// one collector, the other or both. It goes offline for hours, its clock is wrong, and what was acknowledged long ago
// it sometimes sends again.
import type { Verdict } from '../../src/collect/receive.ts'
import { DAY_MS, HOUR_MS, type Instant, instant, MINUTE_MS, SECOND_MS } from '../../src/domain/time.ts'
import { type Fact, spelled, type Teller } from './fact.ts'
import type { Answer, Door, Network } from './network.ts'
import type { World } from './world.ts'

const BATCH_MAX = 8
const REST_MS_MAX = 10 * MINUTE_MS
/** What is no event, between events. */
const NO_EVENT = '{"id":"what is this?"}'

export interface SenderWeather {
  /** One in so many batches goes to both collectors, and one in so many facts is sent again long after; 0: none. */
  readonly hedgesOneIn: number
  readonly repeatsOneIn: number
}

export class SimSender {
  weather: SenderWeather = { hedgesOneIn: 0, repeatsOneIn: 0 }
  #waiting = new Set<Fact>()
  #batchOf = new Map<Fact, number>()
  #refusedOnce = new Set<Fact>()
  #batches = 0
  #offline = false
  #clockOffset = 0
  #door: number
  #failures = 0
  #callOff: (() => void) | undefined
  constructor(
    readonly number: number,
    readonly teller: Teller,
    private readonly world: World,
    private readonly network: Network,
    private readonly doors: readonly Door[],
  ) {
    this.#door = number % doors.length
  }

  get now(): Instant {
    return instant(this.world.now + this.#clockOffset)
  }

  /** What it has not been acknowledged yet. */
  get waiting(): number {
    return this.#waiting.size
  }

  setClock(offset: number): void {
    this.world.count('senders with a wrong clock')
    this.#clockOffset = offset
  }

  goOffline(ms: number): void {
    this.world.count('senders offline')
    this.#offline = true
    this.world.after(ms, () => {
      this.#offline = false
      this.#wake(this.world.random.below(SECOND_MS))
    })
  }

  tell(fact: Fact): void {
    this.#waiting.add(fact)
    this.#wake(this.world.random.below(this.world.random.oneIn(4) ? 5 * SECOND_MS : 40))
  }

  #wake(ms: number): void {
    this.#callOff?.()
    this.#callOff = this.world.after(ms, () => {
      this.#callOff = undefined
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#offline || this.#waiting.size === 0) return
    const { world } = this
    const facts = this.#nextBatch()
    const request = { ...this.#bodyOf(facts), teller: this.teller }
    const hedges = this.weather.hedgesOneIn > 0 && world.random.oneIn(this.weather.hedgesOneIn)
    if (hedges) world.count('hedges')
    const doors = hedges ? this.doors : [this.doors[this.#door] as Door]
    for (const door of doors) this.network.send(this.number, door, request, (answer) => this.#hear(request, answer))
    this.#wake(this.#patience())
  }

  /** How long it waits for an answer: longer with each time that it waited in vain. */
  #patience(): number {
    const ms = 2 ** Math.min(this.#failures++, 12) * (50 + this.world.random.below(2 * SECOND_MS))
    return Math.min(ms, REST_MS_MAX)
  }

  #nextBatch(): readonly Fact[] {
    const { random } = this.world
    const facts = [...this.#waiting]
    for (let i = facts.length - 1; i > 0; i--) {
      const j = random.below(i + 1)
      const moved = facts[i] as Fact
      facts[i] = facts[j] as Fact
      facts[j] = moved
    }
    const batch = facts.slice(0, 1 + random.below(BATCH_MAX))
    const before = new Set(batch.map((fact) => this.#batchOf.get(fact)))
    if (batch.some((fact) => this.#batchOf.has(fact))) this.world.count('retries')
    if (before.size > 1) this.world.count('other batches')
    this.#batches++
    for (const fact of batch) this.#batchOf.set(fact, this.#batches)
    return batch
  }

  #bodyOf(batch: readonly Fact[]): { readonly body: Buffer; readonly facts: readonly (Fact | undefined)[] } {
    const { random } = this.world
    const facts: (Fact | undefined)[] = [...batch]
    if (random.oneIn(10)) facts.splice(random.below(facts.length + 1), 0, undefined)
    const lines = facts.map((fact) => (fact ? spelled(fact, random) : NO_EVENT))
    return { facts, body: Buffer.from(random.oneIn(2) ? `[${lines.join(',')}]` : lines.join('\n')) }
  }

  #hear({ facts }: { readonly facts: readonly (Fact | undefined)[] }, answer: Answer): void {
    const { random } = this.world
    if (answer.kind === 'verdicts') {
      this.#failures = 0
      for (const [i, fact] of facts.entries()) if (fact) this.#settle(fact, answer.verdicts[i])
      this.#wake(random.below(20))
    } else {
      if (random.oneIn(2)) this.#door = (this.#door + 1) % this.doors.length
      this.#wake(answer.kind === 'later' ? answer.seconds * SECOND_MS + random.below(SECOND_MS) : this.#patience())
    }
  }

  #settle(fact: Fact, verdict: Verdict['verdict'] | undefined): void {
    const { world } = this
    if (!this.#waiting.delete(fact)) return
    // Its time has not come by that collector's clock: once more, when it has.
    if (verdict === 'rejected' && !this.#refusedOnce.has(fact)) {
      this.#refusedOnce.add(fact)
      world.after(world.random.below(DAY_MS), () => this.tell(fact))
    } else if (this.weather.repeatsOneIn > 0 && world.random.oneIn(this.weather.repeatsOneIn)) {
      world.count('sent again when long acknowledged')
      world.after(world.random.oneIn(2) ? world.random.below(SECOND_MS) : world.random.below(30 * HOUR_MS), () =>
        this.tell(fact),
      )
    }
  }
}
