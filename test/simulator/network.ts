// The network between senders and collectors: it delays, overtakes, loses requests or answers, doubles requests, keeps
// some for hours, and is cut for a time. What arrives is whole, as TCP has it.
import type { Verdict } from '../../src/collect/receive.ts'
import { HOUR_MS, SECOND_MS } from '../../src/domain/time.ts'
import type { Fact, Teller } from './fact.ts'
import type { World } from './world.ts'

/** Some events on their way; `facts` are what its lines tell, undefined where a line is no event. */
export interface Request {
  readonly body: Buffer
  readonly facts: readonly (Fact | undefined)[]
  readonly teller: Teller
}

export type Answer =
  | { readonly kind: 'verdicts'; readonly verdicts: readonly Verdict['verdict'][] }
  | { readonly kind: 'later'; readonly seconds: number }
  | { readonly kind: 'refused' }

/** A collector as the network knows it. */
export interface Door {
  readonly number: number
  receive(request: Request, answer: (answer: Answer) => void): void
}

export interface NetworkWeather {
  /** One in so many is lost, doubled, or kept for hours; 0: none. */
  readonly losesOneIn: number
  readonly doublesOneIn: number
  readonly keepsOneIn: number
}

export const CALM: NetworkWeather = { losesOneIn: 0, doublesOneIn: 0, keepsOneIn: 0 }

export class Network {
  weather = CALM
  /** Until when a sender can't reach a collector. */
  readonly #cutUntil = new Map<string, number>()
  #sent = 0
  /** The last request that arrived, by collector. */
  readonly #arrived = new Map<number, number>()
  constructor(private readonly world: World) {}

  cut(sender: number, collector: number, ms: number): void {
    this.world.count('connections cut')
    this.#cutUntil.set(`${sender} ${collector}`, this.world.now + ms)
  }

  /** `answered` is called once for each copy that comes through and whose answer comes back: perhaps never. */
  send(sender: number, door: Door, request: Request, answered: (answer: Answer) => void): void {
    const number = ++this.#sent
    this.world.note(`sender ${sender} sends ${number} to collector ${door.number}: ${request.body}`)
    const copies = this.#chance(this.weather.doublesOneIn) ? 2 : 1
    if (copies === 2) this.world.count('doubled requests')
    for (let copy = 0; copy < copies; copy++)
      this.world.after(this.#delay(), () => this.#deliver(number, sender, door, request, answered))
  }

  #deliver(number: number, sender: number, door: Door, request: Request, answered: (answer: Answer) => void): void {
    const { world } = this
    if (this.#isCut(sender, door.number) || this.#chance(this.weather.losesOneIn)) {
      world.count('lost requests')
      return
    }
    if (number < (this.#arrived.get(door.number) ?? 0)) world.count('requests overtaken')
    this.#arrived.set(door.number, number)
    door.receive(request, (answer) => {
      world.note(`collector ${door.number} answers ${number}: ${textOf(answer)}`)
      if (this.#isCut(sender, door.number) || this.#chance(this.weather.losesOneIn)) world.count('lost answers')
      else world.after(this.#delay(), () => answered(answer))
    })
  }

  #isCut(sender: number, collector: number): boolean {
    return this.world.now < (this.#cutUntil.get(`${sender} ${collector}`) ?? 0)
  }

  #delay(): number {
    const { random } = this.world
    if (this.#chance(this.weather.keepsOneIn)) {
      this.world.count('requests hours late')
      return random.below(36 * HOUR_MS)
    }
    return random.oneIn(8) ? random.below(4 * SECOND_MS) : random.below(12)
  }

  #chance(oneIn: number): boolean {
    return oneIn > 0 && this.world.random.oneIn(oneIn)
  }
}

const textOf = (answer: Answer): string =>
  answer.kind === 'verdicts'
    ? answer.verdicts.join(' ')
    : answer.kind === 'later'
      ? `in ${answer.seconds} s`
      : 'refused'
