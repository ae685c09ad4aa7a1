// What the answers are given from. The house fulfils it; the questions beside this file ask nothing else.
import type { EditionFiles } from '../charts/edition-files.ts'
import type { ChartSpec } from '../charts/spec.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Counting } from '../domain/counting.ts'
import type { ChartId } from '../domain/edition.ts'
import type { SiteId } from '../domain/event.ts'
import { type Parsed, type Problem, parsed, problem, refused } from '../domain/problem.ts'
import { parseRegion, type Region } from '../domain/region.ts'
import type { Instant } from '../domain/time.ts'
import type { Store } from '../store/store.ts'
import type { Counters } from './counters.ts'
import type { KeptRows } from './kept-rows.ts'
import type { ReactionRule } from './reaction-rule.ts'

export interface Archive {
  /** The log's own: no other house has it. */
  readonly name: string
  readonly store: Store
  readonly files: EditionFiles
  /** What the store says of the editions that stand. */
  readonly standing: KeptRows
  readonly charts: readonly ChartSpec[]
  readonly counters: Counters
  /** SHA-256 over what all catalogues say. */
  readonly catalogueDigest: string
  readonly now: () => Instant
  catalogueOf(site: SiteId): Catalogue
  reactionRuleOf(site: SiteId): ReactionRule
  countingOf(site: SiteId): Counting
}

export function parseChart(archive: Archive, field: string, input: string): Parsed<ChartSpec> {
  const spec = archive.charts.find(({ id }) => id === (input as ChartId))
  if (spec) return parsed(spec)
  const known = archive.charts.map(({ id }) => id).join(', ')
  return refused(problem(field, input, known === '' ? 'there are no charts yet' : `one of ${known}`))
}

/** What an address names, or which part of it there is not: "No such chart". */
type Place =
  | { readonly ok: true; readonly spec: ChartSpec; readonly region: Region }
  | { readonly ok: false; readonly title: string; readonly problems: readonly Problem[] }

/** The chart and the region of an address. */
export function parsePlace(archive: Archive, asked: { readonly chart: string; readonly region: string }): Place {
  const spec = parseChart(archive, 'chart', asked.chart)
  if (!spec.ok) return { ok: false, title: 'No such chart', problems: spec.problems }
  const region = parseRegion('region', asked.region)
  if (!region.ok) return { ok: false, title: 'No such region', problems: region.problems }
  return { ok: true, spec: spec.value, region: region.value }
}
