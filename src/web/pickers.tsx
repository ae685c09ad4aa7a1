// The ways from one edition to another: category, country and week, each as plain links and together as a form.
// Every choice is an address, so that all of it works without a script and any of it can be sent to a friend.
import type { ChartAnswer } from '../publish/answers.ts'
import { Name } from './figures.tsx'
import type { EditionPlace } from './links.ts'
import { day, type Period, shortDay } from './numbers.ts'
import { namedRegions } from './regions.ts'
import { say, type Voice } from './voice.ts'

export interface PickerProps {
  /** The edition on the page; its week is a window's name. */
  readonly here: EditionPlace
  readonly chart: ChartAnswer
  readonly charts: readonly { readonly id: string; readonly title: string }[]
  readonly period: Period
  readonly voice: Voice
}

export const Categories = ({
  here,
  charts,
  voice: { words, links },
}: Pick<PickerProps, 'here' | 'charts' | 'voice'>) => (
  <nav class="categories" aria-label={words.pages.chart.category}>
    <ul>
      {charts.map(({ id, title }) => (
        <li>
          <a href={links.edition({ ...here, chart: id })} aria-current={id === here.chart ? 'page' : undefined}>
            <Name>{title}</Name>
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

export function PickerForm({ here, chart, charts, period, voice }: PickerProps) {
  const { language, words, links } = voice
  const regions = namedRegions(chart.regions, language).map(({ region, name }) => ({ value: region, text: name }))
  const weeks = chart.windows.map((name) => ({ value: name, text: shortDay(name, language) }))
  return (
    <form class="picker" action={links.charts} method="get">
      <Choice
        name="chart"
        label={words.pages.chart.category}
        chosen={here.chart}
        options={charts.map(({ id, title }) => ({ value: id, text: title }))}
      />
      <Choice name="region" label={words.pages.chart.country} chosen={here.region} options={regions} />
      <Choice name="week" label={words.pages.periods[period].ending} chosen={here.week} options={weeks} />
      <button type="submit">{words.pages.chart.show}</button>
    </form>
  )
}

interface ChoiceProps {
  readonly name: string
  readonly label: string
  readonly chosen: string
  readonly options: readonly { readonly value: string; readonly text: string }[]
}

export const Choice = ({ name, label, chosen, options }: ChoiceProps) => (
  <label>
    <span>{label}</span>
    <select name={name}>
      {options.map(({ value, text }) => (
        <option value={value} selected={value === chosen}>
          {text}
        </option>
      ))}
    </select>
  </label>
)

/** The windows before and after, and the newest. */
export function Neighbours({ here, chart, period, voice }: PickerProps) {
  const { language, words, links } = voice
  const said = words.pages.periods[period]
  const older = chart.windows.find((name) => name < here.week)
  const newer = chart.windows.findLast((name) => name > here.week)
  const to = (week: string) => links.edition({ ...here, week })
  const until = (week: string) => <small>{say(voice, words.pages.chart.until, { date: day(week, language) })}</small>
  return (
    <nav class="neighbours" aria-label={said.around}>
      {older && (
        <a rel="prev" href={to(older)}>
          <span class="arrow" aria-hidden="true" />
          <span>
            {said.previous} {until(older)}
          </span>
        </a>
      )}
      {newer && (
        <a rel="next" href={to(newer)}>
          <span>
            {said.next} {until(newer)}
          </span>
          <span class="arrow" aria-hidden="true" />
        </a>
      )}
      {newer && <a href={to('latest')}>{said.latest}</a>}
    </nav>
  )
}

/** All countries and all weeks as links, folded away until they are wanted. */
export const AllEditions = ({ here, chart, period, voice: { language, words, links } }: PickerProps) => (
  <div class="all-editions">
    <LinkList
      summary={words.pages.periods[period].allCountries}
      entries={namedRegions(chart.regions, language).map(({ region, name }) => ({
        href: links.edition({ ...here, region }),
        text: name,
        current: region === here.region,
      }))}
    />
    <LinkList
      summary={words.pages.periods[period].all}
      entries={chart.windows.map((week) => ({
        href: links.edition({ ...here, week }),
        text: day(week, language),
        current: week === here.week,
      }))}
    />
  </div>
)

interface LinkListProps {
  readonly summary: string
  readonly entries: readonly { readonly href: string; readonly text: string; readonly current: boolean }[]
}

const LinkList = ({ summary, entries }: LinkListProps) => (
  <details>
    <summary>{summary}</summary>
    <ul>
      {entries.map(({ href, text, current }) => (
        <li>
          <a href={href} aria-current={current ? 'page' : undefined}>
            {text}
          </a>
        </li>
      ))}
    </ul>
  </details>
)
