// The head of a page that shows all charts of a day on which windows end: its dates, and the ways to those beside it.
import type { WeekAnswer } from '../publish/sheet.ts'
import { Name } from './figures.tsx'
import { day, type Period, periodOf, windowDates } from './numbers.ts'
import { nameOf } from './regions.ts'
import { say, type Voice } from './voice.ts'

type Sheet = Pick<WeekAnswer, 'week' | 'previous' | 'next' | 'charts'>

interface SheetHeadProps {
  readonly title: string
  /** Told beside the dates, where the title does not say it. */
  readonly region?: string
  readonly sheet: Sheet
  readonly hrefOf: (week: string) => string
  readonly voice: Voice
}

/** The window that most of the charts have; of a day without charts of the world, the day alone. */
const windowOf = ({ charts }: Sheet) => (charts.find(({ span }) => span === 'week') ?? charts[0])?.edition.window

export function sheetDates(sheet: Sheet, { language }: Voice): string {
  const window = windowOf(sheet)
  return window ? windowDates(window, language) : day(sheet.week, language)
}

export function SheetHead({ title, region, sheet, hrefOf, voice }: SheetHeadProps) {
  const window = windowOf(sheet)
  return (
    <header class="playbill front">
      <h1>
        <Name>{title}</Name>
      </h1>
      <p class="when">
        {region && <span>{nameOf(region, voice.language)}</span>}{' '}
        <time datetime={sheet.week}>{sheetDates(sheet, voice)}</time>
      </p>
      <SheetNeighbours sheet={sheet} period={window ? periodOf(window) : 'week'} hrefOf={hrefOf} voice={voice} />
    </header>
  )
}

interface NeighboursProps extends Pick<SheetHeadProps, 'sheet' | 'hrefOf' | 'voice'> {
  readonly period: Period
}

function SheetNeighbours({ sheet: { previous, next }, period, hrefOf, voice }: NeighboursProps) {
  const { pages } = voice.words
  const words = pages.periods[period]
  const until = (week: string) => <small>{say(voice, pages.chart.until, { date: day(week, voice.language) })}</small>
  return (
    <nav class="neighbours" aria-label={words.around}>
      {previous && (
        <a rel="prev" href={hrefOf(previous)}>
          <span class="arrow" aria-hidden="true" />
          <span>
            {words.previous} {until(previous)}
          </span>
        </a>
      )}
      {next && (
        <a rel="next" href={hrefOf(next)}>
          <span>
            {words.next} {until(next)}
          </span>
          <span class="arrow" aria-hidden="true" />
        </a>
      )}
    </nav>
  )
}
