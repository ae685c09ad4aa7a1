// The subject of a counter: one item, a series (an item with all below it), a tag, a creator or a whole site. Written
// `item:ID`, `series:ID`, `tag:TAG`, `creator:NAME`, `site` or `site:SITE`, in addresses and on the command line alike.
import { DEFAULT_SITE, parseSite, type SiteId } from './event.ts'
import { type Parsed, parsed, problem, refused } from './problem.ts'

export const SUBJECT_KINDS = ['item', 'series', 'tag', 'creator', 'site'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

export interface Subject {
  readonly kind: SubjectKind
  /** The item, the tag, the creator's name, or the site. */
  readonly id: string
  readonly site: SiteId
}

const SUBJECT_ALLOWED = 'item:ID, series:ID, tag:TAG, creator:NAME, or site'
const ID_LENGTH_MAX = 200

/** Reads a subject. @param site whose items are meant, where the subject itself names no site */
export function parseSubject(field: string, input: string, site: SiteId = DEFAULT_SITE): Parsed<Subject> {
  const colon = input.indexOf(':')
  const kind = SUBJECT_KINDS.find((each) => each === (colon < 0 ? input : input.slice(0, colon)))
  const id = colon < 0 ? '' : input.slice(colon + 1)
  if (kind === 'site') return siteSubject(field, colon < 0 ? site : id)
  if (!kind || id === '' || id.length > ID_LENGTH_MAX) return refused(problem(field, input, SUBJECT_ALLOWED))
  return parsed({ kind, id, site })
}

function siteSubject(field: string, input: string): Parsed<Subject> {
  const site = parseSite(field, input)
  return site.ok ? parsed({ kind: 'site', id: site.value, site: site.value }) : site
}

/** As it was asked for: the counter's `of`. */
export const subjectText = ({ kind, id }: Subject): string =>
  kind === 'site' && id === DEFAULT_SITE ? 'site' : `${kind}:${id}`
