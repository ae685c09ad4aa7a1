// What two houses published, side by side: every revision that is not provisional, to the byte, and where one differs,
// the streams whose lines differ.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson, type Edition, type EditionRow } from '../../src/domain/edition.ts'
import type { Event } from '../../src/domain/event.ts'
import type { TestHouse } from '../house.ts'
import { seedOf } from './stream.ts'

/** What was published, by file: `views/world/2026-01-11.r1.json`. Provisional editions may differ, and do. */
export async function publishedBy(house: TestHouse): Promise<ReadonlyMap<string, Edition>> {
  const directory = join(house.directory, 'editions')
  const names = await readdir(directory, { recursive: true })
  const published = names.filter((name) => /\.r[1-9]\d*\.json$/.test(name)).sort()
  const editions = published.map(async (name) => {
    const edition = JSON.parse(await readFile(join(directory, name), 'utf8')) as Edition
    return [name, edition] as const
  })
  return new Map(await Promise.all(editions))
}

export interface Difference {
  readonly edition: string
  readonly why: string
  /** The seeds of the streams whose own lines differ; empty where it is none's own. */
  readonly streams: readonly number[]
}

/** Digest, lines and all; of the books only what was counted, since copies and batches are what they tell of. */
export function differences(
  clean: ReadonlyMap<string, Edition>,
  other: ReadonlyMap<string, Edition>,
): readonly Difference[] {
  const names = [...new Set([...clean.keys(), ...other.keys()])].sort()
  return names.flatMap((edition): readonly Difference[] => {
    const [a, b] = [clean.get(edition), other.get(edition)]
    if (!a || !b) return [{ edition, why: a ? 'was not published' : 'should not be there', streams: [] }]
    if (toCompare(a) === toCompare(b)) return []
    const streams = differingStreams(a.rows, b.rows)
    return [{ edition, why: `${a.digest.slice(0, 8)} became ${b.digest.slice(0, 8)}`, streams }]
  })
}

const toCompare = ({ books, ...edition }: Edition): string => canonicalJson({ ...edition, counted: books.counted })

/** A stream's lines without what other streams have a part in: the ranks. Their order still tells. */
function linesByStream(rows: readonly EditionRow[]): ReadonlyMap<number, string> {
  const lines = new Map<number, string>()
  for (const { rank: _, previousRank: __, peakRank: ___, ...own } of rows) {
    const seed = seedOf(own.item)
    lines.set(seed, `${lines.get(seed) ?? ''}${canonicalJson(own)}`)
  }
  return lines
}

function differingStreams(a: readonly EditionRow[], b: readonly EditionRow[]): readonly number[] {
  const [before, after] = [linesByStream(a), linesByStream(b)]
  return [...new Set([...before.keys(), ...after.keys()])].filter((seed) => before.get(seed) !== after.get(seed))
}

interface Books {
  readonly stored: number
  readonly counted: number
  readonly duplicates: number
  readonly conflicts: number
}

/** The books of all buckets; the house's own events, which tell of its charts, are left out. */
export async function booksOf(house: TestHouse): Promise<Books> {
  const [row] = await house.rows<Record<keyof Books, string>>(
    'SELECT sum(stored) AS stored, sum(counted) AS counted, sum(duplicates) AS duplicates, sum(conflicts) AS conflicts FROM bucket_folds',
  )
  const charts = house.house.charts.length
  return {
    stored: Number(row?.stored) - charts,
    counted: Number(row?.counted) - charts,
    duplicates: Number(row?.duplicates),
    conflicts: Number(row?.conflicts),
  }
}

/** How many events were sent, and how many identities they have. */
export function countOf(events: readonly Event[]): { readonly stored: number; readonly counted: number } {
  const identities = new Set(events.map(({ at, id }) => `${at} ${id}`))
  return { stored: events.length, counted: identities.size }
}
