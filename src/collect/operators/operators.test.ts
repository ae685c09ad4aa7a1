import { scryptSync } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { instant } from '../../domain/time.ts'
import { addOperator, changeOperators, findOperators, removeOperator } from './operators.ts'
import { hashOf, isPassphrase, newPassphrase } from './passphrase.ts'

const NOW = instant(Date.UTC(2026, 10, 16))
const HASH = `scrypt:32768:8:1:${'B'.repeat(22)}:${'C'.repeat(43)}`

describe('a passphrase', () => {
  test('is made of five groups of letters that are not taken for one another, and is another each time', () => {
    const made = Array.from({ length: 200 }, newPassphrase)
    for (const each of made) expect(each).toMatch(/^([a-hj-km-np-z2-9]{4}-){4}[a-hj-km-np-z2-9]{4}$/)
    expect(new Set(made).size).toBe(200)
  })

  test('is known by its hash, whatever its case and the space around it, and no other one is', async () => {
    const passphrase = newPassphrase()
    const hash = await hashOf(passphrase)
    expect(hash).not.toContain(passphrase)
    expect(await isPassphrase(hash, passphrase)).toBe(true)
    expect(await isPassphrase(hash, ` ${passphrase.toUpperCase()}\n`)).toBe(true)
    expect(await isPassphrase(hash, passphrase.slice(0, -1))).toBe(false)
    expect(await isPassphrase(hash, '')).toBe(false)
  })

  test('has another hash each time, and an older one holds by the parameters that it names', async () => {
    expect(await hashOf('a')).not.toBe(await hashOf('a'))
    const salt = Buffer.alloc(16, 7)
    const old = scryptSync('a', salt, 32, { N: 16, r: 1, p: 1 }).toString('base64url')
    expect(await isPassphrase(`scrypt:16:1:1:${salt.toString('base64url')}:${old}`, 'a')).toBe(true)
  })
})

describe('the operators of a data directory', () => {
  let directory: string
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'operators-'))
  })
  afterEach(() => rm(directory, { recursive: true }))
  const add = (name: string) => changeOperators(directory, (before) => addOperator(before, name, HASH, NOW))

  test('are none until one is added, in a file that its owner alone can read', async () => {
    expect(await findOperators(directory)).toBeUndefined()
    expect((await add('mara')).ok).toBe(true)
    expect(await findOperators(directory)).toEqual({
      operators: [{ name: 'mara', hash: HASH, added: '2026-11-16T00:00:00.000Z' }],
    })
    expect((await stat(join(directory, 'operators.json'))).mode & 0o777).toBe(0o600)
    expect(await readdir(directory)).toEqual(['operators.json'])
  })

  test('have a name of their own each, and are removed by it', async () => {
    await add('mara')
    await add('nils')
    expect(await add('mara')).toMatchObject({ ok: false, problems: [{ field: 'name' }] })
    expect((await changeOperators(directory, (before) => removeOperator(before, 'mara'))).ok).toBe(true)
    expect((await findOperators(directory))?.operators.map(({ name }) => name)).toEqual(['nils'])
    const again = await changeOperators(directory, (before) => removeOperator(before, 'mara'))
    expect(again).toMatchObject({ ok: false, problems: [{ field: 'name', value: '"mara"' }] })
  })

  test.each(['', 'Mara', 'mara b', '-mara', 'm'.repeat(65), '../mara'])('are not called %o', async (name) => {
    expect((await add(name)).ok).toBe(false)
    expect(await findOperators(directory)).toBeUndefined()
  })

  test('that several add at once are all there', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map(add))
    expect((await findOperators(directory))?.operators.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'd'])
  })

  test('are not read from a file that holds something else', async () => {
    await add('mara')
    const path = join(directory, 'operators.json')
    await writeFile(path, (await readFile(path, 'utf8')).replace('scrypt:', 'plain:'))
    await expect(findOperators(directory)).rejects.toThrow("operators.json can't be read: operators.0.hash")
  })
})
