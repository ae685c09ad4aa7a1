// Books that do not balance, bucket by bucket: what must never be, and where it is. Sums over many buckets would not
// do, since two that are wrong may make one that is right.
import { type Books, equation, readBooks } from '../domain/bucket.ts'
import type { SiteId } from '../domain/event.ts'
import { Failure } from '../domain/problem.ts'
import { type Instant, instant, isoInstant, SECOND_MS } from '../domain/time.ts'
import { type Store, sqlFile } from '../store/store.ts'

const UNBALANCED = sqlFile(import.meta.url, './unbalanced.sql')

export interface BucketBooks {
  readonly site: SiteId
  readonly bucket: Instant
  readonly books: Books
}

/** Every bucket of the store whose books do not balance, by site and in order of time. */
export async function findUnbalanced(store: Store): Promise<readonly BucketBooks[]> {
  const rows = await store.rows<Record<keyof Books, string> & { site: SiteId; bucket_s: number }>(UNBALANCED)
  return rows.map(({ site, bucket_s, ...books }) => ({
    site,
    bucket: instant(bucket_s * SECOND_MS),
    books: readBooks(books),
  }))
}

/** "main 2026-01-05T12:00:00.000Z: stored 3 ≠ counted 1 + …" */
export const bucketWords = ({ site, bucket, books }: BucketBooks): string =>
  `${site} ${isoInstant(bucket)}: ${equation(books, String)}`

/** Why nothing is published. */
export const unbalanced = (what: string, [first, ...others]: readonly BucketBooks[]): Failure => {
  const more = others.length > 0 ? ` and in ${others.length} more buckets` : ''
  return new Failure(
    'books',
    `${what}: the books do not balance in ${first ? bucketWords(first) : 'no bucket'}${more}; "housecount doctor" names each, "housecount rebuild" counts anew from the log`,
  )
}
