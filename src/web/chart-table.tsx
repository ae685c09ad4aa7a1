// The chart itself: one real table, a row per line of the edition. Columns follow what the method counted, so a column
// never stands empty. On a phone each row is set as an entry; the explicit roles keep it a table for those who listen.
import type { EditionAnswer, EditionLine } from '../publish/answers.ts'
import { measureWords } from '../publish/method-words.ts'
import type { PastAnswer } from '../publish/past.ts'
import { Figure, Heard, Name, Parent, Runtime } from './figures.tsx'
import type { Links } from './links.ts'
import { Movement } from './movement.tsx'
import { exact, periodOf, windowDates } from './numbers.ts'
import { Sparkline } from './past-figures.tsx'

interface TableProps {
  readonly edition: EditionAnswer
  readonly past?: PastAnswer | undefined
  readonly links: Links
  readonly language: string
}

// A phone lays the rows out as a grid, and some browsers then no longer tell of a table: so its parts say what they are.
const as = (role: 'table' | 'rowgroup' | 'row' | 'columnheader' | 'rowheader' | 'cell') => ({ role })

const AMOUNTS = [
  { key: 'views', label: 'Views' },
  { key: 'hours', label: 'Hours' },
  { key: 'viewers', label: 'Viewer-days' },
  { key: 'sales', label: 'Sales' },
  { key: 'opens', label: 'Opens' },
] as const

type Amount = (typeof AMOUNTS)[number]

interface Columns {
  readonly amounts: readonly Amount[]
  readonly runtime: boolean
  readonly countries: boolean
  /** The ranks of each item in the last windows, where there are some. */
  readonly past: ReadonlyMap<string, readonly (number | null)[]> | undefined
}

const PERIODS = { day: 'Days', week: 'Weeks', month: 'Months' } as const

const columnsOf = ({ rows, measured }: EditionAnswer, past: PastAnswer | undefined): Columns => ({
  amounts: AMOUNTS.filter(({ key }) => rows.some((line) => line[key] !== undefined)),
  runtime: rows.some((line) => line.runtimeMs !== undefined),
  countries: measured > 0 && rows.some((line) => line.countriesCharted !== undefined),
  past: past && past.windows.length > 1 ? new Map(past.lines.map(({ item, ranks }) => [item, ranks])) : undefined,
})

export function ChartTable({ edition, past, links, language }: TableProps) {
  const columns = columnsOf(edition, past)
  const period = periodOf(edition.window)
  const labels = [
    ...columns.amounts.map(({ label }) => label),
    ...(columns.runtime ? ['Runtime'] : []),
    PERIODS[period],
    'In a row',
    'Peak',
    ...(columns.past ? [`Last ${PERIODS[period].toLowerCase()}`] : []),
    ...(columns.countries ? ['Countries'] : []),
  ]
  return (
    <table class="chart" {...as('table')}>
      <caption class="heard">
        {`${edition.chart.title}, ${edition.regionName}, ${windowDates(edition.window, language)}, ranked by ${measureWords(edition.method.measure)}`}
      </caption>
      <thead {...as('rowgroup')}>
        <tr {...as('row')}>
          <HeadCell class="rank">Rank</HeadCell>
          <HeadCell class="change">Change</HeadCell>
          <HeadCell>Title</HeadCell>
          {labels.map((label) => (
            <HeadCell class="number">{label}</HeadCell>
          ))}
        </tr>
      </thead>
      <tbody {...as('rowgroup')}>
        {edition.rows.map((line) => (
          <Line line={line} labels={labels} columns={columns} edition={edition} links={links} language={language} />
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

function Line({ line, labels, columns, edition, links, language }: LineProps) {
  const shared = edition.rows.filter(({ rank }) => rank === line.rank).length > 1
  const cells = [
    ...columns.amounts.map((amount) => (
      <AmountCell amount={amount} line={line} edition={edition} language={language} />
    )),
    ...(columns.runtime ? [line.runtimeMs ? <Runtime value={line.runtimeMs} language={language} /> : NONE] : []),
    exact(line.weeksOnChart, language),
    exact(line.streak, language),
    exact(line.peakRank, language),
    ...(columns.past
      ? [<Sparkline ranks={columns.past.get(line.item) ?? []} length={edition.rows.length} language={language} />]
      : []),
    ...(columns.countries ? [<Countries line={line} edition={edition} links={links} language={language} />] : []),
  ]
  return (
    <tr {...as('row')} class={line.rank === 1 ? 'top' : undefined}>
      <td {...as('cell')} class="rank">
        {exact(line.rank, language)}
        {shared && <small> joint</small>}
      </td>
      <td {...as('cell')} class="change">
        <Movement line={line} language={language} />
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

const NONE = (
  <>
    <span aria-hidden="true">–</span>
    <Heard>not known</Heard>
  </>
)

interface AmountProps {
  readonly amount: Amount
  readonly line: EditionLine
  readonly edition: EditionAnswer
  readonly language: string
}

/** The measure that ranks the chart has a bar too: each line's share of the highest. */
function AmountCell({ amount: { key }, line, edition, language }: AmountProps) {
  const value = line[key]
  if (value === undefined) return NONE
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

const Countries = ({ line, edition, links, language }: Omit<LineProps, 'labels' | 'columns' | 'past'>) =>
  line.countriesCharted === undefined ? (
    NONE
  ) : (
    <a class="countries" href={links.countries(line.item)}>
      <bdi>
        <Heard>in </Heard>
        {`${exact(line.countriesCharted, language)} of ${exact(edition.measured, language)}`}
        <Heard> countries</Heard>
      </bdi>
    </a>
  )
