// `/desk/sign-in`: the one page of the desk for those who are not signed in. Who signed in, and who was refused, is
// noted; what was typed is not.
import { Hono } from 'hono'
import type { Desk, DeskEnv } from './desk.ts'
import { addressIn, HOME, isInside, keepSession, ownForms, sessionIdOf } from './gate.ts'
import { signInPage } from './sign-in-page.tsx'

const WRONG = 'That name and passphrase do not go together.'

export function signInRoutes(desk: Desk): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  app.get('/', (c) => {
    const next = insideOr(c.req.query('next'))
    if (desk.sessions.find(sessionIdOf(c, desk))) return c.redirect(next, 303)
    return c.html(signInPage({ next, hasNobody: desk.operators.isEmpty }))
  })
  app.post('/', ownForms(), async (c) => {
    const form = await c.req.formData().catch(() => new FormData())
    const [name, passphrase, next] = ['name', 'passphrase', 'next'].map((field) => String(form.get(field) ?? '').trim())
    const tried = await desk.signIn.try(name ?? '', passphrase ?? '', addressIn(c, desk))
    const again = { next: insideOr(next), name: name ?? '' }
    switch (tried.kind) {
      case 'later':
        c.header('retry-after', String(tried.retryAfterSeconds))
        return c.html(signInPage({ ...again, refused: 'Too many tries: come again later.' }), 429)
      case 'wrong':
        await desk.audit.note({
          operator: '',
          act: 'sign-in refused',
          on: tried.operator ?? '',
          detail: tried.operator ? 'wrong passphrase' : 'unknown name',
        })
        return c.html(signInPage({ ...again, refused: WRONG }), 401)
      case 'in':
        await desk.audit.note({ operator: tried.operator.name, act: 'sign in', on: '', detail: '' })
        keepSession(c, desk, desk.sessions.begin(tried.operator))
        return c.redirect(again.next, 303)
    }
  })
  return app
}

const insideOr = (path: string | undefined): string => (path !== undefined && isInside(path) ? path : HOME)
