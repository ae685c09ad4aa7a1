// Keys on the command line: made, shown, retired, beside a server that runs and beside each other.
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, lines, run, type Serving, serve, smallHouse, temporary, until } from './process.ts'

const root = temporary()
let data: string
beforeAll(async () => {
  data = await smallHouse(root)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

interface Shown {
  readonly key: string
  readonly site: string
  readonly kind: string
  readonly origins: readonly string[]
  readonly state: string
  readonly retires?: string
}

const keys = (...args: string[]) => run(['keys', ...args, '--data', data])
const listed = async (...flags: string[]): Promise<readonly Shown[]> => JSON.parse((await keys('--json', ...flags)).out)
const added = async (...flags: string[]): Promise<Shown> => JSON.parse((await keys('add', '--json', ...flags)).out)

describe('a key', () => {
  test('is listed with its site, kind, pages and state; of a secret one the beginning, unless it is asked for', async () => {
    const [write, secret] = await listed('--reveal')
    const { code, out } = await keys()
    expect(code).toBe(0)
    expect(
      out
        .split('\n')
        .slice(0, 3)
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ['site', 'kind', 'key', 'pages', 'state'],
      ['main', 'write', write?.key, 'pages of any origin', 'live'],
      ['main', 'secret', `${secret?.key.slice(0, 12)}…`, 'live'],
    ])
    expect(await listed()).toMatchObject([{ key: write?.key }, { key: `${secret?.key.slice(0, 12)}…`, state: 'live' }])
    expect((await keys('list')).out).toBe(out)
  })

  test('is added for a site, and a third of its kind has to wait until one is retired', async () => {
    const one = await added(
      '--site',
      'comics',
      '--kind',
      'write',
      '--origin',
      'https://a.example',
      '--origin',
      'https://b.example',
    )
    expect(one).toEqual({
      key: expect.stringMatching(/^hcw_/),
      site: 'comics',
      kind: 'write',
      origins: ['https://a.example', 'https://b.example'],
    })
    const two = await keys('add', '--site', 'comics', '--kind', 'write')
    expect([two.code, two.out]).toEqual([
      0,
      expect.stringMatching(/^hcw_[\w-]+\nwrite key of comics, for pages of any origin\n$/),
    ])
    const three = await keys('add', '--site', 'comics', '--kind', 'write')
    expect([three.code, three.out, three.err]).toEqual([2, '', expect.stringContaining(`retire ${one.key} first`)])
    expect((await keys('retire', one.key)).code).toBe(0)
    expect((await keys('add', '--site', 'comics', '--kind', 'write')).code).toBe(0)
  })

  test('for pages of no origin, or a secret one for pages, is wrong use and is not made', async () => {
    const before = await listed()
    for (const flags of [
      ['--kind', 'write', '--origin', 'example.com'],
      ['--kind', 'secret', '--origin', 'https://a.example'],
    ]) {
      const { code, out, err } = await keys('add', ...flags)
      expect([code, out, err]).toEqual([2, '', expect.stringContaining('origin: ')])
    }
    expect(await listed()).toEqual(before)
  })

  test('is retired by the beginning that is shown, now or later, and only once', async () => {
    const { key } = await added('--site', 'films', '--kind', 'secret')
    const shown = `${key.slice(0, 12)}…`
    const later = await keys('retire', shown, '--at', '2199-01-01T00:00:00Z')
    expect([later.code, later.out]).toEqual([0, `${shown} is refused from 2199-01-01T00:00:00.000Z on\n`])
    expect(later.err).toContain('no secret key of films is left')
    expect((await keys()).out).toContain('live until 2199-01-01T00:00:00.000Z')
    expect((await keys('retire', key)).code).toBe(0)
    expect((await listed()).find(({ site }) => site === 'films')).toMatchObject({ key: shown, state: 'retired' })
    const again = await keys('retire', shown)
    expect([again.code, again.out, again.err]).toEqual([1, '', expect.stringContaining('was retired at')])
    // Nothing prints a secret key that was not asked for.
    expect(later.out + later.err + again.err).not.toContain(key)
  })

  test.each(['hcs_nobody-has-this', 'hcw_', 'h', '', '…'])(
    'that is not meant for certain is not retired: %o',
    async (text) => {
      const before = await listed()
      expect(await keys('retire', text)).toMatchObject({ code: 1, out: '' })
      expect(await listed()).toEqual(before)
    },
  )

  test('of a directory that holds no data of ours is not made', async () => {
    const { code, err } = await run(['keys', 'add', '--kind', 'write', '--data', root])
    expect([code, err]).toEqual([3, expect.stringContaining(`${root} holds no data of housecount's`)])
  })
})

test('commands at once lose no key of each other', async () => {
  const before = await listed('--reveal')
  const sites = ['a', 'b', 'c', 'd', 'e', 'f']
  const made = await Promise.all(sites.map((site) => added('--site', site, '--kind', 'secret')))
  const after = (await listed('--reveal')).map(({ key }) => key)
  expect(after).toEqual(expect.arrayContaining([...before, ...made].map(({ key }) => key)))
  expect(after).toHaveLength(before.length + sites.length)
})

describe('a server that runs', () => {
  let house: Serving
  beforeAll(async () => {
    house = await serve(data, root)
  })
  afterAll(() => house?.stop())
  const statusWith = async (key: string): Promise<number> => {
    const headers = { authorization: `Bearer ${key}` }
    return (await fetch(`${house.url}/v1/events`, { method: 'POST', headers, body: lines([fresh()]) })).status
  }

  test('takes a new key beside the old one, and then refuses the one that is retired', async () => {
    const old = house.keys.secret
    const { key } = await added('--kind', 'secret')
    await until(async () => (await statusWith(key)) === 200)
    expect(await statusWith(old)).toBe(200)
    expect((await keys('retire', old)).code).toBe(0)
    await until(async () => (await statusWith(old)) === 401)
    expect(await statusWith(key)).toBe(200)
  })
})
