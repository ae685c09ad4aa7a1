// How a site counts: which facts take an event out as which class of invalid traffic, and by which rule views are
// counted. A plain value that is logged when it changes, so that the log alone says what counted. Where the log says
// nothing of a site, the first list and the plain rule hold; neither is ever changed.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { EventKind, SiteId } from './event.ts'
import { type Parsed, parsed, problem, refused } from './problem.ts'
import { parseWith, text } from './schema.ts'
import { type CalendarDate, type Instant, instant, parseCalendarDate } from './time.ts'

/** Classes of invalid traffic, each a term of the books. */
export const TRAFFIC_CLASSES = ['bot', 'data-centre', 'prefetch', 'automation'] as const

export type TrafficClass = (typeof TRAFFIC_CLASSES)[number]

/** Kinds whose body holds facts. */
export const KINDS_WITH_FACTS: readonly EventKind[] = [
  'view',
  'watch',
  'sale',
  'open',
  'share',
  'like',
  'follow',
  'rate',
  'helpful',
]

/** One line of a list: the facts that begin with `facts` where that ends in `=` or `:`, else just that fact. */
export interface ListLine {
  readonly facts: string
  /** `counted` lets pass what a later line would take out. */
  readonly class: TrafficClass | 'counted'
}

/** Which facts make which class: the first line that fits an event decides, and without one it counts. */
export interface TrafficList {
  readonly version: number
  readonly lines: readonly ListLine[]
}

/** The first list. It stands for every site that the log says nothing of, so it is never changed. */
export const FIRST_LIST: TrafficList = {
  version: 1,
  lines: [
    { facts: 'agent=', class: 'bot' },
    { facts: 'auto=', class: 'automation' },
    { facts: 'prefetch=', class: 'prefetch' },
    { facts: 'net=', class: 'data-centre' },
  ],
}

/**
 * plain: every view. refresh-proof: of views of one item by one viewer that follow each other within 30 seconds, the
 * last (COUNTER's double-click rule). viewer-hour, viewer-day: the first of each viewer and item in a UTC hour or day.
 * watched: instead of views, each viewer and item with at least so many seconds watched in a UTC hour or day.
 */
export type ViewsRule =
  | { readonly rule: 'plain' | 'refresh-proof' | 'viewer-hour' | 'viewer-day' }
  | { readonly rule: 'watched'; readonly seconds: number; readonly per: 'hour' | 'day' }

/** The version of every rule there is. A rule that changes gets another name or number, and this one stays. */
const RULE_VERSION = 1

/** Two views within this are one, by the rule refresh-proof. */
export const REFRESH_MS = 30_000

/** A rule with the first UTC day it holds for; without one from the beginning. */
export type DatedRule = ViewsRule & { readonly from?: CalendarDate | undefined }

export interface Counting {
  readonly site: SiteId
  readonly list: TrafficList
  /** In order of their days; the first holds from the beginning. */
  readonly views: readonly DatedRule[]
}

export const firstCounting = (site: SiteId): Counting => ({ site, list: FIRST_LIST, views: [{ rule: 'plain' }] })

const date = z.string().refine((value) => parseCalendarDate('', value).ok, { error: 'a date such as "2026-11-16"' })
const from = date.optional()
const SECONDS_ALLOWED = 'a whole number of seconds from 1 to 86400'
const seconds = z.int({ error: SECONDS_ALLOWED }).min(1, SECONDS_ALLOWED).max(86_400, SECONDS_ALLOWED)
const viewsRule = z.discriminatedUnion(
  'rule',
  [
    z.strictObject({ rule: z.enum(['plain', 'refresh-proof', 'viewer-hour', 'viewer-day']), from }),
    z.strictObject({
      rule: z.literal('watched'),
      seconds,
      per: z.enum(['hour', 'day'], { error: 'hour or day' }),
      from,
    }),
  ],
  { error: 'a rule: plain, refresh-proof, viewer-hour, viewer-day or watched' },
)
const listSchema = z.strictObject({
  version: z.int({ error: 'a whole number' }).min(1, 'a whole number from 1'),
  lines: z.array(
    z.strictObject({
      facts: text(
        /^(agent|auto|net|prefetch)=[!-~]{0,200}$/,
        'a fact such as "net=cloud", or how facts begin: "agent="',
      ),
      class: z.enum([...TRAFFIC_CLASSES, 'counted'], { error: `one of ${TRAFFIC_CLASSES.join(', ')}, counted` }),
    }),
  ),
})
/** How a site counts, as it is checked; docs/reference/config.md is made from it. */
export const countingSchema = z.strictObject({
  site: text(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a site id: a to z, 0 to 9 and hyphens').default('main'),
  list: listSchema.default(FIRST_LIST as z.infer<typeof listSchema>),
  views: z
    .union([viewsRule.transform((one) => [one]), z.array(viewsRule).min(1)], {
      error: 'a rule, such as { rule: "refresh-proof" }, or a list of rules with their days',
    })
    .default([{ rule: 'plain' }]),
})

/** How a site counts, as one writes it: what has a default may be left out. */
export type CountingInput = z.input<typeof countingSchema>

/** Reads how a site counts. Only the first rule may be without a day, and their days must rise. */
export function parseCounting(input: unknown): Parsed<Counting> {
  const checked = parseWith(countingSchema as unknown as z.ZodType<Counting>, input)
  if (!checked.ok) return checked
  const { list, views } = checked.value
  const wrong = views.flatMap(({ from }, index, all) => {
    const before = all[index - 1]
    if (!before || (from ?? '') > (before.from ?? '')) return []
    return [problem(`views.${index}.from`, from, 'a date after that of the rule before it')]
  })
  if (list.version === 1 && JSON.stringify(list.lines) !== JSON.stringify(FIRST_LIST.lines))
    wrong.push(problem('list.version', 1, 'a number from 2: the first list is never changed'))
  return wrong.length > 0 ? refused(...wrong) : parsed(checked.value)
}

/** The rule that views are counted by at an instant. */
export function ruleAt({ views }: Counting, at: Instant): ViewsRule {
  const inForce = views.filter((rule) => startOfRule(rule) <= at)
  return inForce.at(-1) ?? (views[0] as DatedRule)
}

/** The first instant that a rule holds for, if it is not the first one. */
export const startOfRule = ({ from }: DatedRule): Instant =>
  instant(from === undefined ? 0 : Date.parse(`${from}T00:00:00Z`))

/** The rule with its version, as it stands beside a number: "refresh-proof@1", "watched@1(10s/hour)". */
export function ruleName(rule: ViewsRule): string {
  const named = `${rule.rule}@${RULE_VERSION}`
  return rule.rule === 'watched' ? `${named}(${rule.seconds}s/${rule.per})` : named
}

/** In a few words, as the reason of a restatement: "views by refresh-proof@1 from 2026-01-05, invalid traffic by list 2". */
export function countingWords({ list, views }: Counting): string {
  const rules = views.map((rule) => (rule.from ? `${ruleName(rule)} from ${rule.from}` : ruleName(rule)))
  return `views by ${rules.join(', ')}; invalid traffic by list ${list.version}`
}

/** What stands for a list: its version, and a part of its digest. */
export const listKey = ({ version, lines }: TrafficList): string =>
  `${version}-${createHash('sha256').update(JSON.stringify(lines)).digest('hex').slice(0, 8)}`
