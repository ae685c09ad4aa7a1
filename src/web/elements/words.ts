// The words of the elements, in each language of the house; what only pages say is left out of the bundle.

import { type Language, languageOf, type Words } from '../message.ts'
import * as ar from '../messages/ar.json'
import * as de from '../messages/de.json'
import * as en from '../messages/en.json'
import * as es from '../messages/es.json'
import * as ja from '../messages/ja.json'

type Group = 'counts' | 'measures' | 'phrases' | 'elements' | 'lists' | 'movement' | 'states'

export interface Reader {
  readonly language: Language
  readonly words: Pick<Words, Group>
}

const wordsIn: Readonly<Record<Language, Pick<Words, Group>>> = {
  en: groupsOf(en),
  de: groupsOf(de),
  es: groupsOf(es),
  ar: groupsOf(ar),
  ja: groupsOf(ja),
}

function groupsOf({
  counts,
  measures,
  phrases,
  elements,
  lists,
  movement,
  states,
}: Pick<Words, Group>): Pick<Words, Group> {
  return { counts, measures, phrases, elements, lists, movement, states }
}

/** The words for the language that an element stands in. */
export function readerAt(element: Element): Reader {
  const lang = element.closest('[lang]')?.getAttribute('lang') ?? ''
  const language = languageOf(lang)
  return { language, words: wordsIn[language] }
}
