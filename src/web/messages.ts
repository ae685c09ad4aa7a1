// The house's words in each language that it speaks, read from messages/*.json. Every file has the keys of the English
// one: a test holds them to it.
import { readFileSync } from 'node:fs'
import { LANGUAGES, type Language, languageOf, type Words } from './message.ts'

const read = (language: Language): Words =>
  JSON.parse(readFileSync(new URL(`./messages/${language}.json`, import.meta.url), 'utf8'))

const files = new Map(LANGUAGES.map((language) => [language, read(language)]))

/** The words for a reader of this BCP 47 tag; English where the house does not speak it. */
export function wordsFor(tag: string): Words {
  const words = files.get(languageOf(tag))
  if (!words) throw new Error(`no words in ${tag}`)
  return words
}
