// What a page says to machines, in the words of schema.org. Pure: answers in, one object out; the numbers are the
// answer's own. `scriptText` makes it safe to stand in a page.
import type { EditionAnswer, TitleAnswer } from '../publish/answers.ts'
import type { CounterAnswer, ListAnswer } from '../publish/counter-answer.ts'
import type { Links } from './links.ts'
import { runtimeIso } from './numbers.ts'

export type JsonLd = { readonly '@type': string; readonly [property: string]: unknown }

type Kind = NonNullable<TitleAnswer['kind']>

/** An item's type, and what its audience does: https://schema.org/interactionType. */
const TYPES: Readonly<Record<Kind, { readonly type: string; readonly action: string; readonly lasts?: true }>> = {
  show: { type: 'TVSeries', action: 'WatchAction' },
  season: { type: 'TVSeason', action: 'WatchAction' },
  episode: { type: 'TVEpisode', action: 'WatchAction', lasts: true },
  film: { type: 'Movie', action: 'WatchAction', lasts: true },
  comic: { type: 'ComicSeries', action: 'ReadAction' },
  chapter: { type: 'Chapter', action: 'ReadAction' },
  article: { type: 'Article', action: 'ReadAction' },
  video: { type: 'VideoObject', action: 'WatchAction', lasts: true },
  question: { type: 'Question', action: 'ViewAction' },
  person: { type: 'Person', action: 'ViewAction' },
}

const UNKNOWN = { type: 'CreativeWork', action: 'ViewAction' } as const

/** A title with what was counted of it. Without a counter it has no statistics. */
export function titleJsonLd(title: TitleAnswer, counter: CounterAnswer | undefined, links: Links): JsonLd {
  const { type, action, lasts } = { lasts: undefined, ...(title.kind ? TYPES[title.kind] : UNKNOWN) }
  const statistics = counter ? statisticsOf(counter, action) : []
  const common = {
    '@context': 'https://schema.org',
    '@type': type,
    '@id': links.title(title.item),
    name: title.title,
    url: links.title(title.item),
    ...(statistics.length > 0 && { interactionStatistic: statistics }),
  }
  if (title.kind === 'person') return common
  const { parent, published, runtimeMs, creators, tags, language } = title
  return {
    ...common,
    ...(parent && { isPartOf: { '@type': 'CreativeWork', name: parent.title, url: links.title(parent.item) } }),
    ...(published && { datePublished: published }),
    ...(lasts && runtimeMs && { duration: runtimeIso(runtimeMs) }),
    ...(creators.length > 0 && { creator: creators.map((name) => ({ '@type': 'Person', name })) }),
    ...(tags.length > 0 && { keywords: tags }),
    ...(language && { inLanguage: language }),
    ...(counter?.rating && { aggregateRating: aggregateRating(counter.rating) }),
  }
}

function statisticsOf(counter: CounterAnswer, action: string): readonly JsonLd[] {
  const counted: readonly (readonly [string, number | null])[] = [
    [action, counter.views],
    ['LikeAction', counter.likes],
    ['FollowAction', counter.followers],
    ['BuyAction', counter.sales],
  ]
  return counted
    .filter(([, count]) => count !== null && count > 0)
    .map(([type, count]) => ({
      '@type': 'InteractionCounter',
      interactionType: { '@type': type },
      userInteractionCount: count,
    }))
}

const aggregateRating = ({ mean, votes }: NonNullable<CounterAnswer['rating']>): JsonLd => ({
  '@type': 'AggregateRating',
  ratingValue: mean,
  ratingCount: votes,
  bestRating: 5,
  worstRating: 1,
})

interface Ranked {
  readonly rank: number
  readonly item: string
  readonly title: string
  readonly url?: string | undefined
}

/** An edition of a chart as a list. */
export const editionJsonLd = ({ chart, rows }: EditionAnswer, links: Links): JsonLd =>
  itemList(chart.title, rows, links)

/** One of the lists: top, latest, most helpful. */
export const listJsonLd = ({ list, lines }: ListAnswer, links: Links): JsonLd => itemList(list.title, lines, links)

const itemList = (name: string, lines: readonly Ranked[], links: Links): JsonLd => ({
  '@context': 'https://schema.org',
  '@type': 'ItemList',
  name,
  itemListOrder: 'https://schema.org/ItemListOrderAscending',
  numberOfItems: lines.length,
  itemListElement: lines.map(({ rank, item, title, url }) => ({
    '@type': 'ListItem',
    position: rank,
    name: title,
    url: url ?? links.title(item),
  })),
})

/** A page in one language, and what it is about, whose own language may be another. */
export const pageJsonLd = (about: JsonLd, language: string, url: string | undefined): JsonLd => ({
  '@context': 'https://schema.org',
  '@type': 'WebPage',
  ...(url && { url }),
  inLanguage: language,
  mainEntity: about,
})

const ESCAPED = /[<>&\u2028\u2029]/g

/** As JSON in which nothing can end the script or begin a comment (HTML, "restrictions for contents of script elements"). */
export const scriptText = (data: JsonLd): string =>
  JSON.stringify(data).replace(ESCAPED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
