// Gross, net and what lies between, by day; and the list and the rules that decide it.
import { type Counting, FIRST_LIST, ruleName, TRAFFIC_CLASSES } from '../../domain/counting.ts'
import type { SiteId } from '../../domain/event.ts'
import type { TrafficAnswer } from '../../publish/answers.ts'
import { ShortDay } from '../figures.tsx'
import { documentOf } from '../layout.tsx'
import { exact } from '../numbers.ts'
import type { Frame } from './desk.ts'
import { Scrolled } from './parts.tsx'
import { Sheet } from './sheet.tsx'
import { SiteChoice } from './site-choice.tsx'

export interface TrafficView {
  readonly frame: Frame
  readonly sites: readonly SiteId[]
  readonly answer: TrafficAnswer
  readonly counting: Counting
  /** Whether the configuration file says how the site counts. */
  readonly isRuled: boolean
}

const DAYS_MAX = 28

type Day = TrafficAnswer['days'][number]

export const trafficPage = ({ frame, sites, answer, counting, isRuled }: TrafficView): string => {
  const days = answer.days.slice(0, DAYS_MAX)
  return documentOf(
    <Sheet
      frame={frame}
      title="Traffic"
      lead="Gross is each event once. Net is what counts. Between them is what was taken out, by class; duplicates, conflicts and late events stand beside both."
    >
      {sites.length > 1 && (
        <form class="filter searching" method="get" action="/desk/traffic">
          <SiteChoice sites={sites} chosen={counting.site} />
          <button type="submit">Show</button>
        </form>
      )}
      <section aria-labelledby="days">
        <h2 id="days">By day</h2>
        {days.length === 0 ? <p class="nothing">Nothing came yet.</p> : <Days days={days} />}
        {answer.days.length > days.length && (
          <p class="note">
            The last {exact(days.length)} of {exact(answer.days.length)} days; all of them are at{' '}
            <a href={`/v1/traffic?site=${counting.site}`}>/v1/traffic</a>.
          </p>
        )}
      </section>
      <InForce counting={counting} isRuled={isRuled} />
    </Sheet>,
  )
}

const TERMS = [...TRAFFIC_CLASSES, 'capped', 'duplicates', 'conflicts', 'late'] as const

const Days = ({ days }: { days: readonly Day[] }) => {
  const most = Math.max(1, ...days.map(({ gross }) => gross))
  return (
    <>
      <p class="note">
        <span class="key stored">net</span>
        <span class="key others">taken out</span>
      </p>
      <Scrolled of="Traffic by day">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">
                <span class="heard">Share of the most</span>
              </th>
              <th scope="col" class="number">
                Gross
              </th>
              <th scope="col" class="number">
                Net
              </th>
              {TERMS.map((term) => (
                <th scope="col" class="number">
                  {term}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr>
                <th scope="row">
                  <ShortDay value={day.day} language="en" />
                </th>
                <td class="bar">
                  <Bar day={day} most={most} />
                </td>
                <td class="number">{exact(day.gross)}</td>
                <td class="number">
                  <strong>{exact(day.net)}</strong>
                </td>
                {TERMS.map((term) => (
                  <td class={day[term] === 0 ? 'number soft' : 'number'}>{exact(day[term])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </>
  )
}

const WIDTH = 120

const Bar = ({ day: { gross, net }, most }: { day: Day; most: number }) => {
  const [counted, all] = [(net / most) * WIDTH, (gross / most) * WIDTH]
  return (
    <svg class="share" viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true">
      <rect class="stored" x="0" y="0" width={rounded(counted)} height="10" />
      <rect class="others" x={rounded(counted)} y="0" width={rounded(all - counted)} height="10" />
    </svg>
  )
}

const rounded = (value: number): number => Math.round(value * 100) / 100

const InForce = ({ counting, isRuled }: Pick<TrafficView, 'counting' | 'isRuled'>) => (
  <section aria-labelledby="list">
    <h2 id="list">List {exact(counting.list.version)} is in force</h2>
    <p>{whoRules(counting, isRuled)}</p>
    <Scrolled of="The list">
      <table class="lines short">
        <thead>
          <tr>
            <th scope="col">Events with</th>
            <th scope="col">are</th>
          </tr>
        </thead>
        <tbody>
          {counting.list.lines.map(({ facts, class: is }) => (
            <tr>
              <th scope="row">
                <code>{facts}</code>
              </th>
              <td>
                <span class={is === 'counted' ? 'mark good' : 'mark'}>{is === 'counted' ? '✓ counted' : is}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
    <p class="note">The first line that fits decides; what none fits counts.</p>
    <h3>Views are counted by</h3>
    <ul class="named">
      {counting.views.map((rule) => (
        <li>
          <code>{ruleName(rule)}</code> {rule.from ? `from ${rule.from} on` : 'from the beginning'}
        </li>
      ))}
    </ul>
  </section>
)

function whoRules({ site, list }: Counting, isRuled: boolean): string {
  if (isRuled)
    return `The configuration file rules: counting.${site} in housecount.config.ts says so. Change it there, with a higher version, and start the house again; the editions that it changes are restated.`
  return list.version === FIRST_LIST.version
    ? `The first list, which holds where nothing else is said: the configuration file has no counting.${site}. Write one there to change it.`
    : `The log has it from a configuration file that ruled before: today's has no counting.${site}, so it stays. Write one there to change it.`
}
