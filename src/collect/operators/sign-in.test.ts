import { beforeEach, describe, expect, test } from 'vitest'
import { instant, MINUTE_MS } from '../../domain/time.ts'
import type { Operator } from './operators.ts'
import { SignIn } from './sign-in.ts'

const MARA: Operator = { name: 'mara', hash: 'right', added: '' }
const HERE = '192.0.2.1'

let now: number
let verified: string[]
let signIn: SignIn
beforeEach(() => {
  now = Date.UTC(2026, 10, 16)
  verified = []
  signIn = new SignIn(
    () => instant(now),
    (name) => (name === 'mara' ? MARA : undefined),
    async (hash, passphrase) => {
      verified.push(hash)
      return hash === passphrase
    },
  )
})

const wrong = (name = 'mara', address = HERE) => signIn.try(name, 'wrong', address)
const many = async (count: number, one: (index: number) => Promise<unknown>) => {
  for (let index = 0; index < count; index++) await one(index)
}

describe('a name and a passphrase', () => {
  test('let in together', async () => {
    expect(await signIn.try('mara', 'right', HERE)).toEqual({ kind: 'in', operator: MARA })
  })

  test('that do not go together are wrong, and an unknown name costs as much as a wrong passphrase', async () => {
    expect(await wrong()).toEqual({ kind: 'wrong', operator: 'mara' })
    expect(await wrong('nils')).toEqual({ kind: 'wrong', operator: undefined })
    expect(verified).toEqual(['right', expect.stringMatching(/^scrypt:32768:8:1:/)])
  })

  test('of nobody let nobody in, even where the passphrase is the one of nobody', async () => {
    const always = new SignIn(
      () => instant(now),
      () => undefined,
      async () => true,
    )
    expect(await always.try('nils', 'anything', HERE)).toMatchObject({ kind: 'wrong' })
  })
})

describe('who is wrong too often', () => {
  test('is not heard for a quarter of an hour, not even with the right passphrase; others are', async () => {
    await many(10, () => wrong())
    expect(await signIn.try('mara', 'right', HERE)).toEqual({ kind: 'later', retryAfterSeconds: 900 })
    expect(verified).toHaveLength(10)
    expect((await signIn.try('mara', 'right', '192.0.2.2')).kind).toBe('in')
    now += 15 * MINUTE_MS
    expect((await signIn.try('mara', 'right', HERE)).kind).toBe('in')
  })

  test('is told when the first try is old enough', async () => {
    await many(10, async () => {
      await wrong()
      now += MINUTE_MS
    })
    expect(await wrong()).toEqual({ kind: 'later', retryAfterSeconds: 5 * 60 })
  })

  test('is one household, whichever of its addresses it takes', async () => {
    await many(10, (index) => wrong('mara', `2001:db8:1:2::${index}`))
    expect((await wrong('mara', '2001:db8:1:2:ffff::1')).kind).toBe('later')
    expect((await wrong('mara', '2001:db8:1:3::1')).kind).toBe('wrong')
  })

  test('is a name too, from however many addresses', async () => {
    await many(50, (index) => wrong('mara', `198.51.100.${index}`))
    expect((await wrong('mara', '203.0.113.1')).kind).toBe('later')
    expect((await wrong('nils', '203.0.113.1')).kind).toBe('wrong')
  })

  test('is forgiven nothing by being right once', async () => {
    await many(9, () => wrong())
    expect((await signIn.try('mara', 'right', HERE)).kind).toBe('in')
    await wrong()
    expect((await wrong()).kind).toBe('later')
  })

  test('is not heard more often by trying many at once', async () => {
    const tried = await Promise.all(Array.from({ length: 40 }, () => wrong()))
    expect(tried.filter(({ kind }) => kind === 'wrong').length).toBeLessThanOrEqual(10)
    expect(verified.length).toBeLessThanOrEqual(10)
  })
})

test('passphrases are tried one after the other, and a crowd is told to come again', async () => {
  let [running, most] = [0, 0]
  const slow = new SignIn(
    () => instant(now),
    () => MARA,
    async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      return false
    },
  )
  const crowd = await Promise.all(Array.from({ length: 30 }, (_, i) => slow.try('mara', 'x', `192.0.2.${i}`)))
  expect(most).toBe(1)
  expect(crowd.filter(({ kind }) => kind === 'later')).toHaveLength(22)
  expect(crowd.find(({ kind }) => kind === 'later')).toEqual({ kind: 'later', retryAfterSeconds: 1 })
})
