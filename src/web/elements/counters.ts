// The counts of a page. What its elements ask for in one turn goes out as one request; from then on the live stream
// brings what changes. An answer that is older than what is known changes nothing.
import type { CounterAnswer, CountersAnswer } from '../../publish/counter-answer.ts'
import { Live } from './live.ts'

type Watcher = (counter: CounterAnswer) => void

/** Subjects that one request may ask for. */
export const SUBJECTS_MAX = 100

export const countersUrl = (base: string, path: 'counters' | 'live', of: readonly string[]): string =>
  `${base}/v1/${path}?${of.map((each) => `of=${encodeURIComponent(each)}`).join('&')}`

export class Counters {
  readonly #known = new Map<string, CounterAnswer>()
  readonly #watchers = new Map<string, Set<Watcher>>()
  readonly #asked = new Set<string>()
  #answer: Promise<void> | undefined
  readonly #live: Live

  constructor(private readonly base: string) {
    this.#live = new Live(base, {
      wanted: () => [...this.#watchers.keys()],
      take: (counters) => this.#take(counters),
      ask: (of) => this.#fetch(of),
    })
  }

  /** Tells the counter now, if it is known, and whenever it changes. Returns how to end it. */
  watch(of: string, watcher: Watcher): () => void {
    const watchers = this.#watchers.get(of) ?? new Set()
    this.#watchers.set(of, watchers.add(watcher))
    const known = this.#known.get(of)
    if (known) watcher(known)
    else void this.ask([of])
    this.#live.want()
    return () => {
      watchers.delete(watcher)
      if (watchers.size === 0) this.#watchers.delete(of)
    }
  }

  /** Asks for counters anew, together with all that is asked for in this turn. Resolves when they are there, or are not. */
  ask(of: readonly string[]): Promise<void> {
    for (const each of of) this.#asked.add(each)
    this.#answer ??= Promise.resolve().then(async () => {
      const asked = [...this.#asked]
      this.#asked.clear()
      this.#answer = undefined
      await this.#fetch(asked)
    })
    return this.#answer
  }

  async #fetch(of: readonly string[]): Promise<readonly CounterAnswer[]> {
    const answers: CounterAnswer[] = []
    for (let from = 0; from < of.length; from += SUBJECTS_MAX)
      answers.push(...(await this.#fetchSome(of.slice(from, from + SUBJECTS_MAX))))
    this.#take(answers)
    return answers
  }

  /** Nothing where the house can't be reached: what stands on the page stays. */
  async #fetchSome(of: readonly string[]): Promise<readonly CounterAnswer[]> {
    try {
      const response = await fetch(countersUrl(this.base, 'counters', of))
      if (!response.ok) return []
      const { counters } = (await response.json()) as CountersAnswer
      return counters.map((counter, index) => ({ ...counter, of: of[index] ?? counter.of }))
    } catch {
      return []
    }
  }

  #take(counters: readonly CounterAnswer[]): void {
    for (const counter of counters) {
      const known = this.#known.get(counter.of)
      if (known && Date.parse(known.asOf) > Date.parse(counter.asOf)) continue
      this.#known.set(counter.of, counter)
      for (const watcher of this.#watchers.get(counter.of) ?? []) watcher(counter)
    }
  }
}
