// The editions that were published last, each as it stands, and those that were restated.
import { LATE_LIMIT_MS } from '../../charts/edition.ts'
import type { Waiting } from '../../charts/waiting.ts'
import { instant, isoInstant } from '../../domain/time.ts'
import type { EditionAnswer } from '../../publish/answers.ts'
import type { Restated } from '../../publish/desk/restatements.ts'
import { fullTitle } from '../../publish/editions.ts'
import { capitalised, Name, ShortDay } from '../figures.tsx'
import { documentOf } from '../layout.tsx'
import { linksFrom } from '../links.ts'
import { compact, exact, windowDates } from '../numbers.ts'
import type { Frame } from './desk.ts'
import { At, Scrolled } from './parts.tsx'
import { Sheet, Token } from './sheet.tsx'
import { WaitingNote } from './waiting-page.tsx'

export interface EditionsView {
  readonly frame: Frame
  /** The latest of each chart, where its reader would begin. */
  readonly latest: readonly EditionAnswer[]
  readonly waiting: readonly Waiting[]
  readonly restated: readonly Restated[]
  /** How many were restated in all. */
  readonly found: number
}

/** Lines that are shown of each. */
const LINES = 5

const links = linksFrom()

export const editionsPage = ({ frame, latest, waiting, restated, found }: EditionsView): string =>
  documentOf(
    <Sheet
      frame={frame}
      title="Editions"
      lead="What runs is provisional, follows by itself, and becomes final a day after its window has ended. What is final is only ever restated, with a reason."
    >
      <WaitingNote waiting={waiting} />
      <section aria-labelledby="latest">
        <div class="beside">
          <h2 id="latest">Latest editions</h2>
          <form method="post" action="/desk/editions/publish">
            <Token frame={frame} />
            <button type="submit">Publish now</button>
          </form>
        </div>
        {latest.length === 0 ? (
          <p class="nothing">No chart has an edition yet.</p>
        ) : (
          <div class="issues">
            {latest.map((edition) => (
              <Issue edition={edition} />
            ))}
          </div>
        )}
      </section>
      <RestatedList restated={restated} found={found} />
    </Sheet>,
  )

/** When a window's late limit has run out. */
const finalFrom = (to: string): string => isoInstant(instant(Date.parse(to) + LATE_LIMIT_MS))

const AMOUNTS = ['views', 'hours', 'viewers', 'sales', 'opens'] as const

const Issue = ({ edition }: { edition: EditionAnswer }) => {
  const { chart, region, regionName, window, state, rows, publishedAt } = edition
  const column = AMOUNTS.find((each) => rows.some((row) => row[each] !== undefined))
  return (
    <article class="issue">
      <h3>
        <a href={links.edition({ chart: chart.id, region, week: window.name })}>{chart.title}</a>
      </h3>
      <p class="note">
        {capitalised(regionName, 'en')}, {windowDates(window)}
        {state === 'provisional' && (
          <>
            ; final from <ShortDay value={finalFrom(window.to)} language="en" />
          </>
        )}
      </p>
      <p>
        <span class={state === 'provisional' ? 'mark' : 'mark good'}>
          {state === 'provisional' ? state : `✓ ${state}`}
        </span>{' '}
        <small>
          <At value={publishedAt} />
        </small>
      </p>
      <ol>
        {rows.slice(0, LINES).map((row) => (
          <li>
            <span class="place">{exact(row.rank)}</span>
            <span class="of">
              <Name>{fullTitle(row)}</Name>
            </span>
            {column && <span title={`${exact(row[column] ?? 0)} ${column}`}>{compact(row[column] ?? 0)}</span>}
          </li>
        ))}
      </ol>
      {column && <small class="soft">{column === 'viewers' ? 'viewer-days' : column}</small>}
    </article>
  )
}

const RestatedList = ({ restated, found }: Pick<EditionsView, 'restated' | 'found'>) => (
  <section aria-labelledby="restated">
    <h2 id="restated">Restated</h2>
    {restated.length === 0 ? (
      <p class="nothing">No final edition was ever corrected.</p>
    ) : (
      <Scrolled of="Restatements">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Chart</th>
              <th scope="col">Region</th>
              <th scope="col">Window</th>
              <th scope="col" class="number">
                Revision
              </th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {restated.map((each) => (
              <tr>
                <td>
                  <At value={each.publishedAt} />
                </td>
                <th scope="row">{each.chart.title}</th>
                <td>{capitalised(each.regionName, 'en')}</td>
                <td>
                  <a href={links.edition({ chart: each.chart.id, region: each.region, week: each.week })}>
                    <ShortDay value={each.week} language="en" />
                  </a>
                </td>
                <td class="number">{exact(each.revision)}</td>
                <td class="prose">{each.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    )}
    {found > restated.length && (
      <p class="note">
        The last {exact(restated.length)} of {exact(found)}.
      </p>
    )}
  </section>
)
