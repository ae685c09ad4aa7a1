// The chart itself: one real table, a row per line of the edition. Columns follow what the method counted, so a column
// never stands empty. On a phone each row is set as an entry; the explicit roles keep it a table for those who listen.
import type { EditionAnswer, EditionLine } from '../publish/answers.ts'
import type { PastAnswer } from '../publish/past.ts'
import { Figure, Heard, Name, Parent, Runtime } from './figures.tsx'
import { Movement } from './movement.tsx'
import { exact, periodOf, windowDates } from './numbers.ts'
import { Sparkline } from './past-figures.tsx'
import { nameOf } from './regions.ts'
import { say, type Voice } from './voice.ts'

interface TableProps {
  readonly edition: EditionAnswer
  readonly past?: PastAnswer | undefined
  readonly voice: Voice
}

// A phone lays the rows out as a grid, and some browsers then no longer tell of a table: so its parts say what they are.
const as = (role: 'table' | 'rowgroup' | 'row' | 'columnheader' | 'rowheader' | 'cell') => ({ role })

const AMOUNTS = ['views', 'hours', 'viewers', 'sales', 'opens'] as const

type Amount = (typeof AMOUNTS)[number]

interface Columns {
  readonly amounts: readonly Amount[]
  readonly runtime: boolean
  readonly countries: boolean
  /** The ranks of each item in the last windows, where there are some. */
  readonly past: ReadonlyMap<string, readonly (number | null)[]> | undefined
}

const columnsOf = ({ rows, measured }: EditionAnswer, past: PastAnswer | undefined): Columns => ({
  amounts: AMOUNTS.filter((key) => rows.some((line) => line[key] !== undefined)),
  runtime: rows.some((line) => line.runtimeMs !== undefined),
  countries: measured > 0 && rows.some((line) => line.countriesCharted !== undefined),
  past: past && past.windows.length > 1 ? new Map(past.lines.map(({ item, ranks }) => [item, ranks])) : undefined,
})

export function ChartTable({ edition, past, voice }: TableProps) {
  const { language } = voice
  const { chart: words, periods } = voice.words.pages
  const columns = columnsOf(edition, past)
  const period = periods[periodOf(edition.window)]
  const labels = [
    ...columns.amounts.map((key) => words[key]),
    ...(columns.runtime ? [words.runtime] : []),
    period.count,
    words.inARow,
    words.peak,
    ...(columns.past ? [period.last] : []),
    ...(columns.countries ? [words.countries] : []),
  ]
  return (
    <table class="chart" {...as('table')}>
      <caption class="heard">
        {say(voice, words.caption, {
          chart: edition.chart.title,
          region: nameOf(edition.region, language),
          dates: windowDates(edition.window, language),
          measure: voice.words.rules.amounts[edition.method.measure],
        })}
      </caption>
      <thead {...as('rowgroup')}>
        <tr {...as('row')}>
          <HeadCell class="rank">{words.rank}</HeadCell>
          <HeadCell class="change">{words.change}</HeadCell>
          <HeadCell>{words.title}</HeadCell>
          {labels.map((label) => (
            <HeadCell class="number">{label}</HeadCell>
          ))}
        </tr>
      </thead>
      <tbody {...as('rowgroup')}>
        {edition.rows.map((line) => (
          <Line line={line} labels={labels} columns={columns} edition={edition} voice={voice} />
        ))}
      </tbody>
    </table>
  )
}

const HeadCell = (props: { readonly class?: string; readonly children: string }) => (
  <th scope="col" {...as('columnheader')} class={props.class}>
    {props.children}
  </th>
)

interface LineProps extends TableProps {
  readonly line: EditionLine
  readonly labels: readonly string[]
  readonly columns: Columns
}

function Line({ line, labels, columns, edition, voice }: LineProps) {
  const { language, words, links } = voice
  const shared = edition.rows.filter(({ rank }) => rank === line.rank).length > 1
  const cells = [
    ...columns.amounts.map((amount) => <AmountCell amount={amount} line={line} edition={edition} voice={voice} />),
    ...(columns.runtime
      ? [line.runtimeMs ? <Runtime value={line.runtimeMs} language={language} /> : <None voice={voice} />]
      : []),
    exact(line.weeksOnChart, language),
    exact(line.streak, language),
    exact(line.peakRank, language),
    ...(columns.past
      ? [<Sparkline ranks={columns.past.get(line.item) ?? []} length={edition.rows.length} voice={voice} />]
      : []),
    ...(columns.countries ? [<Countries line={line} edition={edition} voice={voice} />] : []),
  ]
  return (
    <tr {...as('row')} class={line.rank === 1 ? 'top' : undefined}>
      <td {...as('cell')} class="rank">
        {exact(line.rank, language)}
        {shared && <small> {words.pages.chart.joint}</small>}
      </td>
      <td {...as('cell')} class="change">
        <Movement line={line} voice={voice} />
      </td>
      <th scope="row" {...as('rowheader')} class="title">
        <a href={links.title(line.item)}>
          <Name>{line.title}</Name>
        </a>
        <Parent title={line.title} parentTitle={line.parentTitle} />
      </th>
      {cells.map((cell, index) => (
        <td {...as('cell')} class="number" data-label={labels[index]}>
          {cell}
        </td>
      ))}
    </tr>
  )
}

const None = ({ voice }: Pick<TableProps, 'voice'>) => (
  <>
    <span aria-hidden="true">–</span>
    <Heard>{voice.words.pages.chart.notKnown}</Heard>
  </>
)

interface AmountProps {
  readonly amount: Amount
  readonly line: EditionLine
  readonly edition: EditionAnswer
  readonly voice: Voice
}

/** The measure that ranks the chart has a bar too: each line's share of the highest. */
function AmountCell({ amount: key, line, edition, voice }: AmountProps) {
  const { language } = voice
  const value = line[key]
  if (value === undefined) return <None voice={voice} />
  if (key !== edition.method.measure) return <Figure value={value} language={language} />
  const highest = Math.max(1, ...edition.rows.map((other) => other[key] ?? 0))
  return (
    <strong>
      <Figure value={value} language={language} />
      <svg class="bar" aria-hidden="true" focusable="false">
        <rect width={`${((100 * value) / highest).toFixed(1)}%`} height="100%" />
      </svg>
    </strong>
  )
}

/** What is in sight is short; those who listen hear of what it is a share. */
function Countries({ line, edition, voice }: Omit<LineProps, 'labels' | 'columns' | 'past'>) {
  const { words, links } = voice
  const { countriesCharted: charted } = line
  if (charted === undefined) return <None voice={voice} />
  const { share, inCountries } = words.pages.chart
  return (
    <a class="countries" href={links.countries(line.item)}>
      <span aria-hidden="true">{say(voice, share, { charted, measured: edition.measured })}</span>
      <Heard>{say(voice, inCountries, { charted, count: edition.measured })}</Heard>
    </a>
  )
}
