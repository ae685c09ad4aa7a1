// The book of a run: which facts reached which collector, and what each collector promised. It is kept from what the
// senders and the doors saw, never from what a log holds, and is what the logs are compared with.
import type { Verdict } from '../../src/collect/receive.ts'
import { HOUR_MS, type Instant, MINUTE_MS } from '../../src/domain/time.ts'
import type { Fact } from './fact.ts'

/** What becomes of a fact by the clock of the collector that it reaches. */
export type Expected = 'admitted' | 'too-late' | 'rejected'

const MAY_BE_TOLD: Readonly<Record<Expected, readonly Verdict['verdict'][]>> = {
  admitted: ['stored', 'duplicate', 'conflict'],
  'too-late': ['too-late'],
  rejected: ['rejected'],
}

/** Written down here by itself: five minutes ahead, and a day behind for those who are not trusted. */
export function expectedAt({ said, teller }: Fact, now: Instant): Expected {
  if (said.at > now + 5 * MINUTE_MS) return 'rejected'
  return !teller.trusted && said.at < now - 24 * HOUR_MS ? 'too-late' : 'admitted'
}

/** What one collector's log has to hold at least, and may hold at most. */
export class Account {
  /** How often a line came to be admitted, or to be noted as too late: it stands there no oftener. */
  readonly came = new Map<string, number>()
  readonly cameLate = new Map<string, number>()
  /** The contents that came to be admitted under each identity. */
  readonly contents = new Map<string, Set<string>>()
  /** Lines that were promised: they stand there whatever happened. */
  readonly promised = new Set<string>()
  readonly promisedLate = new Set<string>()
}

export class Ledger {
  /** Every fact that was ever to be told, by its line. */
  readonly facts = new Map<string, Fact>()
  readonly accounts: readonly Account[]
  constructor(collectors: number) {
    this.accounts = Array.from({ length: collectors }, () => new Account())
  }

  /** A fact reaches a collector. */
  arrive(collector: number, fact: Fact, expected: Expected): void {
    const { came, cameLate, contents } = this.accountOf(collector)
    if (expected === 'too-late') cameLate.set(fact.lateLine, (cameLate.get(fact.lateLine) ?? 0) + 1)
    if (expected !== 'admitted') return
    came.set(fact.line, (came.get(fact.line) ?? 0) + 1)
    contents.set(fact.identity, (contents.get(fact.identity) ?? new Set()).add(fact.line))
  }

  /** A collector answers; says what is wrong with the verdict, if anything is. */
  promise(
    collector: number,
    fact: Fact | undefined,
    expected: Expected,
    verdict: Verdict['verdict'],
  ): string | undefined {
    if (!MAY_BE_TOLD[expected].includes(verdict)) return `collector ${collector} answers ${verdict}, not ${expected}`
    const { came, contents, promised, promisedLate } = this.accountOf(collector)
    if (!fact) return undefined
    if (expected === 'admitted') promised.add(fact.line)
    if (expected === 'too-late') promisedLate.add(fact.lateLine)
    const isTrue =
      (verdict !== 'duplicate' || (came.get(fact.line) ?? 0) > 1) &&
      (verdict !== 'conflict' || (contents.get(fact.identity)?.size ?? 0) > 1)
    return isTrue
      ? undefined
      : `collector ${collector} answers ${verdict}, and nothing like it came before: ${fact.line}`
  }

  accountOf(collector: number): Account {
    return this.accounts[collector] as Account
  }
}
