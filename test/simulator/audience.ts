// An audience of a few titles, made up out of chance: what each sender has to tell, when. Some of it is told under an
// identity that stands for something else already: with other content, at another time, or on another site.
import type { Event, SiteId } from '../../src/domain/event.ts'
import { HOUR_MS, type Instant, MINUTE_MS } from '../../src/domain/time.ts'
import type { Random } from '../random.ts'
import { type Fact, factOf, type Said, type Teller } from './fact.ts'

export const SITES = ['main', 'second'] as readonly string[] as readonly [SiteId, SiteId]
const PEPPER = 'of the simulator'
const COUNTRIES = ['GB', 'IN', 'BR'] as const
const ITEMS = ['film-a', 'film-b', 'season-c', 'episode-c1', 'episode-c2', 'unknown']

/** The catalogue, each entry with its fields in the order in which the house keeps them. */
const ENTRIES = [
  { id: 'film-a', kind: 'film', title: 'A', runtimeMs: 90 * MINUTE_MS },
  { id: 'film-b', kind: 'film', title: 'B', runtimeMs: 111 * MINUTE_MS },
  { id: 'season-c', kind: 'season', title: 'C' },
  { id: 'episode-c1', kind: 'episode', title: 'C 1', parent: 'season-c', runtimeMs: 45 * MINUTE_MS },
  { id: 'episode-c2', kind: 'episode', title: 'C 2', parent: 'season-c', runtimeMs: 50 * MINUTE_MS },
]

/** A few tellers; the first is trusted, and tells the catalogue. */
export function tellersOf(random: Random): readonly Teller[] {
  const [main, second] = SITES
  return Array.from({ length: 3 + random.below(3) }, (_, number): Teller => {
    const site = number > 1 && random.oneIn(4) ? second : main
    if (number === 0 || random.oneIn(3)) return { site, trusted: true, pepper: PEPPER }
    const viewer = String(1000 + random.below(3)) as Event['viewer']
    const country = random.oneIn(4) ? undefined : (random.pick(COUNTRIES) as Event['country'])
    return { site, trusted: false, pepper: PEPPER, viewer, ...(country && { country }) }
  })
}

export class Audience {
  #ids = 0
  readonly #told: Said[] = []
  constructor(private readonly random: Random) {}

  catalogue(teller: Teller, at: Instant): readonly Fact[] {
    return ENTRIES.map((entry) => factOf({ id: this.#id(at), at, kind: 'item', item: entry.id, entry }, teller))
  }

  /** Something new, or something that shares an identity with what was told before. `now` is the teller's clock. */
  next(teller: Teller, now: Instant): { readonly fact: Fact; readonly conflicts: boolean } {
    const { random } = this
    const fresh = this.#fresh(teller, now)
    const before = this.#told.length > 0 && random.oneIn(5) ? random.pick(this.#told) : undefined
    if (!before) {
      this.#told.push(fresh)
      return { fact: factOf(fresh, teller), conflicts: false }
    }
    const { id, at } = before
    // A time that was stamped anew makes another event of it; word for word the same, another teller's may be another.
    if (random.oneIn(5)) return { fact: factOf({ ...fresh, id }, teller), conflicts: false }
    if (random.oneIn(3)) return { fact: factOf(retold(before, teller), teller), conflicts: false }
    return { fact: factOf({ ...fresh, id, at }, teller), conflicts: true }
  }

  #fresh(teller: Teller, now: Instant): Said {
    const { random } = this
    const kind = random.pick(['view', 'watch', 'watch', 'view', 'share'] as const)
    const at = (now - random.below(random.oneIn(4) ? HOUR_MS : 20)) as Instant
    const said = {
      id: this.#id(at),
      at,
      kind,
      item: random.pick(ITEMS),
      ...(kind === 'watch' && { ms: 1 + random.below(3 * HOUR_MS) }),
    }
    if (!teller.trusted) return said
    return {
      ...said,
      ...(random.oneIn(2) && { country: random.pick(COUNTRIES) }),
      ...(random.oneIn(2) && { viewer: `viewer-${random.below(4)}` }),
      ...(random.oneIn(3) && { weight: 1 + random.below(1000) }),
    }
  }

  /** Of version 4, or of version 7, which tells the time. */
  #id(at: Instant): string {
    const number = (++this.#ids).toString(16).padStart(12, '0')
    if (this.random.oneIn(2)) return `00000000-0000-4000-8000-${number}`
    const time = at.toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${number}`
  }
}

/** The same, without what only those who are trusted may say. */
function retold(said: Said, { trusted }: Teller): Said {
  const { country: _, viewer: __, weight: ___, ...plain } = said
  return trusted ? said : plain
}
