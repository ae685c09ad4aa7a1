// What the catalogue has of what a reader typed. A form and links: it works without a script.
import type { SearchAnswer } from '../publish/search.ts'
import { Name, Parent, ShortDay } from './figures.tsx'
import { documentOf, Layout } from './layout.tsx'
import { say, tell, type Voice } from './voice.ts'

export interface SearchView {
  readonly query: string
  /** Left out where nothing was asked for yet. */
  readonly answer?: SearchAnswer | undefined
}

/** The page of `/search?q=…`. */
export function searchPage({ query, answer }: SearchView, voice: Voice): string {
  const { search: words } = voice.words.pages
  return documentOf(
    <Layout
      voice={voice}
      title={query ? say(voice, words.titleOf, { query }) : words.title}
      address={(links) => (query ? links.found(query) : links.search)}
      query={query}
    >
      <header class="playbill">
        <h1>{words.title}</h1>
        {answer && <p class="lead">{foundWords(query, answer, voice)}</p>}
      </header>
      {answer && answer.items.length > 0 && <Found answer={answer} voice={voice} />}
    </Layout>,
  )
}

function foundWords(asked: string, { found, items }: SearchAnswer, voice: Voice) {
  const { search: words } = voice.words.pages
  const query = (
    <q>
      <Name>{asked}</Name>
    </q>
  )
  if (found === 0) return tell(voice, words.none, { query })
  const { length: shown } = items
  return found > shown
    ? tell(voice, words.foundFirst, { count: found, query, shown })
    : tell(voice, words.found, { count: found, query })
}

const Found = ({
  answer,
  voice: { language, words, links },
}: {
  readonly answer: SearchAnswer
  readonly voice: Voice
}) => (
  <ul class="found">
    {answer.items.map(({ item, title, parentTitle, kind, published }) => (
      <li>
        <a class="entry" href={links.title(item)}>
          <Name>{title}</Name>
        </a>
        <Parent title={title} parentTitle={parentTitle} />
        <small>
          {kind && words.pages.kinds[kind]}
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
)
