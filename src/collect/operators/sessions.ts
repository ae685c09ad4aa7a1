// Who is signed in. A session is in memory alone, so a restart signs everybody out. Its id is 256 random bits that only
// the operator's browser has: what is kept here is a hash of it, and its token, which each of its forms brings back.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { HOUR_MS, type Instant, instant } from '../../domain/time.ts'
import type { Operator } from './operators.ts'

export const SESSION_MS = 12 * HOUR_MS
/** Of one operator at once; the oldest ends where there is one more. */
const SESSIONS_MAX = 20

/** What an operator is told once, on the next page. */
export interface Told {
  readonly text: string
  /** To be copied now: it is not shown again. */
  readonly secret?: string | undefined
}

export class Session {
  /** Not told yet. */
  told: Told | undefined
  readonly token = randomBytes(32).toString('base64url')
  constructor(
    /** As the operator was at sign-in: one who was removed, or has another passphrase by now, is another. */
    readonly operator: Operator,
    readonly ends: Instant,
  ) {}

  /** Whether a form is one that this session was given. In constant time. */
  isToken(token: string): boolean {
    const [given, right] = [Buffer.from(token), Buffer.from(this.token)]
    return given.length === right.length && timingSafeEqual(given, right)
  }

  /** What is to be told, and is told with that. */
  takeTold(): Told | undefined {
    const { told } = this
    this.told = undefined
    return told
  }
}

const keyOf = (id: string): string => createHash('sha256').update(id).digest('base64url')

export class Sessions {
  readonly #sessions = new Map<string, Session>()
  constructor(
    private readonly now: () => Instant,
    /** The operator of a name as of now. */
    private readonly findOperator: (name: string) => Operator | undefined,
  ) {}

  /** Begins a session, and says its id, which nobody can say again. */
  begin(operator: Operator): string {
    for (const [key, session] of this.#sessions) if (!this.#holds(session)) this.#sessions.delete(key)
    const own = [...this.#sessions].filter(([, session]) => session.operator.name === operator.name)
    for (const [key] of own.slice(0, Math.max(0, own.length + 1 - SESSIONS_MAX))) this.#sessions.delete(key)
    const id = randomBytes(32).toString('base64url')
    this.#sessions.set(keyOf(id), new Session(operator, instant(this.now() + SESSION_MS)))
    return id
  }

  /** The session of an id, if it has not ended. */
  find(id: string): Session | undefined {
    const session = this.#sessions.get(keyOf(id))
    return session && this.#holds(session) ? session : undefined
  }

  end(id: string): void {
    this.#sessions.delete(keyOf(id))
  }

  #holds({ operator, ends }: Session): boolean {
    return this.now() < ends && this.findOperator(operator.name)?.hash === operator.hash
  }
}
