// The world's week: a map of how high the number one of the world stands in each country, and who leads where.
import type { LeadersAnswer } from '../publish/leaders.ts'
import { Name } from './figures.tsx'
import { Legend, levelOf, MapFigure } from './map-figure.tsx'
import { exact } from './numbers.ts'
import { nameOf } from './regions.ts'
import { say, tell, type Voice } from './voice.ts'

interface LeadersProps {
  readonly leaders: LeadersAnswer
  readonly voice: Voice
}

interface WorldProps extends LeadersProps {
  /** Of the week, in words. */
  readonly dates: string
}

/** Titles that are told beside the map; the others are folded below it. */
const LEADING_MAX = 5

/** @returns a section with a heading of the chart's own */
export function WorldLeaders({ leaders, dates, voice }: WorldProps) {
  const { words, links } = voice
  const { chart, week, first, measured } = leaders
  const id = `map-${chart.id}`
  const counts = { leads: first.leads, count: measured, charted: first.charted }
  const href = links.edition({ chart: chart.id, region: 'world', week })
  return (
    <section class="leaders" aria-labelledby={id}>
      <h2 id={id}>{words.front.map.title}</h2>
      <p class="when">
        <span>
          <a href={href}>
            <Name>{chart.title}</Name>
          </a>
        </span>{' '}
        <time datetime={week}>{dates}</time>
      </p>
      <p class="lead">
        {tell(voice, words.front.map.first, {
          ...counts,
          title: (
            <a class="entry" href={links.title(first.item)}>
              <Name>{first.title}</Name>
            </a>
          ),
        })}
      </p>
      <MapFigure
        places={leaders.countries.map((country) => placeOf(country, voice))}
        label={say(voice, words.front.map.first, { ...counts, title: first.title })}
        links={links}
      />
      <Leading leaders={leaders} voice={voice} />
      <Legend voice={voice} />
      <WhoLeads leaders={leaders} voice={voice} />
    </section>
  )
}

function placeOf({ country, leaders, rankOfFirst }: LeadersAnswer['countries'][number], voice: Voice) {
  const { ranked, led } = voice.words.front.map
  const said = {
    country: nameOf(country, voice.language),
    leader: leaders.map(({ title }) => title).join(', '),
  }
  return rankOfFirst === null
    ? { country, level: 'rest' as const, label: say(voice, led, said) }
    : { country, level: levelOf(rankOfFirst), label: say(voice, ranked, { ...said, rank: rankOfFirst }) }
}

/** In how many countries the first titles lead. */
const Leading = ({ leaders: { titles, measured }, voice: { language, words, links } }: LeadersProps) => (
  <ol class="leading" aria-label={words.front.map.leaders}>
    {titles.slice(0, LEADING_MAX).map(({ item, title, leads }) => (
      <li>
        <strong>{exact(leads, language)}</strong>{' '}
        <a href={links.title(item)}>
          <Name>{title}</Name>
        </a>
        <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <rect width={((100 * leads) / measured).toFixed(1)} height="4" />
        </svg>
      </li>
    ))}
  </ol>
)

/** Each title that leads anywhere, with its countries: the ways to their pages. */
function WhoLeads({ leaders: { titles, countries, week }, voice }: LeadersProps) {
  const { language, words, links } = voice
  const { compare } = new Intl.Collator(language)
  const named = countries
    .map((each) => ({ ...each, name: nameOf(each.country, language) }))
    .sort((a, b) => compare(a.name, b.name))
  return (
    <details>
      <summary>{words.front.map.leaders}</summary>
      <table class="ledger who-leads">
        <caption class="heard">{words.front.map.leaders}</caption>
        <thead>
          <tr>
            <th scope="col">{words.pages.chart.title}</th>
            <th scope="col">{words.front.map.leads}</th>
            <th scope="col">{words.front.map.where}</th>
          </tr>
        </thead>
        <tbody>
          {titles.map(({ item, title, leads }) => (
            <tr>
              <th scope="row">
                <a href={links.title(item)}>
                  <Name>{title}</Name>
                </a>
              </th>
              <td class="number">{exact(leads, language)}</td>
              <td>
                <ul class="inline">
                  {named
                    .filter(({ leaders }) => leaders.some((each) => each.item === item))
                    .map(({ country, name }) => (
                      <li>
                        <a href={links.country(country, week)}>{name}</a>
                      </li>
                    ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
