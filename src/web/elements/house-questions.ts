// `<house-questions>`: what readers ask. The page's own `<details data-item="…">` between the tags stay as they are, and
// each is counted when it is opened; without any, the questions that are opened most are shown.
import { css, html } from 'lit'
import { uuidv7 } from 'uuidv7'
import type { ListAnswer } from '../../publish/counter-answer.ts'
import { FetchingElement } from './fetching-element.ts'
import { valueText } from './list-line.ts'
import { keyOf } from './settings.ts'
import { block, tokens } from './style.ts'

export class HouseQuestions extends FetchingElement<ListAnswer> {
  static override properties = { ...FetchingElement.properties, limit: { type: Number }, heading: {} }
  static override styles = [
    tokens,
    block,
    css`
      ol {
        margin-block-start: 0.5rem;
        border-block: 1px solid var(--ink);
        border-block-end: 3px double var(--ink);
      }
      li + li {
        border-block-start: 1px solid var(--rule);
      }
      ::slotted(details) {
        padding: 0.7rem 0.6rem;
        border-block-end: 1px solid var(--rule);
      }
      a {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1rem;
        align-items: baseline;
        justify-content: space-between;
        padding: 0.7rem 0.6rem;
        text-decoration-color: transparent;
      }
      a:hover {
        background: var(--band);
      }
      bdi {
        font-family: var(--display);
        font-weight: 700;
        overflow-wrap: anywhere;
      }
    `,
  ]

  declare limit: number
  declare heading: string | null
  /** Opened twice on one page is one question asked. */
  readonly #opened = new Set<string>()

  constructor() {
    super()
    this.limit = 10
    this.heading = null
    // `toggle` does not bubble.
    this.addEventListener('toggle', ({ target }) => this.#toggled(target), true)
  }

  protected override get path(): string | undefined {
    return this.#hasOwn ? undefined : `/v1/lists/questions?limit=${this.limit}`
  }

  get #hasOwn(): boolean {
    return this.querySelector('details[data-item]') !== null
  }

  override render() {
    const heading = this.heading ?? this.reader.words.lists.questions
    if (this.#hasOwn || !this.answer) return html`<slot></slot>`
    const { lines } = this.answer
    return html`
      ${heading && html`<p class="head" id="head">${heading}</p>`}
      ${
        lines.length === 0
          ? html`<p class="soft">${this.reader.words.elements.empty}</p>`
          : html`<ol aria-labelledby=${heading ? 'head' : ''}>
              ${lines.map(
                (line) => html`<li>
                  <a href=${line.url ?? this.titleUrl(line.item)} @click=${() => this.#open(line.item)}>
                    <bdi>${line.title}</bdi> <small>${valueText('questions', line, this.reader)}</small>
                  </a>
                </li>`,
              )}
            </ol>`
      }
    `
  }

  #toggled(target: EventTarget | null): void {
    if (!(target instanceof HTMLDetailsElement) || !target.open) return
    if (target.dataset.item) this.#open(target.dataset.item)
  }

  /** One event, which outlives the page; the reader waits for nothing. */
  #open(item: string): void {
    if (this.#opened.has(item)) return
    this.#opened.add(item)
    const body = JSON.stringify({ id: uuidv7(), kind: 'open', item })
    const address = `${this.house.base}/v1/events?key=${encodeURIComponent(keyOf(this.key))}`
    fetch(address, { method: 'POST', body, keepalive: true }).catch(() => this.#opened.delete(item))
  }
}
