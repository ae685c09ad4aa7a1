// Every kind of page, from invented answers: what the browser tests look at.
import { chartPage, noEditionPage } from '../../src/web/chart-page.tsx'
import { columnsPage } from '../../src/web/columns-page.tsx'
import {
  chart,
  charts,
  chartView,
  edition,
  empty,
  found,
  method,
  provisional,
  restated,
  titleView,
} from '../../src/web/fixtures.ts'
import { homePage } from '../../src/web/home-page.tsx'
import { methodPage } from '../../src/web/method-page.tsx'
import { problemPage } from '../../src/web/problem-page.tsx'
import { searchPage } from '../../src/web/search-page.tsx'
import { titlePage } from '../../src/web/title-page.tsx'

export const pages = {
  '/chart': chartPage(chartView),
  '/chart-rtl': chartPage(chartView, 'he'),
  '/provisional': chartPage({ ...chartView, edition: provisional }),
  '/restated': chartPage({ ...chartView, edition: restated }),
  '/empty': chartPage({ ...chartView, edition: empty }),
  '/none': noEditionPage({ asked: { chart: 'series', region: 'IS', week: '2020-01-05' }, chart, charts }),
  '/title': titlePage(titleView),
  '/method': methodPage({ method }),
  '/search': searchPage({ query: 'Salt', answer: found }),
  '/columns': columnsPage(),
  '/home': homePage({ charts: charts.map((each) => ({ chart: each, edition })) }),
  '/problem': problemPage({
    type: 'about:blank',
    title: 'Bad request',
    status: 400,
    detail: 'The week is not one that this chart has.',
    problems: [{ field: 'week', value: '"2026-11-14"', allowed: 'the last day of a week, such as "2026-11-15"' }],
  }),
} as const
