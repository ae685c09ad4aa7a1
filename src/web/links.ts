// Every address that a page links to, written in one place. Ids are percent-encoded here and nowhere else.
// A page that is not in English has its language before its path, and leads to pages in that language; what has no
// language, the API's answers and assets, has the same address for all.
import type { Language } from './message.ts'

export const FORMATS = ['json', 'tsv', 'csv', 'xlsx', 'parquet'] as const
type Format = (typeof FORMATS)[number]

/** The edition a link leads to; `week` is a window's name or `latest`. */
export interface EditionPlace {
  readonly chart: string
  readonly region: string
  readonly week: string
  /** Left out: the latest. */
  readonly revision?: number | undefined
  /** The measure in whose order its page shows the lines; left out: by rank. */
  readonly by?: string | undefined
}

export interface Links {
  readonly home: string
  /** Where the picker's form asks, with chart, region and week in the query. */
  readonly charts: string
  readonly edition: (place: EditionPlace) => string
  /** The Atom feed of a chart and region. */
  readonly feed: (place: Pick<EditionPlace, 'chart' | 'region'>) => string
  readonly title: (item: string) => string
  readonly countries: (item: string) => string
  readonly download: (place: EditionPlace, format: Format) => string
  /** All editions of a chart and region in one file. */
  readonly whole: (place: Pick<EditionPlace, 'chart' | 'region'>, format: Format) => string
  /** What the columns of the downloads mean. */
  readonly columns: string
  /** A chart's rule as JSON, and as a page. */
  readonly method: (chart: string) => string
  readonly methodPage: (chart: string) => string
  /** Where the search form asks, with `q` in the query. */
  readonly search: string
  readonly found: (query: string) => string
  /** All charts of a week, and of a country. */
  readonly week: (week: string) => string
  readonly country: (region: string, week?: string) => string
  readonly tag: (tag: string) => string
  readonly creator: (name: string) => string
  readonly list: (list: string) => string
  /** An answer of the API, or a file of the house: what has no language. */
  readonly api: (path: string, ...ids: string[]) => string
  readonly asset: (path: string) => string
  /** The same addresses in another language. */
  readonly inLanguage: (language: Language) => Links
}

/** What stands before the paths of a language's pages: nothing for English, `/de` for German. */
export const prefixOf = (language: Language): string => (language === 'en' ? '' : `/${language}`)

/** @param origin goes before each path: empty on the house's own server, a full origin elsewhere */
export function linksFrom(language: Language = 'en', origin = ''): Links {
  const pages = origin + prefixOf(language)
  const editionPath = ({ chart, region, week }: EditionPlace) => [chart, region, week].map(encodeURIComponent).join('/')
  const revisionIn = ({ revision }: EditionPlace, sign: string) =>
    revision === undefined ? '' : `${sign}revision=${revision}`
  const orderIn = ({ revision, by }: EditionPlace) =>
    by === undefined ? '' : `${revision === undefined ? '?' : '&'}by=${by}`
  const title = (item: string) => `${pages}/titles/${encodeURIComponent(item)}`
  return {
    home: language === 'en' ? `${origin}/` : pages,
    charts: `${pages}/charts`,
    edition: (place) => `${pages}/charts/${editionPath(place)}${revisionIn(place, '?')}${orderIn(place)}`,
    feed: ({ chart, region }) => `${pages}/charts/${encodeURIComponent(chart)}/${encodeURIComponent(region)}/feed.atom`,
    title,
    countries: (item) => `${title(item)}#countries`,
    download: (place, format) => `${origin}/v1/charts/${editionPath(place)}?format=${format}${revisionIn(place, '&')}`,
    methodPage: (chart) => `${pages}/methods/${encodeURIComponent(chart)}`,
    search: `${pages}/search`,
    found: (query) => `${pages}/search?q=${encodeURIComponent(query)}`,
    whole: ({ chart, region }, format) =>
      `${origin}/v1/charts/${encodeURIComponent(chart)}/all.${format}?region=${encodeURIComponent(region)}`,
    columns: `${pages}/columns`,
    method: (chart) => `${origin}/v1/methods/${encodeURIComponent(chart)}`,
    week: (week) => `${pages}/weeks/${encodeURIComponent(week)}`,
    country: (region, week) =>
      `${pages}/countries/${encodeURIComponent(region)}${week === undefined ? '' : `?week=${encodeURIComponent(week)}`}`,
    tag: (tag) => `${pages}/tags/${encodeURIComponent(tag)}`,
    creator: (name) => `${pages}/creators/${encodeURIComponent(name)}`,
    list: (list) => `${pages}/lists/${encodeURIComponent(list)}`,
    api: (path, ...ids) => [origin + path, ...ids.map(encodeURIComponent)].join('/'),
    asset: (path) => `${origin}${path}`,
    inLanguage: (other) => linksFrom(other, origin),
  }
}
