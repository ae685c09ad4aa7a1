import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Networks } from './networks.ts'
import { entryName, Robots } from './robots.ts'

const agentsIn = (name: string): readonly string[] =>
  readFileSync(join(import.meta.dirname, `../../test/fixtures/agents/${name}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'housecount-lists-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

function file(...lines: string[]): string {
  const path = join(directory, 'list')
  writeFileSync(path, lines.join('\n'))
  return path
}

describe('of user agents that are on record', () => {
  const robots = Robots.open()
  const [bots, browsers, players] = [agentsIn('bots'), agentsIn('browsers'), agentsIn('players')]

  it('there are enough', () => {
    expect(bots.length).toBeGreaterThanOrEqual(150)
    expect(browsers.length).toBeGreaterThanOrEqual(300)
    expect(players.length).toBeGreaterThanOrEqual(25)
  })

  it('every robot is found', () => {
    expect(bots.filter((agent) => robots.entryOf(agent) === undefined)).toEqual([])
  })

  it('at most one browser in a thousand is taken for a robot', () => {
    const taken = browsers.filter((agent) => robots.entryOf(agent) !== undefined)
    expect(taken.length / browsers.length, taken.join('\n')).toBeLessThanOrEqual(0.001)
  })

  it('no player is taken for a robot', () => {
    expect(players.filter((agent) => robots.entryOf(agent) !== undefined)).toEqual([])
  })

  it('a browser that a program drives without a window is a robot', () => {
    const headless =
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/147.0 Safari/537.36'
    expect(robots.entryOf(headless)).toMatch(/^isbot:headless\.[0-9a-f]{6}$/)
  })
})

describe('the name of an entry', () => {
  it('tells of the list, and nothing of the user agent', () => {
    const robots = Robots.open(file('# ours', '', '^secret-agent [0-9]+'))
    expect(robots.entryOf('Secret-Agent 007 of somebody')).toBe(entryName('own', '^secret-agent [0-9]+'))
    expect(robots.entryOf('Canary-7f3a/1.0 (+https://canary.example/bot)')).not.toContain('canary')
    expect(
      robots.entryOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0'),
    ).toBeUndefined()
  })

  it('fits into a body, and is another for another pattern', () => {
    const names = [...agentsIn('bots')].map((agent) => Robots.open().entryOf(agent))
    for (const name of names) expect(name).toMatch(/^(isbot|ours):[a-z0-9-]{0,40}\.[0-9a-f]{6}$/)
    expect(entryName('own', 'a b')).not.toBe(entryName('own', 'a-b'))
  })

  it('is found in the first 512 characters of a user agent, and no further', () => {
    const robots = Robots.open(file('needle'))
    const browser = agentsIn('browsers')[0] as string
    const padded = (length: number) => `${browser} ${'x '.repeat(400)}`.slice(0, length)
    expect(robots.entryOf(`${padded(500)}needle`)).toBe(entryName('own', 'needle'))
    expect(robots.entryOf(`${padded(520)}needle`)).toBe(robots.entryOf(padded(520)))
  })
})

describe('networks', () => {
  it('give an address the name of the smallest range that holds it', () => {
    const networks = Networks.open(
      file(
        '# clouds',
        '203.0.113.0/24 cloud',
        '203.0.113.64/26 cloud.edge',
        '2001:db8::/32 cloud-six',
        '198.51.100.7/32 one',
      ),
    )
    const names = {
      '203.0.113.1': 'cloud',
      '203.0.113.63': 'cloud',
      '203.0.113.64': 'cloud.edge',
      '203.0.113.128': 'cloud',
      '203.0.114.1': undefined,
      '::ffff:203.0.113.1': 'cloud',
      '198.51.100.7': 'one',
      '198.51.100.6': undefined,
      '2001:db8:1::5': 'cloud-six',
      '2001:db8::203.0.113.1': 'cloud-six',
      '2001:db9::1': undefined,
      nowhere: undefined,
    }
    for (const [address, name] of Object.entries(names))
      expect([address, networks.nameOf(address)]).toEqual([address, name])
  })

  it('of nobody have no names', () => {
    expect(Networks.open().nameOf('203.0.113.1')).toBeUndefined()
  })
})

describe('an operator’s list that can’t be read is refused, with the line', () => {
  it.each([
    ['(unclosed', () => Robots.open(file('fine', '(unclosed')), 'line 2'],
    ['no range', () => Networks.open(file('203.0.113.0 cloud')), 'line 1: "203.0.113.0 cloud" is not allowed'],
    ['too many bits', () => Networks.open(file('203.0.113.0/33 cloud')), 'not allowed'],
    ['a name with a blank', () => Networks.open(file('203.0.113.0/24 some cloud')), 'not allowed'],
    ['no file', () => Robots.open('/nowhere/at/all'), 'ENOENT'],
  ])('%s', (_, open, words) => {
    expect(open).toThrow(expect.objectContaining({ code: 'config', message: expect.stringContaining(words) }))
  })
})
