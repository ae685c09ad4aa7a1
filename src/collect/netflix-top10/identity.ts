// Which work a row speaks of. A work is known by its kind and titles, and its id carries a digest of them; the same
// work has the same id in every file. Two works may share their titles: where titles stand in the lists of both
// languages, the one that charted first keeps the plain id, and the other's ends in its category.
import { createHash } from 'node:crypto'
import type { ItemId } from '../../domain/item.ts'
import type { LanguageCategory, NetflixRow } from './rows.ts'

export interface Work {
  readonly kind: 'film' | 'season' | 'show'
  /** The show before the season. */
  readonly titles: readonly [string] | readonly [string, string]
}

/**
 * The work that a row speaks of. A film is known by its show title alone: where Netflix keeps a film as a series of
 * one, its season title says "Season 1" in one file and "Limited Series" in another.
 */
export function workOf(row: NetflixRow): Work {
  if (row.category.startsWith('Films')) return { kind: 'film', titles: [row.showTitle] }
  if (row.seasonTitle === undefined) return { kind: 'show', titles: [row.showTitle] }
  return { kind: 'season', titles: [row.showTitle, row.seasonTitle] }
}

export const showOf = (title: string): Work => ({ kind: 'show', titles: [title] })

export const titleOf = (work: Work): string => work.titles[1] ?? work.titles[0]

/** What makes two works the same, as far as their titles can say. */
export const keyOf = (work: Work): string => [work.kind, ...work.titles].join('\t').normalize('NFC')

const SLUG_LENGTH_MAX = 60

/** ASCII letters, digits and single hyphens; empty where a title has none of them. */
export function slugOf(title: string): string {
  const ascii = title
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
  return ascii
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, SLUG_LENGTH_MAX)
    .replace(/-$/, '')
}

/** The plain id: readable, and safe by its digest; the digest is longer where nothing readable is left of the title. */
export function plainIdOf(work: Work): ItemId {
  const slug = slugOf(titleOf(work))
  const digest = createHash('sha256').update(keyOf(work)).digest('hex')
  return (slug ? `${work.kind}-${slug}-${digest.slice(0, 6)}` : `${work.kind}-${digest.slice(0, 16)}`) as ItemId
}

export const idInCategory = (plain: ItemId, category: LanguageCategory): ItemId =>
  `${plain}-${slugOf(category)}` as ItemId

/** A category's language as a tag: `english` or `non-english`. */
export const tagOf = (category: LanguageCategory): string => /\((.+)\)/.exec(category)?.[1]?.toLowerCase() ?? ''

/** Each work's categories, the one that charted first foremost; in the same week, and without weeks, by name. */
export function categoriesByWork(rows: readonly NetflixRow[]): ReadonlyMap<string, readonly LanguageCategory[]> {
  const firsts = new Map<string, Map<LanguageCategory, string>>()
  for (const row of rows) {
    if (row.kind === 'countries') continue
    const week = row.kind === 'global' ? row.week : ''
    const key = keyOf(workOf(row))
    const first = firsts.get(key) ?? new Map<LanguageCategory, string>()
    const before = first.get(row.category)
    firsts.set(key, first.set(row.category, before !== undefined && before < week ? before : week))
  }
  const ordered = (first: ReadonlyMap<LanguageCategory, string>) =>
    [...first].sort(([a, weekA], [b, weekB]) => (weekA + a < weekB + b ? -1 : 1)).map(([category]) => category)
  return new Map([...firsts].map(([key, first]) => [key, ordered(first)]))
}
