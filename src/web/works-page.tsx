// The page of a tag or a creator: what was counted for all of it, and each work with its own numbers.
import type { CounterAnswer } from '../publish/counter-answer.ts'
import type { WorksAnswer } from '../publish/works.ts'
import { CountTools } from './count-tools.tsx'
import { Figure, Moment, Name, Parent, ShortDay } from './figures.tsx'
import { documentOf, Layout } from './layout.tsx'
import type { Links } from './links.ts'
import { exact } from './numbers.ts'
import { phraseOf } from './phrases.ts'
import { isolated, say, tell, type Voice } from './voice.ts'

export interface WorksView {
  readonly works: WorksAnswer
  /** Of the house as this reader reaches it. */
  readonly origin: string
}

const SHOWN = ['hours', 'views', 'sales', 'likes', 'followers'] as const

const shownOf = (counters: readonly CounterAnswer[]) =>
  SHOWN.filter((key) => counters.some((counter) => (counter[key] ?? 0) > 0))

/** The page of `/tags/{tag}` and `/creators/{creator}`. */
export function worksPage({ works, origin }: WorksView, voice: Voice): string {
  const { language, words, links } = voice
  const said = words.front.works
  const { counter } = works
  const by = counter.kind === 'tag' ? 'tag' : 'creator'
  const page = (each: Links) => each[by](counter.id)
  const shown = shownOf([counter])
  return documentOf(
    <Layout
      voice={voice}
      title={say(voice, by === 'tag' ? said.tagTitle : said.creatorTitle, { name: isolated(counter.title) })}
      description={shown[0] && phraseOf(counter, shown[0], language)}
      address={page}
      json={links.api(`/v1/${by}s`, counter.id)}
    >
      <header class="playbill">
        <p class="kind">{said[by]}</p>
        <h1>
          <Name>{counter.title}</Name>
        </h1>
        <p class="lead">{foundWords(works, voice)}</p>
      </header>
      <section aria-labelledby="totals">
        <h2 id="totals">{words.pages.title.counted}</h2>
        <ul class="tally">
          {shown.map((key) => (
            <li>
              <Figure value={counter[key] ?? 0} language={language} /> <span>{words.measures[key]}</span>
              <small>{exact(counter[key] ?? 0, language)}</small>
            </li>
          ))}
        </ul>
        {counter.rating && <p class="said">{phraseOf(counter, 'rating', language)}</p>}
        {counter.helpful && <p class="said">{phraseOf(counter, 'helpful', language)}</p>}
        <p class="note">
          {said.note} {tell(voice, said.asOf, { moment: <Moment value={counter.asOf} language={language} /> })}
        </p>
      </section>
      <WorksTable works={works} voice={voice} />
      <CountTools counter={counter} page={page} origin={origin} voice={voice} />
    </Layout>,
  )
}

function foundWords({ found, works }: WorksAnswer, voice: Voice): string {
  const said = voice.words.front.works
  const all = say(voice, said.works, { count: found })
  return found > works.length ? say(voice, said.shown, { works: all, shown: works.length }) : all
}

function WorksTable({ works: { works }, voice }: { readonly works: WorksAnswer; readonly voice: Voice }) {
  const { language, words, links } = voice
  const columns = shownOf(works.map(({ counter }) => counter))
  return (
    <section>
      <table class="ledger works">
        <thead>
          <tr>
            <th scope="col">{words.pages.chart.title}</th>
            <th scope="col">{words.front.works.kind}</th>
            <th scope="col">{words.pages.title.published}</th>
            {columns.map((key) => (
              <th scope="col" class="number">
                {words.measures[key]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {works.map(({ item, title, parentTitle, kind, published, counter }) => (
            <tr>
              <th scope="row">
                <a class="entry" href={links.title(item)}>
                  <Name>{title}</Name>
                </a>
                <Parent title={title} parentTitle={parentTitle} />
              </th>
              <td>{kind && words.pages.kinds[kind]}</td>
              <td class="date">{published && <ShortDay value={published.slice(0, 10)} language={language} />}</td>
              {columns.map((key) => (
                <td class="number">
                  <Figure value={counter[key] ?? 0} language={language} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
