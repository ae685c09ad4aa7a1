// What of an audience a chart is about: which regions, and which of its entries an item counts for. Pure.
import type { Catalogue } from '../domain/catalogue.ts'
import type { ItemId } from '../domain/item.ts'
import { type Region, UNKNOWN_COUNTRY, WORLD } from '../domain/region.ts'
import type { ChartSpec } from './spec.ts'

/** Whether a chart is issued for a region; a country that is unknown is never one. */
export function isCharted({ regions }: ChartSpec, region: Region): boolean {
  if (region === WORLD) return regions.world
  if (region === UNKNOWN_COUNTRY || regions.countries === 'none') return false
  return regions.countries === 'measured' || regions.countries.includes(region)
}

/** The entry that an item's audience counts for, or undefined where the item is not on this chart. */
export function findChartEntry({ filter }: ChartSpec, catalogue: Catalogue, item: ItemId): ItemId | undefined {
  const entry = catalogue.findEntry(item, filter.kinds)
  const known = entry && catalogue.findItem(entry)
  if (!known) return undefined
  if (filter.tags && !filter.tags.every((tag) => known.tags?.includes(tag))) return undefined
  if (filter.languages && !(known.language !== undefined && filter.languages.includes(known.language))) return undefined
  return entry
}
