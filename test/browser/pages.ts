// Every kind of page, from invented answers, in any language: what the browser tests look at.

import type { ListSpec } from '../../src/publish/list-spec.ts'
import { chartPage, noEditionPage } from '../../src/web/chart-page.tsx'
import { columnsPage } from '../../src/web/columns-page.tsx'
import { countryPage } from '../../src/web/country-page.tsx'
import {
  chart,
  charts,
  chartView,
  counter,
  empty,
  found,
  list,
  methodView,
  ORIGIN,
  provisional,
  restated,
  titleView,
} from '../../src/web/fixtures.ts'
import { homePage } from '../../src/web/home-page.tsx'
import { prefixOf } from '../../src/web/links.ts'
import { listPage } from '../../src/web/list-page.tsx'
import type { Language } from '../../src/web/message.ts'
import { methodPage } from '../../src/web/method-page.tsx'
import { problemPage } from '../../src/web/problem-page.tsx'
import { searchPage } from '../../src/web/search-page.tsx'
import { country, lists, restatements, week, works } from '../../src/web/sheet-fixtures.ts'
import { titlePage } from '../../src/web/title-page.tsx'
import { voiceIn } from '../../src/web/voice.ts'
import { weekPage } from '../../src/web/week-page.tsx'
import { worksPage } from '../../src/web/works-page.tsx'

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
    '/title': titlePage({ ...titleView, counter, parts: [counter] }, voice),
    '/method': methodPage(methodView, voice),
    '/search': searchPage({ query: 'Salt', answer: found }, voice),
    '/columns': columnsPage(voice),
    '/home': homePage({ week, counter, restatements, lists }, voice),
    '/week': weekPage({ week }, voice),
    '/country': countryPage({ country, latest: true }, voice),
    '/tag': worksPage({ works, origin: ORIGIN }, voice),
    '/list': listPage(
      { spec: lists[0] as ListSpec, answer: list, lists, site: counter, asked: {}, origin: ORIGIN },
      voice,
    ),
    '/problem': problemPage(PROBLEM, voice),
  }
  return Object.fromEntries(Object.entries(pages).map(([path, page]) => [prefixOf(language) + path, page]))
}
