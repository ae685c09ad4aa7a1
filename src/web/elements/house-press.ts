// `<house-like item="x">` and `<house-follow item="x">`: a button that stays pressed, with how many pressed it.
import { html, type SVGTemplateResult, svg } from 'lit'
import type { Message } from '../message.ts'
import { block, press, tokens } from './style.ts'
import { VotingElement } from './voting-element.ts'

abstract class HousePress extends VotingElement {
  static override styles = [tokens, block, press]

  abstract override readonly kind: 'like' | 'follow'
  protected abstract readonly counted: 'likes' | 'followers'
  protected abstract readonly icon: SVGTemplateResult
  protected abstract get noun(): Message
  /** What the number has to reach for the reader's own vote to be in it. */
  #expected: { readonly pressed: boolean; readonly count: number } | undefined

  protected override get isTakenBack(): boolean {
    return this.vote !== true
  }

  protected override settled(): void {
    this.#expected = undefined
    super.settled()
  }

  override render() {
    if (!this.item) return html`<slot></slot>`
    const count = this.#count()
    const said = count === undefined ? '' : this.say(this.noun, { count })
    return html`
      <button type="button" aria-pressed=${this.vote === true} @click=${this.#toggle}>
        <span>
          <svg viewBox="0 0 24 24" aria-hidden="true">${this.icon}</svg>
          ${this.reader.words.elements[this.kind]}
        </span>
        ${
          count === undefined
            ? ''
            : html`<span class="number" title=${this.say('{count}', { count }, 'exact')}>
                <span aria-hidden="true">${this.say('{count}', { count })}</span>
                <span class="heard">${said}</span>
              </span>`
        }
      </button>
      <span class="heard" role="status">${this.announced}</span>
    `
  }

  /** The house's number; at least, or at most, what the press makes of it until the house has counted it. */
  #count(): number | undefined {
    const count = this.counter?.[this.counted] ?? undefined
    if (count === undefined || this.#expected?.pressed !== (this.vote === true)) return count
    return this.#expected.pressed ? Math.max(count, this.#expected.count) : Math.min(count, this.#expected.count)
  }

  #toggle(): void {
    const pressed = this.vote !== true
    const count = this.#count()
    if (count !== undefined) this.#expected = { pressed, count: Math.max(0, count + (pressed ? 1 : -1)) }
    this.cast(pressed)
  }
}

export class HouseLike extends HousePress {
  override readonly kind = 'like'
  protected override readonly counted = 'likes'
  protected override readonly icon =
    svg`<path d="M12 20.5C5 15.4 2.5 12.2 2.5 8.7A5 5 0 0 1 12 6.6a5 5 0 0 1 9.5 2.1c0 3.5-2.5 6.700-9.5 11.8Z" />`
  protected override get noun(): Message {
    return this.reader.words.counts.likes
  }
}

export class HouseFollow extends HousePress {
  override readonly kind = 'follow'
  protected override readonly counted = 'followers'
  protected override readonly icon = svg`<path d="M6 3.500h12v17l-6-4.500-6 4.500Z" />`
  protected override get noun(): Message {
    return this.reader.words.counts.followers
  }
}
