// One edition of one chart as a page, and the page for an edition that doesn't exist. Pure: answers in, HTML out.
// Every figure on it is the answer's own; nothing is counted here.
import type { ChartAnswer, EditionAnswer } from '../publish/answers.ts'
import type { PastAnswer } from '../publish/past.ts'
import { ChartTable } from './chart-table.tsx'
import { Colophon, State } from './colophon.tsx'
import { capitalised } from './figures.tsx'
import { editionJsonLd } from './json-ld.ts'
import { documentOf, Layout } from './layout.tsx'
import { type EditionPlace, linksFrom } from './links.ts'
import { periodOf, windowDates } from './numbers.ts'
import { BumpChart } from './past-figures.tsx'
import { AllEditions, Categories, Neighbours, PickerForm } from './pickers.tsx'
import { knownRegion, nameOf } from './regions.ts'

export interface ChartView {
  readonly edition: EditionAnswer
  /** The windows before it. */
  readonly past?: PastAnswer | undefined
  /** The same chart, with the regions and windows one can pick. */
  readonly chart: ChartAnswer
  /** All charts, for the category picker. */
  readonly charts: readonly { readonly id: string; readonly title: string }[]
  /** Goes before every path: a prefix, or an origin; empty by default. */
  readonly origin?: string
}

/** The page of `/charts/{chart}/{region}/{week}`: a complete HTML document. */
export function chartPage(view: ChartView, language = 'en'): string {
  const { edition, past, chart, charts } = view
  const links = linksFrom(view.origin)
  const here = { chart: edition.chart.id, region: edition.region, week: edition.window.name }
  const region = capitalised(edition.regionName, language)
  const dates = windowDates(edition.window, language)
  const pick = { here, chart, charts, period: periodOf(edition.window), links, language }
  return documentOf(
    <Layout
      title={`${edition.chart.title}: ${region}, ${dates}`}
      description={topThree(edition)}
      language={language}
      links={links}
      canonical={links.edition(here)}
      json={links.download(here, 'json')}
      data={editionJsonLd(edition, links)}
      feed={links.feed(here)}
    >
      <header class="playbill front">
        <Categories here={here} charts={charts} links={links} />
        <h1>{edition.chart.title}</h1>
        <p class="when">
          <span>{region}</span> <time datetime={edition.window.name}>{dates}</time>
        </p>
        <State edition={edition} links={links} />
        <Neighbours {...pick} />
      </header>
      <PickerForm {...pick} />
      <div class="sheet">
        {edition.rows.length > 0 ? (
          <ChartTable edition={edition} past={past} links={links} language={language} />
        ) : (
          <p class="empty">
            <strong>No data.</strong> Nothing was counted for this chart in {region}, {dates}.
          </p>
        )}
      </div>
      {past && <BumpChart past={past} length={edition.rows.length} links={links} language={language} />}
      <AllEditions {...pick} />
      <Colophon edition={edition} links={links} language={language} />
    </Layout>,
  )
}

const topThree = ({ rows }: EditionAnswer): string | undefined =>
  rows.length === 0
    ? undefined
    : rows
        .slice(0, 3)
        .map(({ rank, title }) => `${rank}. ${title}`)
        .join(', ')

export interface NoEditionView {
  /** What was asked for, as it was typed. */
  readonly asked: EditionPlace
  /** The chart asked for, where there is one. */
  readonly chart?: ChartAnswer | undefined
  readonly charts: readonly { readonly id: string; readonly title: string }[]
  readonly origin?: string
}

/** The 404 of `/charts/…`: says what was asked for, and offers what there is. */
export function noEditionPage({ asked, chart, charts, origin }: NoEditionView, language = 'en'): string {
  const links = linksFrom(origin)
  const region = nameOf(asked.region, language)
  return documentOf(
    <Layout title="No such edition" language={language} links={links}>
      <header class="playbill">
        <Categories
          here={{ chart: chart?.id ?? '', region: knownRegion(asked.region), week: 'latest' }}
          charts={charts}
          links={links}
        />
        <h1>No such edition</h1>
        <p class="lead">
          {chart
            ? `No edition of “${chart.title}” was published for ${region}, ${asked.week}.`
            : `There is no chart called “${asked.chart}”.`}
        </p>
      </header>
      {chart && chart.windows.length > 0 && (
        <>
          <PickerForm here={asked} chart={chart} charts={charts} period="week" links={links} language={language} />
          <p>
            <a href={links.edition({ ...asked, chart: chart.id, region: chart.regions[0] ?? 'world', week: 'latest' })}>
              The latest edition of {chart.title}
            </a>
          </p>
        </>
      )}
    </Layout>,
  )
}
