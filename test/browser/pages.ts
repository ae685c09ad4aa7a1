// Every kind of page, from invented answers, in any language: what the browser tests look at.
import { chartPage, noEditionPage } from '../../src/web/chart-page.tsx'
import { columnsPage } from '../../src/web/columns-page.tsx'
import {
  chart,
  charts,
  chartView,
  edition,
  empty,
  found,
  methodView,
  provisional,
  restated,
  titleView,
} from '../../src/web/fixtures.ts'
import { homePage } from '../../src/web/home-page.tsx'
import { prefixOf } from '../../src/web/links.ts'
import type { Language } from '../../src/web/message.ts'
import { methodPage } from '../../src/web/method-page.tsx'
import { problemPage } from '../../src/web/problem-page.tsx'
import { searchPage } from '../../src/web/search-page.tsx'
import { titlePage } from '../../src/web/title-page.tsx'
import { voiceIn } from '../../src/web/voice.ts'

const PROBLEM = {
  type: 'about:blank',
  title: 'The request is not allowed',
  status: 400,
  problems: [{ field: 'week', value: '"2026-11-14"', allowed: 'the last day of a week, such as "2026-11-15"' }],
}

/** By their paths, which begin with the language as those of the house do. */
export function pagesIn(language: Language): Readonly<Record<string, string>> {
  const voice = voiceIn(language)
  const pages = {
    '/chart': chartPage(chartView, voice),
    '/provisional': chartPage({ ...chartView, edition: provisional }, voice),
    '/restated': chartPage({ ...chartView, edition: restated }, voice),
    '/empty': chartPage({ ...chartView, edition: empty }, voice),
    '/none': noEditionPage({ asked: { chart: 'series', region: 'IS', week: '2020-01-05' }, chart, charts }, voice),
    '/title': titlePage(titleView, voice),
    '/method': methodPage(methodView, voice),
    '/search': searchPage({ query: 'Salt', answer: found }, voice),
    '/columns': columnsPage(voice),
    '/home': homePage({ charts: charts.map((each) => ({ chart: each, edition })) }, voice),
    '/problem': problemPage(PROBLEM, voice),
  }
  return Object.fromEntries(Object.entries(pages).map(([path, page]) => [prefixOf(language) + path, page]))
}
