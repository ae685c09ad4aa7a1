// `<house-helpful item="x">`: was this helpful, yes or no; and how many said yes.
import { css, html } from 'lit'
import { percent } from '../message.ts'
import { block, press, tokens } from './style.ts'
import { VotingElement } from './voting-element.ts'

export class HouseHelpful extends VotingElement {
  static override styles = [
    tokens,
    block,
    press,
    css`
      :host {
        display: grid;
        gap: 0.5rem;
        justify-items: start;
      }
      p {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.6rem;
        align-items: baseline;
      }
      .display {
        font-size: 1.5rem;
        line-height: 1.2;
      }
      [role='group'] {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
      }
      .question {
        margin-inline-end: 0.5rem;
      }
      button > span {
        min-inline-size: 3.5rem;
        justify-content: center;
      }
    `,
  ]
  override readonly kind = 'helpful'

  override render() {
    if (!this.item) return html`<slot></slot>`
    const { elements } = this.reader.words
    return html`
      ${this.#result()}
      <div role="group" aria-labelledby="question">
        <span id="question" class="question">${elements.wasHelpful}</span>
        ${this.#choice(true, elements.yes)} ${this.#choice(false, elements.no)}
      </div>
      <span class="heard" role="status">${this.announced}</span>
    `
  }

  #result() {
    const helpful = this.counter?.helpful
    if (!helpful) return html`<slot></slot>`
    const { language, words } = this.reader
    const share = percent(helpful.percent, language)
    return html`<p>
      <span class="display">${this.say(words.phrases.helpful, { percent: share })}</span>
      <small>${this.say(words.counts.votes, { count: helpful.votes })}</small>
    </p>`
  }

  #choice(yes: boolean, words: string) {
    const pressed = this.vote === yes
    return html`<button type="button" aria-pressed=${pressed} @click=${() => this.cast(pressed ? null : yes)}>
      <span>${words}</span>
    </button>`
  }
}
