// An element that shows one answer of the house: fetched when it comes to the page, and again while the page is looked
// at, as often as such an answer may be kept.
import type { PropertyDeclarations } from 'lit'
import { HouseElement } from './house-element.ts'

const FRESH_MS = 60_000

export abstract class FetchingElement<Answer> extends HouseElement {
  static override properties: PropertyDeclarations = { ...HouseElement.properties, answer: { state: true } }

  declare protected answer: Answer | undefined
  #asked: string | undefined
  #timer: number | undefined

  /** Where the answer is, below the house's address; undefined while attributes are missing. */
  protected abstract get path(): string | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.#timer = window.setInterval(() => document.hidden || void this.#fetch(), FRESH_MS)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
    this.#asked = undefined
  }

  protected override willUpdate(): void {
    super.willUpdate()
    if (!this.isConnected || this.path === this.#asked) return
    this.#asked = this.path
    this.answer = undefined
    void this.#fetch()
  }

  async #fetch(): Promise<void> {
    const { path } = this
    if (!path) return
    try {
      const response = await fetch(this.house.base + path)
      if (response.ok && path === this.path) this.answer = (await response.json()) as Answer
    } catch {
      // What is shown stays.
    }
  }

  protected titleUrl(item: string): string {
    return `${this.house.base}/titles/${encodeURIComponent(item)}`
  }
}
