// An article of the demo's magazine, with every number that a page can carry. What stands between the tags of an element
// is the number as it was when the page was made: without a script the page says the same, only not live.
import type { Article, QUESTIONS } from '../demo/magazine.ts'
import type { CounterAnswer, ListAnswer } from '../publish/counter-answer.ts'
import { Day, Name } from './figures.tsx'
import { documentOf, Layout } from './layout.tsx'
import { compact, compactLong, exact } from './numbers.ts'
import { phraseOf } from './phrases.ts'
import { voiceIn } from './voice.ts'

export interface ArticleView {
  readonly article: Article
  readonly questions: typeof QUESTIONS
  /** Of the article. */
  readonly counter: CounterAnswer
  /** Of its first tag, and of the comic that the magazine goes on about. */
  readonly tag: CounterAnswer
  readonly comic: CounterAnswer
  readonly top: ListAnswer
  readonly latest: ListAnswer
  /** The public key that the page's readers vote and are counted with. */
  readonly writeKey: string
}

const LANGUAGE = 'en'
const articlePath = (id: string): string => `/magazine/${encodeURIComponent(id)}`

/** The page of `/magazine/{id}`. */
export function articlePage(view: ArticleView): string {
  const { article, counter, tag, comic, writeKey } = view
  const { id, title, by, published, updated, text } = article
  const [lead = '', ...rest] = text
  return documentOf(
    <Layout voice={voiceIn(LANGUAGE)} title={title} description={lead} canonical={articlePath(id)}>
      <script defer src="/elements.js" data-key={writeKey} />
      <script defer src="/hc.js" data-site="main" data-key={writeKey} data-item={id} data-local />
      <article class="article">
        <header class="playbill">
          <p class="tag">
            <a href={`/v1/counters/tag/${encodeURIComponent(tag.id)}`}>#{tag.id}</a>{' '}
            <house-count of={tag.of} measure="views" format="long" words>
              {`${compactLong(tag.views, LANGUAGE)} views`}
            </house-count>{' '}
            <small>and counting</small>
          </p>
          <h1>
            <Name>{title}</Name>
          </h1>
          <p class="byline">
            By <strong>{by}</strong> · <Day value={published} language={LANGUAGE} />
            {updated !== published && (
              <>
                {' · updated '}
                <Day value={updated} language={LANGUAGE} />
              </>
            )}
          </p>
          <p class="seen">
            Views:{' '}
            <house-count of={counter.of} format="exact">
              {exact(counter.views, LANGUAGE)}
            </house-count>
          </p>
        </header>
        <div class="article-text">
          <p class="first">{lead}</p>
          {rest.map((each) => (
            <p>{each}</p>
          ))}
        </div>
        <section class="reactions" aria-label="What readers say">
          <house-rating item={id} histogram>
            {phraseOf(counter, 'rating', LANGUAGE) ?? 'Not rated yet'}
          </house-rating>
          <house-helpful item={id}>{phraseOf(counter, 'helpful', LANGUAGE) ?? 'Was this helpful?'}</house-helpful>
          <house-like item={id}>{phraseOf(counter, 'likes', LANGUAGE)}</house-like>
        </section>
        <section aria-labelledby="questions">
          <h2 id="questions">Readers ask</h2>
          <house-questions heading="">
            {view.questions.map(({ id: question, title: asked, answer }) => (
              <details data-item={question}>
                <summary>{asked}</summary>
                <p>{answer}</p>
              </details>
            ))}
          </house-questions>
        </section>
      </article>
      <aside class="article-side" aria-label="More of the magazine">
        <section>
          <h2>Top articles</h2>
          <house-list name="top" kind="article" limit="5" heading="">
            <Lines list={view.top} />
          </house-list>
        </section>
        <section>
          <h2>Latest posts</h2>
          <house-list name="latest" kind="article" limit="5" heading="">
            <Lines list={view.latest} />
          </house-list>
        </section>
        <section>
          <h2>
            <Name>{comic.title}</Name>
          </h2>
          <p>
            <house-count of={comic.of} measure="views" words>
              {`${compact(comic.views, LANGUAGE)} views`}
            </house-count>
          </p>
          <house-follow item={comic.id}>{phraseOf(comic, 'followers', LANGUAGE)}</house-follow>
          <house-like item={comic.id}>{phraseOf(comic, 'likes', LANGUAGE)}</house-like>
        </section>
      </aside>
      <noscript>
        <img src={`/v1/pixel.gif?key=${writeKey}&item=${encodeURIComponent(id)}`} width="1" height="1" alt="" />
      </noscript>
    </Layout>,
  )
}

const Lines = ({ list: { lines } }: { readonly list: ListAnswer }) => (
  <ol>
    {lines.map(({ item, title, text }) => (
      <li>
        <a href={articlePath(item)}>
          <Name>{title}</Name>
        </a>{' '}
        <small>{text}</small>
      </li>
    ))}
  </ol>
)
