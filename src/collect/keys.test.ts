import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openKeys, sameKey } from './keys.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keys-'))
})
afterEach(() => rm(directory, { recursive: true }))

const path = () => join(directory, 'keys.json')

describe('the keys of a data directory', () => {
  test('are made at first use, and stay', async () => {
    const keys = await openKeys(directory)
    expect(keys).toEqual({
      write: expect.stringMatching(/^hcw_[\w-]{32}$/),
      secret: expect.stringMatching(/^hcs_[\w-]{32}$/),
      pepper: expect.stringMatching(/^[\w-]{32}$/),
    })
    expect(await openKeys(directory)).toEqual(keys)
    expect(JSON.parse(await readFile(path(), 'utf8'))).toEqual(keys)
  })

  test('are readable by their owner alone', async () => {
    await openKeys(directory)
    expect((await stat(path())).mode & 0o777).toBe(0o600)
  })

  test('are others in another directory', async () => {
    const other = await mkdtemp(join(tmpdir(), 'keys-'))
    const [a, b] = [await openKeys(directory), await openKeys(other)]
    await rm(other, { recursive: true })
    expect(
      new Set([a.write.slice(4), a.secret.slice(4), a.pepper, b.write.slice(4), b.secret.slice(4), b.pepper]).size,
    ).toBe(6)
  })

  test("that can't be read are a failure, and are not made anew", async () => {
    await writeFile(path(), '{"write":')
    await expect(openKeys(directory)).rejects.toMatchObject({
      name: 'Failure',
      code: 'config',
      message: expect.stringContaining(path()),
    })
    expect(await readFile(path(), 'utf8')).toBe('{"write":')
  })

  test("that can't be written are a failure of the disk", async () => {
    await expect(openKeys(join(directory, 'missing'))).rejects.toMatchObject({ name: 'Failure', code: 'disk' })
  })
})

test.each([
  ['hcs_abc', 'hcs_abc', true],
  ['hcs_abc', 'hcs_abd', false],
  ['hcs_abc', 'hcs_ab', false],
  ['hcs_abc', '', false],
  ['', '', true],
])('%j and %j are the same key: %s', (a, b, same) => {
  expect(sameKey(a, b)).toBe(same)
})
