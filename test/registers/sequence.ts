// One reader and one item: what the reader does on three devices, some of them offline for a while, with clocks that
// disagree; and how it comes in, twice or thrice, in another order. Beside it the plain model of what then holds.
import fc from 'fast-check'
import { REVISION_MAX, type RegisterKind } from '../../src/domain/event.ts'
import { MINUTE_MS } from '../../src/domain/time.ts'

/** Rounds in which events come in; the house catches up after each. */
export const ROUNDS = 4
const DEVICES = 3

/** One thing that the reader did. */
export interface Act {
  readonly id: string
  readonly at: number
  /** As the log has it: 0 is taken back. */
  readonly value: number
  readonly revision: number
  /** The rounds in which a copy of it comes in. */
  readonly rounds: readonly number[]
}

export interface Sequence {
  readonly kind: RegisterKind
  readonly acts: readonly Act[]
}

export const FROM = Date.UTC(2026, 0, 5, 8)
const VALUES = { like: 1, follow: 1, rate: 5, helpful: 2 } as const

/** Often none, so that two devices act at the same instant; else up to hours, over quarters and hours. */
const gap = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.nat(5000) },
  { weight: 2, arbitrary: fc.nat(20 * MINUTE_MS) },
)

const step = (kind: RegisterKind) =>
  fc.record({
    id: fc.uuid({ version: 4 }),
    device: fc.nat(DEVICES - 1),
    gap,
    value: fc.oneof(
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: VALUES[kind] }) },
    ),
    // What a device believes the last revision to be, or none at all.
    revision: fc.constantFrom('none', 'none', 'next', 'same', 'stale', 'far'),
    retries: fc.array(fc.nat(ROUNDS - 1), { maxLength: 2 }),
  })

const revisionAfter = (last: number, how: string): number => {
  if (how === 'none') return 0
  if (how === 'far') return REVISION_MAX
  return Math.max(0, Math.min(REVISION_MAX, last + (how === 'next' ? 1 : how === 'stale' ? -1 : 0)))
}

export const sequence: fc.Arbitrary<Sequence> = fc
  .constantFrom<RegisterKind>('like', 'follow', 'rate', 'helpful')
  .chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      steps: fc.array(step(kind), { minLength: 1, maxLength: 14 }),
      // In which round each device is online again, and by how much its clock is wrong.
      online: fc.tuple(...Array.from({ length: DEVICES }, () => fc.nat(ROUNDS - 1))),
      skews: fc.tuple(...Array.from({ length: DEVICES }, () => fc.constantFrom(0, 0, 0, 1, -1, 90_000, -90_000))),
    }),
  )
  .map(({ kind, steps, online, skews }) => {
    let at = FROM
    let revision = 0
    const acts = steps.map(({ id, device, gap, value, revision: how, retries }): Act => {
      at += gap
      revision = revisionAfter(revision, how)
      const first = online[device] ?? 0
      const rounds = [first, ...retries.map((round) => Math.max(first, round))]
      return { id, at: at + (skews[device] ?? 0), value, revision, rounds }
    })
    return { kind, acts }
  })

/** What the last writer said, of those that have come in by a round: a loop over what was done, and nothing else. */
export function heldAfter({ acts }: Sequence, round: number): number {
  let held: Act | undefined
  for (const act of acts) if (Math.min(...act.rounds) <= round && (!held || isLater(act, held))) held = act
  return held?.value ?? 0
}

function isLater(act: Act, other: Act): boolean {
  if (act.revision !== other.revision) return act.revision > other.revision
  if (act.at !== other.at) return act.at > other.at
  return act.id > other.id
}

/** An act as its sender writes it. */
export function wireOf({ kind }: Sequence, { id, at, value, revision }: Act, item: string, who: object): object {
  const values = {
    like: { on: value === 1 },
    follow: { on: value === 1 },
    rate: { stars: value === 0 ? null : value },
    helpful: { yes: value === 0 ? null : value === 2 },
  }
  return { id, at: new Date(at).toISOString(), kind, item, ...values[kind], ...who, ...(revision > 0 && { revision }) }
}
