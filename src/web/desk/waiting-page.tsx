// What would be restated, before it is: each edition with what it says and what it would say, and the form that does it.
import type { Waiting } from '../../charts/waiting.ts'
import { changeWords, notesOn } from '../../publish/change-words.ts'
import type { Proposal, Proposed } from '../../publish/desk/restatements.ts'
import { capitalised, Name, ShortDay } from '../figures.tsx'
import { documentOf } from '../layout.tsx'
import { linksFrom } from '../links.ts'
import { exact } from '../numbers.ts'
import type { Frame } from './desk.ts'
import { At, Scrolled } from './parts.tsx'
import { Sheet, Token } from './sheet.tsx'

export interface WaitingView {
  readonly frame: Frame
  readonly proposals: readonly Proposal[]
  readonly problems?: readonly string[]
  /** What was typed as the reason. */
  readonly reason?: string
}

/** Shown of each chart, and of each edition. */
const EDITIONS_MAX = 200
const LINES_MAX = 50

const links = linksFrom()

export const windowsText = (count: number): string => `${exact(count)} ${count === 1 ? 'window' : 'windows'}`

/** What waits, in one sentence. */
export const waitingWords = (waiting: readonly Waiting[]): string =>
  waiting.length === 0
    ? 'No final edition is another by it.'
    : `Final editions of ${windowsText(waiting.length)} wait to be restated: see Editions.`

/** Leads to what waits, where anything does. */
export const WaitingNote = ({ waiting }: { waiting: readonly Waiting[] }) =>
  waiting.length === 0 ? null : (
    <div class="arrival waiting" role="status">
      <strong>Final editions of {windowsText(waiting.length)} wait</strong>
      <p>
        What was brought in would change them. They stand as they are until they are restated.{' '}
        <a href="/desk/editions/waiting">See what they would say</a>
      </p>
    </div>
  )

export const waitingPage = ({ frame, proposals, problems, reason }: WaitingView): string =>
  documentOf(
    <Sheet
      frame={frame}
      title="Restate"
      lead="What final editions say, beside what they would say by now. Nothing of it is published yet; what they say now stays readable."
    >
      {problems && (
        <ul class="refused" role="alert">
          {problems.map((each) => (
            <li>{each}</li>
          ))}
        </ul>
      )}
      {proposals.length === 0 ? (
        <p class="nothing">Nothing waits: every final edition says what was counted.</p>
      ) : (
        <form class="fields restating" method="post" action="/desk/editions/waiting">
          <Token frame={frame} />
          {proposals.map((proposal) => (
            <Chart proposal={proposal} />
          ))}
          <label class="why">
            Reason: it is published with each
            <input name="reason" value={reason ?? reasonFor(proposals)} required maxlength={300} />
          </label>
          <button type="submit">Restate what is ticked</button>
        </form>
      )}
      <p>
        <a href="/desk/editions">All editions</a>
      </p>
    </Sheet>,
  )

/** What was said when it was brought in. */
const reasonFor = (proposals: readonly Proposal[]): string =>
  [...new Set(proposals.flatMap(({ waiting }) => waiting.map((each) => each.reason)))].join('; ').slice(0, 300)

const Chart = ({ proposal: { chart, waiting, editions, key } }: { proposal: Proposal }) => (
  <section aria-labelledby={`chart-${chart.id}`}>
    <h2 id={`chart-${chart.id}`}>
      <label class="choice">
        <input type="checkbox" name="chart" value={`${chart.id} ${key}`} checked />
        <span>{chart.title}</span>
      </label>
    </h2>
    <ul class="causes note">
      {waiting.map(({ window, reason, since }) => (
        <li>
          <ShortDay value={window} language="en" /> since <At value={since} />: {reason}
        </li>
      ))}
    </ul>
    {editions.slice(0, EDITIONS_MAX).map((edition, index) => (
      <Edition chart={chart.id} edition={edition} isOpen={index === 0} />
    ))}
    {editions.length > EDITIONS_MAX && (
      <p class="note">{exact(editions.length - EDITIONS_MAX)} more editions, likewise.</p>
    )}
    {editions.length === 0 && <p class="nothing">By now it says again what is published: restating changes nothing.</p>}
  </section>
)

interface EditionProps {
  readonly chart: string
  readonly edition: Proposed
  readonly isOpen: boolean
}

const Edition = ({ chart, edition, isOpen }: EditionProps) => {
  const { region, regionName, week, revision, changes } = edition
  const lines = changes.lines.map((line) => changeWords(line, (value) => exact(value)))
  const title = `${capitalised(regionName, 'en')}, `
  return (
    <details class="proposed" open={isOpen}>
      <summary>
        <span>
          {title}
          <ShortDay value={week} language="en" />
        </span>{' '}
        <small class="soft">
          {lines.length === 0 ? 'history alone' : `${exact(lines.length)} ${lines.length === 1 ? 'line' : 'lines'}`},
          would be revision {exact(revision)}
        </small>
      </summary>
      {lines.length > 0 && (
        <Scrolled of={`${title}${week}`}>
          <table class="lines">
            <thead>
              <tr>
                <th scope="col">Title</th>
                <th scope="col">Rank, before → now</th>
                <th scope="col">Counted, before → now</th>
              </tr>
            </thead>
            <tbody>
              {lines.slice(0, LINES_MAX).map((line) => (
                <tr>
                  <th scope="row" class="item">
                    <Name>{line.title}</Name>
                  </th>
                  <td>{line.place}</td>
                  <td>{line.amounts || <span class="soft">the same</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
      {lines.length > LINES_MAX && <p class="note">{exact(lines.length - LINES_MAX)} more lines.</p>}
      {notesOn(changes).map(({ words, titles }) => (
        <p class="note">{capitalised(`${words} ${titles.join(', ')}`.trim(), 'en')}</p>
      ))}
      <p class="note">
        <a href={links.edition({ chart, region, week })}>What stands now</a>
      </p>
    </details>
  )
}
