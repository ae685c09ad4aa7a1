// Every kind of page, from invented answers: what the browser tests look at.
import { chartPage, noEditionPage } from '../../src/web/chart-page.tsx'
import { columnsPage } from '../../src/web/columns-page.tsx'
import {
  chart,
  charted,
  charts,
  chartView,
  edition,
  empty,
  provisional,
  restated,
  title,
} from '../../src/web/fixtures.ts'
import { homePage } from '../../src/web/home-page.tsx'
import { problemPage } from '../../src/web/problem-page.tsx'
import { titlePage } from '../../src/web/title-page.tsx'

export const pages = {
  '/chart': chartPage(chartView),
  '/chart-rtl': chartPage(chartView, 'he'),
  '/provisional': chartPage({ ...chartView, edition: provisional }),
  '/restated': chartPage({ ...chartView, edition: restated }),
  '/empty': chartPage({ ...chartView, edition: empty }),
  '/none': noEditionPage({ asked: { chart: 'series', region: 'IS', week: '2020-01-05' }, chart, charts }),
  '/title': titlePage(title, charted),
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
