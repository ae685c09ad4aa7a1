import { expect, it } from 'vitest'
import { charted, charts, course, edition, found, methodView, titleView } from './fixtures.ts'
import { homePage } from './home-page.tsx'
import { methodPage } from './method-page.tsx'
import { problemPage } from './problem-page.tsx'
import { searchPage } from './search-page.tsx'
import { titlePage } from './title-page.tsx'
import { voiceIn } from './voice.ts'

const english = voiceIn('en')

const textOf = (page: string) => page.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ')

it('the home page shows the first five of each world chart and leads to the rest', () => {
  const page = homePage({ charts: charts.map((chart) => ({ chart, edition })) }, english)
  for (const { id, title } of charts) {
    expect(page).toContain(`href="/charts/${id}/world/latest"`)
    expect(textOf(page)).toContain(`Full chart: ${title}`)
  }
  expect(page.match(/<li /g)).toHaveLength(5 * charts.length)
  expect(textOf(page)).toContain('every event is counted exactly once')
})

it('the home page of an empty house says that there is no data', () => {
  expect(textOf(homePage({ charts: [] }, english))).toContain('No data. No chart has been published yet.')
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
  }
  const page = titlePage(view, english)
  expect(textOf(page)).toContain('&lt;x&gt;')
  expect(textOf(page)).toContain('Nothing has been counted for it yet.')
  expect(page).toContain('id="countries"')
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
