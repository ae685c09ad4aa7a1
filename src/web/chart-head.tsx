// The head of a chart on pages that show several: its first lines, what came in and what left, and the way to the whole.
import type { EditionAnswer, EditionLine } from '../publish/answers.ts'
import type { SheetChart } from '../publish/sheet.ts'
import { Counted, Name, Parent } from './figures.tsx'
import { Movement } from './movement.tsx'
import { exact, windowDates } from './numbers.ts'
import { nameOf } from './regions.ts'
import { tell, type Voice } from './voice.ts'

interface HeadProps {
  readonly edition: EditionAnswer
  /** Of the edition that the whole chart is shown for: its window's name, or `latest`. */
  readonly week: string
  /** How many lines; all where it is left out. */
  readonly lines?: number
  /** What left the chart; where it is told, what came in and how each line moved is told too. */
  readonly left?: SheetChart['left']
  readonly voice: Voice
}

export function ChartHead({ edition, week, lines, left, voice }: HeadProps) {
  const { language, words, links } = voice
  const { chart, region, rows, state, window } = edition
  const href = links.edition({ chart: chart.id, region, week })
  return (
    <section class="head" aria-labelledby={`chart-${chart.id}`}>
      <h2 id={`chart-${chart.id}`}>
        <a href={href}>
          <Name>{chart.title}</Name>
        </a>
      </h2>
      <p class="when">
        <span>{nameOf(region, language)}</span> <time datetime={window.name}>{windowDates(window, language)}</time>{' '}
        {state !== 'final' && <small class={`stamp ${state}`}>{words.states[state]}</small>}
      </p>
      {rows.length === 0 ? (
        <p>{words.pages.chart.noData}</p>
      ) : (
        <ol>
          {rows.slice(0, lines).map((line) => (
            <HeadLine line={line} edition={edition} moved={left !== undefined} voice={voice} />
          ))}
        </ol>
      )}
      <div class="more">
        {left && <CameAndLeft rows={rows} left={left} voice={voice} />}
        <p>
          <a href={href}>{tell(voice, words.pages.home.fullChart, { chart: <Name>{chart.title}</Name> })}</a>
        </p>
      </div>
    </section>
  )
}

interface LineProps {
  readonly line: EditionLine
  readonly edition: EditionAnswer
  readonly moved: boolean
  readonly voice: Voice
}

function HeadLine({ line, edition, moved, voice }: LineProps) {
  const { language, links } = voice
  const { measure } = edition.method
  const value = measure === 'rank' ? undefined : line[measure]
  return (
    <li value={String(line.rank)} class={line.rank === 1 ? 'top' : undefined}>
      <span class="rank">{exact(line.rank, language)}</span>{' '}
      <a href={links.title(line.item)}>
        <Name>{line.title}</Name>
      </a>
      <span class="under">
        <Parent title={line.title} parentTitle={line.parentTitle} />
        {measure !== 'rank' && value !== undefined && (
          <span class="amount">
            <Counted value={value} measure={measure} voice={voice} />
          </span>
        )}
        {moved && <Movement line={line} voice={voice} />}
      </span>
    </li>
  )
}

interface CameAndLeftProps {
  readonly rows: readonly EditionLine[]
  readonly left: SheetChart['left']
  readonly voice: Voice
}

function CameAndLeft({ rows, left, voice }: CameAndLeftProps) {
  const { words, links } = voice
  const came = rows.filter(({ entry }) => entry !== 'stay')
  const link = ({ item, title }: { readonly item: string; readonly title: string }) => (
    <a href={links.title(item)}>
      <Name>{title}</Name>
    </a>
  )
  return (
    <>
      {came.length > 0 && (
        <p class="turnover">
          <strong>{words.front.week.cameIn}</strong> {parted(came.map(link))}
        </p>
      )}
      {left.length > 0 && (
        <p class="turnover">
          <strong>{words.pages.chart.dropped}</strong>{' '}
          {parted(
            left.map((each) => (
              <>
                {link(each)} <small>{tell(voice, words.pages.chart.was, { rank: each.previousRank })}</small>
              </>
            )),
          )}
        </p>
      )}
    </>
  )
}

/** Some in one line, with a point between them. */
const parted = <T,>(parts: readonly T[]): readonly (T | string)[] =>
  parts.flatMap((part, index) => (index > 0 ? [' · ', part] : [part]))
