// The charts that Netflix publishes, as specs of this house. The world's lists are counted from hours; the countries'
// and the most popular are published ranks, since Netflix gives no hours for the one and no weeks for the other.
import type { ChartSpecInput } from '../../charts/spec.ts'
import { tagOf } from './identity.ts'
import { COUNTRY_CATEGORIES, type CountryCategory, LANGUAGE_CATEGORIES, type LanguageCategory } from './rows.ts'
import { NETFLIX_WEEK } from './week.ts'

export const COUNTRY_CHARTS = { Films: 'films', TV: 'tv' } as const satisfies Record<CountryCategory, string>

export const MOST_POPULAR_CHARTS = {
  'Films (English)': 'most-popular-films-english',
  'Films (Non-English)': 'most-popular-films-non-english',
  'TV (English)': 'most-popular-tv-english',
  'TV (Non-English)': 'most-popular-tv-non-english',
} as const satisfies Record<LanguageCategory, string>

export const WORLD_CHARTS = {
  'Films (English)': 'films-english',
  'Films (Non-English)': 'films-non-english',
  'TV (English)': 'tv-english',
  'TV (Non-English)': 'tv-non-english',
} as const satisfies Record<LanguageCategory, string>

/** Netflix shows views rounded half up to this. */
export const VIEWS_ROUNDED_TO = 100_000

const LENGTH = 10
type Filter = NonNullable<ChartSpecInput['filter']>
const FILM: Filter = { kinds: ['film'] }
const TV: Filter = { kinds: ['season', 'show'] }

/** Ranked by hours; from the week that ends on 2023-06-18 by views, which are hours / running time. */
const METHODS: ChartSpecInput['methods'] = [
  { version: 1, measure: 'hours', formula: 'counted' },
  {
    version: 2,
    from: '2023-06-18',
    measure: 'views',
    formula: 'hours-per-runtime',
    roundViewsTo: VIEWS_ROUNDED_TO,
  },
]

const PUBLISHED: ChartSpecInput['methods'] = [{ version: 1, measure: 'rank', formula: 'published' }]

const kindsOf = (category: string): Filter => (category.startsWith('Films') ? FILM : TV)

function worldChart(category: LanguageCategory): ChartSpecInput {
  return {
    id: WORLD_CHARTS[category],
    title: category,
    window: NETFLIX_WEEK,
    regions: { world: true, countries: 'none' },
    length: LENGTH,
    filter: { ...kindsOf(category), tags: [tagOf(category)] },
    methods: METHODS,
  }
}

function countryChart(category: CountryCategory): ChartSpecInput {
  return {
    id: COUNTRY_CHARTS[category],
    title: category,
    window: NETFLIX_WEEK,
    regions: { world: false, countries: 'measured' },
    length: LENGTH,
    filter: kindsOf(category),
    methods: PUBLISHED,
  }
}

function mostPopularChart(category: LanguageCategory): ChartSpecInput {
  return {
    id: MOST_POPULAR_CHARTS[category],
    title: `Most popular ${category}`,
    window: { kind: 'all', issued: NETFLIX_WEEK },
    regions: { world: true, countries: 'none' },
    length: LENGTH,
    filter: kindsOf(category),
    methods: PUBLISHED,
  }
}

/** All that Netflix publishes: four lists of the world, two of each country, four of the most popular. */
export const netflixCharts: readonly ChartSpecInput[] = [
  ...LANGUAGE_CATEGORIES.map(worldChart),
  ...COUNTRY_CATEGORIES.map(countryChart),
  ...LANGUAGE_CATEGORIES.map(mostPopularChart),
]
