// The past of an edition, drawn: a small line of ranks beside each title, the ranks of all of them over the last windows
// (a bump chart), and what left the chart. The best rank is above; a gap is a window without the title. Time runs as the
// language is read.
import { line } from 'd3-shape'
import type { PastAnswer } from '../publish/past.ts'
import { Heard, Name } from './figures.tsx'
import { exact, shortDay } from './numbers.ts'
import { isolated, listed, tell, turnedIn, type Voice } from './voice.ts'

type Ranks = readonly (number | null)[]

const SPARK_WIDTH = 96
const SPARK_HEIGHT = 24
const SPARK_EDGE = 4

interface SparklineProps {
  readonly ranks: Ranks
  /** The lowest rank that is drawn: the length of the chart. */
  readonly length: number
  readonly voice: Voice
}

/** A line of ranks, turned by the style sheet where one reads from the right; those who listen hear them, oldest first. */
export function Sparkline({ ranks, length, voice }: SparklineProps) {
  const x = (index: number) => SPARK_EDGE + (index * (SPARK_WIDTH - 2 * SPARK_EDGE)) / Math.max(1, ranks.length - 1)
  const y = (rank: number) =>
    SPARK_EDGE + ((Math.min(rank, length) - 1) * (SPARK_HEIGHT - 2 * SPARK_EDGE)) / Math.max(1, length - 1)
  const last = ranks.at(-1)
  return (
    <>
      <svg class="spark" viewBox={`0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`} aria-hidden="true" focusable="false">
        <path d={pathOf(ranks, x, y)} />
        {typeof last === 'number' && <circle cx={x(ranks.length - 1)} cy={round(y(last))} r="2.6" />}
      </svg>
      <Heard>
        {listed(
          voice,
          ranks.map((rank) => (rank === null ? '–' : exact(rank, voice.language))),
        )}
      </Heard>
    </>
  )
}

const round = (value: number): number => Math.round(value * 10) / 10

/** A window without neighbours would draw nothing: it becomes a dash as wide as a hair. */
function pathOf(ranks: Ranks, x: (index: number) => number, y: (rank: number) => number): string {
  const draw = line<number | null>()
    .defined((rank) => rank !== null)
    .x((_, index) => round(x(index)))
    .y((rank) => round(y(rank ?? 0)))
  return (draw([...ranks]) ?? '').replaceAll('Z', 'h0.1')
}

const STEP = 74
const ROW = 30
const TOP = 34
/** Room for the titles at the end of their lines. */
const NAMES = 336
const NAME_CHARS_MAX = 34
const EDGE = 40

interface BumpProps {
  readonly past: PastAnswer
  /** How many titles an edition has. */
  readonly length: number
  readonly voice: Voice
}

/** Ranks over the windows. Lines that end at the edition's own window bear their title, and lead to it. */
export function BumpChart({ past, length, voice }: BumpProps) {
  const { language, words, links } = voice
  const { past: title, ranks: label } = words.pages.chart
  const { windows, lines } = past
  if (windows.length < 2) return null
  const end = EDGE + (windows.length - 1) * STEP
  const width = end + NAMES
  const turned = turnedIn(voice, width)
  const x = (index: number) => turned(EDGE + index * STEP)
  const y = (row: number) => TOP + (row - 0.5) * ROW
  const height = TOP + length * ROW + 8
  const drawn = rowsOf(lines, length)
  const now = drawn.filter(({ rows }) => rows.at(-1) !== null)
  const gone = drawn.filter(({ rows }) => rows.at(-1) === null)
  return (
    <section class="past" aria-labelledby="past">
      <h2 id="past">{title}</h2>
      {/* A scroll bar has to be reached without a mouse. */}
      <section class="scroll" tabindex={0} aria-label={label}>
        <svg class="bump" viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-labelledby="past">
          <title>{label}</title>
          {windows.map((window, index) => (
            <text class="tick" x={x(index)} y={18} text-anchor="middle">
              {shortDay(window, language, false)}
            </text>
          ))}
          <g class="gone">
            {gone.map(({ title, rows }) => (
              <path d={pathOf(rows, x, y)}>
                <title>{title}</title>
              </path>
            ))}
          </g>
          {now.map(({ item, title, ranks, rows }) => {
            const rank = ranks.at(-1) as number
            const row = rows.at(-1) as number
            return (
              <a href={links.title(item)} class={rank === 1 ? 'first' : undefined}>
                <title>{title}</title>
                <path d={pathOf(rows, x, y)} />
                {rows.map(
                  (each, index) =>
                    each !== null && <circle cx={x(index)} cy={y(each)} r={index === rows.length - 1 ? 11 : 3.5} />,
                )}
                <text class="place" x={turned(end)} y={y(row) + 5} text-anchor="middle">
                  {exact(rank, language)}
                </text>
                <text class="name" x={turned(end + 20)} y={y(row) + 5}>
                  {isolated(shortened(title))}
                </text>
              </a>
            )
          })}
        </svg>
      </section>
      <Dropped past={past} voice={voice} />
    </section>
  )
}

type Line = PastAnswer['lines'][number]

/** The row of each line in each window: its rank, and of those that share a rank the next, which then is free. */
function rowsOf(lines: readonly Line[], length: number): readonly (Line & { readonly rows: Ranks })[] {
  const taken = new Set<string>()
  const rowAt = (rank: number | null, window: number): number | null => {
    if (rank === null || rank > length) return null
    let row = rank
    while (taken.has(`${window} ${row}`)) row++
    taken.add(`${window} ${row}`)
    return Math.min(row, length)
  }
  return lines.map((each) => ({ ...each, rows: each.ranks.map(rowAt) }))
}

const Dropped = ({ past: { dropped }, voice }: Omit<BumpProps, 'length'>) =>
  dropped.length === 0 ? null : (
    <p class="dropped">
      <strong>{voice.words.pages.chart.dropped}</strong>{' '}
      {dropped.map(({ item, title, previousRank }, index) => (
        <>
          {index > 0 && ' · '}
          <a href={voice.links.title(item)}>
            <Name>{title}</Name>
          </a>{' '}
          <small>{tell(voice, voice.words.pages.chart.was, { rank: previousRank })}</small>
        </>
      ))}
    </p>
  )

const shortened = (title: string): string => {
  const letters = [...title]
  return letters.length > NAME_CHARS_MAX ? `${letters.slice(0, NAME_CHARS_MAX - 1).join('')}…` : title
}
