// The two tables of a title's page: the charts it stood on, and the countries it was charted in.
import type { ChartedAnswer, TitleAnswer } from '../publish/answers.ts'
import type { CourseAnswer } from '../publish/course.ts'
import { Strip } from './course-figures.tsx'
import { Name, ShortDay } from './figures.tsx'
import { Legend, levelOf, MapFigure } from './map-figure.tsx'
import { exact } from './numbers.ts'
import { nameOf } from './regions.ts'
import { listed, say, type Voice } from './voice.ts'

interface TablesProps {
  readonly voice: Voice
}

export function TitleCharts({ charts, voice }: TablesProps & { readonly charts: TitleAnswer['charts'] }) {
  if (charts.length === 0) return null
  const { language, words, links } = voice
  const { title: said, chart: column, periods } = words.pages
  return (
    <section>
      <table class="ledger">
        <caption>{said.onCharts}</caption>
        <thead>
          <HeadRow labels={[said.chart, column.peak, periods.week.count, said.first, said.last]} />
        </thead>
        <tbody>
          {charts.map(({ chart, title, peakRank, weeksOnChart, first, last }) => (
            <tr>
              <th scope="row">
                <a href={links.edition({ chart, region: 'world', week: last })}>
                  <Name>{title}</Name>
                </a>
              </th>
              <NumberCells numbers={[peakRank, weeksOnChart]} language={language} />
              <DayCells days={[first, last]} language={language} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface CountriesProps extends TablesProps {
  readonly charted: ChartedAnswer
  readonly course: CourseAnswer
}

/** A country links to its chart only where it is clear which chart that is; nothing where no chart could hold the title. */
export function ChartedCountries({ charted, course, voice }: CountriesProps) {
  if (charted.measured === 0) return null
  const { language, words, links } = voice
  const { title: said, chart: column, periods } = words.pages
  const [chart, ...others] = charted.charts
  const only = others.length === 0 ? chart : undefined
  const share = say(voice, said.inCountries, { charted: charted.charted, count: charted.measured })
  if (charted.countries.length === 0)
    return (
      <section id="countries">
        <h2>{share}</h2>
        <p>{said.notCharted}</p>
      </section>
    )
  const countries = charted.countries.map((each) => ({ ...each, name: nameOf(each.country, language) }))
  const ranks = new Map(course.countries.map((each) => [each.country, each.ranks]))
  const hrefOf = (country: string, week: string) => only && links.edition({ chart: only, region: country, week })
  return (
    <section id="countries" aria-labelledby="where">
      <h2 id="where">{share}</h2>
      <MapFigure
        places={countries.map(({ country, name, bestRank }) => ({
          country,
          label: say(voice, said.bestIn, { country: name, rank: bestRank }),
          level: levelOf(bestRank),
        }))}
        label={say(voice, said.map, {
          countries: listed(
            voice,
            countries.map(({ name }) => name),
          ).join(''),
        })}
        links={links}
      />
      <Legend voice={voice} />
      <table class="ledger grid">
        <caption class="heard">{share}</caption>
        <thead>
          <HeadRow
            labels={[
              column.country,
              said.bestRank,
              periods.week.count,
              said.first,
              said.last,
              say(voice, said.lastWeeks, { count: course.weeks.length }),
            ]}
          />
        </thead>
        <tbody>
          {countries.map(({ country, name, first, last, bestRank, weeks }) => (
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
