// The ranks of one window in every region. The first page of a region's roll-up decides most charts of ten; the whole
// list is read only where it may not.
import type { Catalogue } from '../domain/catalogue.ts'
import type { Method } from '../domain/edition.ts'
import type { Region } from '../domain/region.ts'
import type { Window } from '../domain/window.ts'
import { candidatesIn, type Totals } from './candidates.ts'
import { entriesOf } from './entries.ts'
import { type Ranked, rank } from './rank.ts'
import { isCharted } from './scope.ts'
import type { ChartSpec } from './spec.ts'

/** A window's totals of the measure that a method ranks by. */
export interface WindowTotals {
  readonly method: Method
  readonly totals: Totals
  /** Reads all of them, where `totals` holds the first pages alone. */
  readonly readWhole: () => Promise<Totals>
}

/** Ranks by region, in order of the regions' names: those in which anything on the chart has a total. */
export async function rankWindow(
  spec: ChartSpec,
  window: Window,
  catalogue: Catalogue,
  { method, totals, readWhole }: WindowTotals,
): Promise<ReadonlyMap<Region, readonly Ranked[]>> {
  const regions = [...totals.regions.keys()].filter((region) => isCharted(spec, region)).sort()
  const ranks = new Map<Region, readonly Ranked[]>()
  /** Whether all are decided. */
  const rankFrom = (read: Totals): boolean => {
    const entries = entriesOf(read.items, spec, catalogue, window)
    for (const region of regions) {
      const candidates = ranks.has(region) ? undefined : candidatesIn(read, region, entries, method, spec.length)
      if (candidates) ranks.set(region, rank(candidates, method, spec))
    }
    return ranks.size === regions.length
  }
  if (!rankFrom(totals)) rankFrom(await readWhole())
  return new Map(regions.map((region) => [region, ranks.get(region) ?? []]))
}
