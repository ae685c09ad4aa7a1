// The course of a title, drawn: its days with the release marked, its first weeks beside those of its peers, and a strip
// of its ranks for each country.
import { scaleLinear } from 'd3-scale'
import { area } from 'd3-shape'
import { DAY_MS } from '../domain/time.ts'
import type { CourseAnswer } from '../publish/course.ts'
import { Counted, Figure } from './figures.tsx'
import { levelOf } from './map-figure.tsx'
import { compact, shortDay } from './numbers.ts'
import { say, tell, turnedIn, type Voice } from './voice.ts'

const WIDTH = 960
const HEIGHT = 240
const BOTTOM = 28
const TOP = 12
const START = 4

interface CourseProps {
  readonly course: CourseAnswer
  readonly voice: Voice
}

/** Hours by day, or starts where nothing was watched. Days without an audience are drawn as none. */
export function DayChart({ course: { days, published }, voice }: CourseProps) {
  const { language, words } = voice
  const { title: said } = words.pages
  const [first] = days
  const last = days.at(-1)
  if (!first || !last || first === last) return null
  const measure = days.some(({ hours }) => hours > 0) ? 'hours' : 'starts'
  const begin = Date.parse(first.day)
  const end = Date.parse(last.day)
  const known = new Map(days.map((each) => [Date.parse(each.day), each[measure]]))
  const all = Array.from({ length: (end - begin) / DAY_MS + 1 }, (_, index) => {
    const day = begin + index * DAY_MS
    return { day, value: known.get(day) ?? 0 }
  })
  const highest = all.reduce((a, b) => (b.value > a.value ? b : a))
  const turned = turnedIn(voice, WIDTH)
  const x = scaleLinear([begin, end], [turned(START), turned(WIDTH - START)])
  const y = scaleLinear([0, highest.value], [HEIGHT - BOTTOM, TOP]).nice(4)
  const shape = area<{ day: number; value: number }>()
    .x(({ day }) => Math.round(x(day) * 10) / 10)
    .y0(HEIGHT - BOTTOM)
    .y1(({ value }) => Math.round(y(value) * 10) / 10)
  const release = published === undefined ? undefined : Date.parse(published)
  const date = (day: number) => shortDay(new Date(day).toISOString().slice(0, 10), language)
  return (
    <section aria-labelledby="days">
      <h2 id="days">{measure === 'hours' ? said.hoursByDay : said.startsByDay}</h2>
      <svg
        class="days"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={say(voice, measure === 'hours' ? said.hoursFigure : said.startsFigure, {
          from: date(begin),
          to: date(end),
          most: highest.value,
          day: date(highest.day),
        })}
      >
        {y.ticks(4).map((tick) => (
          <g class="tick">
            <line x1="0" x2={WIDTH} y1={y(tick)} y2={y(tick)} />
            {tick > 0 && (
              <text x={turned(WIDTH - START)} y={y(tick) + 14} text-anchor="end">
                {compact(tick, language)}
              </text>
            )}
          </g>
        ))}
        <path class="area" d={shape(all) ?? ''} />
        {release !== undefined && release >= begin && release <= end && (
          <g class="release">
            <line x1={x(release)} x2={x(release)} y1={TOP} y2={HEIGHT - BOTTOM} />
            <text x={turned(turned(x(release)) + 6)} y={TOP + 12}>
              {said.released}
            </text>
          </g>
        )}
        <text class="date" x={turned(START)} y={HEIGHT - 8}>
          {date(begin)}
        </text>
        <text class="date" x={turned(WIDTH - START)} y={HEIGHT - 8} text-anchor="end">
          {date(end)}
        </text>
      </svg>
    </section>
  )
}

/** "More than 17 of 26": whether a title did well is a question of what others of its kind did at the same age. */
export function Peers({ course: { peers }, voice }: CourseProps) {
  if (peers.length === 0) return null
  const { title: said } = voice.words.pages
  return (
    <section aria-labelledby="peers">
      <h2 id="peers">{said.peers}</h2>
      <ul class="peers">
        {peers.map(({ days, age, hours, peers: others, above, median }) => (
          <li>
            <p>
              <strong>{say(voice, said.firstDays, { count: days })}</strong>
              {age < days && <small> · {say(voice, said.provisionalAfter, { count: age })}</small>}
            </p>
            <svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
              <rect class="rail" width="100" height="6" />
              <rect width={Math.round((100 * above) / others)} height="6" />
            </svg>
            <p>
              {say(voice, said.moreThan, { above, count: others })}{' '}
              <small>
                {tell(voice, said.middle, {
                  hours: <Counted value={hours} measure="hours" voice={voice} />,
                  median: <Figure value={median} language={voice.language} />,
                })}
              </small>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

const CELL = 6
const CELL_HEIGHT = 14

interface StripProps {
  readonly weeks: readonly string[]
  readonly ranks: readonly (number | null)[]
}

/** A country's row of the grid: one cell a week, the stronger the higher the rank. The table beside it says it in words. */
export const Strip = ({ ranks }: StripProps) => (
  <svg class="strip" viewBox={`0 0 ${ranks.length * CELL} ${CELL_HEIGHT}`} aria-hidden="true" focusable="false">
    <path class="rest" d={cells(ranks, (rank) => rank === null)} />
    {([3, 2, 1] as const).map((level) => (
      <path class={`level-${level}`} d={cells(ranks, (rank) => rank !== null && levelOf(rank) === level)} />
    ))}
  </svg>
)

const cells = (ranks: readonly (number | null)[], isDrawn: (rank: number | null) => boolean): string =>
  ranks
    .map((rank, index) =>
      isDrawn(rank)
        ? `M${index * CELL} ${rank === null ? CELL_HEIGHT - 2 : 0}h${CELL - 1}V${CELL_HEIGHT}h-${CELL - 1}z`
        : '',
    )
    .join('')
