// One edition of one chart as a page, and the page for an edition that doesn't exist. Pure: answers in, HTML out.
// Every figure on it is the answer's own; nothing is counted here.
import { WORLD } from '../domain/region.ts'
import type { ChartAnswer, EditionAnswer } from '../publish/answers.ts'
import type { ElsewhereAnswer } from '../publish/elsewhere.ts'
import type { PastAnswer } from '../publish/past.ts'
import { ChartTable } from './chart-table.tsx'
import { Colophon, State } from './colophon.tsx'
import { EditionTools } from './edition-tools.tsx'
import { ElsewhereTable } from './elsewhere-table.tsx'
import { Name } from './figures.tsx'
import { editionJsonLd } from './json-ld.ts'
import { documentOf, Layout } from './layout.tsx'
import type { EditionPlace } from './links.ts'
import { periodOf, windowDates } from './numbers.ts'
import { inOrder, type Order, OrderPicker } from './order-picker.tsx'
import { BumpChart } from './past-figures.tsx'
import { AllEditions, Categories, Neighbours, PickerForm } from './pickers.tsx'
import { knownRegion, nameOf } from './regions.ts'
import { say, tell, type Voice } from './voice.ts'

export interface ChartView {
  readonly edition: EditionAnswer
  /** The windows before it. */
  readonly past?: PastAnswer | undefined
  /** Where else its titles chart. */
  readonly elsewhere?: ElsewhereAnswer | undefined
  /** In the order of which measure its lines are shown; by rank where it is left out. */
  readonly by?: Order | undefined
  /** Of the house as this reader reaches it. */
  readonly origin: string
  /** The same chart, with the regions and windows one can pick. */
  readonly chart: ChartAnswer
  /** All charts, for the category picker. */
  readonly charts: readonly { readonly id: string; readonly title: string }[]
}

/** The page of `/charts/{chart}/{region}/{week}`: a complete HTML document. */
export function chartPage({ edition, past, elsewhere, by, origin, chart, charts }: ChartView, voice: Voice): string {
  const { language, words, links } = voice
  const here = { chart: edition.chart.id, region: edition.region, week: edition.window.name }
  const region = nameOf(edition.region, language)
  const dates = windowDates(edition.window, language)
  const pick = { here, chart, charts, period: periodOf(edition.window), voice }
  return documentOf(
    <Layout
      voice={voice}
      title={say(voice, words.pages.chart.pageTitle, { chart: edition.chart.title, region, dates })}
      description={topThree(edition)}
      address={(each) => each.edition(here)}
      json={links.download(here, 'json')}
      data={editionJsonLd(edition, links)}
      feed={links.feed(here)}
    >
      <header class="playbill front">
        <Categories here={here} charts={charts} voice={voice} />
        <h1>
          <Name>{edition.chart.title}</Name>
        </h1>
        <p class="when">
          <span>{region}</span> <time datetime={edition.window.name}>{dates}</time>
        </p>
        <State edition={edition} voice={voice} />
        <Neighbours {...pick} />
      </header>
      <PickerForm {...pick} />
      <OrderPicker edition={edition} here={here} by={by} voice={voice} />
      <div class="sheet">
        {edition.rows.length > 0 ? (
          <ChartTable edition={{ ...edition, rows: inOrder(edition.rows, by) }} past={past} voice={voice} />
        ) : (
          <p class="empty">
            <strong>{words.pages.chart.noData}</strong>{' '}
            {say(voice, words.pages.chart.nothingCounted, { region, dates })}
          </p>
        )}
      </div>
      {past && <BumpChart past={past} length={edition.rows.length} voice={voice} />}
      {elsewhere && edition.rows.length > 0 && (
        <ElsewhereTable elsewhere={elsewhere} week={edition.window.name} voice={voice} />
      )}
      <AllEditions {...pick} />
      <EditionTools edition={edition} origin={origin} voice={voice} />
      <Colophon edition={edition} voice={voice} />
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
}

/** The 404 of `/charts/…`: says what was asked for, and offers what there is. */
export function noEditionPage({ asked, chart, charts }: NoEditionView, voice: Voice): string {
  const { language, links } = voice
  const words = voice.words.pages.chart
  const region = <Name>{nameOf(asked.region, language)}</Name>
  return documentOf(
    <Layout voice={voice} title={words.noEdition}>
      <header class="playbill">
        <Categories
          here={{ chart: chart?.id ?? '', region: knownRegion(asked.region), week: 'latest' }}
          charts={charts}
          voice={voice}
        />
        <h1>{words.noEdition}</h1>
        <p class="lead">
          {chart
            ? tell(voice, words.noEditionOf, {
                chart: <Name>{chart.title}</Name>,
                region,
                week: <Name>{asked.week}</Name>,
              })
            : tell(voice, words.noChart, { chart: <Name>{asked.chart}</Name> })}
        </p>
      </header>
      {chart && chart.windows.length > 0 && (
        <>
          <PickerForm here={asked} chart={chart} charts={charts} period="week" voice={voice} />
          <p>
            <a href={links.edition({ ...asked, chart: chart.id, region: chart.regions[0] ?? WORLD, week: 'latest' })}>
              {tell(voice, words.latestOf, { chart: <Name>{chart.title}</Name> })}
            </a>
          </p>
        </>
      )}
    </Layout>,
  )
}
