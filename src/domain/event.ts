// An event is one immutable fact a collector accepted. `parseEvent` makes what a sender wrote strict, once;
// collect/admit.ts then says who may claim what, and gives the event the form that the log keeps.
import { z } from 'zod'
import type { Brand } from './brand.ts'
import { factsBody } from './facts.ts'
import { type ItemId, itemIdSchema, itemSchema, NO_CONTROLS } from './item.ts'
import { type Parsed, parsed, problem, refused } from './problem.ts'
import { type CountryCode, parseCountry } from './region.ts'
import { parseWith, text } from './schema.ts'
import { DAY_MS, type Instant, instant, isoInstant, parseInstant } from './time.ts'

export type SiteId = Brand<string, 'SiteId'>
export type EventId = Brand<string, 'EventId'>

/** 64 bits as a decimal number; `0` stands for "nobody named". */
export type ViewerKey = Brand<string, 'ViewerKey'>

export const DEFAULT_SITE = 'main' as SiteId

export const SITE_ALLOWED = 'a to z, 0 to 9 and hyphens, at most 64'

export const parseSite = (field: string, input: unknown): Parsed<SiteId> =>
  typeof input === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/.test(input)
    ? parsed(input as SiteId)
    : refused(problem(field, input, SITE_ALLOWED))
export const NO_VIEWER = '0' as ViewerKey

export const EVENT_KINDS = [
  'view',
  'watch',
  'sale',
  'open',
  'share',
  'like',
  'follow',
  'rate',
  'helpful',
  'charted',
  'item',
  'chart',
  'counting',
  'merge',
  'late',
] as const

/** Kinds that set a register: what a subject said last of an item holds. */
export const REGISTER_KINDS = ['like', 'follow', 'rate', 'helpful'] as const satisfies readonly EventKind[]

export type RegisterKind = (typeof REGISTER_KINDS)[number]

export const isRegister = (kind: EventKind): kind is RegisterKind =>
  (REGISTER_KINDS as readonly EventKind[]).includes(kind)

/** Kinds that the house alone makes: no sender may claim them. */
const OF_THE_HOUSE: readonly EventKind[] = ['chart', 'counting', 'merge', 'late']

export type EventKind = (typeof EVENT_KINDS)[number]

/** An event as the log keeps it. Every field is always there, so that two equal events have equal bytes. */
export interface Event {
  readonly id: EventId
  readonly at: Instant
  readonly receivedAt: Instant
  readonly site: SiteId
  readonly kind: EventKind
  /** For kind `chart`, the chart's id; for `counting`, the site's; for `merge`, the item that another stands for. */
  readonly item: ItemId
  readonly country: CountryCode
  readonly viewer: ViewerKey
  /** watch: milliseconds; sale: units; like, follow: 0 or 1; rate: stars, 0 taken back; helpful: 2 yes, 1 no, 0 taken back; charted: rank; else 1. */
  readonly value: number
  /** How many such facts this one event stands for. */
  readonly weight: number
  /** Whose register a like, follow, rating or vote sets; empty for a baseline of them, and for the other kinds. */
  readonly subject: string
  /**
   * item: the catalogue entry; chart: the spec; counting: how the site counts; merge: into which item; charted: the chart's id; late: what was
   * sent, as JSON; of an audience, facts (facts.ts), and empty for most.
   */
  readonly body: string
}

/** One watch event covers at most a day. */
export const WATCHED_MS_MAX = DAY_MS
export const UNITS_MAX = 1_000_000
export const WEIGHT_MAX = 100_000_000_000
/**
 * The most that one event stands for, value times weight: 285,000 years of watching. Sums are unsigned 64-bit integers,
 * and hold 2,048 events of this size.
 */
export const AMOUNT_MAX = Number.MAX_SAFE_INTEGER
export const RANK_MAX = 1000
/** Of two values of a register the one with the higher revision holds. */
export const REVISION_MAX = 2 ** 32 - 1

const whole = (min: number, max: number) => {
  const allowed = `a whole number from ${min} to ${max}`
  return z.number({ error: allowed }).int(allowed).min(min, allowed).max(max, allowed)
}
const UUID_ALLOWED = '128 bits as a UUID (UUIDv7 advised), with or without hyphens'
const uuid = text(/^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i, UUID_ALLOWED)
const instantText = z.string({ error: 'an RFC 3339 date and time with its zone' })
const flag = z.boolean({ error: 'true or false' })
const name = text(/^[^\p{Cc}\p{Cs}]{1,200}$/u, `1 to 200 characters, ${NO_CONTROLS}`)

export const TOKEN_ALLOWED = 'a token that `POST /v1/tokens` of this site gave, as it was given'

const common = {
  id: uuid,
  /** May be left out where the id is a UUIDv7: its own time is taken. */
  at: instantText.optional(),
  /** Where it happened; left out by a browser, whose address or proxy says it. */
  country: z.string({ error: 'an ISO 3166-1 alpha-2 code in capitals, such as "GB"' }).optional(),
  /** Who, in the words of a trusted sender; kept as a key of 64 bits. */
  viewer: name.optional(),
  /** How many such facts this one event stands for; trusted senders alone. */
  weight: whole(1, WEIGHT_MAX).optional(),
}
const counted = { ...common, item: itemIdSchema }
const audience = {
  ...counted,
  /** The sender's own word that a program drives the browser, as `navigator.webdriver` has it. */
  automated: flag.optional(),
}
const register = {
  ...audience,
  /** Whose register it is, in the words of a trusted sender. */
  subject: name.optional(),
  /** Whose register it is, as a browser proves it. */
  token: text(/^hct_[\w-]{65}$/, TOKEN_ALLOWED).optional(),
  /** The value with the highest one holds, whatever came first; left out, it is 0. */
  revision: whole(0, REVISION_MAX).optional(),
}

/** An event as a sender writes it. */
export const eventSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ ...audience, kind: z.literal('view') }),
    z.strictObject({ ...audience, kind: z.literal('watch'), ms: whole(1, WATCHED_MS_MAX) }),
    z.strictObject({ ...audience, kind: z.literal('sale'), units: whole(1, UNITS_MAX) }),
    z.strictObject({ ...audience, kind: z.literal('open') }),
    z.strictObject({ ...audience, kind: z.literal('share') }),
    z.strictObject({ ...register, kind: z.literal('like'), on: flag }),
    z.strictObject({ ...register, kind: z.literal('follow'), on: flag }),
    z.strictObject({ ...register, kind: z.literal('rate'), stars: whole(1, 5).nullable() }),
    z.strictObject({ ...register, kind: z.literal('helpful'), yes: flag.nullable() }),
    z.strictObject({
      ...counted,
      kind: z.literal('charted'),
      chart: text(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a chart id: a to z, 0 to 9 and hyphens'),
      rank: whole(1, RANK_MAX),
    }),
    z.strictObject({ id: uuid, at: instantText.optional(), kind: z.literal('item'), entry: itemSchema }),
  ],
  { error: `one of ${EVENT_KINDS.filter((kind) => !OF_THE_HOUSE.includes(kind)).join(', ')}` },
)

/** What a sender claims, checked in form but not yet admitted. */
export interface Claim {
  readonly id: EventId
  readonly at: Instant
  readonly kind: EventKind
  readonly item: ItemId
  readonly country?: CountryCode | undefined
  readonly viewer?: string | undefined
  readonly subject?: string | undefined
  readonly token?: string | undefined
  readonly weight?: number | undefined
  /** True where a program drives the browser; else left out. */
  readonly automated?: true | undefined
  readonly value: number
  readonly body: string
}

/** Reads one event as a sender wrote it. */
export function parseEvent(input: unknown): Parsed<Claim> {
  const checked = parseWith(eventSchema, input)
  if (!checked.ok) return checked
  const wire = checked.value
  const id = canonicalId(wire.id)
  const at = parseAt(wire.at, id)
  if (!at.ok) return at
  const claim = { id, at: at.value, kind: wire.kind, value: numberOf(wire), body: bodyOf(wire) }
  if ('weight' in wire && wire.weight !== undefined && claim.value * wire.weight > AMOUNT_MAX)
    return refused(problem('weight', wire.weight, `at most ${Math.floor(AMOUNT_MAX / claim.value)} of ${claim.value}`))
  if (wire.kind === 'item') return parsed({ ...claim, item: wire.entry.id as ItemId })
  const country = wire.country === undefined ? undefined : parseCountry('country', wire.country)
  if (country && !country.ok) return country
  return parsed({
    ...claim,
    item: wire.item as ItemId,
    ...(country && { country: country.value }),
    ...(wire.viewer !== undefined && { viewer: wire.viewer }),
    ...('subject' in wire && wire.subject !== undefined && { subject: wire.subject }),
    ...('token' in wire && wire.token !== undefined && { token: wire.token }),
    ...(wire.weight !== undefined && { weight: wire.weight }),
    ...('automated' in wire && wire.automated && { automated: true }),
  })
}

type Wire = z.infer<typeof eventSchema>

function parseAt(at: string | undefined, id: EventId): Parsed<Instant> {
  if (at !== undefined) return parseInstant('at', at)
  if (id[14] === '7')
    return parseInstant('at', isoInstant(instant(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))))
  return refused(problem('at', at, 'an RFC 3339 date and time with its zone (only a UUIDv7 id may stand for it)'))
}

function canonicalId(id: string): EventId {
  const hex = id.replaceAll('-', '').toLowerCase()
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as EventId
}

function numberOf(wire: Wire): number {
  switch (wire.kind) {
    case 'watch':
      return wire.ms
    case 'sale':
      return wire.units
    case 'like':
    case 'follow':
      return wire.on ? 1 : 0
    case 'rate':
      return wire.stars ?? 0
    case 'helpful':
      // 0 taken back, 1 no, 2 yes.
      return wire.yes === null ? 0 : wire.yes ? 2 : 1
    case 'charted':
      return wire.rank
    default:
      return 1
  }
}

function bodyOf(wire: Wire): string {
  if (wire.kind === 'item') return JSON.stringify(wire.entry)
  if (wire.kind === 'charted') return wire.chart
  return 'revision' in wire && wire.revision ? factsBody({ rev: String(wire.revision) }) : ''
}
