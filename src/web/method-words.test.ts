import { describe, expect, it } from 'vitest'
import type { ViewsRule } from '../domain/counting.ts'
import type { WindowSpec } from '../domain/window.ts'
import { COLUMNS, TABLES } from '../publish/columns.ts'
import { formulaWords as formulaOfApi, ruleWords as ruleOfApi } from '../publish/method-words.ts'
import { LANGUAGES } from './message.ts'
import { formulaWords, regionsWords, ruleWords, windowWords } from './method-words.ts'
import { voiceIn } from './voice.ts'

const english = voiceIn('en')

const METHODS = [
  { version: 1, measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 100_000 },
  { version: 1, measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 1 },
  { version: 1, measure: 'hours', formula: 'counted', roundViewsTo: 1 },
  { version: 1, measure: 'sales', formula: 'counted', roundViewsTo: 1 },
  { version: 1, measure: 'rank', formula: 'published', roundViewsTo: 1 },
] as const

const RULES: readonly ViewsRule[] = [
  { rule: 'plain' },
  { rule: 'refresh-proof' },
  { rule: 'viewer-hour' },
  { rule: 'viewer-day' },
  { rule: 'watched', seconds: 10, per: 'hour' },
  { rule: 'watched', seconds: 60, per: 'day' },
]

describe('the pages say in English what the API says', () => {
  it.each(METHODS)('of $measure by $formula', (method) => {
    expect(formulaWords(method, english)).toBe(formulaOfApi(method))
  })

  it.each(RULES)('of views by $rule', (rule) => {
    expect(ruleWords(rule, english)).toBe(ruleOfApi(rule))
  })

  it('of columns and tables', () => {
    const says = (told: Readonly<Record<string, { readonly says: string }>>) =>
      Object.fromEntries(Object.entries(told).map(([name, each]) => [name, each.says]))
    expect(english.words.rules.columns).toEqual(says(COLUMNS))
    expect(english.words.rules.tables).toEqual(says(TABLES))
  })
})

const inAll = (words: (voice: ReturnType<typeof voiceIn>) => string) =>
  LANGUAGES.map((language) => words(voiceIn(language)))

describe('a chart is described in every language', () => {
  it('by its weeks, which begin on a day of the language', () => {
    const window: WindowSpec = { kind: 'week', startsOn: 'sunday', timeZone: 'UTC' }
    expect(inAll((voice) => windowWords({ window }, voice))).toEqual([
      'Weeks that start on Sunday in UTC, named by their last day.',
      'Wochen in UTC, die am Sonntag beginnen, benannt nach ihrem letzten Tag.',
      'Semanas en UTC que empiezan en domingo, con el nombre de su último día.',
      'أسابيع بتوقيت UTC تبدأ يوم الأحد، وتُسمى بآخر أيامها.',
      'UTCの日曜日始まりの週ごと。最終日を名前とします。',
    ])
  })

  it('by the first days of each title, in the plural of the language', () => {
    const window: WindowSpec = {
      kind: 'first',
      days: 91,
      issued: { kind: 'week', startsOn: 'monday', timeZone: 'UTC' },
    }
    expect(windowWords({ window }, english)).toBe('The first 91 UTC days of each title, issued each week.')
    expect(windowWords({ window }, voiceIn('ar'))).toBe('أول 91 يومًا لكل عنوان بتوقيت UTC، وتصدر كل أسبوع.')
  })

  it('by its countries, named as the language names them', () => {
    const regions = { world: true, countries: ['DE', 'JP'] as never }
    expect(inAll((voice) => regionsWords({ regions }, voice))).toEqual([
      'The world, and Germany and Japan.',
      'Die Welt, dazu Deutschland und Japan.',
      'El mundo, y además Alemania y Japón.',
      'العالم، ومعه ألمانيا واليابان.',
      '世界と、ドイツ、日本。',
    ])
    expect(regionsWords({ regions: { world: false, countries: 'measured' } }, english)).toBe(
      'Every country with an audience.',
    )
    expect(regionsWords({ regions: { world: true, countries: 'none' } }, english)).toBe('The world.')
  })
})
