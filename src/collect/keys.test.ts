import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SiteId } from '../domain/event.ts'
import { instant, isoInstant } from '../domain/time.ts'
import { addKey, changeKeys, isLive, type Key, type Keys, keysNamed, openKeys, retireKey, shownKey } from './keys.ts'
import { writePrivate } from './private-file.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keys-'))
})
afterEach(() => rm(directory, { recursive: true }))
const path = () => join(directory, 'keys.json')

const NOW = instant(Date.UTC(2026, 10, 16))
const LATER = instant(NOW + 1000)
const site = 'comics' as SiteId

describe('the keys of a data directory', () => {
  test('are made at first use, one of each kind, and stay', async () => {
    const keys = await openKeys(directory)
    expect(keys).toEqual({
      pepper: expect.stringMatching(/^[\w-]{32}$/),
      keys: [
        { key: expect.stringMatching(/^hcw_[\w-]{32}$/), site: 'main', kind: 'write', origins: [] },
        { key: expect.stringMatching(/^hcs_[\w-]{32}$/), site: 'main', kind: 'secret', origins: [] },
      ],
    })
    expect(await openKeys(directory)).toEqual(keys)
    expect(JSON.parse(await readFile(path(), 'utf8'))).toEqual(keys)
    expect(await readdir(directory)).toEqual(['keys.json'])
  })

  test('are readable by their owner alone', async () => {
    await openKeys(directory)
    expect((await stat(path())).mode & 0o777).toBe(0o600)
  })

  test('are others in another directory', async () => {
    const other = await mkdtemp(join(tmpdir(), 'keys-'))
    const both = [await openKeys(directory), await openKeys(other)]
    await rm(other, { recursive: true })
    const texts = both.flatMap(({ pepper, keys }) => [pepper, ...keys.map(({ key }) => key.slice(4))])
    expect(new Set(texts).size).toBe(6)
  })

  test('of a file that knew but one pair are that pair, of the first site', async () => {
    await writeFile(path(), JSON.stringify({ write: 'hcw_a', secret: 'hcs_b', pepper: 'p' }))
    const keys = await openKeys(directory)
    expect(keys).toEqual({
      pepper: 'p',
      keys: [
        { key: 'hcw_a', site: 'main', kind: 'write', origins: [] },
        { key: 'hcs_b', site: 'main', kind: 'secret', origins: [] },
      ],
    })
    await writePrivate(path(), keys)
    expect(await openKeys(directory)).toEqual(keys)
  })

  test.each([
    ['a broken file', '{"write":', 'JSON'],
    ['a file without keys', '{"pepper":"p"}', 'keys: (missing)'],
    [
      'a key of no kind',
      '{"pepper":"p","keys":[{"key":"a","site":"main","kind":"x","origins":[]}]}',
      'keys.0.kind: "x"',
    ],
    ['a site of no name', '{"pepper":"p","keys":[{"key":"a","site":"A!","kind":"write","origins":[]}]}', 'keys.0.site'],
  ])('%s is a failure, and is not made anew', async (_, text, message) => {
    await writeFile(path(), text)
    await expect(openKeys(directory)).rejects.toMatchObject({
      name: 'Failure',
      code: 'config',
      message: expect.stringContaining(path()),
    })
    await expect(openKeys(directory)).rejects.toMatchObject({ message: expect.stringContaining(message) })
    expect(await readFile(path(), 'utf8')).toBe(text)
  })

  test("that can't be written are a failure of the disk", async () => {
    await expect(openKeys(join(directory, 'missing'))).rejects.toMatchObject({ name: 'Failure', code: 'disk' })
  })
})

describe('changes', () => {
  test('that are made at once are made one after the other, and none is lost', async () => {
    const sites = Array.from({ length: 8 }, (_, n) => `site-${n}` as SiteId)
    await Promise.all(
      sites.map((site) => changeKeys(directory, (keys) => addKey(keys, { site, kind: 'write', origins: [] }, NOW))),
    )
    const { keys } = await openKeys(directory)
    expect(keys.map((key) => key.site).sort()).toEqual(['main', 'main', ...sites])
    expect(await readdir(directory)).toEqual(['keys.json'])
  })

  test('that are refused, or fail, leave the keys as they are and the next one its turn', async () => {
    const before = await openKeys(directory)
    expect(await changeKeys(directory, (keys) => retireKey(keys, 'hcw_guess', NOW, NOW))).toMatchObject({ ok: false })
    const failing = changeKeys(directory, () => {
      throw new Error('on the way')
    })
    await expect(failing).rejects.toThrow('on the way')
    expect(await openKeys(directory)).toEqual(before)
    expect(await readdir(directory)).toEqual(['keys.json'])
  })
})

test('a key is named in full, or by as much of its beginning as is shown', () => {
  const keys = {
    pepper: 'p',
    keys: ['hcs_abcdefgh1', 'hcs_abcdefgh2', 'hcw_abcdefgh'].map((key) => ({
      key,
      site,
      kind: key.startsWith('hcs') ? 'secret' : 'write',
      origins: [],
    })),
  } as Keys
  const named = (text: string) => keysNamed(keys, text).map(({ key }) => key)
  expect(named('hcs_abcdefgh1')).toEqual(['hcs_abcdefgh1'])
  expect(named('hcs_abcdefgh…')).toEqual(['hcs_abcdefgh1', 'hcs_abcdefgh2'])
  expect(named('hcs_abcdefg')).toEqual([])
  expect(named('hcw_abcdefgh')).toEqual(['hcw_abcdefgh'])
  expect(keys.keys.map(shownKey)).toEqual(['hcs_abcdefgh…', 'hcs_abcdefgh…', 'hcw_abcdefgh'])
})

const NONE: Keys = { pepper: 'p', keys: [] }

function added(keys: Keys, key: Partial<Key> = {}) {
  const result = addKey(keys, { site, kind: 'write', origins: [], ...key }, NOW)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

function retired(keys: Keys, key: string, at = NOW) {
  const result = retireKey(keys, key, at, NOW)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

describe('a key', () => {
  test('is added beside the first of its kind, and a third has to wait until one is retired', () => {
    const { keys } = added(added(NONE).keys)
    expect(keys.keys.map(({ key }) => key.slice(0, 4))).toEqual(['hcw_', 'hcw_'])
    const first = keys.keys[0]?.key ?? ''
    expect(addKey(keys, { site, kind: 'write', origins: [] }, NOW)).toEqual({
      ok: false,
      problems: [{ field: 'kind', value: '"write"', allowed: expect.stringContaining(`retire ${first} first`) }],
    })
    expect(added(retired(keys, first).keys).keys.keys).toHaveLength(3)
    // Another kind, and another site, have two of their own.
    expect(added(keys, { kind: 'secret' }).added.key).toMatch(/^hcs_/)
    expect(added(keys, { site: 'other' as SiteId }).added.site).toBe('other')
  })

  test('for pages has origins, and nothing else is one', () => {
    expect(added(NONE, { origins: ['https://example.com', 'http://localhost:8080'] }).added.origins).toHaveLength(2)
    for (const origin of ['example.com', 'https://example.com/', 'https://example.com/a', 'ftp://example.com', ''])
      expect(addKey(NONE, { site, kind: 'write', origins: [origin] }, NOW)).toMatchObject({
        ok: false,
        problems: [{ field: 'origin', value: JSON.stringify(origin) }],
      })
    expect(addKey(NONE, { site, kind: 'secret', origins: ['https://example.com'] }, NOW)).toMatchObject({
      problems: [{ field: 'origin', allowed: expect.stringContaining('never in a page') }],
    })
  })

  test('is retired at a time, and never before now', () => {
    const { keys, added: key } = added(NONE)
    const soon = retired(keys, key.key, LATER)
    expect(soon.retired.retires).toBe(isoInstant(LATER))
    expect([isLive(soon.retired, NOW), isLive(soon.retired, LATER)]).toEqual([true, false])
    expect(soon.keys.keys).toEqual([soon.retired])
    expect(retired(keys, key.key, instant(0)).retired.retires).toBe(isoInstant(NOW))
  })

  test('that is not there, or is retired already, is a problem', () => {
    const { keys, added: key } = added(NONE)
    expect(retireKey(keys, 'hcw_guess', NOW, NOW)).toMatchObject({ ok: false, problems: [{ field: 'key' }] })
    expect(retireKey(retired(keys, key.key).keys, key.key, NOW, NOW)).toMatchObject({
      ok: false,
      problems: [{ allowed: expect.stringContaining('was retired at') }],
    })
  })
})
