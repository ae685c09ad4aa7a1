// What every request to the desk passes: headers that keep its answers to the operator's own browser, then somebody who
// is signed in, then, for whatever changes something, a form of the desk's own: sent from its pages, with the token of
// the session that it was given to.
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { addressOf } from '../../collect/address.ts'
import { SESSION_MS } from '../../collect/operators/sessions.ts'
import { askingOf } from '../../collect/ordinary-request.ts'
import { SECOND_MS } from '../../domain/time.ts'
import type { Desk, DeskEnv, Section } from './desk.ts'
import { refusalPage } from './refusal-page.tsx'

export const HOME = '/desk'
export const SIGN_IN = '/desk/sign-in'
const COOKIE = 'housecount-desk'
const FORM_BYTES_MAX = 64 * 1024

/**
 * The referrer stays within the desk instead of being left out altogether: without one, browsers send a form with
 * `Origin: null`, and nobody could tell whose page it was.
 */
const HEADERS = {
  'cache-control': 'private, no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
}

export const withHeaders: MiddlewareHandler = async (c, next) => {
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value)
  await next()
}

/** Whether the browser speaks https, to us or to a proxy of the operator's. */
const isSecure = (c: Context, { proxies }: Desk): boolean =>
  proxies > 0 && c.req.header('x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https'

/** How the operator's browser names this house. */
export const originOf = (c: Context, desk: Desk): string =>
  `${isSecure(c, desk) ? 'https' : 'http'}://${c.req.header('host')}`

export const addressIn = (c: Context<DeskEnv>, { proxies }: Desk): string =>
  addressOf(askingOf(c.env.incoming).address, c.req.header('x-forwarded-for'), proxies)

/** Behind https the cookie is bound to the host, which browsers allow for all of it alone. */
const prefixOf = (c: Context, desk: Desk) => (isSecure(c, desk) ? ('host' as const) : undefined)

export const sessionIdOf = (c: Context, desk: Desk): string => getCookie(c, COOKIE, prefixOf(c, desk)) ?? ''

export function keepSession(c: Context, desk: Desk, id: string): void {
  const prefix = prefixOf(c, desk)
  setCookie(c, COOKIE, id, {
    httpOnly: true,
    sameSite: 'Strict',
    maxAge: SESSION_MS / SECOND_MS,
    ...(prefix ? { prefix } : { path: HOME }),
  })
}

export function forgetSession(c: Context, desk: Desk): void {
  const prefix = prefixOf(c, desk)
  deleteCookie(c, COOKIE, prefix ? { prefix } : { path: HOME })
}

/**
 * Whether a form was sent from a page of this house. Browsers say so themselves where they trust the connection; else
 * they name the page's origin, and the host of that is the one that was asked.
 */
export function isFromOurPage(c: Context): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  const origin = c.req.header('origin') ?? ''
  return URL.canParse(origin) && new URL(origin).host === c.req.header('host')
}

const isAsking = (c: Context): boolean => c.req.method === 'GET' || c.req.method === 'HEAD'

/** Refuses forms that were sent from elsewhere, or are longer than a section's may be. */
export const ownForms = (bodyBytesMax = FORM_BYTES_MAX): MiddlewareHandler => {
  const limit = bodyLimit({
    maxSize: bodyBytesMax,
    onError: (c) => refuse(c, 413, `A form has at most ${bodyBytesMax} bytes`),
  })
  return async (c, next) => {
    if (isAsking(c)) return next()
    if (!isFromOurPage(c)) return refuse(c, 403, 'This form was not sent from a page of this desk')
    return limit(c, next)
  }
}

/** Lets those pass who are signed in, with forms that their own session was given; leads the others to the sign-in. */
export const signedIn =
  (desk: Desk, { path }: Section, sections: readonly Section[]): MiddlewareHandler<DeskEnv> =>
  async (c, next) => {
    const session = desk.sessions.find(sessionIdOf(c, desk))
    if (!session)
      return isAsking(c)
        ? c.redirect(`${SIGN_IN}?next=${encodeURIComponent(pathOf(c))}`, 303)
        : refuse(c, 401, 'You are not signed in any more: nothing was done')
    if (!isAsking(c)) {
      const form = await c.req.formData().catch(() => new FormData())
      if (!session.isToken(String(form.get('token') ?? '')))
        return refuse(c, 403, 'This form is of another session: nothing was done')
      c.set('form', form)
    }
    // What is to be told is told on a page, and not to whoever does something else meanwhile.
    const told = c.req.method === 'GET' ? session.takeTold() : undefined
    c.set('session', session)
    c.set('frame', { operator: session.operator.name, token: session.token, sections, current: path, told })
    return next()
  }

/** Where somebody was going who has to sign in first. */
function pathOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url)
  return pathname + search
}

/** A way into the desk, and into nothing else. */
export const isInside = (path: string): boolean => /^\/desk(?:[/?][\x21-\x5b\x5d-\x7e]*)?$/.test(path)

export const refuse = (c: Context, status: 400 | 401 | 403 | 404 | 413 | 429, why: string): Response =>
  c.html(refusalPage(status, why), status) as Response
