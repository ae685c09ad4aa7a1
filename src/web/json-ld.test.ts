import { describe, expect, it } from 'vitest'
import { ITEM_KINDS } from '../domain/item.ts'
import { chartPage } from './chart-page.tsx'
import { chartView, counter, edition, list, title, titleView } from './fixtures.ts'
import { editionJsonLd, listJsonLd, scriptText, titleJsonLd } from './json-ld.ts'
import { linksFrom } from './links.ts'
import { titlePage } from './title-page.tsx'
import { voiceIn } from './voice.ts'

const english = voiceIn('en')
const links = linksFrom('en', 'https://house.example')

/** What a page says to machines, read as they read it. */
const readIn = (page: string) => {
  const [, text = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page) ?? []
  return JSON.parse(text)
}

describe('a title', () => {
  it('says what was counted of it, and what it is', () => {
    const data = titleJsonLd(title, counter, links)
    expect(data).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'TVSeason',
      name: 'Salt and Signal: Season 2',
      url: 'https://house.example/titles/salt-and-signal-s2',
      isPartOf: { '@type': 'CreativeWork', name: 'Salt and Signal' },
      datePublished: '2026-11-05',
      aggregateRating: { '@type': 'AggregateRating', ratingValue: 4.7, ratingCount: 47, bestRating: 5, worstRating: 1 },
    })
    const statistics = data.interactionStatistic as {
      interactionType: { '@type': string }
      userInteractionCount: number
    }[]
    expect(statistics.map((each) => [each.interactionType['@type'], each.userInteractionCount])).toEqual([
      ['WatchAction', 10_702_345_678],
      ['LikeAction', 1_000_000],
      ['FollowAction', 3_500_000],
      ['BuyAction', 12],
    ])
  })

  it('has no rating below the floor, and no statistic of nothing', () => {
    const quiet = { ...counter, rating: null, views: 0, likes: 0, followers: 0, sales: 0 }
    const data = titleJsonLd(title, quiet, links)
    expect(data).not.toHaveProperty('aggregateRating')
    expect(data).not.toHaveProperty('interactionStatistic')
    expect(titleJsonLd(title, undefined, links)).not.toHaveProperty('interactionStatistic')
  })

  it('is of a type that schema.org knows, whatever its kind', () => {
    const types = ITEM_KINDS.map((kind) => titleJsonLd({ ...title, kind }, counter, links)['@type'])
    expect(types).toEqual([
      'TVSeries',
      'TVSeason',
      'TVEpisode',
      'Movie',
      'ComicSeries',
      'Chapter',
      'Article',
      'VideoObject',
      'Question',
      'Person',
    ])
    const { kind: _, ...unknown } = title
    expect(titleJsonLd(unknown, counter, links)['@type']).toBe('CreativeWork')
  })

  it('that is a person has only what schema.org lets a person have', () => {
    const person = titleJsonLd({ ...title, kind: 'person' }, counter, links)
    expect(Object.keys(person)).toEqual(['@context', '@type', '@id', 'name', 'url', 'interactionStatistic'])
  })

  it('lasts as long as it does, where it is one thing', () => {
    expect(titleJsonLd({ ...title, kind: 'film' }, counter, links).duration).toBe('PT7H42M')
    expect(titleJsonLd(title, counter, links)).not.toHaveProperty('duration')
  })
})

it('an edition and a list are lists of items by their ranks', () => {
  const data = editionJsonLd(edition, links)
  expect(data).toMatchObject({ '@type': 'ItemList', name: 'Series', numberOfItems: 10 })
  const lines = data.itemListElement as { position: number; url: string }[]
  expect(lines.map(({ position }) => position)).toEqual(edition.rows.map(({ rank }) => rank))
  expect(lines.at(-1)?.url).toBe('https://house.example/titles/house%2F47%3Fpart%3D1%23b')
  expect(listJsonLd(list, links)).toMatchObject({
    name: 'Most viewed',
    itemListElement: [{ '@type': 'ListItem', position: 1, url: 'https://news.example/tides' }, { position: 2 }],
  })
})

it('nothing in a name ends the script that it stands in', () => {
  const name = '</script><!--<script>&\u2028\u2029'
  const text = scriptText({ '@type': 'Thing', name })
  expect(text).not.toMatch(/[<>&\u2028\u2029]/)
  expect(JSON.parse(text).name).toBe(name)
})

it('stands on the pages of titles and of charts', () => {
  const view = { ...titleView, title: { ...title, title: '</script>' }, counter }
  expect(readIn(titlePage(view, english)).mainEntity.name).toBe('</script>')
  const data = readIn(chartPage(chartView, english))
  expect(data.mainEntity.itemListElement.at(-1).name).toBe('R&D <Confidential>')
})

it('says in which language the page is, and in which the work', () => {
  const data = readIn(titlePage(titleView, voiceIn('ar', 'https://house.example')))
  expect(data).toMatchObject({ '@type': 'WebPage', inLanguage: 'ar', mainEntity: { inLanguage: 'en' } })
  expect(data.url).toBe('https://house.example/ar/titles/salt-and-signal-s2')
})
