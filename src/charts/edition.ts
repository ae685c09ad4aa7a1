// What becomes of freshly ranked rows: nothing where they are what is already published, else a provisional, final or
// restated edition. Pure.
import type { Books } from '../domain/bucket.ts'
import {
  type ChartId,
  canonicalJson,
  type Digest,
  digestOf,
  type Edition,
  type EditionBody,
  type EditionRow,
  type Method,
} from '../domain/edition.ts'
import type { Region } from '../domain/region.ts'
import { HOUR_MS, type Instant, isoInstant } from '../domain/time.ts'
import type { Window } from '../domain/window.ts'
import { changesBetween } from './changes.ts'

/** How long after a window's end its buckets stay open for events that come late. */
export const LATE_LIMIT_MS = 24 * HOUR_MS

export interface Fresh {
  readonly chart: ChartId
  readonly region: Region
  readonly window: Window
  readonly method: Method
  readonly rows: readonly EditionRow[]
  readonly books: Books
  readonly previous: Digest | null
}

export const isSealed = (window: Window, now: Instant): boolean => now >= window.to + LATE_LIMIT_MS

/**
 * The edition to publish, or undefined where the latest one already says the same.
 * @param reason why a final edition may have changed; shown with the restated one, beside what changed.
 */
export function nextEdition(
  fresh: Fresh,
  latest: Edition | undefined,
  now: Instant,
  reason: string,
): Edition | undefined {
  const sealed = isSealed(fresh.window, now)
  const same = latest !== undefined && saysTheSame(latest, fresh)
  if (same && (latest.state !== 'provisional' || !sealed)) return undefined
  const wasFinal = latest !== undefined && latest.state !== 'provisional'
  const { chart, region, window, method, rows, previous } = fresh
  const body: EditionBody = {
    chart,
    region,
    window: { name: window.name, from: isoInstant(window.from), to: isoInstant(window.to) },
    revision: wasFinal ? latest.revision + 1 : sealed ? 1 : 0,
    state: wasFinal ? 'restated' : sealed ? 'final' : 'provisional',
    reason: wasFinal ? reason : null,
    ...(wasFinal && { changes: changesBetween(latest, fresh) }),
    method,
    rows,
    previous,
  }
  return { ...body, digest: digestOf(body), books: fresh.books, publishedAt: isoInstant(now) }
}

/** Rule and lines decide; revision, reason and the link to the edition before it do not. */
const saysTheSame = (latest: Edition, { method, rows }: Fresh): boolean =>
  canonicalJson({ method: latest.method, rows: latest.rows }) === canonicalJson({ method, rows })
