// Where else each title of an edition charts: on other charts, and in which countries it leads.
import type { ElsewhereAnswer } from '../publish/elsewhere.ts'
import { Name } from './figures.tsx'
import { exact } from './numbers.ts'
import { nameOf } from './regions.ts'
import { say, tell, type Voice } from './voice.ts'

interface ElsewhereProps {
  readonly elsewhere: ElsewhereAnswer
  /** The window of all of it. */
  readonly week: string
  readonly voice: Voice
}

/** Countries that are told by name. */
const NAMED_MAX = 5

type Line = ElsewhereAnswer['lines'][number]

export function ElsewhereTable({ elsewhere: { lines }, week, voice }: ElsewhereProps) {
  const { words, links } = voice
  const said = words.front.elsewhere
  if (lines.every(({ charts, countries }) => charts.length === 0 && countries.length === 0)) return null
  return (
    <details class="elsewhere">
      <summary>{said.title}</summary>
      <section tabindex={0} aria-label={said.title}>
        <table class="ledger words">
          <caption class="heard">{said.title}</caption>
          <thead>
            <tr>
              <th scope="col">{words.pages.chart.title}</th>
              <th scope="col">{said.charts}</th>
              <th scope="col">{said.leads}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr>
                <th scope="row">
                  <a href={links.title(line.item)}>
                    <Name>{line.title}</Name>
                  </a>
                </th>
                <td>
                  <OtherCharts line={line} week={week} voice={voice} />
                </td>
                <td>
                  <LedCountries line={line} week={week} voice={voice} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}

interface CellProps {
  readonly line: Line
  readonly week: string
  readonly voice: Voice
}

const OtherCharts = ({ line: { charts }, week, voice }: CellProps) => (
  <ul class="inline">
    {charts.map(({ chart, title, region, rank }) => (
      <li>
        <a href={voice.links.edition({ chart, region, week })}>
          {tell(voice, voice.words.front.elsewhere.place, {
            chart: <Name>{title}</Name>,
            region: nameOf(region, voice.language),
            rank: exact(rank, voice.language),
          })}
        </a>
      </li>
    ))}
  </ul>
)

function LedCountries({ line: { item, countries }, week, voice }: CellProps) {
  const { language, links } = voice
  const said = voice.words.front.elsewhere
  const led = countries.filter(({ rank }) => rank === 1)
  if (led.length === 0) return <>{said.nowhere}</>
  const more = led.length - NAMED_MAX
  return (
    <>
      {say(voice, said.countries, { count: led.length })}
      <ul class="inline">
        {led.slice(0, NAMED_MAX).map(({ country }) => (
          <li>
            <a href={links.country(country, week)}>{nameOf(country, language)}</a>
          </li>
        ))}
        {more > 0 && (
          <li>
            <a href={links.countries(item)}>{say(voice, said.more, { count: more })}</a>
          </li>
        )}
      </ul>
    </>
  )
}
