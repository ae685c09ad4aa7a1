// What a file says of an item, merged into what the catalogue holds: the catalogue's own words stay, tags and running
// times are united, and where both give a running time for one date the file, which is newer, wins.
import { canonicalJson } from '../../domain/edition.ts'
import type { Item } from '../../domain/item.ts'

/** The whole new entry, or undefined where the catalogue already says all of it. */
export function mergedEntry(existing: Item | undefined, found: Item): Item | undefined {
  const tags = [...new Set([...(existing?.tags ?? []), ...(found.tags ?? [])])]
  const runtimes = changes([...(existing?.runtimes ?? []), ...(found.runtimes ?? [])])
  const { runtimeMs, ...rest } = found
  const merged: Item = {
    ...rest,
    ...existing,
    ...(tags.length > 0 && { tags }),
    ...(runtimes.length > 0 && { runtimes }),
    // A running time without a date says nothing that a history does not say better.
    ...(runtimes.length === 0 && runtimeMs !== undefined && { runtimeMs }),
  }
  return existing && canonicalJson(existing) === canonicalJson(merged) ? undefined : merged
}

type Runtimes = NonNullable<Item['runtimes']>

/** One entry for each change, in order of date; of two for the same date the later in the list. */
function changes(runtimes: Runtimes): Runtimes {
  const byDate = new Map(runtimes.map((each) => [each.from, each]))
  const ordered = [...byDate.values()].sort((a, b) => (a.from < b.from ? -1 : 1))
  return ordered.filter((each, index) => each.runtimeMs !== ordered[index - 1]?.runtimeMs)
}
