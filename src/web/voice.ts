// What a page speaks with: a language, the words of that language, and the addresses that stay in it. Every page is
// given one, and hands it to its parts.
import type { HonoRequest } from 'hono'
import type { Child } from 'hono/jsx'
import { parseAccept } from 'hono/utils/accept'
import { type Links, linksFrom } from './links.ts'
import {
  LANGUAGES,
  type Language,
  languageOf,
  type Message,
  pieces,
  type Values,
  type Words,
  write,
} from './message.ts'
import { wordsFor } from './messages.ts'

export interface Voice {
  readonly language: Language
  readonly words: Words
  readonly links: Links
}

/** @param origin goes before every address: empty on the house's own server */
export const voiceIn = (language: Language, origin = ''): Voice => ({
  language,
  words: wordsFor(language),
  links: linksFrom(language, origin),
})

/**
 * The voice for a page about a request that went wrong: that of its address, and of an address without a language the
 * one that the browser asks for. All other pages go by the address alone.
 */
export function voiceOf(request: HonoRequest): Voice {
  const named = LANGUAGES.find((language) => `${request.path}/`.startsWith(`/${language}/`))
  if (named) return voiceIn(named)
  const wanted = parseAccept(request.header('accept-language') ?? '').filter(({ q }) => q > 0)
  const spoken = wanted.find(({ type }) => languageOf(type) !== 'en' || /^en\b/i.test(type))
  return voiceIn(languageOf(spoken?.type ?? ''))
}

/** Headers of what `voiceOf` chose the language of. */
export const VARIES = { vary: 'accept-language' }

/** A message as text, such as an attribute takes. */
export const say = ({ language }: Voice, message: Message, values?: Values): string => write(language, message, values)

/**
 * Across a figure of some width as one reads: from the left, or from the right. Words in a figure turn by themselves, since
 * the start of a text is where its language begins.
 */
export const turnedIn =
  ({ words }: Voice, width: number) =>
  (x: number): number =>
    words.direction === 'rtl' ? width - x : x

/** A name of any script where no element can hold it apart: in a figure, in an attribute. */
export const isolated = (text: string): string => `\u2068${text}\u2069`

/** Parts with what the language sets between the members of a list: "a, b". */
export const listed = <T>(voice: Voice, parts: readonly T[]): (T | string)[] =>
  between(parts, say(voice, voice.words.pages.text.list, { first: '', second: '' }))

/** Whole sentences one after another. */
export const sentences = <T>(voice: Voice, parts: readonly T[]): (T | string)[] =>
  between(parts, say(voice, voice.words.pages.text.sentences, { first: '', second: '' }))

const between = <T>(parts: readonly T[], separator: string): (T | string)[] =>
  parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]))

/** A message with elements among its values. */
export const tell = (
  { language }: Voice,
  message: Message,
  values: Readonly<Record<string, Child>>,
): readonly Child[] => pieces<Child>(language, message, values)
