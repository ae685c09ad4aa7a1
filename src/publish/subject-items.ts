// Which items a subject's counter is the sum of. A set holds each item once, however many tags or ancestors it has in
// the subject, so that nothing counts twice; what is below an item that bears a tag counts for the tag.
import type { Catalogue } from '../domain/catalogue.ts'
import { DEFAULT_SITE } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { type Parsed, parsed, problem, refused } from '../domain/problem.ts'
import { type Subject, subjectText } from '../domain/subject.ts'
import type { Archive } from './archive.ts'

/** Sets that are remembered, by how many items they have together. */
const REMEMBERED_ITEMS_MAX = 4_000_000

/** All items of the site; for the others, their ids and their numbers in the sums of the site. */
export type SubjectItems = 'all' | { readonly ids: readonly ItemId[]; readonly numbers: Uint32Array }

interface Remembered {
  readonly sets: Map<string, SubjectItems>
  items: number
}

/** Finds the items of subjects, and remembers them for as long as the catalogue stays. */
export class ItemsOfSubjects {
  #remembered = new WeakMap<Catalogue, Remembered>()
  constructor(private readonly archive: Archive) {}

  /** A problem where there is no such subject: an item that nobody told of, a tag that no item has. */
  find(field: string, subject: Subject): Parsed<SubjectItems> {
    const { kind, id, site } = subject
    const catalogue = this.archive.catalogueOf(site)
    const remembered = this.#rememberedOf(catalogue)
    const key = `${site} ${kind} ${id}`
    const known = remembered.sets.get(key)
    if (known) return parsed(known)
    const found = this.#findAnew(field, subject, catalogue)
    if (!found.ok) return found
    remembered.sets.set(key, found.value)
    remembered.items += found.value === 'all' ? 1 : found.value.ids.length + 1
    return found
  }

  #rememberedOf(catalogue: Catalogue): Remembered {
    const known = this.#remembered.get(catalogue)
    if (known && known.items < REMEMBERED_ITEMS_MAX) return known
    const made = { sets: new Map<string, SubjectItems>(), items: 0 }
    this.#remembered.set(catalogue, made)
    return made
  }

  #findAnew(field: string, subject: Subject, catalogue: Catalogue): Parsed<SubjectItems> {
    const { kind, site } = subject
    const { counters } = this.archive
    const nothing = () => refused(problem(field, subjectText(subject), ALLOWED[kind]))
    if (kind === 'site') {
      const isKnown = site === DEFAULT_SITE || catalogue.size > 0 || counters.findSums(site)
      return isKnown ? parsed('all') : nothing()
    }
    const ids = idsOf(subject, catalogue)
    const [first] = ids
    if (first === undefined) return nothing()
    if (ids.length === 1 && !catalogue.findItem(first) && !counters.findSums(site)?.knows(first)) return nothing()
    const sums = counters.sumsOf(site)
    return parsed({ ids, numbers: Uint32Array.from(ids, (item) => sums.numberOf(item)).sort() })
  }
}

const ALLOWED = {
  item: 'an item of the catalogue, or one that has events',
  series: 'an item of the catalogue, or one that has events',
  tag: 'a tag that an item of the catalogue has',
  creator: 'a creator whom an item of the catalogue names',
  site: 'a site that has events',
} as const

function idsOf({ kind, id }: Subject, catalogue: Catalogue): readonly ItemId[] {
  switch (kind) {
    case 'item':
      return catalogue.samesOf(id as ItemId)
    case 'series':
      return catalogue.familyOf(id as ItemId)
    case 'tag':
      return catalogue.familiesOf(catalogue.findByTag(id))
    case 'creator':
      return catalogue.familiesOf(catalogue.findByCreator(id))
    case 'site':
      return []
  }
}
