// `<house-count of="tag:x" measure="views">`: one number in a line of text.
import { css, html } from 'lit'
import { amount, mean, type NumberForm, percent } from '../message.ts'
import { HouseElement } from './house-element.ts'
import { tokens } from './style.ts'

const COUNTS = ['views', 'hours', 'viewers', 'sales', 'opens', 'likes', 'followers'] as const
type Count = (typeof COUNTS)[number]

export class HouseCount extends HouseElement {
  static override properties = {
    ...HouseElement.properties,
    of: {},
    measure: {},
    format: {},
    words: { type: Boolean },
  }
  static override styles = [
    tokens,
    css`
      data {
        white-space: nowrap;
      }
    `,
  ]

  declare of: string | null
  /** A count; or `rating`, `votes`, `helpful`. */
  declare measure: string
  /** `short` (compact from 100,000 on), `compact`, `long`, `exact`. */
  declare format: NumberForm
  /** With its noun: "5,610 views". */
  declare words: boolean

  constructor() {
    super()
    this.of = null
    this.measure = 'views'
    this.format = 'short'
    this.words = false
  }

  protected override get subject(): string | undefined {
    return this.of ?? undefined
  }

  override render() {
    const shown = this.#shown()
    return shown ? html`<data value=${shown.value} title=${shown.exact}>${shown.text}</data>` : html`<slot></slot>`
  }

  /** Undefined before there is a number, and below its floor. */
  #shown(): { readonly value: number; readonly text: string; readonly exact: string } | undefined {
    const { language, words } = this.reader
    const { rating, helpful } = this.counter ?? {}
    if (this.measure === 'rating')
      return rating ? { value: rating.mean, text: mean(rating.mean, language), exact: String(rating.mean) } : undefined
    if (this.measure === 'helpful') {
      if (!helpful) return undefined
      const share = percent(helpful.percent, language)
      return {
        value: helpful.percent,
        text: this.words ? this.say(words.phrases.helpful, { percent: share }) : share,
        exact: share,
      }
    }
    const known = this.measure === 'votes' ? 'votes' : COUNTS.find((each) => each === this.measure)
    const count = known === 'votes' ? rating?.votes : known && this.counter?.[known]
    return known && typeof count === 'number' ? this.#counted(count, known) : undefined
  }

  #counted(count: number, measure: Count | 'votes') {
    const { language, words } = this.reader
    return {
      value: count,
      text: this.words ? this.say(words.counts[measure], { count }, this.format) : amount(count, language, this.format),
      exact: amount(count, language),
    }
  }
}
