// What the catalogue has of what a reader typed. A form and links: it works without a script.
import type { SearchAnswer } from '../publish/search.ts'
import { Name, Parent, ShortDay } from './figures.tsx'
import { documentOf, Layout } from './layout.tsx'
import { linksFrom } from './links.ts'
import { exact } from './numbers.ts'

export interface SearchView {
  readonly query: string
  /** Left out where nothing was asked for yet. */
  readonly answer?: SearchAnswer | undefined
  readonly origin?: string
}

/** The page of `/search?q=…`. */
export function searchPage({ query, answer, origin }: SearchView, language = 'en'): string {
  const links = linksFrom(origin)
  return documentOf(
    <Layout title={query ? `Search: ${query}` : 'Search'} language={language} links={links} query={query}>
      <header class="playbill">
        <h1>Search</h1>
        {answer && (
          <p class="lead">
            {answer.found === 0 ? 'Nothing in the catalogue is called ' : `${exact(answer.found, language)} found for `}
            <q>
              <Name>{query}</Name>
            </q>
            {answer.found > answer.items.length && `; here are the first ${exact(answer.items.length, language)}`}.
          </p>
        )}
      </header>
      {answer && answer.items.length > 0 && (
        <ul class="found">
          {answer.items.map(({ item, title, parentTitle, kind, published }) => (
            <li>
              <a class="entry" href={links.title(item)}>
                <Name>{title}</Name>
              </a>
              <Parent title={title} parentTitle={parentTitle} />
              <small>
                {kind}
                {published && (
                  <>
                    {' · '}
                    <ShortDay value={published.slice(0, 10)} language={language} />
                  </>
                )}
              </small>
            </li>
          ))}
        </ul>
      )}
    </Layout>,
  )
}
