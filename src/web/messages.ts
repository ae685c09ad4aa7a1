// The house's words in each language that it speaks: messages/*.json for pages, elements, badges and phrases, and those
// in front/, pages/ and rules/ for pages alone. Every file has the keys of the English one: a test holds them to it.
import { readFileSync } from 'node:fs'
import { LANGUAGES, type Language, languageOf, type Words } from './message.ts'

const read = (path: string) => JSON.parse(readFileSync(new URL(`./messages/${path}.json`, import.meta.url), 'utf8'))

const wordsIn = (language: Language): Words => ({
  ...read(language),
  front: read(`front/${language}`),
  pages: read(`pages/${language}`),
  rules: read(`rules/${language}`),
})

const all = new Map(LANGUAGES.map((language) => [language, wordsIn(language)]))

/** The words for a reader of this BCP 47 tag; English where the house does not speak it. */
export function wordsFor(tag: string): Words {
  const words = all.get(languageOf(tag))
  if (!words) throw new Error(`no words in ${tag}`)
  return words
}
