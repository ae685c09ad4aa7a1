// What changes, as it changes: one stream of server-sent events for all tabs of a site. The tab that holds a lock holds
// the stream and passes on what it says; when it closes, the next one takes over. Where there is no stream, the holder
// asks again and again instead; where tabs can't speak to each other, each holds its own.
import type { CounterAnswer, CountersAnswer } from '../../publish/counter-answer.ts'
import { countersUrl, SUBJECTS_MAX } from './counters.ts'
import { exclusive } from './exclusive.ts'

/** A stream begins with all counters. One that is silent for so long is held back on its way. */
const FIRST_WORD_MS_MAX = 10_000
const POLL_MS = 30_000
/** Subjects come one by one while a page is built. */
const GATHER_MS = 50

interface Page {
  /** Subjects that this tab shows. */
  readonly wanted: () => readonly string[]
  readonly take: (counters: readonly CounterAnswer[]) => void
  readonly ask: (of: readonly string[]) => Promise<readonly CounterAnswer[]>
}

type Word =
  | { readonly kind: 'who' }
  | { readonly kind: 'wanted'; readonly tab: string; readonly of: readonly string[] }
  | { readonly kind: 'counters'; readonly counters: readonly CounterAnswer[] }

export class Live {
  /** Crypto's own UUIDs are for secure pages alone; this need not be secret. */
  readonly #tab = `${performance.timeOrigin} ${Math.random()}`
  /** What other tabs show; known to the holder. */
  readonly #others = new Map<string, readonly string[]>()
  #channel: BroadcastChannel | undefined
  #holding = false
  #release = () => {}
  #stream: EventSource | undefined
  #streamed: ReadonlySet<string> = new Set()
  #poll: number | undefined
  #silence: number | undefined
  #gathering: number | undefined
  #begun = false

  constructor(
    private readonly base: string,
    private readonly page: Page,
  ) {
    addEventListener('pagehide', () => this.#end())
    addEventListener('pageshow', ({ persisted }) => persisted && this.want())
    addEventListener('online', () => this.#holding && this.#open())
  }

  /** Has the stream bring what the page wants by now. */
  want(): void {
    if (!this.#begun) this.#begin()
    clearTimeout(this.#gathering)
    this.#gathering = window.setTimeout(() => {
      this.#say({ kind: 'wanted', tab: this.#tab, of: this.page.wanted() })
      if (this.#holding) this.#openIfMore()
    }, GATHER_MS)
  }

  #begin(): void {
    this.#begun = true
    if ('BroadcastChannel' in globalThis) {
      this.#channel = new BroadcastChannel(this.#name)
      this.#channel.onmessage = ({ data }) => this.#hear(data as Word)
    }
    void exclusive(this.#name, () => this.#hold())
  }

  get #name(): string {
    return `housecount live ${this.base}`
  }

  /** Until the page goes. */
  #hold(): Promise<void> {
    if (!this.#begun) return Promise.resolve()
    this.#holding = true
    this.#say({ kind: 'who' })
    this.want()
    return new Promise((release) => {
      this.#release = release
    })
  }

  #end(): void {
    if (!this.#begun) return
    this.#say({ kind: 'wanted', tab: this.#tab, of: [] })
    this.#begun = this.#holding = false
    this.#close()
    this.#release()
    this.#channel?.close()
    this.#channel = undefined
    clearTimeout(this.#gathering)
  }

  #say(word: Word): void {
    this.#channel?.postMessage(word)
  }

  #hear(word: Word): void {
    if (word.kind === 'counters') this.page.take(word.counters)
    else if (word.kind === 'who') this.want()
    else if (this.#holding) {
      this.#others.set(word.tab, word.of)
      this.#openIfMore()
    }
  }

  #wantedByAll(): readonly string[] {
    const all = new Set([...this.page.wanted(), ...[...this.#others.values()].flat()])
    return [...all].slice(0, SUBJECTS_MAX)
  }

  #openIfMore(): void {
    if (this.#wantedByAll().some((of) => !this.#streamed.has(of))) this.#open()
  }

  #open(): void {
    this.#close()
    const of = this.#wantedByAll()
    this.#streamed = new Set(of)
    if (of.length === 0) return
    if ('EventSource' in globalThis) this.#openStream(of)
    else this.#startPolling()
  }

  #openStream(of: readonly string[]): void {
    const stream = new EventSource(countersUrl(this.base, 'live', of))
    this.#stream = stream
    this.#silence = window.setTimeout(() => this.#startPolling(), FIRST_WORD_MS_MAX)
    stream.addEventListener('counters', ({ data }) => {
      clearTimeout(this.#silence)
      this.#stopPolling()
      this.#pass((JSON.parse(data) as CountersAnswer).counters)
    })
    stream.addEventListener('error', () => {
      // A stream that was cut comes again by itself; one that was refused does not.
      if (stream.readyState === EventSource.CLOSED) this.#startPolling()
    })
  }

  #close(): void {
    this.#stream?.close()
    this.#stream = undefined
    this.#streamed = new Set()
    clearTimeout(this.#silence)
    this.#stopPolling()
  }

  #pass(counters: readonly CounterAnswer[]): void {
    this.page.take(counters)
    this.#say({ kind: 'counters', counters })
  }

  #startPolling(): void {
    this.#stopPolling()
    this.#poll = window.setInterval(async () => {
      const counters = await this.page.ask(this.#wantedByAll())
      if (counters.length > 0) this.#say({ kind: 'counters', counters })
    }, POLL_MS)
  }

  #stopPolling(): void {
    clearInterval(this.#poll)
  }
}
