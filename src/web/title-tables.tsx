// The two tables of a title's page: the charts it stood on, and the countries it was charted in.
import type { ChartedAnswer, TitleAnswer } from '../publish/answers.ts'
import { ShortDay } from './figures.tsx'
import type { Links } from './links.ts'
import { exact } from './numbers.ts'

interface TablesProps {
  readonly links: Links
  readonly language: string
}

export const TitleCharts = ({ charts, links, language }: TablesProps & { readonly charts: TitleAnswer['charts'] }) =>
  charts.length > 0 ? (
    <section>
      <table class="ledger">
        <caption>On the world charts</caption>
        <thead>
          <HeadRow labels={['Chart', 'Peak', 'Weeks', 'First', 'Last']} />
        </thead>
        <tbody>
          {charts.map(({ chart, title, peakRank, weeksOnChart, first, last }) => (
            <tr>
              <th scope="row">
                <a href={links.edition({ chart, region: 'world', week: last })}>{title}</a>
              </th>
              <NumberCells numbers={[peakRank, weeksOnChart]} language={language} />
              <DayCells days={[first, last]} language={language} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  ) : null

/** A country links to its chart only where it is clear which chart that is. */
export function ChartedCountries({ charted, links, language }: TablesProps & { readonly charted: ChartedAnswer }) {
  const [chart, ...others] = charted.charts
  const only = others.length === 0 ? chart : undefined
  const share = `In ${exact(charted.charted, language)} of ${exact(charted.measured, language)} countries`
  if (charted.countries.length === 0)
    return (
      <section id="countries">
        <h2>{share}</h2>
        <p>It has not been on the chart of a country.</p>
      </section>
    )
  return (
    <section id="countries">
      <table class="ledger">
        <caption>{share}</caption>
        <thead>
          <HeadRow labels={['Country', 'Best rank', 'Weeks', 'First', 'Last']} />
        </thead>
        <tbody>
          {charted.countries.map(({ country, name, first, last, bestRank, weeks }) => (
            <tr>
              <th scope="row">
                {only ? <a href={links.edition({ chart: only, region: country, week: last })}>{name}</a> : name}
              </th>
              <NumberCells numbers={[bestRank, weeks]} language={language} />
              <DayCells days={[first, last]} language={language} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const HeadRow = ({ labels }: { readonly labels: readonly string[] }) => (
  <tr>
    {labels.map((label) => (
      <th scope="col">{label}</th>
    ))}
  </tr>
)

const NumberCells = ({ numbers, language }: { readonly numbers: readonly number[]; readonly language: string }) => (
  <>
    {numbers.map((number) => (
      <td class="number">{exact(number, language)}</td>
    ))}
  </>
)

const DayCells = ({ days, language }: { readonly days: readonly string[]; readonly language: string }) => (
  <>
    {days.map((date) => (
      <td class="date">
        <ShortDay value={date} language={language} />
      </td>
    ))}
  </>
)
