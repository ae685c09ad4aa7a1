import { describe, expect, it } from 'vitest'
import { counter } from './fixtures.ts'
import { LANGUAGES } from './message.ts'
import { chartedPhrase, phraseOf } from './phrases.ts'

const inAll = (phrase: (language: string) => string | undefined) =>
  Object.fromEntries(LANGUAGES.map((language) => [language, phrase(language)]))

describe('a phrase', () => {
  it('says how often, and that it goes on', () => {
    expect(inAll((language) => phraseOf(counter, 'views', language))).toEqual({
      en: '10.7 billion views and counting',
      de: '10,7 Milliarden Aufrufe – und es werden mehr',
      es: '10,7 mil millones de visualizaciones y sumando',
      ar: '10.7 مليار مشاهدة والعدد في ازدياد',
      ja: '107億回視聴、さらに増加中',
    })
  })

  it('says a rating with its votes', () => {
    expect(inAll((language) => phraseOf(counter, 'rating', language))).toEqual({
      en: '4.7 / 5 (47 voted)',
      de: '4,7 / 5 (47 Stimmen)',
      es: '4,7 / 5 (47 votos)',
      ar: '4.7 من 5 (47 صوتًا)',
      ja: '4.7 / 5（47人が投票）',
    })
  })

  it('says how many found it helpful', () => {
    expect(inAll((language) => phraseOf(counter, 'helpful', language))).toEqual({
      en: '86% found this helpful',
      de: '86\u00a0% fanden das hilfreich',
      es: 'El 86\u00a0% lo considera útil',
      ar: 'وجده 86\u200e%\u200e مفيدًا',
      ja: '86%が「役に立った」と回答',
    })
  })

  it('says who follows', () => {
    expect(inAll((language) => phraseOf(counter, 'followers', language))).toEqual({
      en: '3.5M followers',
      de: '3,5\u00a0Mio. Follower',
      es: '3,5\u00a0M de seguidores',
      ar: '3.5\u00a0مليون متابع',
      ja: 'フォロワー350万人',
    })
  })

  it('says in how many of the measured countries', () => {
    expect(inAll((language) => chartedPhrase({ charted: 54, measured: 94 }, 10, language))).toEqual({
      en: 'in the Top 10 in 54 of 94 countries',
      de: 'in 54 von 94 Ländern in den Top 10',
      es: 'en el Top 10 en 54 de 94 países',
      ar: 'ضمن أفضل 10 في 54 من أصل 94 دولة',
      ja: '94か国中54か国でトップ10入り',
    })
    expect(chartedPhrase({ charted: 1, measured: 1 }, 10, 'en')).toBe('in the Top 10 in 1 of 1 country')
  })

  it('is not said of nothing, nor below the floor', () => {
    const quiet = { ...counter, views: 0, rating: null, helpful: null }
    for (const measure of ['views', 'rating', 'helpful'] as const)
      expect(phraseOf(quiet, measure, 'en')).toBeUndefined()
    expect(chartedPhrase({ charted: 0, measured: 94 }, 10, 'en')).toBeUndefined()
  })
})
