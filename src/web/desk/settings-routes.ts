// Settings: `/desk/settings`, to be read. They are changed where they come from.
import { Hono } from 'hono'
import type { Desk, DeskEnv, Section } from './desk.ts'
import { settingsPage } from './settings-page.tsx'

function settingsRoutes(desk: Desk): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.get('/', (c) => c.html(settingsPage({ frame: c.get('frame'), settings: desk.settings })))
  return app
}

export const SETTINGS: Section = { path: '/desk/settings', title: 'Settings', routes: settingsRoutes }
