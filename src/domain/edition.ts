// An edition is one published issue of a chart for one window and region. What is published once is never changed:
// a correction is a new revision with its reason. The digest is over canonical bytes, so anybody can recompute it.
import { createHash } from 'node:crypto'
import type { Brand } from './brand.ts'
import type { Books } from './bucket.ts'
import type { ItemId } from './item.ts'
import type { Measure } from './measure.ts'
import type { Region } from './region.ts'
import type { CalendarDate } from './time.ts'

export type ChartId = Brand<string, 'ChartId'>
/** SHA-256 as 64 hexadecimal digits. */
export type Digest = Brand<string, 'Digest'>

/**
 * provisional: the window or its late limit still runs, and the edition may be replaced (revision 0).
 * final: its buckets are sealed (revision 1). restated: a correction of a final one (revision 2 and up).
 */
export const EDITION_STATES = ['provisional', 'final', 'restated'] as const
export type EditionState = (typeof EDITION_STATES)[number]

export type Entry = 'new' | 're-entry' | 'stay'

/** The rule by which an edition was counted. */
export interface Method {
  readonly version: number
  /** The first window it holds for, by name; left out: from the beginning. */
  readonly from?: CalendarDate | undefined
  readonly measure: Measure
  /** counted: as folded; hours-per-runtime: views = hours / runtime; published: the ranks of another house. */
  readonly formula: 'counted' | 'hours-per-runtime' | 'published'
  /** Views are shown rounded half up to a multiple of this; ranks use the exact fraction. */
  readonly roundViewsTo: number
}

/** What was counted for one item. Only what the method's measure needs is there. */
export interface Amounts {
  readonly views?: number
  /** Decimal digits, since a sum of milliseconds may pass 2^53. */
  readonly watchedMs?: string
  /** Watched time in hours, rounded half up. */
  readonly hours?: number
  /** The running time in force at the window's end. */
  readonly runtimeMs?: number
  readonly viewers?: number
  readonly sales?: number
  readonly opens?: number
}

/** A line of an edition. All but rank and amounts is history as of this edition. */
export interface EditionRow extends Amounts {
  readonly rank: number
  readonly item: ItemId
  /** The rank in the window before; null where the item was not charted there. */
  readonly previousRank: number | null
  /** The best rank so far, this one included. */
  readonly peakRank: number
  /** Windows charted so far, this one included; they need not be in a row. */
  readonly weeksOnChart: number
  /** Windows charted in a row, this one included. */
  readonly streak: number
  readonly entry: Entry
}

/** What a line said: its rank, and what was counted. */
export interface Said extends Amounts {
  readonly rank: number
}

/** An item whose line is another than in the revision before; null where it was not on the list. */
export interface LineChange {
  readonly item: ItemId
  readonly before: Said | null
  readonly now: Said | null
}

/** What a restatement changed of the revision before it: that with the number below. */
export interface Changes {
  /** By the rank that they have now; then those that left, by the rank that they had. */
  readonly lines: readonly LineChange[]
  /** Items that stand where they stood with what they had; their history alone is another. */
  readonly history: readonly ItemId[]
  /** The rule it was counted by before, where that was another. */
  readonly method: Method | null
}

/** The part of an edition that its digest covers. */
export interface EditionBody {
  readonly chart: ChartId
  readonly region: Region
  readonly window: { readonly name: CalendarDate; readonly from: string; readonly to: string }
  readonly revision: number
  readonly state: EditionState
  /** Why a final edition was corrected. */
  readonly reason: string | null
  /** Of restated editions alone. Those of before this was told have none. */
  readonly changes?: Changes | undefined
  readonly method: Method
  readonly rows: readonly EditionRow[]
  /** The digest of the edition before it: the same chart and region, one window earlier. */
  readonly previous: Digest | null
}

export interface Edition extends EditionBody {
  readonly digest: Digest
  /** The conservation equation of the buckets behind it, as it stood when this was published. */
  readonly books: Books
  readonly publishedAt: string
}

export function digestOf(edition: EditionBody): Digest {
  const { chart, region, window, revision, state, reason, changes, method, rows, previous } = edition
  const body = { chart, region, window, revision, state, reason, changes, method, rows, previous }
  return createHash('sha256').update(canonicalJson(body)).digest('hex') as Digest
}

/** JSON with sorted keys and no white space; every number in it is a safe integer, so its text is unambiguous. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Error(`${value} is no safe integer`)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  fields.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`
}
