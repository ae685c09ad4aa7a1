// Editions: `/desk/editions`, what runs and what was restated; and `/desk/editions/waiting`, what would be restated, as it
// would be published, with the form that does it.
import { Hono } from 'hono'
import { sentence } from '../../domain/problem.ts'
import { proposalsOf, publishNow, restate, restatedAnswer } from '../../publish/desk/restatements.ts'
import { chartAnswer, findEdition, firstRegion } from '../../publish/editions.ts'
import { type Desk, type DeskEnv, done, type Section } from './desk.ts'
import { doing } from './doing.ts'
import { editionsPage } from './editions-page.tsx'
import { waitingPage } from './waiting-page.tsx'

function editionsRoutes(desk: Desk): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  const { house } = desk

  app.get('/', async (c) => {
    const latest = []
    for (const spec of house.charts) {
      const region = firstRegion(await chartAnswer(house, spec))
      const edition = region && (await findEdition(house, spec, region, 'latest'))
      if (edition?.ok) latest.push(edition.value)
    }
    const { waiting } = house
    return c.html(
      editionsPage({ frame: c.get('frame'), latest, waiting: waiting.all, ...(await restatedAnswer(house)) }),
    )
  })

  app.post('/publish', async (c) => {
    const { editions, restated } = await doing(c, desk, 'publish', '', () => publishNow(house))
    const detail = `${editions} editions, ${restated} of them restated`
    const text = editions === 0 ? 'Nothing is new: every edition says what was counted.' : `Published: ${detail}.`
    return done(c, desk, { act: 'publish', on: '', detail }, { text }, '/desk/editions')
  })

  app.get('/waiting', async (c) => c.html(waitingPage({ frame: c.get('frame'), proposals: await proposalsOf(house) })))

  app.post('/waiting', async (c) => {
    const form = c.get('form')
    const reason = String(form.get('reason') ?? '')
    const ticked = form.getAll('chart').map((each) => {
      const [chart = '', key = ''] = String(each).split(' ')
      return { chart, key }
    })
    const charts = ticked.map(({ chart }) => chart).join(', ')
    const restated = await doing(c, desk, 'restate', charts, () => restate(house, ticked, reason))
    if (!restated.ok) {
      const problems = restated.problems.map(sentence)
      const view = { frame: c.get('frame'), proposals: await proposalsOf(house), problems, reason }
      return c.html(waitingPage(view), 400)
    }
    const editions = restated.value.reduce((sum, publication) => sum + publication.restated, 0)
    const text = `${editions} ${editions === 1 ? 'edition is' : 'editions are'} restated. Each tells why, and what it said before.`
    return done(
      c,
      desk,
      { act: 'restate', on: charts, detail: `${editions} editions: ${reason.trim()}` },
      { text },
      '/desk/editions',
    )
  })

  return app
}

export const EDITIONS: Section = { path: '/desk/editions', title: 'Editions', routes: editionsRoutes }
