// What a restatement tells: each line that is another, with what it said before and what it says now. Pure.
import { type Changes, canonicalJson, type EditionBody, type EditionRow, type Said } from '../domain/edition.ts'

type Lines = Pick<EditionBody, 'method' | 'rows'>

/** The difference between two revisions of an edition. */
export function changesBetween(before: Lines, now: Lines): Changes {
  const lineOf = new Map(before.rows.map((row) => [row.item, row]))
  const listed = new Set(now.rows.map(({ item }) => item))
  const moved = now.rows.filter((row) => !same(saidBy(row), saidBy(lineOf.get(row.item))))
  const left = before.rows.filter(({ item }) => !listed.has(item))
  return {
    lines: [
      ...moved.map((row) => ({ item: row.item, before: saidBy(lineOf.get(row.item)), now: saidBy(row) })),
      ...left.map((row) => ({ item: row.item, before: saidBy(row), now: null })),
    ],
    history: now.rows
      .filter((row) => !moved.includes(row) && !same(row, lineOf.get(row.item) ?? null))
      .map(({ item }) => item),
    method: same(before.method, now.method) ? null : before.method,
  }
}

/** A line without its item and its history. */
function saidBy(row: EditionRow | undefined): Said | null {
  if (!row) return null
  const { item, previousRank, peakRank, weeksOnChart, streak, entry, ...said } = row
  return said
}

const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b)
