// The votes on items as the store has them: of each register what holds, counted by value, and the baselines added.
import type { Catalogue } from '../domain/catalogue.ts'
import type { RegisterKind, SiteId } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { type Instant, MINUTE_MS, SECOND_MS } from '../domain/time.ts'
import { VoteCounts, type Votes } from '../domain/votes.ts'
import { type Store, sqlFile } from '../store/store.ts'

const REGISTERS_NOW = sqlFile(import.meta.url, './registers-now.sql')

/** Registers are kept by quarter of an hour: as of an instant inside one they are what they were when it began. */
const QUARTER_MS = 15 * MINUTE_MS
const EVER = 2 ** 32 - 1

export interface VotesQuestion {
  readonly site: SiteId
  /** Left out: all. */
  readonly items?: readonly ItemId[]
  /** What came before it counts; left out: everything. */
  readonly before?: Instant | undefined
  /**
   * Where it is given, a subject's vote counts only if its viewer has viewed or watched the item, or one below it in this
   * catalogue, on the UTC day of the vote. What holds is found first: taking back needs no view, and a vote that was
   * changed on a day without one counts no more. Baselines count in any case.
   */
  readonly viewedIn?: Catalogue | undefined
  /** Where it is given, what this catalogue has merged is one item, and a subject has one vote on it. */
  readonly mergedIn?: Catalogue | undefined
}

/** The votes on each item that has any, by the id of what stands for it. */
export async function readVotes(store: Store, question: VotesQuestion): Promise<ReadonlyMap<ItemId, Votes>> {
  const { site, items, before, viewedIn, mergedIn } = question
  const merges = [...(mergedIn?.merges ?? [])]
  if (items?.length === 0) return new Map()
  const rows = await store.rows<{
    item: ItemId
    kind: RegisterKind
    value: number
    subjects: string
    baseline: string
  }>(REGISTERS_NOW, {
    site,
    items: items?.flatMap((item) => mergedIn?.samesOf(item) ?? item) ?? [],
    merged: merges.map(([merged]) => merged),
    standing: merges.map(([, standing]) => standing),
    before: before === undefined ? EVER : (Math.floor(before / QUARTER_MS) * QUARTER_MS) / SECOND_MS,
    needs_view: viewedIn ? 1 : 0,
    ...familiesOf(items, viewedIn),
  })
  const counts = new Map<ItemId, VoteCounts>()
  for (const { item, kind, value, subjects, baseline } of rows) {
    const of = counts.get(item) ?? new VoteCounts()
    counts.set(item, of)
    of.add(kind, value, BigInt(subjects) + BigInt(baseline))
  }
  return new Map([...counts].map(([item, { votes }]) => [item, votes]))
}

/** Each item below one that is asked for, and that one. */
function familiesOf(items: readonly ItemId[] | undefined, catalogue: Catalogue | undefined) {
  const all = items ?? [...(catalogue?.items() ?? [])].map(({ id }) => id)
  const pairs = catalogue
    ? all.flatMap((root) =>
        catalogue
          .familyOf(root)
          .slice(1)
          .map((member) => ({ root, member })),
      )
    : []
  return { roots: pairs.map(({ root }) => root), members: pairs.map(({ member }) => member) }
}
