// Traffic: `/desk/traffic`. It is looked at here; how a site counts is written in the configuration file.
import { Hono } from 'hono'
import { trafficAnswer } from '../../publish/traffic.ts'
import type { Desk, DeskEnv, Section } from './desk.ts'
import { siteNamed, sitesFor } from './site-choice.tsx'
import { trafficPage } from './traffic-page.tsx'

function trafficRoutes(desk: Desk): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.get('/', async (c) => {
    const site = siteNamed(desk, c.req.query('site'))
    const counting = desk.house.countingOf(site)
    const answer = await trafficAnswer(desk.house, site)
    const isRuled = desk.ruled.includes(site)
    return c.html(trafficPage({ frame: c.get('frame'), sites: sitesFor(desk), answer, counting, isRuled }))
  })
  return app
}

export const TRAFFIC: Section = { path: '/desk/traffic', title: 'Traffic', routes: trafficRoutes }
