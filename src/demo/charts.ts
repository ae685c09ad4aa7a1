// The demo's charts: a world list for each class of title, lists for the world and every country, and the best
// first 91 days. All rank by views, which are watched hours divided by running time.
import type { ChartSpecInput } from '../charts/spec.ts'

const WEEK = { kind: 'week', startsOn: 'monday', timeZone: 'UTC' } as const
const FIRST_91_DAYS = { kind: 'first', days: 91, issued: WEEK } as const
const WORLD_ONLY = { world: true, countries: 'none' } as const
const EVERYWHERE = { world: true, countries: 'measured' } as const
const FILM = 'film'
const SEASON = 'season'

const chart = (
  id: string,
  title: string,
  kind: typeof FILM | typeof SEASON,
  rest: Pick<ChartSpecInput, 'window' | 'regions'>,
  tags?: string[],
): ChartSpecInput => ({
  id,
  title,
  ...rest,
  filter: tags ? { kinds: [kind], tags } : { kinds: [kind] },
  methods: [{ version: 1, measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 100 }],
})

/** Each passes `parseChartSpec`. */
export const demoCharts: readonly ChartSpecInput[] = [
  chart('films-english', 'Films (English)', FILM, { window: WEEK, regions: WORLD_ONLY }, ['english']),
  chart('films-non-english', 'Films (non-English)', FILM, { window: WEEK, regions: WORLD_ONLY }, ['non-english']),
  chart('tv-english', 'TV (English)', SEASON, { window: WEEK, regions: WORLD_ONLY }, ['english']),
  chart('tv-non-english', 'TV (non-English)', SEASON, { window: WEEK, regions: WORLD_ONLY }, ['non-english']),
  chart('films', 'Films', FILM, { window: WEEK, regions: EVERYWHERE }),
  chart('tv', 'TV', SEASON, { window: WEEK, regions: EVERYWHERE }),
  chart('most-popular-films', 'Most popular films', FILM, { window: FIRST_91_DAYS, regions: WORLD_ONLY }),
  chart('most-popular-tv', 'Most popular TV', SEASON, { window: FIRST_91_DAYS, regions: WORLD_ONLY }),
]
