// Is all well? The log proven frame by frame, the store compared with it, the books, the editions, and what nobody
// told the catalogue.
import { join } from 'node:path'
import { type Books, balances, readBooks } from '../domain/bucket.ts'
import { DEFAULT_SITE, type SiteId } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import type { Failure } from '../domain/problem.ts'
import { isoInstant } from '../domain/time.ts'
import { findUnbalanced } from '../fold/unbalanced.ts'
import { type Proof, proveLog } from '../log/prove.ts'
import { sqlFile } from '../store/store.ts'
import type { Archive } from './archive.ts'

const STORE_COUNTS = sqlFile(import.meta.url, './store-counts.sql')
const ALL_BOOKS = sqlFile(import.meta.url, './all-books.sql')
const COUNTED_ITEMS = sqlFile(import.meta.url, './counted-items.sql')
const EDITION_NAMES = sqlFile(import.meta.url, './edition-names.sql')

export interface UnbalancedBucket extends Books {
  readonly site: SiteId
  /** When the bucket's hour begins. */
  readonly hour: string
}

export interface Health {
  readonly ok: boolean
  readonly log: Proof
  readonly store: { readonly events: number; readonly equalsLog: boolean }
  /** All buckets together, and each one whose own books do not balance. */
  readonly books: Books & { readonly balance: boolean; readonly unbalanced: readonly UnbalancedBucket[] }
  readonly editions: { readonly published: number; readonly broken: readonly string[] }
  /** Items that were counted and that the catalogue does not know, those with the most views or hours first. */
  readonly notInCatalogue: readonly ItemId[]
}

export async function healthOf(archive: Archive, logDirectory: string): Promise<Health> {
  const log = await proveLog(logDirectory)
  const [counts] = await archive.store.rows<{ events: string }>(STORE_COUNTS)
  const [row] = await archive.store.rows<Record<keyof Books, string>>(ALL_BOOKS)
  const books = readBooks(row)
  const store = { events: Number(counts?.events ?? 0), equalsLog: Number(counts?.events ?? 0) === log.events }
  const editions = await proveEditions(archive)
  const unbalanced = (await findUnbalanced(archive.store)).map(({ site, bucket, books }) => ({
    site,
    hour: isoInstant(bucket),
    ...books,
  }))
  const balance = unbalanced.length === 0 && balances(books) && books.stored === store.events
  return {
    ok: log.rotten.length === 0 && store.equalsLog && balance && editions.broken.length === 0,
    log,
    store,
    books: { ...books, balance, unbalanced },
    editions,
    notInCatalogue: await unknownItems(archive),
  }
}

/** What can be said of a log that does not open, and why it does not. */
export async function logHealth(dataDirectory: string, failure: Failure): Promise<Health['log']> {
  const log = await proveLog(join(dataDirectory, 'log')).catch(() => ({ segments: 0, events: 0, rotten: [] }))
  return log.rotten.length > 0 ? log : { ...log, rotten: [failure.message] }
}

async function proveEditions(archive: Archive): Promise<Health['editions']> {
  const names = await archive.store.rows<{ chart: never; region: never; window: never; digest: string }>(EDITION_NAMES)
  const broken: string[] = []
  for (const { digest, ...name } of names) {
    const told = `${name.chart} ${name.region} ${name.window}`
    try {
      const edition = await archive.files.findLatest(name)
      if (edition?.digest !== digest) broken.push(`${told}: ${edition ? 'the file is another edition' : 'no file'}`)
    } catch (error) {
      broken.push(`${told}: ${(error as Error).message}`)
    }
  }
  return { published: names.length, broken }
}

async function unknownItems(archive: Archive): Promise<readonly ItemId[]> {
  const rows = await archive.store.rows<{ item: ItemId }>(COUNTED_ITEMS, { site: DEFAULT_SITE })
  const catalogue = archive.catalogueOf(DEFAULT_SITE)
  return rows.map(({ item }) => item).filter((item) => !catalogue.findItem(catalogue.idOf(item)))
}
