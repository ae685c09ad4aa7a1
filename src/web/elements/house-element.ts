// What every element is: it knows its house and its reader's language, watches the counter it shows, and announces what
// the reader did. Until there is something to show, and wherever there never is, it shows what stands between its tags.
import { LitElement, type PropertyDeclarations } from 'lit'
import type { CounterAnswer } from '../../publish/counter-answer.ts'
import { type Message, type NumberForm, write } from '../message.ts'
import { type House, houseAt } from './house.ts'
import { baseOf, keyOf } from './settings.ts'
import { type Reader, readerAt } from './words.ts'

export abstract class HouseElement extends LitElement {
  static override properties: PropertyDeclarations = { base: {}, key: {}, announced: { state: true } }

  declare base: string | null
  declare key: string | null
  /** The last announcement; read out politely. */
  declare protected announced: string

  protected counter: CounterAnswer | undefined
  protected reader: Reader = readerAt(this)
  #subject: string | undefined
  #unwatch = () => {}

  constructor() {
    super()
    this.base = null
    this.key = null
    this.announced = ''
  }

  get house(): House {
    return houseAt(baseOf(this.base), keyOf(this.key))
  }

  /** The counter that the element shows; undefined where it shows none. */
  protected get subject(): string | undefined {
    return undefined
  }

  override connectedCallback(): void {
    this.reader = readerAt(this)
    super.connectedCallback()
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#unwatch()
    this.#subject = undefined
  }

  protected override willUpdate(): void {
    if (!this.isConnected || this.subject === this.#subject) return
    this.#unwatch()
    this.#subject = this.subject
    this.counter = undefined
    this.#unwatch = this.#subject
      ? this.house.counters.watch(this.#subject, (counter) => {
          this.counter = counter
          this.requestUpdate()
        })
      : () => {}
  }

  /** A message in the reader's language. */
  protected say(
    message: Message,
    values?: Readonly<Record<string, string | number>>,
    form: NumberForm = 'short',
  ): string {
    return write(this.reader.language, message, values, form)
  }
}
