// The editions of a chart in one region as a reader follows them: what is closed, the latest first. What is provisional
// is left out, since it is replaced again and again without being news.
import { createHash } from 'node:crypto'
import type { ChartSpec } from '../charts/spec.ts'
import { type Parsed, parsed } from '../domain/problem.ts'
import type { Region } from '../domain/region.ts'
import type { EditionAnswer } from './answers.ts'
import type { Archive } from './archive.ts'
import { findEdition } from './editions.ts'
import { regionWindows } from './whole-chart.ts'

/** Half a year of weeks. */
const EDITIONS_MAX = 26

export interface FeedEntry {
  /** The same for every revision of an edition, and another in every house. */
  readonly id: string
  readonly edition: EditionAnswer
  /** When its first final revision came out. */
  readonly published: string
}

export interface Feed {
  readonly id: string
  readonly chart: { readonly id: string; readonly title: string }
  readonly region: Region
  readonly regionName: string
  readonly updated: string
  readonly entries: readonly FeedEntry[]
}

/** The feed, or which region has none. */
export async function findFeed(archive: Archive, spec: ChartSpec, region: Region): Promise<Parsed<Feed>> {
  const latest = await findEdition(archive, spec, region, 'latest')
  if (!latest.ok) return latest
  const [own] = await regionWindows(archive, spec, region)
  const entries: FeedEntry[] = []
  for (const window of [...(own?.windows ?? [])].reverse()) {
    if (entries.length === EDITIONS_MAX) break
    const found = await findEdition(archive, spec, region, window)
    if (!found.ok || found.value.state === 'provisional') continue
    const edition = found.value
    const first = edition.revisions.find((revision) => revision > 0) ?? edition.revision
    const { publishedAt } = await archive.files.read({ chart: spec.id, region, window }, first)
    entries.push({ id: urn(archive.name, spec.id, region, window), edition, published: publishedAt })
  }
  const times = entries.map(({ edition }) => edition.publishedAt).sort()
  return parsed({
    id: urn(archive.name, spec.id, region),
    chart: { id: spec.id, title: spec.title },
    region,
    regionName: latest.value.regionName,
    updated: times.at(-1) ?? latest.value.publishedAt,
    entries,
  })
}

/** A UUID of version 8 (RFC 9562) from what it stands for. */
function urn(...parts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
