// The event inspector: `/desk/events` has the newest, `/desk/events/{id}` all that came under one id.
import { type Context, Hono } from 'hono'
import { EVENT_KINDS, parseSite } from '../../domain/event.ts'
import { instant } from '../../domain/time.ts'
import type { LogPlace } from '../../log/find-line.ts'
import { type EventsQuestion, eventsOfId, newestEvents } from '../../publish/desk/events.ts'
import { FATES } from '../../publish/desk/fates.ts'
import { sitesOf } from '../../publish/desk/sites.ts'
import type { Desk, DeskEnv, Section } from './desk.ts'
import { eventPage } from './event-page.tsx'
import { eventsPage } from './events-page.tsx'
import { refuse } from './gate.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function eventsRoutes(desk: Desk): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.get('/', async (c) => {
    const id = canonicalId(c.req.query('id') ?? '')
    if (id !== '')
      return UUID.test(id) ? c.redirect(`/desk/events/${id}`, 303) : refuse(c, 400, 'An id is 128 bits, as a UUID')
    const question = questionOf(c)
    return c.html(
      eventsPage({
        frame: c.get('frame'),
        question,
        sites: sitesOf(desk.collector.keys.keys),
        found: await newestEvents(desk.house, question),
        refused: desk.collector.intake.tally.refused,
      }),
    )
  })
  app.get('/:id', async (c) => {
    const { id } = c.req.param()
    if (!UUID.test(id)) return refuse(c, 404, 'An id is 128 bits, as a UUID')
    const at = c.req.query('at') ?? ''
    const events = await eventsOfId(desk.house, id, /^\d{1,15}$/.test(at) ? instant(Number(at)) : undefined)
    if (events.length === 0) return refuse(c, 404, 'No event with this id has been loaded from the log')
    return c.html(
      eventPage({
        frame: c.get('frame'),
        id,
        events,
        titleOf: (site, item) => desk.house.catalogueOf(site).findItem(item)?.title,
      }),
    )
  })
  return app
}

/** With or without hyphens, in whichever case. */
const canonicalId = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll('-', '')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

function questionOf(c: Context): EventsQuestion {
  const { site = '', kind, item, fate, before } = c.req.query()
  const named = parseSite('site', site)
  return {
    site: named.ok ? named.value : undefined,
    kind: EVENT_KINDS.find((each) => each === kind),
    item: item?.trim() || undefined,
    fate: FATES.find((each) => each === fate),
    before: placeOf(before ?? ''),
  }
}

function placeOf(text: string): LogPlace | undefined {
  const match = /^(\d{1,8})-(\d{1,10})$/.exec(text)
  return match ? { segment: Number(match[1]), offset: Number(match[2]) } : undefined
}

export const EVENTS: Section = { path: '/desk/events', title: 'Events', routes: eventsRoutes }
