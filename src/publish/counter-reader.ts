// A counter as it is answered: its subject, its numbers, and by which rules they are counted. What was made of one state
// of the counters is kept for as long as that state lasts, so that a page that is read again costs next to nothing.
import { viewsOf } from '../charts/rank.ts'
import { ruleAt, ruleName } from '../domain/counting.ts'
import { DEFAULT_SITE, type SiteId } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { Failure, type Parsed, type Problem, parsed, refused } from '../domain/problem.ts'
import { parseSubject, type Subject, subjectText } from '../domain/subject.ts'
import { HOUR_MS, type Instant, instant, isoInstant, SECOND_MS } from '../domain/time.ts'
import { COUNTS, type Count } from '../store/item-sums.ts'
import type { Archive } from './archive.ts'
import { quarterBefore, sumsBetween, viewersBefore } from './counted-between.ts'
import type { CounterAnswer, CountersAnswer } from './counter-answer.ts'
import type { CountersState } from './counters.ts'
import { namesOf } from './editions.ts'
import { priorNow, reactionsToSets } from './join-reactions.ts'
import { type Reactions, reactionRules } from './reactions.ts'
import type { Sums } from './site-sums.ts'
import { ItemsOfSubjects, type SubjectItems } from './subject-items.ts'

/** Counters of one state that are kept. */
const KEPT_MAX = 50_000

export interface CounterQuestion {
  /** Subjects, as they are written. */
  readonly of: readonly string[]
  readonly site?: SiteId | undefined
  /** Counts the viewers of sets of items too, which costs what there is of them. */
  readonly viewers?: boolean | undefined
  /** As of the last quarter of an hour that was over at this instant; left out: now. */
  readonly at?: Instant | undefined
}

/** Counts are exact, whatever their size. */
export interface Counter extends Pick<CounterAnswer, 'of' | 'kind' | 'id' | 'title' | 'rules'>, NoReactions {
  readonly asOf: Instant
  readonly counts: Readonly<Record<Exclude<Count, 'viewers'>, bigint>> & { readonly viewers: bigint | null }
}
type NoReactions = { readonly [name in keyof Reactions]: Reactions[name] | null }

/** As of an instant, what readers said is not known. */
const UNKNOWN: NoReactions = { likes: null, followers: null, rating: null, helpful: null }

/** Behind all that can have happened. */
const EVER = instant((2 ** 32 - 1) * SECOND_MS)

interface Asked {
  readonly subject: Subject
  readonly items: SubjectItems
}

export class CounterReader {
  readonly #items: ItemsOfSubjects
  #state: CountersState | undefined
  #kept = new Map<string, Counter>()
  constructor(private readonly archive: Archive) {
    this.#items = new ItemsOfSubjects(archive)
  }

  /** Counters in the order of the question; problems name each subject that there is not. The counters must be there. */
  async read({ of, site = DEFAULT_SITE, viewers = false, at }: CounterQuestion): Promise<Parsed<readonly Counter[]>> {
    const kept = this.#keptNow()
    const keys = of.map((each) => `${site} ${viewers} ${at ?? ''} ${each}`)
    const missing = of.filter((_, i) => !kept.has(keys[i] as string))
    if (missing.length > 0) {
      const asked = this.#ask(missing, site)
      if (!asked.ok) return asked
      const made = await (at === undefined ? this.#now(asked.value, viewers) : this.#at(asked.value, viewers, at))
      for (const [i, each] of missing.entries()) kept.set(`${site} ${viewers} ${at ?? ''} ${each}`, made[i] as Counter)
    }
    const counters = keys.map((key) => kept.get(key) as Counter)
    if (kept.size > KEPT_MAX) kept.clear()
    return parsed(counters)
  }

  /** Some counters as the API answers them; those that there are not are left out. Fails before the first round. */
  async answer(of: readonly string[]): Promise<CountersAnswer> {
    const { state } = this.archive.counters
    if (!state) throw new Failure('engine', 'nothing has been counted yet since the house was opened')
    const found = await Promise.all(of.map((each) => this.read({ of: [each] })))
    return JSON.parse(
      countersText(
        state,
        found.flatMap((each) => (each.ok ? each.value : [])),
      ),
    )
  }

  #keptNow(): Map<string, Counter> {
    const { state } = this.archive.counters
    if (state !== this.#state) {
      this.#state = state
      this.#kept = new Map()
    }
    return this.#kept
  }

  #ask(of: readonly string[], site: SiteId): Parsed<readonly Asked[]> {
    const asked: Asked[] = []
    const problems: Problem[] = []
    for (const each of of) {
      const subject = parseSubject('of', each, site)
      const items = subject.ok ? this.#items.find('of', subject.value) : subject
      if (subject.ok && items.ok) asked.push({ subject: subject.value, items: items.value })
      else if (!items.ok) problems.push(...items.problems)
    }
    return problems.length > 0 ? refused(...problems) : parsed(asked)
  }

  async #now(asked: readonly Asked[], viewers: boolean): Promise<readonly Counter[]> {
    const { counters } = this.archive
    const asOf = counters.state?.asOf ?? instant(0)
    // All sums at once, before anything is waited for: they are of one state.
    const sums = asked.map(({ subject: { site }, items }) =>
      items === 'all' ? counters.sumsOf(site).all : counters.sumsOf(site).sumsOf(items.numbers),
    )
    const reactions = this.#reactionsTo(asked)
    return Promise.all(
      asked.map(async (each, i) => {
        const own = isOne(each.items) ? (sums[i] as Sums)[COUNTS.indexOf('viewers')] : undefined
        const together = own ?? (viewers ? await this.#viewers(each, EVER) : null)
        return this.#counter(each, asOf, sums[i] as Sums, together, reactions[i] ?? UNKNOWN)
      }),
    )
  }

  async #at(asked: readonly Asked[], viewers: boolean, at: Instant): Promise<readonly Counter[]> {
    const asOf = quarterBefore(at)
    return Promise.all(
      asked.map(async (each) => {
        const sums = await sumsBetween(this.archive, each.subject.site, someOf(each.items), {
          from: instant(0),
          to: asOf,
        })
        const together = viewers || isOne(each.items) ? await this.#viewers(each, asOf) : null
        return this.#counter(each, asOf, sums, together, UNKNOWN)
      }),
    )
  }

  #viewers({ subject, items }: Asked, before: Instant): Promise<bigint> {
    return viewersBefore(this.archive, subject.site, someOf(items), before)
  }

  #reactionsTo(asked: readonly Asked[]): readonly Reactions[] {
    const reactions: Reactions[] = []
    for (const site of new Set(asked.map(({ subject }) => subject.site))) {
      const ofSite = [...asked.entries()].filter(([, { subject }]) => subject.site === site)
      const sets = ofSite.map(([, { items }]) => someOf(items))
      for (const [i, found] of reactionsToSets(this.archive, site, sets).entries())
        reactions[ofSite[i]?.[0] as number] = found
    }
    return reactions
  }

  #counter({ subject }: Asked, asOf: Instant, sums: Sums, viewers: bigint | null, reactions: NoReactions): Counter {
    const [viewed, watchedMs, , sales, opens] = sums as [bigint, bigint, bigint, bigint, bigint]
    const { kind, id, site } = subject
    const isItem = kind === 'item' || kind === 'series'
    const title = isItem ? namesOf(this.archive.catalogueOf(site), id as ItemId).title : id
    const counts = { views: viewed, watchedMs, viewers, sales, opens }
    const views = ruleName(ruleAt(this.archive.countingOf(site), asOf))
    const rules = { views, ...reactionRules(this.archive.reactionRuleOf(site), priorNow(this.archive, site)) }
    return { of: subjectText(subject), kind, id, title, asOf, counts, ...reactions, rules }
  }
}

const someOf = (items: SubjectItems) => (items === 'all' ? items : items.ids)

const isOne = (items: SubjectItems): boolean => items !== 'all' && items.ids.length === 1

/** What does not say as of when: two counters that are alike in this have the same numbers. */
export function counterParts({ counts, asOf, rules, ...rest }: Counter): readonly [before: string, behind: string] {
  const { of, kind, id, title, ...reactions } = rest
  const { views, watchedMs, viewers, sales, opens } = counts
  // Numbers are written as they are: JSON has no bound, JSON.stringify has.
  return [
    JSON.stringify({ of, kind, id, title }).slice(0, -1),
    `,"views":${views},"hours":${hoursOf(watchedMs)},"watchedMs":"${watchedMs}","viewers":${viewers},"sales":${sales},"opens":${opens},${JSON.stringify({ ...reactions, rules }).slice(1)}`,
  ]
}

/** Whole hours, rounded half up. */
export const hoursOf = (watchedMs: bigint): number => viewsOf(watchedMs, HOUR_MS, 1)

/** A counter as JSON, in the shape of `counterAnswer`. */
export function counterText(counter: Counter): string {
  const known = texts.get(counter)
  if (known) return known
  const [before, behind] = counterParts(counter)
  const text = `${before},"asOf":"${isoInstant(counter.asOf)}"${behind}`
  texts.set(counter, text)
  return text
}

const texts = new WeakMap<Counter, string>()

/** The answer to a whole page. */
export const countersText = ({ revision, asOf }: CountersState, counters: readonly Counter[]): string =>
  `{"asOf":"${isoInstant(asOf)}","revision":"${revision}","counters":[${counters.map(counterText).join(',')}]}`
