// How the house does, at a glance: its parts and how they are, what came in lately, what became of it, and what of today
// counts.
import { SLOT_MS, SLOTS, type Tally, VERDICTS } from '../../collect/tally.ts'
import { TRAFFIC_CLASSES } from '../../domain/counting.ts'
import { SECOND_MS } from '../../domain/time.ts'
import type { Overview, SiteToday } from '../../publish/desk/overview.ts'
import { documentOf } from '../layout.tsx'
import { exact } from '../numbers.ts'
import type { Frame } from './desk.ts'
import { bytes, Fresh, Scrolled, seconds, span } from './parts.tsx'
import { RateFigure } from './rate-figure.tsx'
import { Sheet } from './sheet.tsx'

export interface OverviewView {
  readonly frame: Frame
  readonly overview: Overview
  readonly tally: Tally
  /** Whether it is held as it is, instead of following the house. */
  readonly isStill: boolean
}

export const overviewPage = ({ frame, overview, tally, isStill }: OverviewView): string =>
  documentOf(
    <Sheet frame={frame} title="Overview" fresh={isStill ? undefined : '/desk'}>
      <div id="now" class="stack" data-fresh>
        <Rate overview={overview} tally={tally} />
        <Parts overview={overview} tally={tally} />
        <div class="columns">
          <Verdicts tally={tally} />
          <Rejected tally={tally} />
        </div>
        <Today today={overview.today} />
      </div>
      <Fresh path="/desk" isStill={isStill} />
    </Sheet>,
  )

interface Shown {
  readonly overview: Overview
  readonly tally: Tally
}

/** Over the last whole slots, as many as make ten seconds. */
const RATE_SLOTS = 2

function Rate({ overview, tally }: Shown) {
  const slots = tally.slots(overview.asOf)
  const recent = slots.slice(-1 - RATE_SLOTS, -1).reduce((sum, { stored, others }) => sum + stored + others, 0)
  const perSecond = recent / ((RATE_SLOTS * SLOT_MS) / SECOND_MS)
  return (
    <section class="rate" aria-labelledby="rate">
      <h2 id="rate">Coming in</h2>
      <p class="big">
        <data value={perSecond}>{exact(perSecond < 10 ? Math.round(perSecond * 10) / 10 : Math.round(perSecond))}</data>{' '}
        events a second
      </p>
      <RateFigure slots={slots} />
      <p class="note">
        The last {(SLOTS * SLOT_MS) / SECOND_MS / 60} minutes, a bar for each {SLOT_MS / SECOND_MS} seconds
        <span class="key stored">stored</span>
        <span class="key others">anything else</span>
      </p>
    </section>
  )
}

type Level = 'good' | 'fair' | 'bad'

interface PartProps {
  readonly name: string
  readonly level: Level
  readonly state: string
  readonly detail: string
}

const Part = ({ name, level, state, detail }: PartProps) => (
  <li class={`part ${level}`}>
    <span class="name">{name}</span>
    <strong>{state}</strong>
    <small>{detail}</small>
  </li>
)

/** Longer than this and somebody should look. */
const LAG_FAIR_MS = 15 * SECOND_MS
const LAG_BAD_MS = 120 * SECOND_MS

const levelOf = (value: number, fair: number, bad: number): Level =>
  value >= bad ? 'bad' : value >= fair ? 'fair' : 'good'

function Parts({ overview, tally }: Shown) {
  const { log, countingLagMs, publishingLagMs, unloadedEvents, store, engineRestarts, disk, memory, held, uptimeS } =
    overview.vitals
  const used = 1 - disk.freeBytes / Math.max(1, disk.bytes)
  const slowest = tally.sync.within(0.99)
  return (
    <ul class="parts" aria-label="Parts of the house">
      <Part
        name="Collecting"
        level={levelOf(held.fullness, 0.5, 1)}
        state={held.fullness >= 1 ? 'Asks senders to wait' : 'Takes what comes'}
        detail={`${bytes(held.bytes)} and ${exact(held.events)} events held`}
      />
      <Part
        name="Log"
        level={levelOf(slowest, 1, Number.POSITIVE_INFINITY)}
        state={`Segment ${log.segment}, event ${exact(log.offset)}`}
        detail={tally.sync.count === 0 ? 'nothing written yet' : `99 in 100 syncs within ${seconds(slowest)}`}
      />
      <Part
        name="Counting"
        level={levelOf(countingLagMs, LAG_FAIR_MS, LAG_BAD_MS)}
        state={countingLagMs === 0 ? 'All counted' : `${span(countingLagMs)} behind`}
        detail={unloadedEvents === 0 ? 'nothing waits' : `${exact(unloadedEvents)} events wait`}
      />
      <Part
        name="Publishing"
        level={levelOf(publishingLagMs, 4 * LAG_FAIR_MS, 4 * LAG_BAD_MS)}
        state={publishingLagMs === 0 ? 'All published' : `${span(publishingLagMs)} behind`}
        detail="editions follow at their own pace"
      />
      <Part
        name="Store"
        level={store === 'answers' ? 'good' : 'fair'}
        state={store === 'answers' ? 'Answers' : 'Silent'}
        detail={engineRestarts === 0 ? 'never started anew' : `started anew ${exact(engineRestarts)} times`}
      />
      <Part
        name="Disk"
        level={levelOf(used, 0.85, 0.95)}
        state={`${bytes(disk.freeBytes)} free`}
        detail={`of ${bytes(disk.bytes)}`}
      />
      <Part
        name="Memory"
        level={levelOf(memory.bytes / memory.bytesMax, 0.8, 0.95)}
        state={bytes(memory.bytes)}
        detail={`of ${bytes(memory.bytesMax)}; open for ${span(uptimeS * SECOND_MS)}`}
      />
    </ul>
  )
}

const VERDICT_WORDS = {
  stored: 'new, and on the disk',
  duplicate: 'the same event again',
  conflict: 'the same identity with other content',
  'too-late': 'their time was closed',
  rejected: 'not allowed; nothing is kept',
} as const

const Verdicts = ({ tally }: { tally: Tally }) => (
  <section aria-labelledby="verdicts">
    <h2 id="verdicts">Verdicts since the house was opened</h2>
    <table class="lines">
      <thead>
        <tr>
          <th scope="col">Verdict</th>
          <th scope="col" class="number">
            Events
          </th>
          <th scope="col">Which are</th>
        </tr>
      </thead>
      <tbody>
        {VERDICTS.map((verdict) => (
          <tr>
            <th scope="row">{verdict}</th>
            <td class="number">{exact(tally.events[verdict])}</td>
            <td class="soft">{VERDICT_WORDS[verdict]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

function Rejected({ tally }: { tally: Tally }) {
  const reasons = [...tally.rejected].sort((a, b) => b[1] - a[1])
  const requests = [...tally.requests].filter(([key]) => key.startsWith('events ') && key !== 'events 200')
  return (
    <section aria-labelledby="reasons">
      <h2 id="reasons">Why events were rejected</h2>
      {reasons.length === 0 ? (
        <p class="nothing">None was.</p>
      ) : (
        <dl class="tallied">
          {reasons.map(([field, events]) => (
            <div>
              <dt>
                <code>{field}</code>
              </dt>
              <dd>{exact(events)}</dd>
            </div>
          ))}
        </dl>
      )}
      {requests.length > 0 && (
        <p class="note">
          Requests refused as a whole:{' '}
          {requests.map(([key, times]) => `${exact(times)} × ${key.slice('events '.length)}`).join(', ')}
        </p>
      )}
    </section>
  )
}

const Today = ({ today }: { today: readonly SiteToday[] }) => (
  <section aria-labelledby="today">
    <h2 id="today">What of today counts (UTC)</h2>
    {today.length === 0 ? (
      <p class="nothing">The store is silent; this comes back with it.</p>
    ) : (
      <Scrolled of="What of today counts">
        <table class="lines">
          <thead>
            <tr>
              {['Site', 'Gross', 'Net', ...TRAFFIC_CLASSES, 'capped', 'duplicates', 'conflicts', 'late'].map(
                (name, i) => (
                  <th scope="col" class={i > 0 ? 'number' : undefined}>
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>{today.map(SiteLine)}</tbody>
        </table>
      </Scrolled>
    )}
  </section>
)

const COLUMNS = ['gross', 'net', ...TRAFFIC_CLASSES, 'capped', 'duplicates', 'conflicts', 'late'] as const

const SiteLine = ({ site, traffic }: SiteToday) => (
  <tr>
    <th scope="row">
      <a href={`/desk/events?site=${site}`}>{site}</a>
    </th>
    {COLUMNS.map((column) => (
      <td class="number">{exact(traffic?.[column] ?? 0)}</td>
    ))}
  </tr>
)
