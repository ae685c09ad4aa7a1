import { expect, it } from 'vitest'
import type { ListSpec } from '../publish/list-spec.ts'
import { countryPage } from './country-page.tsx'
import { charted, counter, course, found, list, methodView, ORIGIN, titleView } from './fixtures.ts'
import { homePage } from './home-page.tsx'
import { listPage } from './list-page.tsx'
import { methodPage } from './method-page.tsx'
import { problemPage } from './problem-page.tsx'
import { searchPage } from './search-page.tsx'
import { country, lists, restatements, week, works } from './sheet-fixtures.ts'
import { titlePage } from './title-page.tsx'
import { voiceIn } from './voice.ts'
import { weekPage } from './week-page.tsx'
import { worksPage } from './works-page.tsx'

const english = voiceIn('en')

const textOf = (page: string) => page.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ')

it('the home page shows the number of the site, the map of the week, the first five of each chart, and the way to all', () => {
  const page = homePage({ week, counter, restatements, lists }, english)
  const text = textOf(page)
  expect(page).toContain('<house-count of="site" measure="views" format="exact">10,702,345,678</house-count>')
  expect(text).toContain('10,702,345,678 views and counting')
  expect(text).toContain('Salt and Signal: Season 2 leads in 2 of 4 countries, and is on the chart in 3.')
  expect(page).toContain('href="/weeks/2026-11-15"')
  expect(page).toContain('href="/charts/series/world/latest"')
  expect(page.match(/<li value/g)).toHaveLength(5 * week.charts.length)
  expect(text.indexOf('Full chart: Series')).toBeLessThan(text.indexOf('Most popular in their first 91 days'))
  expect(page).toContain('href="/lists/most-helpful"')
  expect(text).toMatch(/Series: United Kingdom, 9.–.15 November 2026Reason: A partner sent the runtime/)
  expect(text).toContain('4 lines are others · in 12 regions')
})

it('the home page of an empty house says that there is no data', () => {
  const text = textOf(homePage({ restatements: [], lists }, english))
  expect(text).toContain('No data. No chart has been published yet.')
  expect(text).toContain('No edition stands corrected.')
})

it('a week shows every line, how it moved, what came in and what left, and the weeks beside it', () => {
  const page = weekPage({ week }, english)
  const text = textOf(page)
  expect(page.match(/<li value/g)).toHaveLength(20)
  expect(text).toContain('Came in: The Understudies · Ο φάρος της Άνδρου · Kitchen, 4 a.m.')
  expect(text).toContain('Left the chart: Gone by Morning (was 10)')
  for (const each of ['2026-11-08', '2026-11-22']) expect(page).toContain(`href="/weeks/${each}"`)
})

it('the map of a week colours where its number one stands, and says who leads where it is not on the chart', () => {
  const page = weekPage({ week }, english)
  expect(page).toContain('<g class="level-1"><title>Brazil: rank 1; number one is Salt and Signal: Season 2</title>')
  expect(page).toContain('<g class="level-2"><title>Saudi Arabia: rank 4; number one is قهوة منتصف الليل</title>')
  expect(page).toContain('<g class="rest"><title>Trinidad &amp; Tobago: not on the chart; number one is قهوة</title>')
  expect(page).toContain('href="/countries/TT?week=2026-11-15"')
})

it('a country shows its charts, and its latest week has an address of its own', () => {
  expect(countryPage({ country, latest: true }, english)).toContain('rel="canonical" href="/countries/GB"')
  const page = countryPage({ country, latest: false }, english)
  expect(page).toContain('rel="canonical" href="/countries/GB?week=2026-11-15"')
  expect(page).toContain('href="/charts/series/GB/2026-11-15"')
  expect(page).toContain('href="/weeks/2026-11-15"')
  expect(page).toContain('<h1><bdi>United Kingdom</bdi></h1>')
})

it('a tag shows what was counted for all of it, and its works with their own numbers', () => {
  const page = worksPage({ works, origin: ORIGIN }, english)
  const text = textOf(page)
  expect(text).toContain('71 works; here are the first 2')
  expect(page).toContain('<data value="180180000" title="180,180,000">180.2M</data>')
  expect(text).toContain('4.7 / 5 (47 voted)')
  expect(page).toContain('rel="canonical" href="/tags/night%2Freading"')
  expect(page).toContain('of=&quot;tag:night/reading&quot;')
  expect(page).toContain('https://charts.example/badge/tag/night%2Freading.svg?measure=hours&amp;amp;language=en')
})

it('a list shows its lines, its rule and its formula', () => {
  const show = (id: string, site = counter) => {
    const spec = lists.find((each) => each.id === id) as ListSpec
    const answer = { ...list, list: { ...list.list, id } }
    return textOf(listPage({ spec, answer, lists, site, asked: {}, origin: ORIGIN }, english))
  }
  expect(show('top')).toContain('1 What the Tides Owe the Moon124M views')
  expect(show('top')).toContain('The most views of all time; what is below an item counts with it.')
  expect(show('top')).toContain('Equal ones stand in the order of their ids. Version 1 of the rule.')
  expect(show('trending')).toContain('(views in 24 h + 10) ÷ (views a day in the 7 days before + 10) &gt; 1')
  const rules = { ...counter.rules, rating: 'shrunken@1: (v·R + m·C) / (v + m), m = 10, C = 4.7, the mean of all' }
  expect(show('top-rated', { ...counter, rules })).toContain('(v·R + m·C) / (v + m), m = 10, C = 4.7')
})

it('a title shows its totals, its first 91 days, its charts, countries and parts', () => {
  const page = titlePage(titleView, english)
  const text = textOf(page)
  expect(page).toContain('<data value="180180000" title="180,180,000">180.2M</data>')
  expect(text).toContain('Counted from 5 November 2026. The 91 days are still running.')
  expect(text).toContain('In 4 of 94 countries')
  expect(page).toContain('id="countries"')
  expect(page).toContain('href="/charts/series/CI/2026-11-15"')
  expect(page).toContain('href="/charts/series/world/2026-11-15"')
  expect(page).toContain('href="/titles/salt-and-signal-s2-e1"')
  expect(page).toContain('href="/titles/salt-and-signal"')
})

it('a title shows its days with the release, how it stands among its peers, and its countries on a map', () => {
  const page = titlePage(titleView, english)
  const text = textOf(page)
  expect(page).toContain('Hours watched by day from 5 Nov 2026 to 8 Nov 2026; the most, 31,000,000, on 6 Nov 2026')
  expect(text).toContain('released')
  expect(text).toContain('First 28 days · provisional, after 10 days')
  expect(text).toContain('More than 17 of 26 of its kind at the same age.')
  expect(text).toContain('Brazil: best rank 1')
  expect(page.match(/<use href="\/assets\/world\.svg\?v=[0-9a-f]{12}#BR"/g)).toHaveLength(1)
  expect(page).toContain('<path class="level-1" d="M0 0h5V14h-5z"')
})

it('days without an audience are drawn as none, and not left out', () => {
  const [, area = ''] = /class="area" d="([^"]+)"/.exec(titlePage(titleView, english)) ?? []
  const upper = area.slice(1).split('L').slice(0, 4)
  expect(upper.map((point) => point.split(',')[0])).toEqual(['4', '321.3', '638.7', '956'])
  expect(upper[2]).toBe('638.7,212')
})

it('without whole days, peers or countries there is no figure of them', () => {
  const page = titlePage({ ...titleView, course: { ...course, days: [], peers: [] } }, english)
  expect(page).not.toContain('id="days"')
  expect(page).not.toContain('id="peers"')
})

it('a title links no country where it stood on several charts', () => {
  const page = titlePage({ ...titleView, charted: { ...charted, charts: ['series', 'all'] } }, english)
  expect(page).not.toContain('href="/charts/series/CI/')
  expect(page).toContain('<th scope="row">Brazil</th>')
})

it('a title of which nothing is known is still a page', () => {
  const totals = { views: 0, starts: 0, watchedMs: '0', hours: 0, viewers: 0, sales: 0, opens: 0 }
  const none = { charted: 0, measured: 94 }
  const bare = {
    viewsBy: 'counted' as const,
    item: 'x',
    title: '<x>',
    children: [],
    tags: [],
    creators: [],
    totals,
    charted: none,
    charts: [],
  }
  const view = {
    title: { ...bare, language: 'abcd' },
    charted: { item: 'x', title: '<x>', ...none, charts: [], countries: [] },
    course: { item: 'x', days: [], peers: [], weeks: [], countries: [] },
    origin: ORIGIN,
  }
  const page = titlePage(view, english)
  expect(textOf(page)).toContain('&lt;x&gt;')
  expect(textOf(page)).toContain('Nothing has been counted for it yet.')
  expect(page).toContain('id="countries"')
})

it('a title shows what its audience says, and what it is made of', () => {
  const part = { ...counter, of: 'series:salt-and-signal-s2-e1', id: 'salt-and-signal-s2-e1', hours: 7 }
  const page = titlePage({ ...titleView, counter, parts: [part] }, english)
  const text = textOf(page)
  expect(text).toContain('4.7 / 5 (47 voted)How many gave how many stars5 stars384 stars63 stars22 stars01 star1')
  expect(text).toContain('86% found this helpful')
  expect(text).toContain('1M likes1,000,000')
  expect(text).toContain('The Wrong Frequencyepisode71M')
  expect(page).toContain('href="/creators/Ines%20Okafor"')
  expect(page).toContain('href="/tags/sea"')
})

it('a method has its rules, the newest first, and the books of its latest edition', () => {
  const text = textOf(methodPage(methodView, english))
  expect(text).toContain('views = watched time ÷ running time')
  expect(text.indexOf('Version 2, since 18 June 2023')).toBeLessThan(text.indexOf('Version 1, from the beginning'))
  expect(text).toContain('48,213,907 stored = 48,190,112 counted + 23,640 duplicates + 155 conflicts + 0 late')
  expect(text).toContain('housecount verify series --week 2026-11-15')
})

it('a search says how many there are, and what was asked for as it was typed', () => {
  const page = searchPage({ query: '<Salt>', answer: found }, english)
  expect(textOf(page)).toContain('71 found for &lt;Salt&gt;; here are the first 2.')
  expect(page).toContain('value="&lt;Salt&gt;"')
  expect(page).toContain('href="/titles/salt-and-signal-s2-e2"')
  expect(textOf(searchPage({ query: '' }, english))).not.toContain('found')
})

it('a problem says what is wrong and what is allowed', () => {
  const problems = [{ field: 'week', value: '"<b>"', allowed: 'a date' }]
  const answer = { type: 'about:blank', title: 'Bad request', status: 400, problems }
  const page = problemPage(answer, english)
  expect(textOf(page)).toContain('400')
  expect(textOf(page)).toContain('week: &quot;&lt;b&gt;&quot; is not allowed. Allowed: a date.')
})
