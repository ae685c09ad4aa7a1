// A chart is a named spec, and a spec is a plain value: what is counted, over which window, where, how many, and by
// which version of the rule. Specs are written in housecount.config.ts and kept in the log, so that the log alone
// says what every edition meant.
import { z } from 'zod'
import type { ChartId, Method } from '../domain/edition.ts'
import type { SiteId } from '../domain/event.ts'
import { ITEM_KINDS, type ItemKind } from '../domain/item.ts'
import { MEASURES } from '../domain/measure.ts'
import { Failure, type Parsed, parsed, problem, refused } from '../domain/problem.ts'
import type { CountryCode } from '../domain/region.ts'
import { parseCountry } from '../domain/region.ts'
import { parseWith, text } from '../domain/schema.ts'
import { isTimeZone, parseCalendarDate } from '../domain/time.ts'
import { type Calendar, calendarKey, calendarOf, WEEKDAYS, type Window, type WindowSpec } from '../domain/window.ts'

export const LENGTH_MAX = 1000

const timeZone = z.string().refine(isTimeZone, { error: 'an IANA time zone such as "UTC" or "America/Los_Angeles"' })
const calendar = [
  z.strictObject({ kind: z.literal('day'), timeZone }),
  z.strictObject({
    kind: z.literal('week'),
    startsOn: z.enum(WEEKDAYS, { error: `one of ${WEEKDAYS.join(', ')}` }),
    timeZone,
  }),
  z.strictObject({ kind: z.literal('month'), timeZone }),
] as const
const issued = z.discriminatedUnion('kind', calendar, { error: 'a day, week or month' })
const window = z.discriminatedUnion(
  'kind',
  [
    ...calendar,
    z.strictObject({ kind: z.literal('first'), days: z.int().min(1).max(3660), issued }),
    z.strictObject({ kind: z.literal('all'), issued }),
  ],
  { error: 'a window of kind day, week, month, first or all' },
)

const date = z.string().refine((value) => parseCalendarDate('', value).ok, { error: 'a date such as "2023-06-18"' })
const country = z
  .string()
  .refine((value) => parseCountry('', value).ok, { error: 'an ISO 3166-1 alpha-2 code such as "GB"' })

const method = z.strictObject({
  version: z.int().min(1),
  from: date.optional(),
  measure: z.enum(MEASURES, { error: `one of ${MEASURES.join(', ')}` }),
  formula: z.enum(['counted', 'hours-per-runtime', 'published'], {
    error: 'one of counted, hours-per-runtime, published',
  }),
  roundViewsTo: z.int().min(1).default(1),
})

/** A chart as it is checked; docs/reference/config.md is made from it. */
export const specSchema = z.strictObject({
  id: text(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a to z, 0 to 9 and hyphens, at most 64'),
  title: text(/^[^\p{Cc}]{1,200}$/u, '1 to 200 characters'),
  site: text(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a site id: a to z, 0 to 9 and hyphens').default('main'),
  window,
  regions: z
    .strictObject({
      world: z.boolean(),
      /** Every country with an audience, none, or just these. */
      countries: z.union([z.enum(['measured', 'none']), z.array(country).min(1)], {
        error: '"measured", "none" or a list of country codes',
      }),
    })
    .default({ world: true, countries: 'measured' }),
  length: z.int().min(1).max(LENGTH_MAX).default(10),
  filter: z
    .strictObject({
      /** Which kinds stand on the chart; the audience of what is below one counts for it. */
      kinds: z.array(z.enum(ITEM_KINDS, { error: `one of ${ITEM_KINDS.join(', ')}` })).min(1),
      /** All of these. */
      tags: z.array(z.string()).optional(),
      /** Any of these. */
      languages: z.array(z.string()).optional(),
    })
    .default({ kinds: ['film', 'season', 'article', 'video', 'comic'] }),
  /**
   * ordered: equal values stand in the order of more watched time, then id, each with a rank of its own.
   * shared: equal values share a rank, and the next rank is skipped.
   */
  ties: z.enum(['ordered', 'shared'], { error: 'ordered or shared' }).default('ordered'),
  methods: z.array(method).min(1),
})

/** A chart as one writes it: what has a default may be left out. */
export type ChartSpecInput = z.input<typeof specSchema>

export interface ChartSpec {
  readonly id: ChartId
  readonly title: string
  readonly site: SiteId
  readonly window: WindowSpec
  readonly regions: { readonly world: boolean; readonly countries: 'measured' | 'none' | readonly CountryCode[] }
  readonly length: number
  readonly filter: {
    readonly kinds: readonly ItemKind[]
    readonly tags?: readonly string[] | undefined
    readonly languages?: readonly string[] | undefined
  }
  readonly ties: 'ordered' | 'shared'
  /** In order of their first window; the first holds from the beginning. */
  readonly methods: readonly Method[]
}

/** Reads a chart spec. Versions must rise with their dates, and all must count for the same kind of chart. */
export function parseChartSpec(input: unknown): Parsed<ChartSpec> {
  const checked = parseWith(specSchema as unknown as z.ZodType<ChartSpec>, input)
  if (!checked.ok) return checked
  const wrong = checked.value.methods.flatMap((method, index, all) => {
    const before = all[index - 1]
    const field = `methods.${index}`
    if (before && (method.from ?? '') <= (before.from ?? ''))
      return [problem(`${field}.from`, method.from, 'a date after that of the version before it')]
    if (before && method.version <= before.version)
      return [problem(`${field}.version`, method.version, 'a number above that of the version before it')]
    if (method.formula === 'hours-per-runtime' && method.measure !== 'views')
      return [problem(`${field}.formula`, method.formula, 'hours-per-runtime goes with the measure views alone')]
    if ((method.formula === 'published') !== (method.measure === 'rank'))
      return [problem(`${field}.formula`, method.formula, 'published goes with the measure rank, and with no other')]
    if (method.measure === 'viewers' && checked.value.window.kind === 'first')
      return [
        problem(`${field}.measure`, method.measure, 'a measure that adds up over days, for a window of kind first'),
      ]
    return []
  })
  return wrong.length > 0 ? refused(...wrong) : parsed(checked.value)
}

/** A spec as the log has it. */
export function loggedSpec(logged: unknown): ChartSpec {
  const spec = parseChartSpec(logged)
  if (spec.ok) return spec.value
  throw new Failure('log-rotten', `a chart spec in the log can't be read: ${JSON.stringify(logged)}`)
}

/** The calendars that any of some charts is ranked by: each has roll-ups of its own. */
export function calendarsOf(specs: readonly ChartSpec[]): readonly { site: SiteId; calendar: Calendar }[] {
  const wanted = new Map<string, { site: SiteId; calendar: Calendar }>()
  for (const { site, window } of specs) {
    const calendar = calendarOf(window)
    wanted.set(`${site} ${calendarKey(calendar)}`, { site, calendar })
  }
  return [...wanted.values()]
}

/** The version of the rule that a window is counted by. */
export function methodFor(spec: ChartSpec, window: Window): Method {
  const inForce = spec.methods.filter((method) => method.from === undefined || method.from <= window.name)
  return inForce.at(-1) ?? (spec.methods[0] as Method)
}
