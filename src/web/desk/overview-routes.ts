// The desk's first page: `/desk`, which keeps itself fresh; `/desk?still` does not.
import { Hono } from 'hono'
import { overviewOf } from '../../publish/desk/overview.ts'
import type { Desk, DeskEnv, Section } from './desk.ts'
import { overviewPage } from './overview-page.tsx'

function overviewRoutes(desk: Desk): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.get('/', async (c) => {
    const overview = await overviewOf(desk)
    const { tally } = desk.collector.intake
    return c.html(overviewPage({ frame: c.get('frame'), overview, tally, isStill: c.req.query('still') !== undefined }))
  })
  return app
}

export const OVERVIEW: Section = { path: '/desk', title: 'Overview', routes: overviewRoutes }
