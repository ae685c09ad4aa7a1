// The front of house: how often the audience came, the week's map of the world, the head of every world chart, what was
// most popular of all, the lists, and what was restated last.
import type { CounterAnswer } from '../publish/counter-answer.ts'
import type { ListSpec } from '../publish/list-spec.ts'
import type { RestatementsAnswer } from '../publish/restatements.ts'
import type { SheetChart, WeekAnswer } from '../publish/sheet.ts'
import { ChartHead } from './chart-head.tsx'
import { documentOf, Layout } from './layout.tsx'
import { listName } from './list-words.ts'
import { amount, write } from './message.ts'
import { exact } from './numbers.ts'
import { Restatements } from './restatements.tsx'
import { sheetDates } from './sheet-head.tsx'
import { say, tell, type Voice } from './voice.ts'
import { WorldLeaders } from './world-leaders.tsx'

export interface HomeView {
  /** The latest week; left out before the first edition. */
  readonly week?: WeekAnswer | undefined
  /** Of the whole site. */
  readonly counter?: CounterAnswer | undefined
  readonly restatements: RestatementsAnswer
  readonly lists: readonly ListSpec[]
}

const LINES_SHOWN = 5

/** The page of `/`. */
export function homePage({ week, counter, restatements, lists }: HomeView, voice: Voice): string {
  const { home, chart: words } = voice.words.pages
  const [map] = week?.maps ?? []
  const regular = week?.charts.filter(({ span }) => span !== 'first' && span !== 'all') ?? []
  return documentOf(
    <Layout voice={voice} title="Housecount" description={home.lead} address={(links) => links.home}>
      <header class="playbill">
        <h1>{home.title}</h1>
        <p class="lead">{home.lead}</p>
        {counter && <SiteCount counter={counter} voice={voice} />}
      </header>
      {!week || week.charts.length + week.maps.length === 0 ? (
        <p class="empty">
          <strong>{words.noData}</strong> {home.noChart}
        </p>
      ) : (
        <>
          {map && <WorldLeaders leaders={map} dates={sheetDates(week, voice)} voice={voice} />}
          <section aria-labelledby="week">
            <h2 id="week">
              <a href={voice.links.week(week.week)}>{voice.words.front.week.all}</a>
            </h2>
            <Heads charts={regular} voice={voice} />
          </section>
          <Popular charts={week.charts} voice={voice} />
        </>
      )}
      <nav class="lists" aria-labelledby="lists">
        <h2 id="lists">{voice.words.front.home.lists}</h2>
        <ul class="inline">
          {lists.map((spec) => (
            <li>
              <a href={voice.links.list(spec.id)}>{listName(spec, voice)}</a>
            </li>
          ))}
        </ul>
      </nav>
      <Restatements restatements={restatements} voice={voice} />
    </Layout>,
  )
}

const Heads = ({ charts, voice }: { readonly charts: readonly SheetChart[]; readonly voice: Voice }) => (
  <div class="house">
    {charts.map(({ edition }) => (
      <ChartHead edition={edition} week="latest" lines={LINES_SHOWN} voice={voice} />
    ))}
  </div>
)

/** Charts of the first days of each title, and of all time. */
function Popular({ charts, voice }: { readonly charts: readonly SheetChart[]; readonly voice: Voice }) {
  const said = voice.words.front.home
  const days = [...new Set(charts.flatMap((chart) => (chart.span === 'first' ? [chart.days ?? 0] : [])))]
  const groups = [
    ...days.map((count) => ({
      id: `first-${count}`,
      name: say(voice, said.popularFirst, { count }),
      of: charts.filter((chart) => chart.span === 'first' && chart.days === count),
    })),
    { id: 'all-time', name: said.popularAll, of: charts.filter(({ span }) => span === 'all') },
  ].filter(({ of }) => of.length > 0)
  return (
    <>
      {groups.map(({ id, name, of }) => (
        <section aria-labelledby={id}>
          <h2 id={id}>{name}</h2>
          <Heads charts={of} voice={voice} />
        </section>
      ))}
    </>
  )
}

/** "34,849,062,684 views and counting": a number that an element keeps up with, where scripts run. */
function SiteCount({ counter, voice }: { readonly counter: CounterAnswer; readonly voice: Voice }) {
  const { language, words, links } = voice
  const measure = counter.views > 0 ? 'views' : 'hours'
  const count = counter[measure]
  if (count === 0) return null
  const number = (
    <house-count of="site" measure={measure} format="exact">
      {exact(count, language)}
    </house-count>
  )
  const noun = write(language, words.counts[measure], { count }, 'exact').split(amount(count, language))
  return (
    <>
      <p class="site-count">
        {tell(voice, words.phrases.counting, {
          counted: (
            <span>
              {noun[0]}
              {number}
              {noun[1]}
            </span>
          ),
        })}
      </p>
      <script defer src={links.asset('/elements.js')}></script>
    </>
  )
}
