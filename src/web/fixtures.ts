// Invented answers for tests of the pages: long titles, other scripts, a tie, a new entry, a return, an odd id.
// None of these titles exists. Views are always hours / runtime, as the method beside them says.
import { FIRST_LIST } from '../domain/counting.ts'
import type {
  ChartAnswer,
  ChartedAnswer,
  EditionAnswer,
  EditionLine,
  MethodAnswer,
  TitleAnswer,
} from '../publish/answers.ts'
import type { CounterAnswer, ListAnswer } from '../publish/counter-answer.ts'
import type { CourseAnswer } from '../publish/course.ts'
import type { ElsewhereAnswer } from '../publish/elsewhere.ts'
import type { PastAnswer } from '../publish/past.ts'
import type { SearchAnswer } from '../publish/search.ts'
import type { ChartView } from './chart-page.tsx'
import type { MethodView } from './method-page.tsx'
import type { TitleView } from './title-page.tsx'

const LONG =
  'The Extraordinarily Long and Only Partly True Confessions of a Retired Lighthouse Inspector, as Told to His Parrot'

type History = Pick<EditionLine, 'previousRank' | 'peakRank' | 'weeksOnChart' | 'streak' | 'entry'>

const stayed = (previousRank: number, peakRank: number, weeksOnChart: number, streak = weeksOnChart): History => ({
  previousRank,
  peakRank,
  weeksOnChart,
  streak,
  entry: 'stay',
})

const entered = (rank: number): History => ({
  previousRank: null,
  peakRank: rank,
  weeksOnChart: 1,
  streak: 1,
  entry: 'new',
})

function line(rank: number, item: string, title: string, views: number, minutes: number, history: History, n: number) {
  const hours = Math.round((views * minutes) / 60)
  const watchedMs = String(hours * 3_600_000)
  const amounts = { views, hours, watchedMs, runtimeMs: minutes * 60_000 }
  return { rank, item, title, ...amounts, ...history, countriesCharted: n }
}

const returned = { previousRank: null, peakRank: 2, weeksOnChart: 6, streak: 1, entry: 're-entry' } as const

const rows: EditionLine[] = [
  {
    ...line(1, 'salt-and-signal-s2', 'Salt and Signal: Season 2', 14_200_000, 462, stayed(3, 1, 2), 91),
    parentTitle: 'Salt and Signal',
  },
  line(2, 'the-understudies', 'The Understudies', 11_800_000, 315, entered(2), 78),
  line(3, 'lyod-s1', 'Лёд под Невой: Сезон 1', 7_900_000, 408, stayed(1, 1, 5), 41),
  { ...line(4, 'foxglove-lane-s3', 'Season 3', 6_100_000, 546, stayed(4, 2, 11, 4), 54), parentTitle: 'Foxglove Lane' },
  line(4, 'faros', 'Ο φάρος της Άνδρου', 6_100_000, 270, returned, 12),
  line(6, 'qahwa-s1', 'قهوة منتصف الليل: الموسم الأول', 4_400_000, 744, stayed(9, 6, 3), 22),
  line(7, 'confessions-p2', LONG, 3_700_000, 489, stayed(5, 3, 8), 30),
  line(8, 'kitchen-4-am', 'Kitchen, 4 a.m.', 2_900_000, 237, entered(8), 19),
  line(9, 'soehne', 'Größenwahn & Söhne', 2_200_000, 360, stayed(7, 1, 27, 13), 6),
  line(10, 'house/47?part=1#b', 'R&D <Confidential>', 1_600_000, 121, stayed(8, 4, 104, 9), 3),
]

/** A final world edition of ten lines. */
export const edition: EditionAnswer = {
  chart: { id: 'series', title: 'Series' },
  region: 'world',
  regionName: 'world',
  window: { name: '2026-11-15', from: '2026-11-09T00:00:00.000Z', to: '2026-11-16T00:00:00.000Z' },
  revision: 1,
  revisions: [0, 1],
  state: 'final',
  reason: null,
  method: { version: 2, from: '2023-06-18', measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 100_000 },
  rows,
  previous: '8d1c4f0a77be25d2903b6c1e8f54a9d07be1c2f3a4958677d0e1f2a3b4c5d6e7',
  digest: '3fa9c20e5b7d14688e0f9a1b2c3d4e5f60718293a4b5c6d7e8f90123456789ab',
  books: { stored: 48_213_907, counted: 48_190_112, duplicates: 23_640, conflicts: 155, late: 0 },
  publishedAt: '2026-11-17T06:00:00.000Z',
  measured: 94,
}

export const provisional: EditionAnswer = { ...edition, state: 'provisional', revision: 0, revisions: [0] }

export const restated: EditionAnswer = {
  ...edition,
  state: 'restated',
  revision: 2,
  revisions: [0, 1, 2],
  reason: 'A partner sent the runtime of Foxglove Lane in seconds.',
  changes: {
    lines: [
      {
        item: 'foxglove-lane-s3',
        title: 'Season 3',
        parentTitle: 'Foxglove Lane',
        before: { rank: 7, views: 3_050_000, hours: 55_510_000 },
        now: { rank: 4, views: 6_100_000, hours: 55_510_000 },
      },
      {
        item: 'qahwa-s1',
        title: 'قهوة منتصف الليل: الموسم الأول',
        before: { rank: 5, views: 4_400_000 },
        now: { rank: 6, views: 4_400_000 },
      },
      { item: 'house/47?part=1#b', title: 'R&D <Confidential>', before: null, now: { rank: 10, views: 1_600_000 } },
      { item: 'left', title: 'Gone by Morning', before: { rank: 10, views: 1_500_000 }, now: null },
    ],
    history: [{ item: 'faros', title: 'Ο φάρος της Άνδρου' }],
    method: null,
  },
}

export const empty: EditionAnswer = { ...edition, rows: [], region: 'IS', regionName: 'Iceland' }

export const chart: ChartAnswer = {
  id: 'series',
  title: 'Series',
  methods: [edition.method],
  regions: ['world', 'AR', 'BR', 'CI', 'DE', 'FR', 'GB', 'GR', 'IN', 'IS', 'JP', 'MX', 'NG', 'SA', 'TT', 'US'],
  windows: ['2026-11-22', '2026-11-15', '2026-11-08', '2026-11-01', '2026-10-25', '2026-10-18'],
}

export const charts = [
  { id: 'films', title: 'Films' },
  { id: 'series', title: 'Series' },
  { id: 'comics', title: 'Comics' },
  { id: 'articles', title: 'Articles' },
]

/** Four windows in which each line rose by one rank each time, and one that left. */
export const past: PastAnswer = {
  windows: ['2026-10-25', '2026-11-01', '2026-11-08', '2026-11-15'],
  lines: [
    ...rows.map(({ item, title: name, rank, previousRank, entry }) => ({
      item,
      title: name,
      ranks: entry === 'stay' ? [null, Math.min(10, rank + 2), previousRank, rank] : [null, null, null, rank],
    })),
    { item: 'left', title: 'Gone by Morning', ranks: [2, 6, 10, null] },
  ],
  dropped: [{ item: 'left', title: 'Gone by Morning', previousRank: 10 }],
}

export const ORIGIN = 'https://charts.example'

export const elsewhere: ElsewhereAnswer = {
  lines: rows.map(({ item, title: name, rank }) => ({
    item,
    title: name,
    charts: rank === 1 ? [{ chart: 'most-popular', title: 'Most popular', region: 'world', rank: 3 }] : [],
    countries: ['AR', 'BR', 'CI', 'DE', 'FR', 'GB', 'GR']
      .slice(0, Math.max(0, 8 - rank))
      .map((country) => ({ country, name: country, rank: country === 'DE' ? 2 : 1 })),
  })),
}

export const chartView: ChartView = { edition, past, elsewhere, origin: ORIGIN, chart, charts }

export const title: TitleAnswer = {
  item: 'salt-and-signal-s2',
  title: 'Salt and Signal: Season 2',
  kind: 'season',
  parent: { item: 'salt-and-signal', title: 'Salt and Signal' },
  children: [
    { item: 'salt-and-signal-s2-e1', title: 'The Wrong Frequency', kind: 'episode' },
    { item: 'salt-and-signal-s2-e2', title: 'Low Water', kind: 'episode' },
  ],
  published: '2026-11-05',
  runtimeMs: 462 * 60_000,
  tags: ['drama', 'sea'],
  creators: ['Ines Okafor', 'Tomasz Bell'],
  language: 'en',
  viewsBy: 'hours-per-runtime',
  totals: {
    starts: 12_345_678,
    views: 23_400_000,
    watchedMs: '648648000000000',
    hours: 180_180_000,
    viewers: 31_950_000,
    sales: 0,
    opens: 0,
  },
  first91Days: { hours: 180_180_000, watchedMs: '648648000000000', views: 23_400_000, complete: false },
  charted: { charted: 91, measured: 94 },
  charts: [{ chart: 'series', title: 'Series', peakRank: 1, weeksOnChart: 2, first: '2026-11-08', last: '2026-11-15' }],
}

export const charted: ChartedAnswer = {
  item: title.item,
  title: title.title,
  kind: 'season',
  charted: 4,
  measured: 94,
  charts: ['series'],
  countries: [
    { country: 'BR', name: 'Brazil', first: '2026-11-08', last: '2026-11-15', bestRank: 1, weeks: 2 },
    { country: 'CI', name: 'Côte d’Ivoire', first: '2026-11-15', last: '2026-11-15', bestRank: 10, weeks: 1 },
    { country: 'GB', name: 'United Kingdom', first: '2026-11-08', last: '2026-11-15', bestRank: 2, weeks: 2 },
    { country: 'TT', name: 'Trinidad and Tobago', first: '2026-11-08', last: '2026-11-08', bestRank: 7, weeks: 1 },
  ],
}

export const course: CourseAnswer = {
  item: title.item,
  published: '2026-11-05',
  days: [
    { day: '2026-11-05', starts: 900_000, hours: 11_000_000, watchedMs: '39600000000000' },
    { day: '2026-11-06', starts: 1_900_000, hours: 31_000_000, watchedMs: '111600000000000' },
    { day: '2026-11-08', starts: 1_400_000, hours: 24_500_000, watchedMs: '88200000000000' },
  ],
  peers: [
    { days: 28, age: 10, hours: 180_180_000, peers: 26, above: 17, median: 97_000_000 },
    { days: 91, age: 10, hours: 180_180_000, peers: 24, above: 16, median: 95_000_000 },
  ],
  weeks: ['2026-11-08', '2026-11-15'],
  countries: [
    { country: 'BR', name: 'Brazil', ranks: [1, 3] },
    { country: 'CI', name: 'Côte d’Ivoire', ranks: [null, 10] },
    { country: 'GB', name: 'United Kingdom', ranks: [2, 2] },
    { country: 'TT', name: 'Trinidad and Tobago', ranks: [7, null] },
  ],
}

export const titleView: TitleView = { title, charted, course, origin: ORIGIN }

const method: MethodAnswer = {
  chart: { id: 'series', title: 'Series' },
  methods: [
    { version: 1, measure: 'hours', formula: 'counted', roundViewsTo: 1, words: 'Ranked by watched time.' },
    { ...edition.method, words: 'Views are hours watched divided by running time.' },
  ],
  ties: 'Equal values share a rank.',
  window: 'Weeks that start on Monday in UTC, named by their last day.',
  counting: { views: [{ rule: 'refresh-proof@1', words: 'Views that follow within 30 seconds are one.' }], list: 1 },
  regions: 'the world and every country with an audience',
  latest: {
    region: 'world',
    regionName: 'world',
    week: edition.window.name,
    window: edition.window,
    revision: 1,
    state: 'final',
    digest: edition.digest,
    books: edition.books,
  },
}

export const methodView: MethodView = {
  method,
  spec: {
    ties: 'shared',
    window: { kind: 'week', startsOn: 'monday', timeZone: 'UTC' },
    regions: { world: true, countries: 'measured' },
  },
  counting: { views: [{ rule: 'refresh-proof' }], list: FIRST_LIST },
}

export const found: SearchAnswer = {
  query: 'Salt',
  found: 71,
  items: [
    { item: title.item, title: title.title, parentTitle: 'Salt and Signal', kind: 'season', published: '2026-11-05' },
    { item: 'salt-and-signal-s2-e2', title: 'Low Water', parentTitle: 'Salt and Signal: Season 2', kind: 'episode' },
  ],
}

export const counter: CounterAnswer = {
  of: 'series:salt-and-signal-s2',
  kind: 'series',
  id: 'salt-and-signal-s2',
  title: title.title,
  asOf: '2026-11-16T06:00:00.000Z',
  views: 10_702_345_678,
  hours: 180_180_000,
  watchedMs: '648648000000000',
  viewers: 31_950_000,
  sales: 12,
  opens: 0,
  likes: 1_000_000,
  followers: 3_500_000,
  rating: { votes: 47, mean: 4.7, shrunken: 4.6, histogram: [1, 0, 2, 6, 38] },
  helpful: { votes: 50, yes: 43, percent: 86, lower: 0.7381 },
  rules: { views: 'plain@1' },
}

export const list: ListAnswer = {
  list: { id: 'top', title: 'Most viewed', rule: 'views, all time', version: 1 },
  asOf: counter.asOf,
  lines: [
    {
      rank: 1,
      item: 'tides',
      title: 'What the Tides Owe the Moon',
      kind: 'article',
      url: 'https://news.example/tides',
      published: '2026-11-14',
      value: 124_000_000,
      text: '124,000,000 views',
    },
    {
      rank: 2,
      item: 'lamps',
      title: 'The Last Lamplighter of Vega Street',
      published: '2026-11-12T08:30:00Z',
      value: 5610,
      text: '5,610 views',
    },
  ],
}
