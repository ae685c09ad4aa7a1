// The newest events of the log, by site, kind, item and what became of them; and what was refused lately, of which the
// log has nothing.
import type { Refused } from '../../collect/tally.ts'
import { EVENT_KINDS, type SiteId } from '../../domain/event.ts'
import { isoInstant } from '../../domain/time.ts'
import type { EventsFound, EventsQuestion, FatedEvent } from '../../publish/desk/events.ts'
import { FATES } from '../../publish/desk/fates.ts'
import { documentOf } from '../layout.tsx'
import { exact } from '../numbers.ts'
import type { Frame } from './desk.ts'
import { At, FateMark, Scrolled, valueText } from './parts.tsx'
import { Sheet } from './sheet.tsx'

export interface EventsView {
  readonly frame: Frame
  readonly question: EventsQuestion
  readonly sites: readonly SiteId[]
  readonly found: EventsFound
  readonly refused: readonly Refused[]
}

export const eventsPage = ({ frame, question, sites, found, refused }: EventsView): string =>
  documentOf(
    <Sheet
      frame={frame}
      title="Events"
      lead="What the log holds, the newest first: where each event stands, and what became of it."
    >
      <Filter question={question} sites={sites} />
      {found.events.length === 0 ? (
        <p class="nothing">None of the {exact(found.looked)} events that were looked through fits.</p>
      ) : (
        <Scrolled of="Events">
          <table class="lines">
            <thead>
              <tr>
                <th scope="col">Came</th>
                <th scope="col">Site</th>
                <th scope="col">Kind</th>
                <th scope="col">Item</th>
                <th scope="col">Value</th>
                <th scope="col">Country</th>
                <th scope="col">Became</th>
                <th scope="col">In the log</th>
              </tr>
            </thead>
            <tbody>{found.events.map(Line)}</tbody>
          </table>
        </Scrolled>
      )}
      {found.before && (
        <p>
          <a href={`/desk/events?${queryOf({ ...question, before: found.before })}`}>
            {found.events.length === 0 ? 'Look further back' : 'Earlier ones'}
          </a>
        </p>
      )}
      <RefusedLately refused={refused} />
    </Sheet>,
  )

interface ChoiceProps {
  readonly name: string
  readonly label: string
  readonly of: readonly string[]
  readonly chosen: string | undefined
}

const Choice = ({ name, label, of, chosen }: ChoiceProps) => (
  <label>
    {label}
    <select name={name}>
      <option value="">any</option>
      {of.map((each) => (
        <option value={each} selected={each === chosen}>
          {each}
        </option>
      ))}
    </select>
  </label>
)

const Filter = ({ question, sites }: Pick<EventsView, 'question' | 'sites'>) => (
  <form class="filter" method="get" action="/desk/events">
    <Choice name="site" label="Site" of={sites} chosen={question.site} />
    <Choice name="kind" label="Kind" of={EVENT_KINDS} chosen={question.kind} />
    <Choice name="fate" label="Became" of={FATES} chosen={question.fate} />
    <label class="wide">
      Item
      <input name="item" value={question.item} maxlength={200} />
    </label>
    <label class="wide">
      or one event by its id
      <input name="id" maxlength={40} spellcheck={false} />
    </label>
    <button type="submit">Show</button>
  </form>
)

const Line = ({ event, fate }: FatedEvent) => (
  <tr>
    <td>
      <At value={isoInstant(event.receivedAt)} />
    </td>
    <td>{event.site}</td>
    <td>{event.kind}</td>
    <td class="item">
      <a href={`/desk/events/${event.id}?at=${event.at}`}>{event.item}</a>
    </td>
    <td>{valueText(event)}</td>
    <td>{event.country === 'ZZ' ? <span class="soft">unknown</span> : event.country}</td>
    <td>
      <FateMark fate={fate} />
    </td>
    <td class="soft">
      {event.segment} : {exact(event.offset)}
    </td>
  </tr>
)

const RefusedLately = ({ refused }: Pick<EventsView, 'refused'>) => (
  <section class="stack" aria-labelledby="refused">
    <h2 id="refused">Refused lately</h2>
    <p class="note">
      Kept in memory until the house is closed, without what may say who somebody is. Of rejected events the log has
      nothing; of late ones, that they came.
    </p>
    {refused.length === 0 ? (
      <p class="nothing">Nothing was refused since the house was opened.</p>
    ) : (
      <Scrolled of="Refused lately">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Site</th>
              <th scope="col">Verdict</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>{refused.map(RefusedLine)}</tbody>
        </table>
      </Scrolled>
    )}
  </section>
)

const RefusedLine = ({ at, site, verdict, problems }: Refused) => (
  <tr>
    <td>
      <At value={at} />
    </td>
    <td>{site}</td>
    <td>{verdict}</td>
    <td class="prose">
      {problems.map(({ field, value, allowed }) => (
        <p>
          <code>{field}</code>: <code>{value}</code> is not allowed; {allowed}
        </p>
      ))}
    </td>
  </tr>
)

function queryOf({ site, kind, item, fate, before }: EventsQuestion): string {
  const asked = { site, kind, item, fate, before: before && `${before.segment}-${before.offset}` }
  const told = Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return new URLSearchParams(told).toString()
}
