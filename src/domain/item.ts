// An item is what is measured. The catalogue holds what is known of it; an event may name an item that the
// catalogue does not know, and is then counted under its id.
import { z } from 'zod'
import type { Brand } from './brand.ts'
import type { Parsed } from './problem.ts'
import { parseWith, text } from './schema.ts'
import { parseCalendarDate, parseInstant } from './time.ts'

export type ItemId = Brand<string, 'ItemId'>

export const ITEM_KINDS = [
  'show',
  'season',
  'episode',
  'film',
  'comic',
  'chapter',
  'article',
  'video',
  'question',
  'person',
] as const

export type ItemKind = (typeof ITEM_KINDS)[number]

/** 1 to 200 visible ASCII characters: slugs, numbers, UUIDs and URL paths all pass. */
export const itemIdSchema = text(/^[!-~]{1,200}$/, '1 to 200 visible ASCII characters without spaces')

/** 2,000 hours: the longest series there are pass, a mix-up of units does not. */
export const RUNTIME_MS_MAX = 2000 * 3_600_000

const RUNTIME_ALLOWED = `a whole number of milliseconds from 1 to ${RUNTIME_MS_MAX}`

const runtimeSchema = z
  .number({ error: RUNTIME_ALLOWED })
  .int(RUNTIME_ALLOWED)
  .min(1, RUNTIME_ALLOWED)
  .max(RUNTIME_MS_MAX, RUNTIME_ALLOWED)

const dateSchema = z
  .string({ error: 'a calendar date such as "2022-05-01"' })
  .refine((value) => parseCalendarDate('', value).ok, { error: 'a calendar date such as "2022-05-01"' })

const PUBLISHED_ALLOWED = 'a calendar date such as "2022-05-01", or a date and time with its zone'

const publishedSchema = z
  .string({ error: PUBLISHED_ALLOWED })
  .refine((value) => parseCalendarDate('', value).ok || parseInstant('', value).ok, { error: PUBLISHED_ALLOWED })

/** JSON can name one half of a character that takes two (RFC 8259, 8.2); no UTF-8 can say it. */
export const NO_CONTROLS = 'without control characters and halves of characters'

const listOf = (allowed: string) =>
  z.array(text(/^[^\p{Cc}\p{Cs}]{1,200}$/u, allowed), { error: `a list: ${allowed}` }).max(100, 'at most 100 of them')

/** A catalogue entry as it is sent and kept. */
export const itemSchema = z.strictObject(
  {
    id: itemIdSchema,
    kind: z.enum(ITEM_KINDS, { error: `one of ${ITEM_KINDS.join(', ')}` }),
    title: text(/^[^\p{Cc}\p{Cs}]{1,500}$/u, `1 to 500 characters, ${NO_CONTROLS}`),
    parent: itemIdSchema.optional(),
    creators: listOf('names of 1 to 200 characters').optional(),
    tags: listOf('tags of 1 to 200 characters').optional(),
    language: text(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'a BCP 47 language tag such as "en" or "pt-BR"').optional(),
    /** The running time, where it never changes. */
    runtimeMs: runtimeSchema.optional(),
    /** The running time as history: each holds from its date on. Takes precedence over `runtimeMs`. */
    runtimes: z
      .array(
        z.strictObject({ from: dateSchema, runtimeMs: runtimeSchema }, { error: 'an object with from and runtimeMs' }),
        { error: 'a list of {from, runtimeMs}' },
      )
      .max(2000, 'at most 2,000 of them')
      .optional(),
    /** When it came out: the release of a title, the publication of an article. */
    published: publishedSchema.optional(),
    url: z
      .url({ protocol: /^https?$/, error: 'an http or https URL' })
      .max(2000, 'at most 2,000 characters')
      .optional(),
  },
  { error: 'an object with id, kind and title' },
)

export type Item = Readonly<Omit<z.infer<typeof itemSchema>, 'id' | 'parent'>> & {
  readonly id: ItemId
  readonly parent?: ItemId | undefined
}

/** Reads a catalogue entry. Unknown fields are problems: a misspelt field would otherwise be lost in silence. */
export const parseItem = (input: unknown): Parsed<Item> => parseWith(itemSchema, input) as Parsed<Item>
