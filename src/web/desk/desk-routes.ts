// The operator's desk, `/desk`: everything is seen and done from here, by those who are signed in. A section brings its
// pages and forms; that they are asked for by an operator, and sent from the desk's own pages, is seen to before.
import { Hono } from 'hono'
import type { Desk, DeskEnv, Section } from './desk.ts'
import { deskAssets } from './desk-style.ts'
import { forgetSession, HOME, ownForms, refuse, SIGN_IN, sessionIdOf, signedIn, withHeaders } from './gate.ts'
import { SECTIONS } from './sections.ts'
import { signInRoutes } from './sign-in-routes.ts'

export function deskRoutes(desk: Desk): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.route('/', deskAssets())
  app.use(HOME, withHeaders)
  app.use(`${HOME}/*`, withHeaders)
  app.route(SIGN_IN, signInRoutes(desk))
  for (const section of [...SECTIONS, SIGN_OUT]) app.route(section.path, roomOf(desk, section))
  app.all(`${HOME}/*`, (c) => refuse(c, 404, 'There is nothing at this address'))
  return app
}

function roomOf(desk: Desk, section: Section): Hono<DeskEnv> {
  const room = new Hono<DeskEnv>()
  // What lies below the desk's own path is other sections'.
  room.use(section.path === HOME ? '/' : '*', ownForms(section.bodyBytesMax), signedIn(desk, section, SECTIONS))
  room.route('/', section.routes(desk))
  return room
}

const SIGN_OUT: Section = { path: '/desk/sign-out', title: 'Sign out', routes: signOutRoutes }

function signOutRoutes(desk: Desk): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.get('/', (c) => c.redirect(HOME))
  app.post('/', async (c) => {
    await desk.audit.note({ operator: c.get('session').operator.name, act: 'sign out', on: '', detail: '' })
    desk.sessions.end(sessionIdOf(c, desk))
    forgetSession(c, desk)
    return c.redirect(SIGN_IN, 303)
  })
  return app
}
