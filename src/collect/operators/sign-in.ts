// Signing in. Passphrases are tried one after the other, whoever tries them, since each costs memory and time; who has
// been wrong too often waits, by the name that was said and by the address that said it. An unknown name is answered as
// a wrong passphrase is, and takes as long.
import { type Instant, instant, MINUTE_MS, SECOND_MS } from '../../domain/time.ts'
import { networkOf } from '../viewer.ts'
import type { Operator } from './operators.ts'
import { isPassphrase } from './passphrase.ts'

/** After so many wrong tries by one address, or for one name, the next is heard when the first is so long ago. */
const ADDRESS_TRIES_MAX = 10
const NAME_TRIES_MAX = 50
const FORGET_MS = 15 * MINUTE_MS
/** Tries that wait for those before them; one more is told to come again. */
const WAITING_MAX = 8
/** Addresses and names that are remembered; the longest known are forgotten beyond. */
const REMEMBERED_MAX = 10_000

/** Longer names are nobody's, and are not worth their memory. */
const NAME_CHARS = 65

/** Nobody's: a hash of a passphrase that was never told. */
const NOBODY = `scrypt:32768:8:1:${'A'.repeat(22)}:${'A'.repeat(43)}`

export type Tried =
  | { readonly kind: 'in'; readonly operator: Operator }
  /** `operator` where the name is one: nobody else's words are kept, since people type passphrases into wrong fields. */
  | { readonly kind: 'wrong'; readonly operator?: string | undefined }
  | { readonly kind: 'later'; readonly retryAfterSeconds: number }

export class SignIn {
  readonly #wrong = new Map<string, Instant[]>()
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()
  constructor(
    private readonly now: () => Instant,
    private readonly findOperator: (name: string) => Operator | undefined,
    private readonly verify: (hash: string, passphrase: string) => Promise<boolean> = isPassphrase,
  ) {}

  /** Tries a name and passphrase from an address. */
  async try(name: string, passphrase: string, address: string): Promise<Tried> {
    const limits = [
      [`address ${networkOf(address)}`, ADDRESS_TRIES_MAX],
      [`name ${name.slice(0, NAME_CHARS)}`, NAME_TRIES_MAX],
    ] as const
    const waitMs = Math.max(...limits.map(([key, max]) => this.#waitMs(key, max)))
    if (waitMs > 0) return { kind: 'later', retryAfterSeconds: Math.ceil(waitMs / SECOND_MS) }
    if (this.#waiting >= WAITING_MAX) return { kind: 'later', retryAfterSeconds: 1 }
    // Counted before it is tried, or many at once would all be heard.
    const at = this.now()
    for (const [key] of limits) this.#remember(key, at)
    const operator = this.findOperator(name)
    if (!(await this.#inTurn(() => this.verify(operator?.hash ?? NOBODY, passphrase))) || !operator)
      return { kind: 'wrong', operator: operator?.name }
    for (const [key] of limits) this.#forget(key, at)
    return { kind: 'in', operator }
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => {})
    try {
      return await mine
    } finally {
      this.#waiting--
    }
  }

  /** How long until one more try is heard; 0: now. */
  #waitMs(key: string, max: number): number {
    const recent = (this.#wrong.get(key) ?? []).filter((at) => at > this.now() - FORGET_MS)
    return recent.length < max ? 0 : Math.max(1, (recent.at(-max) ?? 0) + FORGET_MS - this.now())
  }

  #remember(key: string, at: Instant): void {
    const recent = (this.#wrong.get(key) ?? []).filter((each) => each > this.now() - FORGET_MS)
    this.#wrong.delete(key)
    this.#wrong.set(key, [...recent, instant(at)])
    for (const oldest of this.#wrong.keys()) {
      if (this.#wrong.size <= REMEMBERED_MAX) break
      this.#wrong.delete(oldest)
    }
  }

  /** The try at that time was right, and is held against nobody. */
  #forget(key: string, at: Instant): void {
    const tries = [...(this.#wrong.get(key) ?? [])]
    const index = tries.indexOf(at)
    if (index !== -1) tries.splice(index, 1)
    if (tries.length === 0) this.#wrong.delete(key)
    else this.#wrong.set(key, tries)
  }
}
