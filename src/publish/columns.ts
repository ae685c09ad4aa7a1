// Every column of every download, once: the writers take its type from here, `GET /v1/columns` tells it, and
// docs/reference/columns.md is made from it. Names are Netflix's where Netflix has one.

/** whole: a whole number. decimal: at most four places. date: YYYY-MM-DD. An empty cell is one where nothing is known. */
export type ColumnType = 'text' | 'date' | 'whole' | 'decimal' | 'yes-no'

interface Column {
  readonly type: ColumnType
  readonly says: string
}

export const COLUMNS = {
  country_name: { type: 'text', says: 'The country in English; empty for the world.' },
  country_iso2: { type: 'text', says: 'The country as ISO 3166-1 alpha-2; empty for the world.' },
  week: { type: 'date', says: 'The last day of the window, whatever its length.' },
  category: { type: 'text', says: "The chart's title." },
  weekly_rank: { type: 'whole', says: 'The rank, from 1.' },
  show_title: { type: 'text', says: 'The title; of a season its show.' },
  season_title: { type: 'text', says: 'The season, or `N/A` where the title belongs to nothing.' },
  weekly_hours_viewed: { type: 'whole', says: 'Hours watched in the window, rounded half up.' },
  runtime: { type: 'decimal', says: "The running time in hours, as of the window's end." },
  weekly_views: { type: 'whole', says: "Views in the window, by the chart's method, rounded as it says." },
  weekly_viewers: { type: 'whole', says: 'Viewer-days in the window: a viewer counts once on each UTC day.' },
  weekly_sales: { type: 'whole', says: 'Units sold in the window.' },
  weekly_opens: { type: 'whole', says: 'Questions or sections opened in the window.' },
  cumulative_weeks_in_top_10: {
    type: 'whole',
    says: 'Windows on the chart up to this one; they need not be in a row.',
  },
  previous_rank: { type: 'whole', says: 'The rank in the window before; empty where it was not charted there.' },
  peak_rank: { type: 'whole', says: 'The best rank up to this window.' },
  streak: { type: 'whole', says: 'Windows on the chart in a row, this one included.' },
  item: { type: 'text', says: 'The id of the item in the catalogue.' },
  state: { type: 'text', says: 'provisional, final or restated.' },
  revision: { type: 'whole', says: 'The revision of the edition: 0 provisional, 1 final, from 2 on restated.' },
  first_week: { type: 'date', says: 'The first window in which it was charted.' },
  last_week: { type: 'date', says: 'The last window in which it was charted.' },
  best_rank: { type: 'whole', says: 'The best rank on any chart.' },
  weeks: { type: 'whole', says: 'Windows in which it was charted.' },
  kind: { type: 'text', says: 'The kind of item, such as film or season.' },
  published: { type: 'text', says: 'When it came out: a date, or a date and time with its zone.' },
  hours_viewed: { type: 'whole', says: 'Hours watched up to now, rounded half up.' },
  views: { type: 'whole', says: 'Views up to now; `views_by` says what a view is.' },
  views_by: { type: 'text', says: 'hours-per-runtime: a running time watched. counted: a start.' },
  starts: { type: 'whole', says: 'Starts, or page views, up to now.' },
  viewers: { type: 'whole', says: 'Viewer-days up to now.' },
  sales: { type: 'whole', says: 'Units sold up to now.' },
  opens: { type: 'whole', says: 'Questions or sections opened up to now.' },
  hours_viewed_first_91_days: { type: 'whole', says: 'Hours watched in the first 91 days.' },
  views_first_91_days: { type: 'whole', says: 'Views in the first 91 days.' },
  first_91_days_over: { type: 'yes-no', says: 'Whether those days are over, late events included.' },
  countries_charted: { type: 'whole', says: 'Countries in which it was on a chart.' },
  countries_measured: { type: 'whole', says: 'Countries that those charts measured.' },
} as const satisfies Record<string, Column>

export type ColumnName = keyof typeof COLUMNS

/** Which columns a chart's measure has. */
export const MEASURE_COLUMNS = {
  views: ['weekly_hours_viewed', 'runtime', 'weekly_views'],
  hours: ['weekly_hours_viewed', 'runtime', 'weekly_views'],
  viewers: ['weekly_viewers'],
  sales: ['weekly_sales'],
  opens: ['weekly_opens'],
  rank: [],
} as const satisfies Record<string, readonly ColumnName[]>

const PLACE = ['country_name', 'country_iso2'] as const
const LINE = ['week', 'category', 'weekly_rank', 'show_title', 'season_title'] as const
const MEASURED = [...MEASURE_COLUMNS.views, 'weekly_viewers', 'weekly_sales', 'weekly_opens'] as const

/** The tables that can be downloaded, with all columns that each may have, in order. */
export const TABLES = {
  edition: {
    says: "An edition of a chart, `GET /v1/charts/{chart}/{region}/{week}?format=`; of the measures those of the chart's method, and countries where it is not the world's.",
    columns: [...PLACE, ...LINE, ...MEASURED, 'cumulative_weeks_in_top_10'],
  },
  chart: {
    says: "All editions of a chart, `GET /v1/charts/{chart}/all.{format}`; of the measures those of the chart's methods.",
    columns: [
      ...PLACE,
      ...LINE,
      ...MEASURED,
      ...(['cumulative_weeks_in_top_10', 'previous_rank', 'peak_rank', 'streak', 'item', 'state', 'revision'] as const),
    ],
  },
  charted: {
    says: 'Where an item was on a chart, `GET /v1/items/{id}/charted?format=`.',
    columns: [...PLACE, 'first_week', 'last_week', 'best_rank', 'weeks'],
  },
  title: {
    says: 'What is known of an item, `GET /v1/items/{id}?format=`: one line.',
    columns: [
      ...(['item', 'kind', 'show_title', 'season_title', 'published', 'runtime'] as const),
      ...(['hours_viewed', 'views', 'views_by', 'starts', 'viewers', 'sales', 'opens'] as const),
      ...(['hours_viewed_first_91_days', 'views_first_91_days', 'first_91_days_over'] as const),
      ...(['countries_charted', 'countries_measured'] as const),
    ],
  },
} as const satisfies Record<string, { readonly says: string; readonly columns: readonly ColumnName[] }>
