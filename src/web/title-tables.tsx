// The two tables of a title's page: the charts it stood on, and the countries it was charted in.
import type { ChartedAnswer, TitleAnswer } from '../publish/answers.ts'
import type { CourseAnswer } from '../publish/course.ts'
import { Strip } from './course-figures.tsx'
import { ShortDay } from './figures.tsx'
import type { Links } from './links.ts'
import { levelOf, MapFigure } from './map-figure.tsx'
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

interface CountriesProps extends TablesProps {
  readonly charted: ChartedAnswer
  readonly course: CourseAnswer
}

/** A country links to its chart only where it is clear which chart that is. */
export function ChartedCountries({ charted, course, links, language }: CountriesProps) {
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
  const ranks = new Map(course.countries.map((each) => [each.country, each.ranks]))
  const hrefOf = (country: string, week: string) => only && links.edition({ chart: only, region: country, week })
  return (
    <section id="countries" aria-labelledby="where">
      <h2 id="where">{share}</h2>
      <MapFigure
        places={charted.countries.map(({ country, name, bestRank }) => ({
          country,
          label: `${name}: best rank ${exact(bestRank, language)}`,
          level: levelOf(bestRank),
        }))}
        label={`A map of the countries in which it was on a chart: ${charted.countries.map(({ name }) => name).join(', ')}`}
        links={links}
      />
      <Legend />
      <table class="ledger grid">
        <caption class="heard">{share}</caption>
        <thead>
          <HeadRow labels={['Country', 'Best rank', 'Weeks', 'First', 'Last', `Last ${course.weeks.length} weeks`]} />
        </thead>
        <tbody>
          {charted.countries.map(({ country, name, first, last, bestRank, weeks }) => (
            <tr>
              <th scope="row">{only ? <a href={hrefOf(country, last)}>{name}</a> : name}</th>
              <NumberCells numbers={[bestRank, weeks]} language={language} />
              <DayCells days={[first, last]} language={language} />
              <td>
                <Strip weeks={course.weeks} ranks={ranks.get(country) ?? []} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const LEVELS = [
  { mark: 'level-1', words: 'number one' },
  { mark: 'level-2', words: 'two to five' },
  { mark: 'level-3', words: 'on the chart' },
  { mark: 'rest', words: 'not on it, or not measured' },
] as const

const Legend = () => (
  <p class="legend">
    {LEVELS.map(({ mark, words }) => (
      <span>
        <svg viewBox="0 0 1 1" aria-hidden="true" focusable="false">
          <rect class={mark} width="1" height="1" />
        </svg>
        {words}
      </span>
    ))}
  </p>
)

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
