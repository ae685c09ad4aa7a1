// The front of house: the head of every world chart, each with the way to the whole of it.
import type { EditionAnswer, EditionLine } from '../publish/answers.ts'
import { Counted, Name, Parent } from './figures.tsx'
import { documentOf, Layout } from './layout.tsx'
import { exact, windowDates } from './numbers.ts'
import { nameOf } from './regions.ts'
import { tell, type Voice } from './voice.ts'

export interface HomeView {
  /** Each chart with its latest world edition, in the order they are to stand. */
  readonly charts: readonly {
    readonly chart: { readonly id: string; readonly title: string }
    readonly edition: EditionAnswer
  }[]
}

const LINES_SHOWN = 5

/** The page of `/`. */
export function homePage({ charts }: HomeView, voice: Voice): string {
  const { home, chart: words } = voice.words.pages
  return documentOf(
    <Layout voice={voice} title="Housecount" description={home.lead} address={(links) => links.home}>
      <header class="playbill">
        <h1>{home.title}</h1>
        <p class="lead">{home.lead}</p>
      </header>
      {charts.length === 0 ? (
        <p class="empty">
          <strong>{words.noData}</strong> {home.noChart}
        </p>
      ) : (
        <div class="house">
          {charts.map(({ chart, edition }) => (
            <Head chart={chart} edition={edition} voice={voice} />
          ))}
        </div>
      )}
    </Layout>,
  )
}

interface HeadProps {
  readonly chart: { readonly id: string; readonly title: string }
  readonly edition: EditionAnswer
  readonly voice: Voice
}

function Head({ chart, edition, voice }: HeadProps) {
  const { language, words, links } = voice
  const href = links.edition({ chart: chart.id, region: edition.region, week: 'latest' })
  return (
    <section class="head" aria-labelledby={`chart-${chart.id}`}>
      <h2 id={`chart-${chart.id}`}>
        <a href={href}>
          <Name>{chart.title}</Name>
        </a>
      </h2>
      <p class="when">
        <span>{nameOf(edition.region, language)}</span>{' '}
        <time datetime={edition.window.name}>{windowDates(edition.window, language)}</time>
      </p>
      {edition.rows.length === 0 ? (
        <p>{words.pages.chart.noData}</p>
      ) : (
        <ol>
          {edition.rows.slice(0, LINES_SHOWN).map((line) => (
            <HeadLine line={line} edition={edition} voice={voice} />
          ))}
        </ol>
      )}
      <p class="more">
        <a href={href}>{tell(voice, words.pages.home.fullChart, { chart: <Name>{chart.title}</Name> })}</a>
      </p>
    </section>
  )
}

interface HeadLineProps extends Omit<HeadProps, 'chart'> {
  readonly line: EditionLine
}

function HeadLine({ line, edition, voice }: HeadLineProps) {
  const { language, links } = voice
  const { measure } = edition.method
  const value = measure === 'rank' ? undefined : line[measure]
  return (
    <li value={String(line.rank)} class={line.rank === 1 ? 'top' : undefined}>
      <span class="rank">{exact(line.rank, language)}</span>{' '}
      <a href={links.title(line.item)}>
        <Name>{line.title}</Name>
      </a>
      <span class="under">
        <Parent title={line.title} parentTitle={line.parentTitle} />
        {measure !== 'rank' && value !== undefined && (
          <span class="amount">
            <Counted value={value} measure={measure} voice={voice} />
          </span>
        )}
      </span>
    </li>
  )
}
