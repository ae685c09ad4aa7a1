// The works that bear a tag, or that a creator made: the counter of all of them, and each with its own. What is below a
// work is counted with it and does not stand beside it, so that the works add up to the counter.
import { z } from '@hono/zod-openapi'
import type { Catalogue } from '../domain/catalogue.ts'
import { DEFAULT_SITE } from '../domain/event.ts'
import { ITEM_KINDS, type ItemId } from '../domain/item.ts'
import { type Parsed, parsed, problem, refused } from '../domain/problem.ts'
import type { Archive } from './archive.ts'
import { type AskCounters, counterAnswer } from './counter-answer.ts'
import { namesOf } from './editions.ts'
import { columnOf, firstOf } from './list-entries.ts'

/** Works that are told one by one. */
const WORKS_MAX = 50

export const worksAnswer = z
  .object({
    counter: counterAnswer,
    found: z.int().openapi({ description: 'How many works there are.' }),
    works: z
      .array(
        z.object({
          item: z.string().openapi({ example: 'heartstopper' }),
          title: z.string(),
          parentTitle: z.string().optional(),
          kind: z.enum(ITEM_KINDS).optional(),
          published: z.string().optional(),
          counter: counterAnswer,
        }),
      )
      .openapi({ description: `The first ${WORKS_MAX}: most watched time, then most views.` }),
  })
  .openapi('Works')

export type WorksAnswer = z.infer<typeof worksAnswer>

/** What works are looked up by. */
export const WORKS_BY = ['tag', 'creator'] as const
type WorksBy = (typeof WORKS_BY)[number]

/** The works of a tag or creator, or the problem that there are none. The counters must be there. */
export async function findWorks(
  archive: Archive,
  counters: AskCounters,
  by: WorksBy,
  name: string,
): Promise<Parsed<WorksAnswer>> {
  const catalogue = archive.catalogueOf(DEFAULT_SITE)
  const bearers = by === 'tag' ? catalogue.findByTag(name) : catalogue.findByCreator(name)
  const tops = topsOf(catalogue, bearers)
  if (tops.length === 0) return refused(problem(by, name, `a ${by} that an item of the catalogue has`))
  const first = byAudience(archive, catalogue, tops)
  const { counters: found } = await counters([`${by}:${name}`, ...first.map((item) => `series:${item}`)])
  const [counter, ...each] = found
  if (!counter) throw new Error(`there is no counter of the ${by} ${name}`)
  return parsed({
    counter,
    found: tops.length,
    works: each.map((own) => {
      const item = own.id as ItemId
      const published = catalogue.findItem(item)?.published
      return { item, ...namesOf(catalogue, item), ...(published && { published }), counter: own }
    }),
  })
}

/** Those that are not below another one. */
function topsOf(catalogue: Catalogue, bearers: readonly ItemId[]): readonly ItemId[] {
  const all = new Set(bearers)
  return bearers.filter((item) => !catalogue.lineOf(item).some((each) => each !== item && all.has(each)))
}

function byAudience({ counters }: Archive, catalogue: Catalogue, tops: readonly ItemId[]): readonly ItemId[] {
  const sums = counters.sumsOf(DEFAULT_SITE)
  const [hours, views] = [columnOf('hours'), columnOf('views')]
  const amounts = tops.map((item) => {
    const own = sums.sumsOf(catalogue.familyOf(item).map((each) => sums.numberOf(each)))
    return { item, hours: own[hours] as bigint, views: own[views] as bigint }
  })
  const order = (a: bigint, b: bigint) => (a > b ? -1 : a < b ? 1 : 0)
  return firstOf(
    amounts,
    WORKS_MAX,
    (a, b) => order(a.hours, b.hours) || order(a.views, b.views) || (a.item < b.item ? -1 : 1),
  ).map(({ item }) => item)
}
