// An element by which the reader votes: it shows the vote of this browser at once, in every tab, and says politely what
// became of it.
import type { PropertyDeclarations } from 'lit'
import { HouseElement } from './house-element.ts'
import type { VoteValue } from './kept-votes.ts'
import type { Fate, VoteKind } from './votes.ts'

/** The house counts within a second; then its own number is asked for, if the stream has not brought it. */
const COUNTED_MS = 1000

export abstract class VotingElement extends HouseElement {
  static override properties: PropertyDeclarations = { ...HouseElement.properties, item: {} }

  declare item: string | null
  protected abstract readonly kind: VoteKind
  /** What was cast here and is not settled yet: another tab's vote is not announced. */
  #cast: { readonly value: VoteValue } | undefined
  #unwatchVotes: (() => void) | undefined
  #watched: string | null = null

  constructor() {
    super()
    this.item = null
  }

  protected override get subject(): string | undefined {
    return this.item ? `item:${this.item}` : undefined
  }

  protected get vote(): VoteValue {
    return this.item ? this.house.votes.valueOf(this.kind, this.item) : null
  }

  protected get isTakenBack(): boolean {
    return this.vote === null
  }

  protected cast(value: VoteValue): void {
    if (!this.item) return
    this.#cast = { value }
    this.announced = ''
    this.house.votes.set(this.kind, this.item, value)
  }

  protected override willUpdate(): void {
    super.willUpdate()
    if (!this.isConnected || this.item === this.#watched) return
    this.#unwatchVotes?.()
    this.#watched = this.item
    this.#unwatchVotes = this.item
      ? this.house.votes.watch(this.kind, this.item, (fate) => this.#take(fate))
      : undefined
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#unwatchVotes?.()
    this.#watched = null
  }

  #take(fate: Fate): void {
    this.requestUpdate()
    if (!this.#cast || fate === 'set') return
    const counted = fate === 'counted' || (fate === 'elsewhere' && this.vote === this.#cast.value)
    if (counted) this.announced = this.isTakenBack ? this.#words.takenBack : this.#words.counted
    else if (fate !== 'elsewhere') this.announced = this.#words[fate]
    if (fate === 'kept') return
    this.#cast = undefined
    if (counted) setTimeout(() => this.#settle(), COUNTED_MS)
    else this.settled()
  }

  async #settle(): Promise<void> {
    if (this.subject) await this.house.counters.ask([this.subject])
    this.settled()
  }

  /** The house's own number holds from here on. */
  protected settled(): void {
    this.requestUpdate()
  }

  get #words() {
    return this.reader.words.elements
  }
}
