// The audit trail: `/desk/audit`, the newest first.
import { Hono } from 'hono'
import { auditPage } from './audit-page.tsx'
import type { Desk, DeskEnv, Section } from './desk.ts'

const SHOWN = 50

function auditRoutes(desk: Desk): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.get('/', async (c) => {
    const before = c.req.query('before')
    const place = before !== undefined && /^\d{1,15}$/.test(before) ? Number(before) : undefined
    return c.html(auditPage({ frame: c.get('frame'), page: await desk.audit.newest(SHOWN, place) }))
  })
  return app
}

export const AUDIT: Section = { path: '/desk/audit', title: 'Audit trail', routes: auditRoutes }
