// The desk's first page: `/desk`.
import { Hono } from 'hono'
import type { Desk, DeskEnv, Section } from './desk.ts'
import { overviewPage } from './overview-page.tsx'

function overviewRoutes(_desk: Desk): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.get('/', (c) => c.html(overviewPage({ frame: c.get('frame') })))
  return app
}

export const OVERVIEW: Section = { path: '/desk', title: 'Overview', routes: overviewRoutes }
