import { describe, expect, it } from 'vitest'
import type { EditionAnswer } from '../publish/answers.ts'
import { type ChartView, chartPage, type NoEditionView, noEditionPage } from './chart-page.tsx'
import { chart, charts, chartView, edition, empty, provisional, restated } from './fixtures.ts'
import { compact, exact, runtime } from './numbers.ts'
import { voiceIn } from './voice.ts'

const english = voiceIn('en')
const pageFrom = (view: ChartView) => chartPage(view, english)
const none = (view: NoEditionView) => noEditionPage(view, english)

const html = pageFrom(chartView)
const textOf = (page: string) => page.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ')
const rowOf = (page: string, rank: number) => page.split('<tr role="row"').slice(2)[rank - 1] ?? ''
const pageOf = (change: Partial<EditionAnswer>) => pageFrom({ ...chartView, edition: { ...edition, ...change } })

it('is a whole document in its language and direction', () => {
  expect(html).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/)
  expect(html).toMatch(/<\/html>\n$/)
  expect(chartPage(chartView, voiceIn('ar'))).toContain('<html lang="ar" dir="rtl">')
  expect(html).toMatch(/href="\/assets\/style\.css\?v=[0-9a-f]{12}"/)
  // Data for machines alone: nothing runs.
  expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="application/ld+json">'])
})

it.each(edition.rows.map((line, index) => ({ line, index })))('shows all figures of $line.item', ({ line, index }) => {
  const row = rowOf(html, index + 1)
  for (const value of [line.views, line.hours])
    expect(row).toContain(`<data value="${value}" title="${exact(value ?? 0)}">${compact(value ?? 0)}</data>`)
  expect(row).toContain(`>${runtime(line.runtimeMs ?? 0)}</time>`)
  for (const [label, value] of [
    ['Weeks', line.weeksOnChart],
    ['In a row', line.streak],
    ['Peak', line.peakRank],
  ] as const)
    expect(row).toContain(`data-label="${label}">${value}</td>`)
  expect(textOf(row)).toContain(`in ${line.countriesCharted} of 94 countries`)
})

it.each([
  { rank: 1, words: '▲ up 2 places' },
  { rank: 2, words: '★ new' },
  { rank: 3, words: '▼ down 2 places' },
  { rank: 4, words: '= same' },
  { rank: 5, words: '↺ back' },
])('line $rank says "$words"', ({ rank, words }) => {
  expect(textOf(rowOf(html, rank))).toContain(words)
})

it('says joint for a shared rank and names the parent that a title leaves out', () => {
  expect(textOf(rowOf(html, 4))).toContain('4 joint')
  expect(textOf(rowOf(html, 4))).toContain('Foxglove Lane')
  expect(rowOf(html, 1).match(/Salt and Signal/g)).toHaveLength(1)
})

it('escapes hostile titles, reasons and ids', () => {
  const hostile = '"><script>alert(1)</script>'
  const [first] = edition.rows
  if (!first) throw new Error('the fixture has lines')
  const rows = [{ ...first, title: hostile, item: hostile, parentTitle: '<img src=x onerror=y>' }]
  const page = pageOf({ rows, reason: hostile, regionName: hostile, chart: { id: hostile, title: hostile } })
  expect(page.match(/<script|<img/g)).toHaveLength(1)
  expect(page).not.toContain('<script>')
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).toContain('href="/titles/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E"')
})

describe('links', () => {
  it.each([
    '/titles/house%2F47%3Fpart%3D1%23b',
    '/titles/faros#countries',
    '/charts/films/world/2026-11-15',
    '/charts/series/BR/2026-11-15',
    '/charts/series/world/2026-10-18',
    '/charts/series/world/latest',
    '/v1/charts/series/world/2026-11-15?format=json',
    '/v1/charts/series/world/2026-11-15?format=tsv',
    '/v1/charts/series/world/2026-11-15?format=csv',
    '/v1/charts/series/world/2026-11-15?format=xlsx',
    '/v1/charts/series/world/2026-11-15?format=parquet',
    '/v1/charts/series/all.csv?region=world',
    '/charts/series/world/feed.atom',
    '/columns',
  ])('to %s', (href) => {
    expect(html).toContain(`href="${href}"`)
  })

  it('lead readers of feeds from the head of the page', () => {
    expect(html).toMatch(
      /<link rel="alternate" type="application\/atom\+xml" title="[^"]+" href="\/charts\/series\/world\/feed\.atom"\/>/,
    )
  })

  it('lead to the weeks just before and after', () => {
    expect(html).toMatch(/rel="prev" href="\/charts\/series\/world\/2026-11-08"/)
    expect(html).toMatch(/rel="next" href="\/charts\/series\/world\/2026-11-22"/)
  })

  it('offer no later week on the newest edition', () => {
    const newest = pageOf({ window: { ...edition.window, name: '2026-11-22' } })
    expect(newest).not.toContain('rel="next"')
    expect(newest).not.toContain('/latest"')
  })

  it('begin with the origin where there is one', () => {
    const page = chartPage(chartView, voiceIn('de', 'https://top10.example'))
    expect(page).not.toMatch(/(href|action)="\//)
  })

  it('and the form lists every category, country and week', () => {
    expect(html).toContain('<form class="picker" action="/charts" method="get">')
    for (const value of [...charts.map(({ id }) => id), ...chart.regions, ...chart.windows])
      expect(html).toContain(`<option value="${value}"`)
    expect(html).toContain('<option value="world" selected="">World</option>')
  })
})

it.each([
  { state: provisional, words: 'Provisional The figures may still change' },
  { state: edition, words: 'Final The books of this edition are closed.' },
  { state: restated, words: 'Reason: A partner sent the runtime of Foxglove Lane in seconds.' },
])('marks the state: $words', ({ state, words }) => {
  expect(textOf(pageFrom({ ...chartView, edition: state }))).toContain(words)
})

describe('a restated edition', () => {
  const page = pageFrom({ ...chartView, edition: restated })

  it.each([
    'Rank 7 → 4: Foxglove Lane: Season 3 3,050,000 → 6,100,000 views',
    'Rank 5 → 6: قهوة منتصف الليل: الموسم الأول',
    'Rank 10, not on the list before: R&amp;D &lt;Confidential&gt; 1,600,000 views',
    'No longer on the list, rank 10 before: Gone by Morning 1,500,000 views',
    'Only the history (previous rank, peak, weeks, streak) of Ο φάρος της Άνδρου',
  ])('says what changed: %s', (words) => {
    expect(textOf(page)).toContain(words)
  })

  it('leads to the revisions before it, which say that they are', () => {
    for (const revision of [0, 1]) expect(page).toContain(`href="/charts/series/world/2026-11-15?revision=${revision}"`)
    expect(page).not.toContain('earlier revision')
    const earlier = pageOf({ revisions: [0, 1, 2] })
    expect(earlier).toContain('This is an earlier revision. <a href="/charts/series/world/2026-11-15">')
    expect(earlier).toContain('href="/v1/charts/series/world/2026-11-15?format=csv&amp;revision=1"')
  })
})

it('says by which rule it was counted, and that the books balance', () => {
  const text = textOf(html)
  expect(text).toContain('Version 2 of the method, in force since 18 June 2023.')
  expect(text).toContain(
    'Views are hours watched divided by running time, shown rounded half up to a multiple of 100,000.',
  )
  expect(text).toContain('48,213,907 stored = 48,190,112 counted + 23,640 duplicates + 155 conflicts')
  expect(text).toContain('17 November 2026 at 06:00 UTC')
  expect(html).toContain(`<code dir="ltr" title="${edition.digest}">${edition.digest.slice(0, 8)}…`)
  expect(html).toContain(`<code dir="ltr" title="${edition.previous}">`)
})

it('has a column only for what was counted', () => {
  const method = { version: 1, measure: 'rank', formula: 'published', roundViewsTo: 1 } as const
  const rows = edition.rows.map(({ views, hours, watchedMs, runtimeMs, countriesCharted, ...line }) => line)
  const page = pageOf({ method, rows, previous: null })
  expect(page).not.toMatch(/columnheader"[^>]*>(Views|Hours|Runtime|Countries)</)
  expect(textOf(page)).toContain('Ranks are as another house published them')
  expect(textOf(page)).toContain('none: the first edition')
})

it('says so where there is no data', () => {
  const page = pageFrom({ ...chartView, edition: empty })
  expect(textOf(page)).toContain('No data. Nothing was counted for this chart in Iceland')
  expect(page).not.toContain('<table')
})

describe('an edition that does not exist', () => {
  it('is named, with the ways to those that do', () => {
    const page = none({ asked: { chart: 'series', region: 'is', week: '2020-01-05' }, chart, charts })
    expect(textOf(page)).toContain('No edition of “Series” was published for Iceland, 2020-01-05.')
    expect(page).toContain('href="/charts/series/world/latest"')
    expect(page).toContain('<form')
  })

  it('of no chart and no region leads to the charts there are', () => {
    const page = none({ asked: { chart: '<b>', region: '../..', week: 'x' }, charts })
    expect(textOf(page)).toContain('There is no chart called “&lt;b&gt;”.')
    expect(page).toContain('href="/charts/films/world/latest"')
  })
})
