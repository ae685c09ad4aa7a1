// The words of the elements, in each language of the house; what only pages say is left out of the bundle.

import { type Language, languageOf, type Words } from '../message.ts'
import * as ar from '../messages/ar.json'
import * as de from '../messages/de.json'
import * as en from '../messages/en.json'
import * as es from '../messages/es.json'
import * as ja from '../messages/ja.json'

type Group = 'counts' | 'phrases' | 'elements' | 'lists' | 'movement' | 'states'

export interface Reader {
  readonly language: Language
  readonly words: Pick<Words, Group>
}

// Named one by one: of a whole file the bundler would keep all.
const wordsIn: Readonly<Record<Language, Pick<Words, Group>>> = {
  en: {
    counts: en.counts,
    phrases: en.phrases,
    elements: en.elements,
    lists: en.lists,
    movement: en.movement,
    states: en.states,
  },
  de: {
    counts: de.counts,
    phrases: de.phrases,
    elements: de.elements,
    lists: de.lists,
    movement: de.movement,
    states: de.states,
  },
  es: {
    counts: es.counts,
    phrases: es.phrases,
    elements: es.elements,
    lists: es.lists,
    movement: es.movement,
    states: es.states,
  },
  ar: {
    counts: ar.counts,
    phrases: ar.phrases,
    elements: ar.elements,
    lists: ar.lists,
    movement: ar.movement,
    states: ar.states,
  },
  ja: {
    counts: ja.counts,
    phrases: ja.phrases,
    elements: ja.elements,
    lists: ja.lists,
    movement: ja.movement,
    states: ja.states,
  },
}

/** The words for the language that an element stands in. */
export function readerAt(element: Element): Reader {
  const lang = element.closest('[lang]')?.getAttribute('lang') ?? ''
  const language = languageOf(lang)
  return { language, words: wordsIn[language] }
}
