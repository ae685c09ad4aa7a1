import { describe, expect, test } from 'vitest'
import { parseItem, RUNTIME_MS_MAX } from './item.ts'

const FILM = { id: 'x', kind: 'film', title: 'X' }
const FULL = {
  id: '/comics/tower-of-god?ep=1',
  kind: 'comic',
  title: '신의 탑 – “Tower of God”',
  parent: 'p',
  creators: ['SIU'],
  tags: ['fantasy', '액션'],
  language: 'pt-BR',
  runtimeMs: 1,
  runtimes: [{ from: '2022-05-01', runtimeMs: RUNTIME_MS_MAX }],
  published: '2010-06-30',
  url: 'https://example.org/a?b=c',
}

function problemsOf(input: unknown) {
  const read = parseItem(input)
  if (read.ok) throw new Error(`accepted: ${JSON.stringify(read.value)}`)
  return read.problems
}

test.each([
  ['the least', FILM],
  ['everything', FULL],
  ['a time of publication', { ...FILM, published: '2010-06-30T12:00:00+09:00' }],
])('an item with %s is read as it is', (_, input) => {
  expect(parseItem(input)).toEqual({ ok: true, value: input })
})

describe('an item is refused', () => {
  const runtime = 'a whole number of milliseconds'

  test.each([
    ['an unknown field', { ...FILM, colour: 'red' }, 'colour', '"red"', 'no such field'],
    ['an unknown kind', { ...FILM, kind: 'song' }, 'kind', '"song"', 'one of show, season'],
    ['no title', { id: 'x', kind: 'film' }, 'title', '(missing)', '1 to 500 characters'],
    ['an empty title', { ...FILM, title: '' }, 'title', '""', '1 to 500 characters'],
    ['a title with a tab', { ...FILM, title: 'a\tb' }, 'title', '"a\\tb"', 'without control characters'],
    ['a title with half a character', { ...FILM, title: 'a\ud800' }, 'title', '"a\\ud800"', 'halves of characters'],
    ['a tag with half a character', { ...FILM, tags: ['\udc00a'] }, 'tags.0', '"\\udc00a"', '1 to 200 characters'],
    ['a title that is too long', { ...FILM, title: 'x'.repeat(501) }, 'title', '"xxx', '1 to 500 characters'],
    ['an id with a space', { ...FILM, id: 'a b' }, 'id', '"a b"', 'visible ASCII'],
    ['an id with an umlaut', { ...FILM, id: 'ü' }, 'id', '"ü"', 'visible ASCII'],
    ['a parent that is no id', { ...FILM, parent: '' }, 'parent', '""', 'visible ASCII'],
    ['creators as text', { ...FILM, creators: 'SIU' }, 'creators', '"SIU"', 'a list'],
    ['an empty creator', { ...FILM, creators: ['a', ''] }, 'creators.1', '""', '1 to 200 characters'],
    ['101 tags', { ...FILM, tags: Array(101).fill('t') }, 'tags', '["t"', 'at most 100'],
    ['a language that is none', { ...FILM, language: 'english!' }, 'language', '"english!"', 'BCP 47'],
    ['a running time of 0', { ...FILM, runtimeMs: 0 }, 'runtimeMs', '0', runtime],
    ['a running time below 0', { ...FILM, runtimeMs: -5 }, 'runtimeMs', '-5', runtime],
    ['a broken running time', { ...FILM, runtimeMs: 1.5 }, 'runtimeMs', '1.5', runtime],
    ['a running time of 2,001 hours', { ...FILM, runtimeMs: RUNTIME_MS_MAX + 1 }, 'runtimeMs', '72000', runtime],
    [
      'a history with a date that is none',
      { ...FILM, runtimes: [{ from: '2022-02-30', runtimeMs: 1 }] },
      'runtimes.0.from',
      '"2022-02-30"',
      'a calendar date',
    ],
    [
      'a history without its time',
      { ...FILM, runtimes: [{ from: '2022-02-01' }] },
      'runtimes.0.runtimeMs',
      '(missing)',
      runtime,
    ],
    ['a year of publication', { ...FILM, published: '2010' }, 'published', '"2010"', 'a calendar date'],
    ['a time without a zone', { ...FILM, published: '2010-06-30T12:00' }, 'published', '"2010', 'with its zone'],
    ['a script for an address', { ...FILM, url: 'javascript:alert(1)' }, 'url', '"javascript', 'an http or https URL'],
    ['an address that is none', { ...FILM, url: 'example' }, 'url', '"example"', 'an http or https URL'],
  ])('for %s: field, value and what is allowed', (_, input, field, value, allowed) => {
    expect(problemsOf(input)).toEqual([
      { field, value: expect.stringContaining(value), allowed: expect.stringContaining(allowed) },
    ])
  })

  test.each([null, [], 'x', 5])('where it is no object: %j', (input) => {
    expect(problemsOf(input)).toEqual([
      { field: '(all)', value: JSON.stringify(input), allowed: 'an object with id, kind and title' },
    ])
  })
})
