// Search over the catalogue: by title, creator, tag or id, whatever the case and the accents. Everything that was typed
// has to be found; what begins with it stands before what has it somewhere.
import { z } from '@hono/zod-openapi'
import type { Catalogue } from '../domain/catalogue.ts'
import { DEFAULT_SITE, type SiteId } from '../domain/event.ts'
import { ITEM_KINDS, type Item } from '../domain/item.ts'
import { type Parsed, parsed, problem, refused } from '../domain/problem.ts'
import type { Archive } from './archive.ts'
import { namesOf } from './editions.ts'

const FOUND_MAX = 50
const QUERY_CHARS_MAX = 200

export const searchAnswer = z
  .object({
    query: z.string(),
    found: z.int().openapi({ description: 'How many there are.' }),
    items: z
      .array(
        z.object({
          item: z.string(),
          title: z.string(),
          parentTitle: z.string().optional(),
          kind: z.enum(ITEM_KINDS).optional(),
          published: z.string().optional(),
        }),
      )
      .openapi({ description: `The first ${FOUND_MAX}.` }),
  })
  .openapi('Search')

export type SearchAnswer = z.infer<typeof searchAnswer>

/** An item as it is looked for: its words in one line, with a space before each. */
interface Entry {
  readonly item: Item
  readonly title: string
  readonly words: string
}

/** What a catalogue holds, folded once for as long as it is the catalogue. */
const indexes = new WeakMap<Catalogue, readonly Entry[]>()

export function findInCatalogue(archive: Archive, query: string, site: SiteId = DEFAULT_SITE): Parsed<SearchAnswer> {
  const wanted = folded(query.slice(0, QUERY_CHARS_MAX)).split(' ').filter(Boolean)
  if (wanted.length === 0) return refused(problem('q', query, 'words of a title, a creator or a tag'))
  const catalogue = archive.catalogueOf(site)
  const found = indexOf(catalogue).filter(({ words }) => wanted.every((word) => words.includes(word)))
  const rank = rankBy(wanted)
  const ranked = found.map((entry) => ({ entry, rank: rank(entry) })).sort((a, b) => a.rank - b.rank || byDate(a, b))
  return parsed({
    query,
    found: found.length,
    items: ranked.slice(0, FOUND_MAX).map(({ entry: { item } }) => ({
      item: item.id,
      ...namesOf(catalogue, item.id),
      ...(item.published && { published: item.published }),
    })),
  })
}

function indexOf(catalogue: Catalogue): readonly Entry[] {
  const known = indexes.get(catalogue)
  if (known) return known
  const index = [...catalogue.items()].map((item) => {
    const title = folded(item.title)
    return {
      item,
      title,
      words: ` ${[title, item.id, ...(item.creators ?? []), ...(item.tags ?? [])].map(folded).join(' ')}`,
    }
  })
  indexes.set(catalogue, index)
  return index
}

/** 0 where the title is what was typed, 1 where it begins so, 2 where each word begins one of its words, 3 elsewhere. */
const rankBy =
  (wanted: readonly string[]) =>
  ({ title, words }: Entry): number => {
    const whole = wanted.join(' ')
    if (title === whole) return 0
    if (title.startsWith(whole)) return 1
    return wanted.every((word) => words.includes(` ${word}`)) ? 2 : 3
  }

type Found = { readonly entry: Entry }

/** What stands above others first, then the newest, then by id. */
function byDate({ entry: { item: a } }: Found, { entry: { item: b } }: Found): number {
  const depth = ITEM_KINDS.indexOf(a.kind) - ITEM_KINDS.indexOf(b.kind)
  if (depth !== 0) return depth
  const [first = '', second = ''] = [a.published, b.published]
  if (first !== second) return first > second ? -1 : 1
  return a.id < b.id ? -1 : 1
}

/** Without case, accents and marks between words. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
