// The reader's votes: set at once, sent soon, and sent again with the same id until the house has answered. A vote is
// absolute and its revision rises, so neither order nor repetition changes what counts.
import { uuidv7 } from 'uuidv7'
import { exclusive } from './exclusive.ts'
import {
  type UnsentVote,
  VoteKeeper,
  type VoteValue,
  withNewId,
  withoutToken,
  withoutUnsent,
  withVoteBefore,
} from './kept-votes.ts'

export type VoteKind = 'like' | 'follow' | 'rate' | 'helpful'

/**
 * `set`: here, and on its way; `counted`: the house has it; `kept`: sent later; `refused`: the vote before holds again;
 * `elsewhere`: another tab sent it, and has the house's answer.
 */
export type Fate = 'set' | 'counted' | 'kept' | 'refused' | 'elsewhere'

type Listener = (fate: Fate) => void

interface Verdict {
  readonly verdict: 'stored' | 'duplicate' | 'conflict' | 'rejected' | 'too-late'
  readonly problems?: readonly { readonly field: string }[]
}

/** Somebody who walks through the stars with the arrow keys votes once. */
const GATHER_MS = 400
const RETRY_MS = [2000, 5000, 15_000, 60_000]
const HOUR_MS = 3_600_000
const REVISION_MAX = 2 ** 32 - 1
/** A body that outlives its page may have no more than 64 kB. */
const SENT_MAX = 200

const VALUE_FIELDS = { like: 'on', follow: 'on', rate: 'stars', helpful: 'yes' } as const satisfies Record<
  VoteKind,
  string
>

const keyOf = (kind: VoteKind, item: string): string => `${kind} ${item}`

export class Votes {
  readonly #keeper: VoteKeeper
  readonly #listeners = new Map<string, Set<Listener>>()
  #sending: number | undefined
  #tries = 0
  #tokenIsNew = false

  constructor(
    private readonly base: string,
    private readonly key: string,
  ) {
    this.#keeper = new VoteKeeper(base)
    this.#keeper.onChange(() => this.#tellOfOtherTab())
    addEventListener('online', () => this.#sendIn(0))
    addEventListener('pagehide', () => this.#hasUnsent() && this.#keeper.read().token && void this.#send())
    if (this.#hasUnsent()) this.#sendIn(0)
  }

  valueOf(kind: VoteKind, item: string): VoteValue {
    return this.#keeper.read().votes[keyOf(kind, item)]?.value ?? null
  }

  /** Tells what becomes of this browser's vote, also of one that is set in another tab. Returns how to end it. */
  watch(kind: VoteKind, item: string, listener: Listener): () => void {
    const key = keyOf(kind, item)
    const listeners = this.#listeners.get(key) ?? new Set()
    this.#listeners.set(key, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  set(kind: VoteKind, item: string, value: VoteValue): void {
    const key = keyOf(kind, item)
    this.#keeper.change((kept) => {
      const last = kept.votes[key]
      const revision = Math.min(REVISION_MAX, Math.max((last?.revision ?? 0) + 1, Math.floor(Date.now() / 1000)))
      const vote = { value, revision }
      const before = kept.unsent[key] ? kept.unsent[key].before : last
      return {
        ...kept,
        votes: { ...kept.votes, [key]: vote },
        unsent: { ...kept.unsent, [key]: { ...vote, id: uuidv7(), before } },
      }
    })
    this.#tell([key], 'set')
    this.#tries = 0
    this.#sendIn(GATHER_MS)
  }

  #tell(keys: readonly string[], fate: Fate): void {
    for (const key of keys) for (const listener of this.#listeners.get(key) ?? []) listener(fate)
  }

  #tellOfOtherTab(): void {
    const { unsent } = this.#keeper.read()
    for (const key of this.#listeners.keys()) this.#tell([key], unsent[key] ? 'set' : 'elsewhere')
  }

  #hasUnsent(): boolean {
    return Object.keys(this.#keeper.read().unsent).length > 0
  }

  #sendIn(ms: number): void {
    clearTimeout(this.#sending)
    this.#sending = window.setTimeout(() => void exclusive(`housecount votes ${this.base}`, () => this.#send()), ms)
  }

  async #send(): Promise<void> {
    const unsent = Object.entries(this.#keeper.read().unsent).slice(0, SENT_MAX)
    if (unsent.length === 0) return
    try {
      this.#settle(unsent, await this.#ask(unsent))
      this.#tries = 0
      if (this.#hasUnsent()) this.#sendIn(GATHER_MS)
    } catch {
      this.#tell(
        unsent.map(([key]) => key),
        'kept',
      )
      this.#sendIn(RETRY_MS[Math.min(this.#tries++, RETRY_MS.length - 1)] ?? 0)
    }
  }

  /** A verdict for each. @throws where the house did not answer, or asked to come later */
  async #ask(unsent: readonly Unsent[]): Promise<readonly Verdict[]> {
    const refused = unsent.map((): Verdict => ({ verdict: 'rejected' }))
    const token = this.#keeper.read().token ?? (await this.#newToken())
    if (token === undefined) return refused
    const response = await this.#post('/v1/events', JSON.stringify(unsent.map((each) => eventOf(each, token))))
    if (!response.ok) return refused
    const { verdicts } = (await response.json()) as { verdicts?: readonly Verdict[] }
    return verdicts ?? unsent.map((): Verdict => ({ verdict: 'stored' }))
  }

  /** Undefined where the house gives none for this key. */
  async #newToken(): Promise<string | undefined> {
    const response = await this.#post('/v1/tokens')
    if (!response.ok) return undefined
    const { token } = (await response.json()) as { token: string }
    this.#keeper.change((kept) => ({ ...kept, token }))
    this.#tokenIsNew = true
    return token
  }

  /** As plain text, and the key in the address: so a page of another origin need not ask first whether it may. */
  async #post(path: string, body?: string): Promise<Response> {
    const address = `${this.base}${path}?key=${encodeURIComponent(this.key)}`
    const response = await fetch(address, { method: 'POST', keepalive: true, ...(body !== undefined && { body }) })
    if (response.status === 429 || response.status >= 500) throw new Error(`later: ${response.status}`)
    return response
  }

  #settle(sent: readonly Unsent[], verdicts: readonly Verdict[]): void {
    const outcomes = sent.map(([, { id }], index) => outcomeOf(verdicts[index], id, this.#tokenIsNew))
    const settled: [string, Fate][] = []
    this.#keeper.change((kept) => {
      let next = kept
      for (const [index, [key, { id }]] of sent.entries()) {
        const outcome = outcomes[index] ?? 'counted'
        // One that was set anew since it was sent is still to be sent.
        if (kept.unsent[key]?.id !== id) continue
        if (outcome === 'with a new token') next = withoutToken(next)
        else if (outcome === 'with a new id') next = withNewId(next, key)
        else {
          if (outcome === 'refused') next = withVoteBefore(next, key)
          next = withoutUnsent(next, key)
          settled.push([key, outcome])
        }
      }
      return next
    })
    for (const [key, fate] of settled) this.#tell([key], fate)
  }
}

type Unsent = readonly [key: string, vote: UnsentVote]

function eventOf([key, { id, revision, value }]: Unsent, token: string) {
  const space = key.indexOf(' ')
  const kind = key.slice(0, space) as VoteKind
  return { id, kind, item: key.slice(space + 1), revision, token, [VALUE_FIELDS[kind]]: value }
}

type Outcome = 'counted' | 'refused' | 'with a new token' | 'with a new id'

/** What waited for more than a day is too old as an event; it still is what the reader wants, and is cast anew. */
function outcomeOf(verdict: Verdict | undefined, id: string, tokenIsNew: boolean): Outcome {
  if (verdict?.verdict === 'too-late') return Date.now() - timeOf(id) > HOUR_MS ? 'with a new id' : 'refused'
  if (verdict?.verdict !== 'rejected') return 'counted'
  return !tokenIsNew && verdict.problems?.some(({ field }) => field === 'token') ? 'with a new token' : 'refused'
}

/** A UUIDv7 begins with its time. */
const timeOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
