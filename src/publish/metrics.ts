// `/metrics`, for Prometheus: what the house has done and how it does, in the text format 0.0.4. Behind a secret key, and
// not open on the loopback address: behind a proxy on the same machine every request comes from there. Any site's key
// will do, since nothing here tells of a site: no name of one, no item, no viewer is a label.

import type { Context } from 'hono'
import { Hono } from 'hono'
import type { Env } from '../collect/http.ts'
import { askingOf } from '../collect/ordinary-request.ts'
import { VERDICTS } from '../collect/tally.ts'
import { SECOND_MS } from '../domain/time.ts'
import type { ProblemReply } from './operator.ts'
import { counter, gauge, histogram, type Sample, textOf } from './prometheus.ts'
import { vitalsOf, type Watched } from './vitals.ts'

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

export function metricsRoutes(watched: Watched, reply: ProblemReply): Hono<Env> {
  const app = new Hono<Env>()
  app.get('/metrics', async (c: Context<Env>) => {
    const { senders, now } = watched.collector
    const sender = senders.senderOf(askingOf(c.env.incoming), now())
    if ('status' in sender) return reply(c, sender.status, sender.title)
    if (!sender.trusted) return reply(c, 403, 'The public write key may not ask this: send the secret key')
    return c.body(await metricsText(watched), 200, { 'content-type': CONTENT_TYPE, 'cache-control': 'no-store' })
  })
  return app
}

export async function metricsText(watched: Watched): Promise<string> {
  const { collector, pace } = watched
  const { tally } = collector.intake
  const vitals = await vitalsOf(watched)
  const requests = [...tally.requests].map(([key, value]): Sample => {
    const [door = '', code = ''] = key.split(' ')
    return { labels: { door, code }, value }
  })
  const rejected = [...tally.rejected].map(([field, value]): Sample => ({ labels: { field }, value }))
  return textOf([
    counter(
      'housecount_events_total',
      'Events by the verdict that their senders were given.',
      VERDICTS.map((verdict) => ({ labels: { verdict }, value: tally.events[verdict] })),
    ),
    counter('housecount_events_rejected_total', 'Rejected events by the first field that was wrong.', rejected),
    counter('housecount_requests_total', 'Answered requests by door (events, pages) and status code.', requests),
    counter('housecount_received_bytes_total', 'Bytes of bodies with events, inflated.', tally.bytes),
    histogram('housecount_log_sync_seconds', 'From giving events to the log until they are on the disk.', tally.sync),
    gauge('housecount_counting_lag_seconds', 'Age of what waits to be counted.', vitals.countingLagMs / SECOND_MS),
    gauge(
      'housecount_publishing_lag_seconds',
      'Age of what waits to be published.',
      vitals.publishingLagMs / SECOND_MS,
    ),
    gauge(
      'housecount_unloaded_events',
      'Events of the last segment that the store has not loaded.',
      vitals.unloadedEvents,
    ),
    counter('housecount_editions_published_total', 'Editions published, restatements among them.', pace.editions),
    counter('housecount_restatements_published_total', 'Editions that restate a final one.', pace.restatements),
    counter('housecount_round_failures_total', 'Rounds of counting or publishing that failed.', pace.failures),
    gauge('housecount_held_bytes', 'Bytes of requests that are not answered yet.', vitals.held.bytes),
    gauge('housecount_held_events', 'Events that wait for the disk.', vitals.held.events),
    gauge('housecount_held_ratio', 'How full the collector is: at 1 it takes no more.', vitals.held.fullness),
    gauge('housecount_store_up', 'Whether the store answers (1) or is silent (0).', vitals.store === 'answers' ? 1 : 0),
    counter(
      'housecount_engine_restarts_total',
      'How often the engine ended and was started anew.',
      vitals.engineRestarts,
    ),
    gauge('housecount_log_segment', 'The segment that the log is in.', vitals.log.segment),
    gauge('housecount_disk_free_bytes', 'What is free where the data directory is.', vitals.disk.freeBytes),
    gauge('housecount_disk_size_bytes', 'The size of the disk where the data directory is.', vitals.disk.bytes),
    gauge('process_resident_memory_bytes', 'Memory of the collecting process.', vitals.memory.bytes),
    gauge('process_start_time_seconds', 'When the process began, in seconds since 1970.', startedAt(vitals.uptimeS)),
  ])
}

const startedAt = (uptimeS: number): number => Math.round(Date.now() / SECOND_MS - uptimeS)
