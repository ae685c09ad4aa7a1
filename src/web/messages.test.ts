import { describe, expect, it } from 'vitest'
import { LANGUAGES, languageOf, type Message, write } from './message.ts'
import { wordsFor } from './messages.ts'

type Tree = { readonly [key: string]: Tree | string }

const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other']
const isPlural = (node: Tree | string): node is Tree => typeof node !== 'string' && 'other' in node

/** Every message by its path. */
const messagesIn = (node: Tree, path = ''): readonly (readonly [string, Message])[] =>
  Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' || isPlural(value)
      ? [[`${path}${key}`, value as Message] as const]
      : messagesIn(value, `${path}${key}.`),
  )

const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort()
const formsOf = (message: Message): Readonly<Record<string, string>> =>
  typeof message === 'string' ? { other: message } : (message as Record<string, string>)

const english = new Map(messagesIn(wordsFor('en') as unknown as Tree))

describe.each(LANGUAGES)('the words in %s', (language) => {
  const messages = new Map(messagesIn(wordsFor(language) as unknown as Tree))

  it('have every key, and no other', () => {
    expect([...messages.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('have the plural forms that Intl asks for, and no other', () => {
    const needed = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort()
    for (const [key, message] of messages) {
      expect(typeof message === 'string', key).toBe(typeof english.get(key) === 'string')
      if (typeof message !== 'string') expect(Object.keys(message).sort(), key).toEqual(needed)
    }
  })

  it('have the placeholders of the English ones', () => {
    for (const [key, message] of messages) {
      const expected = namesIn(formsOf(english.get(key) ?? '').other ?? '')
      for (const [form, text] of Object.entries(formsOf(message))) {
        // "One view", "two views": where a form stands for a single number, its noun may say the number.
        const named = ['zero', 'one', 'two'].includes(form)
        expect(
          namesIn(text).filter((name) => !(named && name === 'count')),
          `${key}.${form}`,
        ).toEqual(expected.filter((name) => !(named && name === 'count')))
      }
    }
  })

  it('are there', () => {
    for (const [key, message] of messages)
      for (const [form, text] of Object.entries(formsOf(message))) {
        expect(FORMS).toContain(form)
        expect(text.trim(), key).toBe(text)
        expect(text, key).not.toBe('')
      }
  })

  it('say their direction as Intl knows their script', () => {
    const script = new Intl.Locale(language).maximize().script
    expect(wordsFor(language).direction).toBe(script === 'Arab' ? 'rtl' : 'ltr')
    expect(wordsFor(language).name).toBe(nameOf(language))
  })
})

const nameOf = (language: string): string => {
  const [first = '', ...rest] = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? ''
  return first.toLocaleUpperCase(language) + rest.join('')
}

describe('a message', () => {
  it('takes the plural form of the number that is read', () => {
    const { views } = wordsFor('es').counts
    expect(write('es', views, { count: 1 })).toBe('1 visualización')
    expect(write('es', views, { count: 5610 })).toBe('5610 visualizaciones')
    expect(write('es', views, { count: 10_700_000_003 }, 'long')).toBe('10,7 mil millones de visualizaciones')
    expect(write('es', views, { count: 10_700_000_003 })).toBe('10.700.000.003 visualizaciones')
    const arabic = wordsFor('ar').counts.views
    expect(write('ar', arabic, { count: 3 })).toBe('3 مشاهدات')
    expect(write('ar', arabic, { count: 2 })).toBe('مشاهدتان')
    expect(write('ar', arabic, { count: 10_700_000_003 }, 'compact')).toBe('10.7\u00a0مليار مشاهدة')
  })

  it('is short where the number is long', () => {
    const { followers } = wordsFor('en').counts
    expect(write('en', followers, { count: 99_999 }, 'short')).toBe('99,999 followers')
    expect(write('en', followers, { count: 3_500_000 }, 'short')).toBe('3.5M followers')
    expect(write('ja', wordsFor('ja').counts.views, { count: 10_700_000_000 }, 'short')).toBe('107億回視聴')
  })

  it('leaves out what it was not given, and takes a value as it is', () => {
    expect(write('en', '{a} and {b}', { a: '$& {b}' })).toBe('$& {b} and ')
  })
})

it("a reader's language is found by its first part", () => {
  expect(['de-CH', 'AR', 'ja-JP', 'fr', 'english', ''].map(languageOf)).toEqual(['de', 'ar', 'ja', 'en', 'en', 'en'])
})
