// The front of house: the head of every world chart, each with the way to the whole of it.
import type { EditionAnswer, EditionLine } from '../publish/answers.ts'
import { measureWords } from '../publish/method-words.ts'
import { capitalised, Figure, Name, Parent } from './figures.tsx'
import { documentOf, Layout } from './layout.tsx'
import { type Links, linksFrom } from './links.ts'
import { exact, windowDates } from './numbers.ts'

export interface HomeView {
  /** Each chart with its latest world edition, in the order they are to stand. */
  readonly charts: readonly {
    readonly chart: { readonly id: string; readonly title: string }
    readonly edition: EditionAnswer
  }[]
  readonly origin?: string
}

const LINES_SHOWN = 5

/** The page of `/`. */
export function homePage({ charts, origin }: HomeView, language = 'en'): string {
  const links = linksFrom(origin)
  return documentOf(
    <Layout title="Housecount" description={SENTENCE} language={language} links={links} canonical={links.home}>
      <header class="playbill">
        <h1>What the audience saw</h1>
        <p class="lead">{SENTENCE}</p>
      </header>
      {charts.length === 0 ? (
        <p class="empty">
          <strong>No data.</strong> No chart has been published yet.
        </p>
      ) : (
        <div class="house">
          {charts.map(({ chart, edition }) => (
            <Head chart={chart} edition={edition} links={links} language={language} />
          ))}
        </div>
      )}
    </Layout>,
  )
}

const SENTENCE =
  'Audience charts in which every event is counted exactly once, by a rule that stands beside the number, so that anybody can work it out again.'

interface HeadProps {
  readonly chart: { readonly id: string; readonly title: string }
  readonly edition: EditionAnswer
  readonly links: Links
  readonly language: string
}

function Head({ chart, edition, links, language }: HeadProps) {
  const href = links.edition({ chart: chart.id, region: edition.region, week: 'latest' })
  return (
    <section class="head" aria-labelledby={`chart-${chart.id}`}>
      <h2 id={`chart-${chart.id}`}>
        <a href={href}>{chart.title}</a>
      </h2>
      <p class="when">
        <span>{capitalised(edition.regionName, language)}</span>{' '}
        <time datetime={edition.window.name}>{windowDates(edition.window, language)}</time>
      </p>
      {edition.rows.length === 0 ? (
        <p>No data.</p>
      ) : (
        <ol>
          {edition.rows.slice(0, LINES_SHOWN).map((line) => (
            <HeadLine line={line} edition={edition} links={links} language={language} />
          ))}
        </ol>
      )}
      <p class="more">
        <a href={href}>{`Full chart: ${chart.title}`}</a>
      </p>
    </section>
  )
}

interface HeadLineProps extends Omit<HeadProps, 'chart'> {
  readonly line: EditionLine
}

function HeadLine({ line, edition, links, language }: HeadLineProps) {
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
        {value !== undefined && (
          <span class="amount">
            <Figure value={value} language={language} /> {measureWords(measure)}
          </span>
        )}
      </span>
    </li>
  )
}
