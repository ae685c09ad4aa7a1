// All charts of a country in a week, with what came in and what left, and the ways to the other countries.
import type { CountryAnswer } from '../publish/sheet.ts'
import { ChartHead } from './chart-head.tsx'
import { documentOf, Layout } from './layout.tsx'
import { namedRegions, nameOf } from './regions.ts'
import { SheetHead, sheetDates } from './sheet-head.tsx'
import { say, type Voice } from './voice.ts'

export interface CountryView {
  readonly country: CountryAnswer
  /** Whether its latest week was asked for: then the page's address names none. */
  readonly latest: boolean
}

/** The page of `/countries/{region}`. */
export function countryPage({ country, latest }: CountryView, voice: Voice): string {
  const { words, links, language } = voice
  const { region, week, regions, charts } = country
  const name = nameOf(region, language)
  const at = latest ? undefined : week
  return documentOf(
    <Layout
      voice={voice}
      title={say(voice, words.front.country.pageTitle, { country: name, dates: sheetDates(country, voice) })}
      address={(each) => each.country(region, at)}
      json={links.api('/v1/countries', region)}
    >
      <SheetHead title={name} sheet={country} hrefOf={(other) => links.country(region, other)} voice={voice} />
      <div class="house">
        {charts.map(({ edition, left }) => (
          <ChartHead edition={edition} week={week} left={left} voice={voice} />
        ))}
      </div>
      <nav class="all-editions" aria-labelledby="all-countries">
        <details>
          <summary id="all-countries">{words.front.week.allCountries}</summary>
          <ul>
            {namedRegions(regions, language).map((each) => (
              <li>
                <a
                  href={each.region === 'world' ? links.week(week) : links.country(each.region, at)}
                  aria-current={each.region === region ? 'page' : undefined}
                >
                  {each.name}
                </a>
              </li>
            ))}
          </ul>
        </details>
      </nav>
    </Layout>,
  )
}
