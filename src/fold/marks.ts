// Marks what does not count as it came: invalid traffic by the site's list, then views by the site's rule. Everything
// that is marked is told by its identity, so roll-ups still add up, and a mark is a term of the books.
import type { RuleTerm } from '../domain/bucket.ts'
import { type Counting, KINDS_WITH_FACTS, REFRESH_MS, type ViewsRule } from '../domain/counting.ts'
import { SECOND_MS } from '../domain/time.ts'
import { type Params, type Store, sqlFile } from '../store/store.ts'
import { spanOf } from './reach.ts'

const CLASSES = sqlFile(import.meta.url, './classes.sql')
const MARKS = sqlFile(import.meta.url, './marks.sql')
const REFRESHED = sqlFile(import.meta.url, './refreshed.sql')
const REPEATED = sqlFile(import.meta.url, './repeated.sql')
const WATCHED = sqlFile(import.meta.url, './watched.sql')

/** How the events of a batch count: all of it by one list and one rule. */
export interface BatchCounting {
  readonly list: Counting['list']
  readonly rule: ViewsRule
}

export interface MarkRow {
  readonly bucket_s: number
  readonly slice: number
  readonly mark: RuleTerm
  readonly events: string
}

/**
 * Marks the events of some buckets and of what their rule reaches; returns how many were taken out, by bucket, slice
 * and mark. `events_once` holds what stands there more than once.
 */
export async function markEvents(
  store: Store,
  { list, rule }: BatchCounting,
  span: Params,
): Promise<readonly MarkRow[]> {
  const facts = {
    classes: list.lines.map((line) => line.class),
    facts: list.lines.map((line) => line.facts),
    kinds_with_facts: KINDS_WITH_FACTS,
  }
  await store.run('TRUNCATE TABLE events_marked')
  await store.run(CLASSES, { ...span, ...facts })
  // What was classed before takes no part in the rule.
  const of = statementOf(rule)
  if (of) await store.run(of.statement, { ...span, ...of.params })
  return store.rows<MarkRow>(MARKS, span)
}

function statementOf(rule: ViewsRule): { statement: string; params: Params } | undefined {
  const span_s = spanOf(rule) / SECOND_MS
  switch (rule.rule) {
    case 'plain':
      return undefined
    case 'refresh-proof':
      return { statement: REFRESHED, params: { refresh_ms: REFRESH_MS } }
    case 'viewer-hour':
    case 'viewer-day':
      return { statement: REPEATED, params: { span_s } }
    case 'watched':
      return { statement: WATCHED, params: { span_s, watched_ms: rule.seconds * SECOND_MS } }
  }
}
