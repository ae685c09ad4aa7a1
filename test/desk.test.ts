// The desk over real HTTP: who gets in, which forms are taken, what is noted, and what its pages show.
import { scryptSync } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { House } from '../src/app.ts'
import { addOperator, changeOperators, removeOperator } from '../src/collect/operators/operators.ts'
import { newPassphrase } from '../src/collect/operators/passphrase.ts'
import { SESSION_MS } from '../src/collect/operators/sessions.ts'
import { readSettings } from '../src/config.ts'
import { type Instant, instant } from '../src/domain/time.ts'
import { type Server, startServer } from '../src/server.ts'
import { isInside } from '../src/web/desk/gate.ts'
import { fresh, lines, run, temporary, until } from './process.ts'

const root = temporary()
const data = join(root, 'data')
let ahead = 0
let house: House
let server: Server
let passphrase: string

beforeAll(async () => {
  // Behind a proxy of the operator's: tests come from addresses of their own.
  house = await House.open({ directory: data, now: (): Instant => instant(Date.now() + ahead) })
  const settings = await readSettings({ data, port: 0 }, root)
  passphrase = await add('mara')
  server = await startServer(house, { ...settings, proxies: 1 }, () => {})
})
afterAll(async () => {
  await server.stop()
  await house.close()
  rmSync(root, { recursive: true, force: true })
})

/** An operator whose hash costs next to nothing: tests sign in often. */
async function add(name: string): Promise<string> {
  const made = newPassphrase()
  const salt = Buffer.alloc(16, 1)
  const derived = scryptSync(made, salt, 32, { N: 16, r: 1, p: 1 })
  const hash = ['scrypt:16:1:1', salt.toString('base64url'), derived.toString('base64url')].join(':')
  expect((await changeOperators(data, (before) => addOperator(before, name, hash, house.now()))).ok).toBe(true)
  return made
}

interface Asked {
  readonly cookie?: string
  readonly form?: Record<string, string>
  readonly headers?: Record<string, string>
}

let lastAddress = 0
/** A browser of an address of its own, whose forms come from the desk's own pages. */
function ask(path: string, { cookie, form, headers }: Asked = {}): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    ...(form && { body: new URLSearchParams(form) }),
    headers: {
      'x-forwarded-for': `198.51.100.${++lastAddress % 250}`,
      ...(form && { origin: server.url }),
      ...(cookie && { cookie }),
      ...headers,
    },
  })
}

const signIn = (form: Record<string, string> = {}, headers?: Record<string, string>) =>
  ask('/desk/sign-in', { form: { name: 'mara', passphrase, ...form }, ...(headers && { headers }) })

/** The cookie of an operator who is signed in. */
async function signedIn(form: Record<string, string> = {}): Promise<string> {
  const answer = await until(async () => {
    const tried = await signIn(form)
    return tried.status === 303 && tried
  })
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
}

async function tokenFor(cookie: string): Promise<string> {
  const page = await (await ask('/desk/sites', { cookie })).text()
  return /name="token" value="([\w-]+)"/.exec(page)?.[1] ?? ''
}

const acts = (): readonly Record<string, string>[] =>
  readFileSync(join(data, 'audit.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

const KEY_FORM = { site: 'comics', kind: 'write', origins: 'https://a.example' }

describe('nobody gets in', () => {
  test.each([
    '/desk',
    '/desk/events',
    '/desk/events/019a5b2e-7c1d-7000-8000-5f3a9d2c4b1e',
    '/desk/sites',
    '/desk/audit',
  ])('to %s without a session: the way leads to the sign-in, and back from there', async (path) => {
    const answer = await ask(`${path}?a=1`)
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `/desk/sign-in?next=${encodeURIComponent(`${path}?a=1`)}`,
    ])
    const made = await ask(path, { cookie: 'housecount-desk=made-up' })
    expect(made.status).toBe(303)
  })

  test('with a wrong passphrase or an unknown name, which are answered alike', async () => {
    await signedIn()
    const answers = [await signIn({ passphrase: newPassphrase() }), await signIn({ name: 'nobody' })]
    const texts = await Promise.all(answers.map((each) => each.text()))
    expect(answers.map(({ status }) => status)).toEqual([401, 401])
    expect(texts[0]).toBe(texts[1]?.replace('value="nobody"', 'value="mara"'))
    for (const each of answers) expect(each.headers.getSetCookie()).toEqual([])
    expect(acts().slice(-2)).toMatchObject([
      { operator: '', act: 'sign-in refused', on: 'mara', detail: 'wrong passphrase' },
      { operator: '', act: 'sign-in refused', on: '', detail: 'unknown name' },
    ])
  })

  test('by flooding: the eleventh wrong try of an address is told to come later', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9' }
    const statuses: number[] = []
    for (let i = 0; i < 10; i++) statuses.push((await signIn({ name: 'flood', passphrase: 'x' }, headers)).status)
    expect(statuses).toEqual(Array(10).fill(401))
    const refused = await signIn({}, headers)
    expect([refused.status, Number(refused.headers.get('retry-after')) > 800]).toEqual([429, true])
    expect((await signIn()).status).toBe(303)
  })

  test('from a page of another origin, which would sign somebody in as somebody else', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: server.url, 'sec-fetch-site': 'cross-site' },
    ])
      expect((await signIn({}, headers)).status).toBe(403)
  })
})

describe('who signs in', () => {
  test('has a cookie that scripts, other sites and other paths never see', async () => {
    const [cookie] = (await signIn()).headers.getSetCookie()
    expect(cookie).toMatch(/^housecount-desk=[\w-]{43}; Max-Age=43200; Path=\/desk; HttpOnly; SameSite=Strict$/)
  })

  test('behind a proxy with https has one that is bound to the host', async () => {
    const https = { 'x-forwarded-proto': 'https', 'sec-fetch-site': 'same-origin' }
    const [cookie = ''] = (await signIn({}, https)).headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-housecount-desk=[\w-]{43}; .*Path=\/; .*Secure; SameSite=Strict$/)
    const pair = cookie.split(';')[0] ?? ''
    expect((await ask('/desk/audit', { cookie: pair, headers: https })).status).toBe(200)
    expect((await ask('/desk/audit', { cookie: pair })).status).toBe(303)
  })

  test('goes on to where they were going, and nowhere outside of the desk', async () => {
    const to = async (next: string) => (await signIn({ next })).headers.get('location')
    expect(await to('/desk/events?site=main')).toBe('/desk/events?site=main')
    for (const next of ['//evil.example', 'https://evil.example/desk', '/desk/\\evil', '/deskless', '/desk\n/x', ''])
      expect(await to(next)).toBe('/desk')
    expect(isInside('/desk/events/a b')).toBe(false)
  })

  test('gets answers that no cache keeps, no frame holds, and no script of others runs in', async () => {
    const cookie = await signedIn()
    for (const path of ['/desk', '/desk/sites', '/desk/nothing', '/desk/sign-in?a']) {
      const { headers } = await ask(path, { cookie })
      expect(headers.get('cache-control')).toBe('private, no-store')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    }
  })

  test('is signed out by it, with the session, whoever else has the cookie', async () => {
    const cookie = await signedIn()
    const token = await tokenFor(cookie)
    const out = await ask('/desk/sign-out', { cookie, form: { token } })
    expect([out.status, out.headers.get('location')]).toEqual([303, '/desk/sign-in'])
    expect(out.headers.getSetCookie()[0]).toContain('housecount-desk=; Max-Age=0')
    expect((await ask('/desk', { cookie })).status).toBe(303)
    expect(acts().at(-1)).toMatchObject({ operator: 'mara', act: 'sign out' })
  })

  test('is signed out after twelve hours, and once the operator is removed', async () => {
    const other = await add('nils')
    const [mara, nils] = [await signedIn(), await signedIn({ name: 'nils', passphrase: other })]
    expect((await ask('/desk', { cookie: nils })).status).toBe(200)
    await changeOperators(data, (before) => removeOperator(before, 'nils'))
    await until(async () => (await ask('/desk', { cookie: nils })).status === 303)
    expect((await ask('/desk', { cookie: mara })).status).toBe(200)
    ahead = SESSION_MS
    expect((await ask('/desk', { cookie: mara })).status).toBe(303)
    ahead = 0
  })
})

describe('a form', () => {
  test.each([
    ['without a token', {}, {}, 403],
    ['with a token that was made up', { token: 'x'.repeat(43) }, {}, 403],
    ['of a page of another origin', undefined, { origin: 'https://evil.example' }, 403],
    ['of a page that does not say which', undefined, { origin: 'null' }, 403],
    ['of another site, by the word of the browser', undefined, { 'sec-fetch-site': 'cross-site' }, 403],
    ['of another host of the same site', undefined, { 'sec-fetch-site': 'same-site' }, 403],
  ])('%s is refused, and does nothing', async (_, token, headers, status) => {
    const cookie = await signedIn()
    const form = { ...KEY_FORM, site: 'forged', ...(token ?? { token: await tokenFor(cookie) }) }
    const before = acts().length
    expect((await ask('/desk/sites/keys', { cookie, form, headers })).status).toBe(status)
    expect([readFileSync(join(data, 'keys.json'), 'utf8').includes('forged'), acts().length]).toEqual([false, before])
  })

  test('that another session was given is refused, of the same operator too', async () => {
    const [mine, other] = [await signedIn(), await signedIn()]
    const form = { ...KEY_FORM, site: 'forged', token: await tokenFor(other) }
    expect((await ask('/desk/sites/keys', { cookie: mine, form })).status).toBe(403)
    expect(readFileSync(join(data, 'keys.json'), 'utf8')).not.toContain('forged')
  })

  test('of a session that has ended is refused, and says that nothing was done', async () => {
    const cookie = await signedIn()
    const token = await tokenFor(cookie)
    await ask('/desk/sign-out', { cookie, form: { token } })
    const answer = await ask('/desk/sites/keys', { cookie, form: { ...KEY_FORM, site: 'forged', token } })
    expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining('nothing was done')])
  })

  test('that is too long is not read', async () => {
    const cookie = await signedIn()
    const form = { ...KEY_FORM, origins: 'x'.repeat(70_000), token: await tokenFor(cookie) }
    expect((await ask('/desk/sites/keys', { cookie, form })).status).toBe(413)
  })
})

test('nothing that can not be noted is answered as done', async () => {
  const trail = join(data, 'audit.ndjson')
  renameSync(trail, `${root}/aside`)
  mkdirSync(trail)
  const answer = await signIn()
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([503, []])
  rmdirSync(trail)
  renameSync(`${root}/aside`, trail)
  expect((await signIn()).status).toBe(303)
})

describe('a site', () => {
  test('is made by its first key, waits for its first event, and is green once that is on the disk', async () => {
    const cookie = await signedIn()
    const token = await tokenFor(cookie)
    const made = await ask('/desk/sites/keys', { cookie, form: { ...KEY_FORM, token } })
    expect([made.status, made.headers.get('location')]).toEqual([303, '/desk/sites/comics'])
    const waiting = await (await ask('/desk/sites/comics', { cookie })).text()
    expect(waiting).toContain('Waiting for the first event')
    const [, key = ''] = /data-site=&quot;comics&quot; data-key=&quot;(hcw_[\w-]+)&quot;/.exec(waiting) ?? []
    expect(acts().at(-1)).toMatchObject({ operator: 'mara', act: 'make a key', on: key, detail: 'write key of comics' })
    const sent = await fetch(`${server.url}/v1/events?key=${key}`, { method: 'POST', body: lines([fresh()]) })
    expect(sent.status).toBe(200)
    const green = await (await ask('/desk/sites/comics', { cookie })).text()
    expect([green.includes('Events arrive'), green.includes('Waiting for the first')]).toEqual([true, false])
  })

  test('has secret keys that are shown once, and never written into the trail', async () => {
    const cookie = await signedIn()
    const form = { site: 'films', kind: 'secret', origins: '', token: await tokenFor(cookie) }
    await ask('/desk/sites/keys', { cookie, form })
    // Pages that are open beside it ask again and again, and take nothing away.
    await ask('/desk', { cookie })
    await ask('/desk/sites/films', { cookie, headers: { 'housecount-fresh': '1' } })
    const page = await (await ask('/desk/sites/films', { cookie })).text()
    const [secret = ''] = /hcs_[\w-]{32}/.exec(page) ?? []
    const asked = await fetch(`${server.url}/v1/late`, { headers: { authorization: `Bearer ${secret}` } })
    expect(asked.status).toBe(200)
    expect(await (await ask('/desk/sites/films', { cookie })).text()).not.toContain(secret)
    expect(readFileSync(join(data, 'audit.ndjson'), 'utf8')).not.toContain(secret)
  })

  test('loses a key that is retired, at once', async () => {
    const cookie = await signedIn()
    const token = await tokenFor(cookie)
    await ask('/desk/sites/keys', { cookie, form: { site: 'gone', kind: 'write', origins: '', token } })
    const [key = ''] = /hcw_[\w-]{32}/.exec(await (await ask('/desk/sites/gone', { cookie })).text()) ?? []
    const retired = await ask('/desk/sites/keys/retire', { cookie, form: { key, hours: '0', token } })
    expect(retired.status).toBe(303)
    expect((await fetch(`${server.url}/v1/events?key=${key}`, { method: 'POST', body: '' })).status).toBe(401)
    expect(acts().at(-1)).toMatchObject({ act: 'retire a key', on: key })
    expect((await ask('/desk/sites/keys/retire', { cookie, form: { key, hours: '0', token } })).status).toBe(400)
  })

  test('with a name or an origin that is none is told what is allowed, and is not made', async () => {
    const cookie = await signedIn()
    const token = await tokenFor(cookie)
    for (const wrong of [{ site: 'Not A Site' }, { kind: 'another' }, { origins: 'a.example' }]) {
      const answer = await ask('/desk/sites/keys', { cookie, form: { ...KEY_FORM, site: 'never', ...wrong, token } })
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('is not allowed')])
    }
    expect(readFileSync(join(data, 'keys.json'), 'utf8')).not.toContain('"never"')
  })
})

describe('pages', () => {
  test('escape what senders and operators write', async () => {
    const cookie = await signedIn()
    const keys = JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8')).keys
    const secret = keys.find(
      (each: { kind: string; site: string }) => each.kind === 'secret' && each.site === 'main',
    ).key
    const item = '<script>alert(1)</script>'
    const headers = { authorization: `Bearer ${secret}` }
    const sent = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers,
      body: lines([fresh({ item }), fresh({ kind: item })]),
    })
    expect(await sent.json()).toMatchObject({ stored: 1, rejected: 1 })
    const shown = await until(async () => {
      const page = await (await ask(`/desk/events?item=${encodeURIComponent(item)}`, { cookie })).text()
      return page.includes('</time>') && page.includes('✓ counted') && page
    })
    expect(shown).toContain('&lt;script&gt;')
    expect(shown).not.toContain(item)
  })

  test('of the overview tell verdicts, the store, and what of today counts', async () => {
    const cookie = await signedIn()
    const text = (await (await ask('/desk', { cookie })).text()).replaceAll(/<[^>]+>/g, ' ')
    for (const told of ['Takes what comes', 'Answers', 'never started anew', 'Verdicts since', 'data-centre'])
      expect(text).toContain(told)
    expect(await (await ask('/desk', { cookie })).text()).toContain('http-equiv="refresh"')
    expect(await (await ask('/desk?still', { cookie })).text()).not.toContain('http-equiv="refresh"')
  })
})

test('operators are added, listed and removed on the command line beside a house that is open', async () => {
  const { code, out } = await run(['operators', 'add', 'olga', '--json', '--data', data])
  const made = JSON.parse(out)
  expect([code, made]).toEqual([0, { name: 'olga', passphrase: expect.stringMatching(/^[a-z2-9-]{24}$/) }])
  await signedIn(made)
  expect((await run(['operators', '--data', data])).out).toMatch(/operator +since\nmara +\S+Z\nolga +\S+Z\n$/)
  expect((await run(['operators', '--data', data])).out).not.toContain('scrypt')
  expect((await run(['operators', 'add', 'olga', '--data', data])).code).toBe(2)
  expect((await run(['operators', 'remove', 'olga', '--data', data])).code).toBe(0)
  expect((await run(['operators', 'remove', 'olga', '--data', data])).code).toBe(1)
  await until(async () => (await signIn(made)).status === 401)
}, 60_000)
