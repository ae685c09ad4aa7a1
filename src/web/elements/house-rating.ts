// `<house-rating item="x">`: the mean of all stars, and the reader's own. The stars are radio buttons, so they are
// walked through with the arrow keys.
import { css, html, nothing } from 'lit'
import { mean } from '../message.ts'
import { block, tokens } from './style.ts'
import { VotingElement } from './voting-element.ts'

const STARS = [1, 2, 3, 4, 5] as const
const STAR =
  'M12 2.600l2.900 6 6.600.9-4.800 4.600 1.200 6.500L12 17.500l-5.900 3.100 1.200-6.500L2.500 9.500l6.600-.9Z'

export class HouseRating extends VotingElement {
  static override properties = { ...VotingElement.properties, histogram: { type: Boolean }, over: { state: true } }
  static override styles = [
    tokens,
    block,
    css`
      :host {
        display: inline-grid;
        gap: 0.35rem;
        justify-items: start;
        max-inline-size: 100%;
      }
      .result {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.6rem;
        align-items: baseline;
      }
      .display {
        font-size: 2.25rem;
      }
      .display small {
        font-size: 1rem;
        font-weight: 400;
        letter-spacing: 0;
      }
      fieldset {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 0.75rem;
      }
      legend {
        padding: 0;
        font-size: 0.8125rem;
        color: var(--soft);
      }
      .stars {
        display: flex;
        margin-inline-start: -0.25rem;
      }
      label {
        position: relative;
        display: grid;
        place-items: center;
        inline-size: 2.25rem;
        block-size: 2.75rem;
        border-radius: 2px;
        cursor: pointer;
      }
      label:has(:focus-visible) {
        outline: 3px solid var(--accent);
        outline-offset: -1px;
      }
      input {
        position: absolute;
        inset: 0;
        margin: 0;
        inline-size: 100%;
        block-size: 100%;
        opacity: 0;
        cursor: pointer;
      }
      svg {
        inline-size: 1.9rem;
        block-size: 1.9rem;
        fill: none;
        stroke: var(--edge);
        stroke-width: 1.25;
        stroke-linejoin: round;
        pointer-events: none;
      }
      .on svg {
        fill: var(--accent);
        stroke: var(--accent);
      }
      .back {
        min-block-size: 2.75rem;
        padding-inline: 0.25rem;
        font: inherit;
        font-size: 0.8125rem;
        color: var(--soft);
        background: none;
        border: 0;
        text-decoration: underline;
        text-decoration-thickness: 1px;
        text-underline-offset: 0.2em;
        cursor: pointer;
      }
      .back:hover {
        color: var(--accent);
      }
      .histogram {
        display: grid;
        gap: 0.1rem;
        inline-size: min(100%, 18rem);
        margin-block: 0.25rem;
      }
      .histogram li {
        display: grid;
        grid-template-columns: 1.25rem minmax(0, 1fr) 4.5ch;
        gap: 0.5rem;
        align-items: center;
        font-size: 0.8125rem;
      }
      .histogram li > :nth-child(1),
      .histogram li > :nth-child(3) {
        text-align: end;
      }
      .bar {
        block-size: 0.55rem;
        background: var(--band);
      }
      .bar i {
        display: block;
        block-size: 100%;
        background: var(--ink);
      }
    `,
  ]
  override readonly kind = 'rate'
  declare histogram: boolean
  /** The star that the pointer is over. */
  declare protected over: number

  constructor() {
    super()
    this.histogram = false
    this.over = 0
  }

  override render() {
    if (!this.item) return html`<slot></slot>`
    return html`
      ${this.#result()} ${this.#choice()}
      <span class="heard" role="status">${this.announced}</span>
    `
  }

  #result() {
    const rating = this.counter?.rating
    const { language, words } = this.reader
    if (rating === null) return html`<p class="soft">${words.elements.tooFew}</p>`
    if (!rating) return html`<slot></slot>`
    const average = mean(rating.mean, language)
    return html`
      <p class="result">
        <bdi dir="ltr" class="display" aria-hidden="true"
          >${average} <small>/ ${this.say('{count}', { count: 5 })}</small></bdi
        >
        <span class="heard">${this.say(words.elements.outOf, { mean: average })}</span>
        <small>${this.say(words.counts.votes, { count: rating.votes })}</small>
      </p>
      ${this.histogram ? this.#histogramOf(rating.histogram) : nothing}
    `
  }

  #histogramOf(histogram: readonly number[]) {
    const most = Math.max(1, ...histogram)
    return html`<ol class="histogram">
      ${[...STARS].reverse().map((stars) => {
        const count = histogram[stars - 1] ?? 0
        return html`<li>
          <span aria-hidden="true">${this.say('{count}', { count: stars })}</span>
          <span class="bar" aria-hidden="true"><i style="inline-size: ${(100 * count) / most}%"></i></span>
          <span aria-hidden="true">${this.say('{count}', { count })}</span>
          <span class="heard">
            ${this.say(this.reader.words.counts.stars, { count: stars })}: ${this.say(this.reader.words.counts.votes, { count })}
          </span>
        </li>`
      })}
    </ol>`
  }

  #choice() {
    const { elements, counts } = this.reader.words
    const own = Number(this.vote ?? 0)
    const legend = own
      ? this.say(elements.yourRatingIs, { stars: this.say(counts.stars, { count: own }) })
      : elements.rateIt
    return html`<fieldset>
      <legend>${legend}</legend>
      <div class="stars" @pointerleave=${() => this.#pointAt(0)}>
        ${STARS.map(
          (
            stars,
          ) => html`<label class=${stars <= (this.over || own) ? 'on' : ''} @pointerenter=${() => this.#pointAt(stars)}>
            <input
              type="radio"
              name="stars"
              aria-label=${this.say(counts.stars, { count: stars })}
              .checked=${stars === own}
              @change=${() => this.cast(stars)}
            />
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${STAR} /></svg>
          </label>`,
        )}
      </div>
      ${own ? html`<button type="button" class="back" @click=${this.#takeBack}>${elements.takeBack}</button>` : nothing}
    </fieldset>`
  }

  #pointAt(stars: number): void {
    this.over = stars
  }

  /** The button goes with the vote; who used it stays among the stars. */
  #takeBack(): void {
    this.cast(null)
    this.renderRoot.querySelector('input')?.focus()
  }
}
