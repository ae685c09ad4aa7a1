// `<house-list name="top">`: one of the house's lists.
import { css, html } from 'lit'
import type { ListAnswer } from '../../publish/counter-answer.ts'
import { FetchingElement } from './fetching-element.ts'
import { ledger } from './ledger.ts'
import { valueText } from './list-line.ts'
import { block, tokens } from './style.ts'

export class HouseList extends FetchingElement<ListAnswer> {
  static override properties = {
    ...FetchingElement.properties,
    name: {},
    limit: { type: Number },
    kind: {},
    heading: {},
  }
  static override styles = [
    tokens,
    block,
    ledger,
    css`
      .plain .line {
        grid-template-columns: minmax(0, 1fr);
        padding-inline-start: 0.6rem;
        color: inherit;
        background: none;
      }
      .plain .line + .line {
        border-block-start: 1px solid var(--rule);
      }
      .plain .line .name {
        font-size: 1rem;
      }
      .plain .line .under {
        color: var(--soft);
      }
      .plain .line :focus-visible {
        outline-color: var(--accent);
      }
    `,
  ]

  declare name: string | null
  declare limit: number
  /** Of which kind the items are; all kinds where it is left out. */
  declare kind: string | null
  /** Stands above the list instead of its name; empty for none. */
  declare heading: string | null

  constructor() {
    super()
    this.name = null
    this.limit = 10
    this.kind = null
    this.heading = null
  }

  protected override get path(): string | undefined {
    if (!this.name) return undefined
    const kind = this.kind ? `&kind=${encodeURIComponent(this.kind)}` : ''
    return `/v1/lists/${encodeURIComponent(this.name)}?limit=${this.limit}${kind}`
  }

  override render() {
    if (!this.answer) return html`<slot></slot>`
    const { list, lines } = this.answer
    const { elements, lists } = this.reader.words
    const heading = this.heading ?? lists[list.id as keyof typeof lists] ?? list.title
    return html`
      ${heading && html`<p class="head" id="head">${heading}</p>`}
      ${
        lines.length === 0
          ? html`<p class="soft">${elements.empty}</p>`
          : html`<ol class="ledger ${list.id === 'latest' ? 'plain' : ''}" aria-labelledby=${heading ? 'head' : ''}>
              ${lines.map((line) => this.#line(line, list.id))}
            </ol>`
      }
    `
  }

  #line(line: ListAnswer['lines'][number], list: string) {
    return html`<li class="line">
      ${list === 'latest' ? '' : html`<span class="rank">${this.say('{count}', { count: line.rank })}</span>`}
      <span class="entry">
        <a class="name" href=${line.url ?? this.titleUrl(line.item)}><bdi>${line.title}</bdi></a>
        <span class="under">${valueText(list, line, this.reader)}</span>
      </span>
    </li>`
  }
}
