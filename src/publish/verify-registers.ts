// Proves likes, follows, ratings and helpful votes: counts them anew with the plain fold, straight from the log, and
// compares every item's histogram of every kind.
import { type Event, REGISTER_KINDS, type RegisterKind, type SiteId } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { NO_VOTES, type Votes } from '../domain/votes.ts'
import { countVotes } from '../fold/plain-registers.ts'
import type { Archive } from './archive.ts'
import { votesOf } from './reactions.ts'
import { catalogueFrom } from './verify.ts'

export interface RegistersVerification {
  readonly site: SiteId
  /** Histograms that were compared, and those of them that are equal. */
  readonly compared: number
  readonly equal: number
  readonly differing: readonly { readonly item: ItemId; readonly register: RegisterKind; readonly why: string }[]
}

/** Verifies the registers of a site. `events` are those of `eachOnce`. */
export async function verifyRegisters(
  archive: Archive,
  events: readonly Event[],
  site: SiteId,
): Promise<RegistersVerification> {
  const { needsView } = archive.reactionRuleOf(site)
  const mergedIn = catalogueFrom(events)
  const counted = countVotes(events, { mergedIn, ...(needsView && { viewedIn: mergedIn }) })
  const held = await votesOf(archive, { site })
  const items = [...new Set([...counted.keys(), ...held.keys()])].sort()
  const differing = items.flatMap((item) => differences(item, held.get(item), counted.get(item)))
  const compared = items.length * REGISTER_KINDS.length
  return { site, compared, equal: compared - differing.length, differing }
}

function differences(item: ItemId, held: Votes = NO_VOTES, counted: Votes = NO_VOTES) {
  return REGISTER_KINDS.filter((register) => held[register].join() !== counted[register].join()).map((register) => ({
    item,
    register,
    why: `the store has ${told(held[register])}, counted ${told(counted[register])}`,
  }))
}

const told = (counts: readonly bigint[]): string => `[${counts.slice(1).join(', ')}]`
