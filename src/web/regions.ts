// Regions as readers look for them: by name, the world first.
import { parseRegion, regionName, WORLD } from '../domain/region.ts'
import { capitalised } from './figures.tsx'

export interface NamedRegion {
  readonly region: string
  readonly name: string
}

/** A region's name; what is no region, as it was typed. */
export function nameOf(region: string, language: string): string {
  const known = parseRegion('region', region)
  return known.ok ? capitalised(regionName(known.value, language), language) : region
}

/** The region that was typed, or the world where there is no such region. */
export function knownRegion(region: string): string {
  const known = parseRegion('region', region)
  return known.ok ? known.value : WORLD
}

/** Sorted by the language's own alphabet. */
export function namedRegions(regions: readonly string[], language: string): readonly NamedRegion[] {
  const { compare } = new Intl.Collator(language)
  const rest = regions
    .filter((region) => region !== WORLD)
    .map((region) => ({ region, name: nameOf(region, language) }))
  rest.sort((a, b) => compare(a.name, b.name))
  return regions.includes(WORLD) ? [{ region: WORLD, name: nameOf(WORLD, language) }, ...rest] : rest
}
