// How a message becomes text: plural forms and numbers by Intl alone. Pure, and the same on the server and in the
// browser, so that a page and an element on it say one number one way.
import { numberFormat, pluralRules } from '../domain/formats.ts'
import type english from './messages/en.json'
import type front from './messages/front/en.json'
import type pages from './messages/pages/en.json'
import type rules from './messages/rules/en.json'
import { compact, exact } from './numbers.ts'

/** Each has a file of its own in each folder of messages/. */
export const LANGUAGES = ['en', 'de', 'es', 'ar', 'ja'] as const
export type Language = (typeof LANGUAGES)[number]

/** A text with `{names}` in it, or one for each plural form that its language has; `count` chooses. */
export type Message = string | ({ readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>)

type Messages<T> = {
  readonly [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends { other: string }
      ? Message
      : Messages<T[Key]>
}

/** All words of one language. `front`, `pages` and `rules` are for pages alone: what they say, and how they explain a number. */
export type Words = Messages<typeof english> & {
  readonly front: Messages<typeof front>
  readonly pages: Messages<typeof pages>
  readonly rules: Messages<typeof rules>
}

/** The language to write in for a reader of this BCP 47 tag: its own, or English where the house does not speak it. */
export const languageOf = (tag: string): Language =>
  LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language) ?? 'en'

/** `exact`: 10,700,000,000; `compact`: 10.7B; `long`: 10.7 billion; `short`: exact as long as that is short. */
export type NumberForm = 'exact' | 'compact' | 'long' | 'short'

/** From here on a number is easier to read in its compact form. */
const SHORT_FROM = 100_000

/** A count in one of its forms. */
export function amount(value: number, language: string, form: NumberForm = 'exact'): string {
  if (isExact(value, form)) return exact(value, language)
  return form === 'long' ? compactFormat(language, 'long').format(value) : compact(value, language)
}

const isExact = (value: number, form: NumberForm): boolean =>
  form === 'exact' || (form === 'short' && value < SHORT_FROM)

/** 4.666 as "4.7": a mean of stars. */
export const mean = (value: number, language: string): string =>
  numberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value)

/** 86 as "86%". */
export const percent = (value: number, language: string): string =>
  numberFormat(language, { style: 'percent' }).format(value / 100)

export type Values = Readonly<Record<string, string | number>>

/** The message with its values; a number in it is written in the form asked for. */
export const write = (language: string, message: Message, values: Values = {}, form: NumberForm = 'exact'): string =>
  pieces(language, message, values, form).join('')

/** The same in pieces, for values that are no text: they stand among the others as they are. */
export function pieces<T>(
  language: string,
  message: Message,
  values: Readonly<Record<string, T | string | number>>,
  form: NumberForm = 'exact',
): readonly (T | string)[] {
  const text =
    typeof message === 'string' ? message : (message[pluralOf(values.count, language, form)] ?? message.other)
  // Text and names in turn.
  return text.split(/\{(\w+)\}/).map((part, index) => {
    const value = index % 2 === 0 ? part : (values[part] ?? '')
    return typeof value === 'number' ? amount(value, language, form) : value
  })
}

/** The form follows the number that is read: "10.7 billion", and not the 10,712,345,678 behind it. */
function pluralOf(count: unknown, language: string, form: NumberForm): Intl.LDMLPluralRule {
  const value = Number(count ?? 0)
  return pluralRules(language).select(isExact(value, form) ? value : asRead(value, language))
}

/**
 * What the noun behind a compact number agrees with: its unit ("3,5 millones de …" as one million does), or the number
 * itself where the language has no word for its thousands.
 */
function asRead(value: number, language: string): number {
  const parts = compactFormat(language, 'short').formatToParts(value)
  const lengthOf = (wanted: string) =>
    parts.reduce((sum, part) => sum + (part.type === wanted ? part.value.length : 0), 0)
  const rounded = Number(value.toPrecision(lengthOf('integer') + lengthOf('fraction')))
  const unit = 10 ** (Math.floor(Math.log10(rounded)) + 1 - lengthOf('integer'))
  return unit >= 1000 ? unit : rounded
}

const compactFormat = (language: string, compactDisplay: 'short' | 'long') =>
  numberFormat(language, { notation: 'compact', compactDisplay, maximumFractionDigits: 1 })
