// Five thousand readers, each with an item of its own, do what readers do with likes, follows, ratings and votes. All of
// it goes through the schema, admission, the log, the real store and both folds, and after each round every item has to
// have what a plain model of the last writer says. To look elsewhere: REGISTERS_SEED=7 npx vitest run test/registers.test.ts
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { admit, type Sender } from '../src/collect/admit.ts'
import { newToken } from '../src/collect/tokens.ts'
import { DEFAULT_SITE, type Event, parseEvent } from '../src/domain/event.ts'
import type { Votes } from '../src/domain/votes.ts'
import { readVotes } from '../src/fold/registers.ts'
import { readForVerification } from '../src/publish/verify.ts'
import { verifyRegisters } from '../src/publish/verify-registers.ts'
import { seeded, shuffled, TestHouse } from './house.ts'
import { type Act, heldAfter, ROUNDS, type Sequence, sequence, wireOf } from './registers/sequence.ts'

const SEQUENCES = 5000
const SEED = Number(process.env.REGISTERS_SEED ?? 1)
const NOW = '2026-01-05T20:00:00Z'

const TRUSTED: Sender = { site: DEFAULT_SITE, trusted: true, pepper: 'pepper' }
const BROWSER: Sender = { ...TRUSTED, trusted: false }

const itemOf = (number: number): string => `s${number}`

/** Every other reader has an account, the rest a token; all the same as to what holds. */
function readerOf(number: number): { readonly sender: Sender; readonly who: object } {
  if (number % 2 === 0) return { sender: TRUSTED, who: { subject: `reader ${number % 100}` } }
  return { sender: BROWSER, who: { token: newToken('pepper', DEFAULT_SITE) } }
}

function admitted(wire: object, sender: Sender): Event {
  const claim = parseEvent(wire)
  if (!claim.ok) throw new Error(JSON.stringify(claim.problems))
  const admission = admit(claim.value, sender, Date.parse(NOW) as Event['at'])
  if (admission.verdict !== 'admitted') throw new Error(JSON.stringify(admission))
  return admission.event
}

interface Arrival {
  readonly round: number
  readonly event: Event
}

function arrivalsOf(sequences: readonly Sequence[]): readonly Arrival[] {
  return sequences.flatMap((each, number) => {
    const { sender, who } = readerOf(number)
    const eventOf = (act: Act) => admitted(wireOf(each, act, itemOf(number), who), sender)
    return each.acts.flatMap((act) => {
      const event = eventOf(act)
      return act.rounds.map((round) => ({ round, event }))
    })
  })
}

/** What the store has of each item, in the form of `expectedAfter`. */
async function heldIn(house: TestHouse): Promise<Readonly<Record<string, string>>> {
  const votes = await readVotes(house.house.store, { site: DEFAULT_SITE })
  return Object.fromEntries([...votes].map(([item, each]) => [item, told(each)]))
}

const told = (votes: Votes): string =>
  Object.entries(votes)
    .flatMap(([kind, counts]) => counts.flatMap((count, value) => (count === 0n ? [] : [`${kind} ${value}: ${count}`])))
    .join()

function expectedAfter(sequences: readonly Sequence[], round: number): Readonly<Record<string, string>> {
  const held = sequences.map((each, number) => [itemOf(number), each.kind, heldAfter(each, round)] as const)
  return Object.fromEntries(
    held.filter(([, , value]) => value > 0).map(([item, kind, value]) => [item, `${kind} ${value}: 1`]),
  )
}

/** The first items that differ, each with all that its reader did. */
function differences(found: object, expected: object, sequences: readonly Sequence[]) {
  const [a, b] = [new Map(Object.entries(found)), new Map(Object.entries(expected))]
  const items = [...new Set([...a.keys(), ...b.keys()])].filter((item) => a.get(item) !== b.get(item))
  return items.slice(0, 3).map((item) => ({
    seed: SEED,
    item,
    found: a.get(item),
    expected: b.get(item),
    ...sequences[Number(item.slice(1))],
  }))
}

it('what holds is what the last writer said, in any order, with copies, queues and clocks that disagree', async () => {
  const sequences = fc.sample(sequence, { numRuns: SEQUENCES, seed: SEED })
  const arrivals = arrivalsOf(sequences)
  const random = seeded(SEED)
  const house = await TestHouse.open(NOW)
  // The same events in another order, all at once, and the busy hours in slices.
  const other = await TestHouse.open(NOW, { wholeEventsMax: 1000 })
  try {
    for (let round = 0; round < ROUNDS; round++) {
      await house.take(
        shuffled(
          arrivals.filter((each) => each.round === round).map(({ event }) => event),
          random,
        ),
      )
      const found = await heldIn(house)
      expect(differences(found, expectedAfter(sequences, round), sequences)).toEqual([])
      // Otherwise this would say little.
      expect(Object.keys(found).length).toBeGreaterThan(SEQUENCES / 10)
    }
    await other.take(
      shuffled(
        arrivals.map(({ event }) => event),
        random,
      ),
    )
    expect(await heldIn(other)).toEqual(await heldIn(house))
    const [sliced] = await other.rows('SELECT 1 AS one FROM bucket_folds WHERE slice_s = 10 LIMIT 1')
    expect(sliced).toBeDefined()
    for (const each of [house, other]) {
      const log = await readForVerification(each.house.log.directory)
      const verified = await verifyRegisters(each.house, log.get(DEFAULT_SITE) ?? [], DEFAULT_SITE)
      expect(verified.differing).toEqual([])
      expect(verified.compared).toBeGreaterThan(SEQUENCES)
    }
  } finally {
    await house.close()
    await other.close()
  }
}, 180_000)

it('the sequences have what they are meant to have', () => {
  const sequences = fc.sample(sequence, { numRuns: SEQUENCES, seed: SEED })
  const share = (holds: (each: Sequence) => boolean): number => sequences.filter(holds).length / SEQUENCES
  const pairs = ({ acts }: Sequence) => acts.slice(1).map((act, i) => [acts[i] as Act, act] as const)
  expect(share(({ acts }) => acts.some(({ rounds }) => rounds.length > 1))).toBeGreaterThan(0.5)
  expect(share(({ acts }) => acts.some(({ value }) => value === 0))).toBeGreaterThan(0.5)
  // Who acted later came in earlier; or at the same instant, with the same revision and another value.
  expect(share((each) => pairs(each).some(([a, b]) => (b.rounds[0] ?? 0) < (a.rounds[0] ?? 0)))).toBeGreaterThan(0.5)
  expect(
    share((each) => pairs(each).some(([a, b]) => a.at === b.at && a.revision === b.revision && a.value !== b.value)),
  ).toBeGreaterThan(0.2)
  expect(share((each) => heldAfter(each, ROUNDS) === 0)).toBeGreaterThan(0.1)
})
