// The ways from one edition to another: category, country and week, each as plain links and together as a form.
// Every choice is an address, so that all of it works without a script and any of it can be sent to a friend.
import type { ChartAnswer } from '../publish/answers.ts'
import type { EditionPlace, Links } from './links.ts'
import { day, shortDay } from './numbers.ts'
import { namedRegions } from './regions.ts'

export interface PickerProps {
  /** The edition on the page; its week is a window's name. */
  readonly here: EditionPlace
  readonly chart: ChartAnswer
  readonly charts: readonly { readonly id: string; readonly title: string }[]
  readonly period: string
  readonly links: Links
  readonly language: string
}

export const Categories = ({ here, charts, links }: Pick<PickerProps, 'here' | 'charts' | 'links'>) => (
  <nav class="categories" aria-label="Category">
    <ul>
      {charts.map(({ id, title }) => (
        <li>
          <a href={links.edition({ ...here, chart: id })} aria-current={id === here.chart ? 'page' : undefined}>
            {title}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

export function PickerForm({ here, chart, charts, period, links, language }: PickerProps) {
  const regions = namedRegions(chart.regions, language).map(({ region, name }) => ({ value: region, text: name }))
  const weeks = chart.windows.map((name) => ({ value: name, text: shortDay(name, language) }))
  return (
    <form class="picker" action={links.charts} method="get">
      <Choice
        name="chart"
        label="Category"
        chosen={here.chart}
        options={charts.map(({ id, title }) => ({ value: id, text: title }))}
      />
      <Choice name="region" label="Country" chosen={here.region} options={regions} />
      <Choice name="week" label={endLabel(period)} chosen={here.week} options={weeks} />
      <button type="submit">Show chart</button>
    </form>
  )
}

interface ChoiceProps {
  readonly name: string
  readonly label: string
  readonly chosen: string
  readonly options: readonly { readonly value: string; readonly text: string }[]
}

const Choice = ({ name, label, chosen, options }: ChoiceProps) => (
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
export function Neighbours({ here, chart, period, links, language }: PickerProps) {
  const { windows } = chart
  const older = windows.find((name) => name < here.week)
  const newer = windows.findLast((name) => name > here.week)
  const to = (week: string) => links.edition({ ...here, week })
  return (
    <nav class="neighbours" aria-label={`${sentenceCase(period)}s before and after`}>
      {older && (
        <a rel="prev" href={to(older)}>
          <span class="arrow" aria-hidden="true" />
          <span>
            Previous {period} <small>to {day(older, language)}</small>
          </span>
        </a>
      )}
      {newer && (
        <a rel="next" href={to(newer)}>
          <span>
            Next {period} <small>to {day(newer, language)}</small>
          </span>
          <span class="arrow" aria-hidden="true" />
        </a>
      )}
      {newer && <a href={to('latest')}>Latest {period}</a>}
    </nav>
  )
}

/** All countries and all weeks as links, folded away until they are wanted. */
export const AllEditions = ({ here, chart, period, links, language }: PickerProps) => (
  <div class="all-editions">
    <LinkList
      summary={`All countries of this ${period}`}
      entries={namedRegions(chart.regions, language).map(({ region, name }) => ({
        href: links.edition({ ...here, region }),
        text: name,
        current: region === here.region,
      }))}
    />
    <LinkList
      summary={`All ${period}s of this chart`}
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

const sentenceCase = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)

const endLabel = (period: string): string => (period === 'day' ? 'Day' : `${sentenceCase(period)} ending`)
