// Invented answers for the pages that show several charts or many titles; none of the titles exists.
import type { LeadersAnswer } from '../publish/leaders.ts'
import { listsWith } from '../publish/list-spec.ts'
import type { RestatementsAnswer } from '../publish/restatements.ts'
import type { CountryAnswer, WeekAnswer } from '../publish/sheet.ts'
import type { WorksAnswer } from '../publish/works.ts'
import { chart, counter, edition, title } from './fixtures.ts'

export const leaders: LeadersAnswer = {
  chart: { id: chart.id, title: chart.title },
  week: edition.window.name,
  measured: 4,
  first: { item: title.item, title: title.title, leads: 2, charted: 3 },
  titles: [
    { item: title.item, title: title.title, leads: 2 },
    { item: 'qahwa-s1', title: 'قهوة منتصف الليل: الموسم الأول', leads: 2 },
  ],
  countries: [
    { country: 'BR', name: 'Brazil', leaders: [{ item: title.item, title: title.title }], rankOfFirst: 1 },
    { country: 'GB', name: 'United Kingdom', leaders: [{ item: title.item, title: title.title }], rankOfFirst: 1 },
    { country: 'SA', name: 'Saudi Arabia', leaders: [{ item: 'qahwa-s1', title: 'قهوة منتصف الليل' }], rankOfFirst: 4 },
    { country: 'TT', name: 'Trinidad & Tobago', leaders: [{ item: 'qahwa-s1', title: 'قهوة' }], rankOfFirst: null },
  ],
}

const left = [{ item: 'left', title: 'Gone by Morning', previousRank: 10 }]

/** A week of one chart in the world, and of the first days of titles. */
export const week: WeekAnswer = {
  week: edition.window.name,
  previous: '2026-11-08',
  next: '2026-11-22',
  regions: ['BR', 'GB', 'SA', 'TT', 'world'],
  charts: [
    { span: 'week', edition, left },
    {
      span: 'first',
      days: 91,
      edition: { ...edition, chart: { id: 'most-popular', title: 'Most popular' } },
      left: [],
    },
  ],
  maps: [leaders],
}

export const country: CountryAnswer = {
  region: 'GB',
  regionName: 'United Kingdom',
  week: week.week,
  previous: week.previous,
  next: null,
  regions: week.regions,
  charts: [
    {
      span: 'week',
      edition: { ...edition, region: 'GB', regionName: 'United Kingdom', rows: edition.rows.slice(0, 3) },
      left,
    },
  ],
}

export const restatements: RestatementsAnswer = [
  {
    chart: { id: 'series', title: 'Series' },
    window: edition.window,
    regions: 12,
    region: 'GB',
    revision: 2,
    reason: 'A partner sent the runtime of Foxglove Lane in seconds.',
    lines: 4,
    publishedAt: '2026-11-17T06:00:00.000Z',
    digest: edition.digest,
  },
  {
    chart: { id: 'series', title: 'Series' },
    window: edition.window,
    regions: 1,
    region: 'world',
    revision: 3,
    reason: null,
    lines: 0,
    publishedAt: '2026-11-16T06:00:00.000Z',
    digest: edition.digest,
  },
]

export const works: WorksAnswer = {
  counter: { ...counter, of: 'tag:night/reading', kind: 'tag', id: 'night/reading', title: 'night/reading' },
  found: 71,
  works: [
    { item: title.item, title: title.title, kind: 'season', published: '2026-11-05', counter },
    { item: 'lamps', title: 'The Last Lamplighter of Vega Street', counter: { ...counter, hours: 0, likes: null } },
  ],
}

export const lists = listsWith([])
