// Sites and keys: `/desk/sites`. A site is made by its first key. A secret key is shown once, on the page behind the form
// that made it; the page of one site has its line to paste, and says when the first event has come.
import { Hono } from 'hono'
import { addKey, changeKeys, KEY_KINDS, keysNamed, retireKey, shownKey } from '../../collect/keys.ts'
import { parseSite } from '../../domain/event.ts'
import { type Parsed, problem, refused, sentence } from '../../domain/problem.ts'
import { HOUR_MS, instant, isoInstant } from '../../domain/time.ts'
import { siteOverviews } from '../../publish/desk/sites.ts'
import { type Desk, type DeskEnv, done, type Section } from './desk.ts'
import { originOf, refuse } from './gate.ts'
import { sitePage } from './site-page.tsx'
import { sitesPage } from './sites-page.tsx'

function sitesRoutes(desk: Desk): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  const { directory } = desk.house
  app.get('/', async (c) => c.html(sitesPage({ frame: c.get('frame'), sites: await siteOverviews(desk) })))

  app.get('/:site', async (c) => {
    const site = (await siteOverviews(desk)).find((each) => each.site === c.req.param('site'))
    if (!site) return refuse(c, 404, 'No site of this name has a key')
    const isStill = c.req.query('still') !== undefined
    return c.html(sitePage({ frame: c.get('frame'), site, origin: originOf(c, desk), isStill }))
  })

  app.post('/keys', async (c) => {
    const wanted = wantedOf(c.get('form'))
    const result = wanted.ok
      ? await changeKeys(directory, (keys) => addKey(keys, wanted.value, desk.house.now()))
      : wanted
    if (!result.ok) {
      const view = { frame: c.get('frame'), sites: await siteOverviews(desk) }
      return c.html(sitesPage({ ...view, problems: result.problems.map(sentence), typed: typedOf(c.get('form')) }), 400)
    }
    const { added } = result.value
    await desk.collector.keys.look()
    const told =
      added.kind === 'secret'
        ? { text: `A secret key of ${added.site}. Copy it now: it is not shown again.`, secret: added.key }
        : { text: `A write key of ${added.site} was made. Its line for your pages is below.` }
    const act = { act: 'make a key', on: shownKey(added), detail: `${added.kind} key of ${added.site}` }
    return done(c, desk, act, told, `/desk/sites/${added.site}`)
  })

  app.post('/keys/retire', async (c) => {
    const form = c.get('form')
    const shown = String(form.get('key') ?? '')
    const now = desk.house.now()
    const hours = RETIRE_HOURS.find((each) => String(each) === form.get('hours')) ?? 0
    const result = await changeKeys(directory, (keys) => {
      const [key, ...others] = keysNamed(keys, shown)
      if (!key || others.length > 0) return refused(problem('key', shown, 'a key of this house'))
      return retireKey(keys, key.key, instant(now + hours * HOUR_MS), now)
    })
    if (!result.ok) return refuse(c, 400, result.problems.map(sentence).join('; '))
    const { retired } = result.value
    await desk.collector.keys.look()
    const from = retired.retires ?? isoInstant(now)
    const told = { text: `${shownKey(retired)} is refused from ${from} on.` }
    const act = {
      act: 'retire a key',
      on: shownKey(retired),
      detail: `${retired.kind} key of ${retired.site}, from ${from} on`,
    }
    return done(c, desk, act, told, `/desk/sites/${retired.site}`)
  })
  return app
}

/** From now on, in a day, in a week. */
export const RETIRE_HOURS = [0, 24, 168] as const

const typedOf = (form: FormData) => ({
  site: String(form.get('site') ?? '').trim(),
  kind: String(form.get('kind') ?? ''),
  origins: String(form.get('origins') ?? ''),
})

function wantedOf(form: FormData): Parsed<Parameters<typeof addKey>[1]> {
  const typed = typedOf(form)
  const site = parseSite('site', typed.site)
  if (!site.ok) return site
  const kind = KEY_KINDS.find((each) => each === typed.kind)
  if (!kind) return refused(problem('kind', typed.kind, KEY_KINDS.join(' or ')))
  const origins = typed.origins.split(/\s+/).filter((each) => each !== '')
  return { ok: true, value: { site: site.value, kind, origins } }
}

export const SITES: Section = { path: '/desk/sites', title: 'Sites and keys', routes: sitesRoutes }
