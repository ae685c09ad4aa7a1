// Everything that the house has under one id: what was said, where it stands, and what became of it.
import type { SiteId } from '../../domain/event.ts'
import type { ItemId } from '../../domain/item.ts'
import { isoInstant } from '../../domain/time.ts'
import type { FoundEvent } from '../../publish/desk/events.ts'
import type { Fate } from '../../publish/desk/fates.ts'
import { documentOf } from '../layout.tsx'
import { exact } from '../numbers.ts'
import type { Frame } from './desk.ts'
import { At, FateMark, valueText } from './parts.tsx'
import { Sheet } from './sheet.tsx'

export interface EventView {
  readonly frame: Frame
  readonly id: string
  readonly events: readonly FoundEvent[]
  readonly titleOf: (site: SiteId, item: ItemId) => string | undefined
}

export const eventPage = ({ frame, id, events, titleOf }: EventView): string =>
  documentOf(
    <Sheet
      frame={frame}
      title="One event"
      lead={
        <>
          <code>{id}</code>
          {events.length > 1 && ` came ${exact(events.length)} times.`}
        </>
      }
    >
      {events.map((found) => (
        <Found {...found} title={titleOf(found.event.site, found.event.item)} />
      ))}
      <p>
        <a href="/desk/events">All events</a>
      </p>
    </Sheet>,
  )

const FATE_WORDS: Readonly<Record<Fate, string>> = {
  counted: 'It counts, once.',
  duplicate: 'The same event stood in the log before; it is a term of the books, and counts nothing.',
  conflict: 'Another content came under the same id and time, and that one counts.',
  late: 'It came when its time was closed: that it came is told, and it counts nothing.',
  bot: 'By the list of its site it is of a robot.',
  'data-centre': 'By the list of its site it is of a data centre.',
  prefetch: 'By the list of its site it was fetched before anybody asked for it.',
  automation: 'By the list of its site a program drove the browser.',
  capped: 'By the rule of its site another view of the same viewer counts for it.',
}

function Found({ event, fate, line, title }: FoundEvent & { title: string | undefined }) {
  const { site, kind, item, at, receivedAt, country, viewer, weight, subject, body } = event
  return (
    <section class="stack found-event">
      <p class="became">
        <FateMark fate={fate} /> {FATE_WORDS[fate]}
      </p>
      <dl class="facts">
        <dt>Site</dt>
        <dd>{site}</dd>
        <dt>Kind</dt>
        <dd>
          {kind} <span class="soft">{valueText(event)}</span>
        </dd>
        <dt>Item</dt>
        <dd>
          <code>{item}</code>
          {title && ` ${title}`}
        </dd>
        <dt>Happened</dt>
        <dd>
          <At value={isoInstant(at)} />
        </dd>
        <dt>Came</dt>
        <dd>
          <At value={isoInstant(receivedAt)} />
        </dd>
        <dt>Country</dt>
        <dd>{country === 'ZZ' ? 'unknown' : country}</dd>
        <dt>Viewer key</dt>
        <dd>{viewer === '0' ? 'nobody named' : <code>{viewer}</code>}</dd>
        {subject && (
          <>
            <dt>Subject key</dt>
            <dd>
              <code>{subject}</code>
            </dd>
          </>
        )}
        {weight > 1 && (
          <>
            <dt>Stands for</dt>
            <dd>{exact(weight)} such facts</dd>
          </>
        )}
        {body && (
          <>
            <dt>Says also</dt>
            <dd>
              <code>{body}</code>
            </dd>
          </>
        )}
        <dt>In the log</dt>
        <dd>
          segment {event.segment}, event {exact(event.offset)}
        </dd>
      </dl>
      {line === undefined ? (
        <p class="refused">The log of this house can not prove a line at that place.</p>
      ) : (
        <div class="stack">
          <p class="note">Its line, from a frame of the log whose checksum holds:</p>
          <pre class="code" tabindex={0}>
            <code>{line}</code>
          </pre>
        </div>
      )}
    </section>
  )
}
