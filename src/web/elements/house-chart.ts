// `<house-chart chart="series" region="GB">`: the latest edition of a chart, with the way to the whole of it.
import { css, html } from 'lit'
import type { EditionAnswer, EditionLine } from '../../publish/answers.ts'
import { windowDates } from '../numbers.ts'
import { FetchingElement } from './fetching-element.ts'
import { ledger } from './ledger.ts'
import { block, tokens } from './style.ts'

const SIGNS = { new: '★', 're-entry': '↺', same: '=', up: '▲', down: '▼' } as const

export class HouseChart extends FetchingElement<EditionAnswer> {
  static override properties = {
    ...FetchingElement.properties,
    chart: {},
    region: {},
    week: {},
    limit: { type: Number },
  }
  static override styles = [
    tokens,
    block,
    ledger,
    css`
      .foot {
        margin-block-start: 0.5rem;
        display: flex;
        flex-wrap: wrap;
        gap: 0 1rem;
        align-items: center;
        justify-content: space-between;
      }
      .foot a {
        display: inline-block;
        padding-block: 0.35rem;
      }
      .state {
        padding-inline: 0.5em;
        color: var(--accent);
        border: 1.5px solid currentcolor;
      }
      .provisional {
        border-style: dashed;
      }
    `,
  ]

  declare chart: string | null
  declare region: string
  declare week: string
  declare limit: number

  constructor() {
    super()
    this.chart = null
    this.region = 'world'
    this.week = 'latest'
    this.limit = 10
  }

  get #place(): string {
    return [this.chart ?? '', this.region, this.week].map(encodeURIComponent).join('/')
  }

  protected override get path(): string | undefined {
    return this.chart ? `/v1/charts/${this.#place}` : undefined
  }

  override render() {
    if (!this.answer) return html`<slot></slot>`
    const { chart, state, window, rows } = this.answer
    const { elements, states } = this.reader.words
    return html`
      <p class="head" id="head"><bdi>${chart.title}</bdi></p>
      <p class="soft">
        ${this.#regionName()}, <time datetime=${window.name}>${windowDates(window, this.reader.language)}</time>
      </p>
      ${
        rows.length === 0
          ? html`<p class="soft">${elements.empty}</p>`
          : html`<ol class="ledger" aria-labelledby="head">
              ${rows.slice(0, this.limit).map((line) => this.#line(line))}
            </ol>`
      }
      <p class="foot soft">
        <span class="state ${state}">${states[state]}</span>
        <a href="${this.house.base}/charts/${this.#place}">${elements.wholeChart}</a>
      </p>
    `
  }

  /** The answer names it in English. */
  #regionName(): string {
    const { region = '', regionName = '' } = this.answer ?? {}
    if (region === 'world') return this.reader.words.elements.world
    const names = new Intl.DisplayNames(this.reader.language, { type: 'region', fallback: 'none' })
    return names.of(region) ?? regionName
  }

  #line(line: EditionLine) {
    const { sign, words } = this.#movement(line)
    return html`<li class="line">
      <span class="rank">${this.say('{count}', { count: line.rank })}</span>
      <span class="entry">
        <a class="name" href=${this.titleUrl(line.item)}><bdi>${line.title}</bdi></a>
        <span class="under">
          <span>${this.#value(line)}</span>
          <span><span aria-hidden="true">${sign} </span>${words}</span>
        </span>
      </span>
    </li>`
  }

  #value(line: EditionLine): string {
    const measure = this.answer?.method.measure
    const count = measure && measure !== 'rank' ? line[measure] : undefined
    return measure && measure !== 'rank' && count !== undefined
      ? this.say(this.reader.words.counts[measure], { count })
      : ''
  }

  #movement({ entry, rank, previousRank }: EditionLine): { readonly sign: string; readonly words: string } {
    const { movement } = this.reader.words
    if (entry !== 'stay') return { sign: SIGNS[entry], words: movement[entry] }
    const places = (previousRank ?? rank) - rank
    if (places === 0) return { sign: SIGNS.same, words: movement.same }
    const way = places > 0 ? 'up' : 'down'
    return { sign: SIGNS[way], words: this.say(movement[way], { count: Math.abs(places) }) }
  }
}
