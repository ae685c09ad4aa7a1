import { beforeEach, describe, expect, test } from 'vitest'
import { instant } from '../../domain/time.ts'
import type { Operator } from './operators.ts'
import { SESSION_MS, Sessions } from './sessions.ts'

const MARA: Operator = { name: 'mara', hash: 'one', added: '' }
const NILS: Operator = { name: 'nils', hash: 'two', added: '' }

let now: number
let known: Operator[]
let sessions: Sessions
beforeEach(() => {
  now = Date.UTC(2026, 10, 16)
  known = [MARA, NILS]
  sessions = new Sessions(
    () => instant(now),
    (name) => known.find((each) => each.name === name),
  )
})

describe('a session', () => {
  test('is found by its id alone, until it is ended', () => {
    const id = sessions.begin(MARA)
    expect(id).toMatch(/^[\w-]{43}$/)
    expect(sessions.find(id)?.operator).toBe(MARA)
    expect(sessions.find(`${id.slice(0, -1)}_`)).toBeUndefined()
    expect(sessions.find('')).toBeUndefined()
    sessions.end(id)
    expect(sessions.find(id)).toBeUndefined()
  })

  test('ends after twelve hours, however it is used', () => {
    const id = sessions.begin(MARA)
    now += SESSION_MS - 1
    expect(sessions.find(id)).toBeDefined()
    now += 1
    expect(sessions.find(id)).toBeUndefined()
  })

  test('ends with its operator, and with the passphrase that it was begun with', () => {
    const [first, second] = [sessions.begin(MARA), sessions.begin(NILS)]
    known = [{ ...MARA, hash: 'another' }]
    expect(sessions.find(first)).toBeUndefined()
    expect(sessions.find(second)).toBeUndefined()
  })

  test('is the oldest that goes where one operator has more than twenty; those of others stay', () => {
    const other = sessions.begin(NILS)
    const ids = Array.from({ length: 21 }, () => sessions.begin(MARA))
    expect(ids.map((id) => sessions.find(id) !== undefined)).toEqual([false, ...Array(20).fill(true)])
    expect(sessions.find(other)).toBeDefined()
  })

  test('knows the forms that it was given, and not those of another session of the same operator', () => {
    const [mine, other] = [sessions.find(sessions.begin(MARA)), sessions.find(sessions.begin(MARA))]
    expect(mine?.isToken(mine.token)).toBe(true)
    expect(mine?.isToken(other?.token ?? '')).toBe(false)
    expect(mine?.isToken('')).toBe(false)
    expect(mine?.isToken(`${mine.token}a`)).toBe(false)
  })

  test('tells what is to be told once, and on its own page', () => {
    const session = sessions.find(sessions.begin(MARA))
    session?.tell({ text: 'A key was made.', secret: 'hcs_x' }, '/desk/sites/main')
    expect(session?.takeTold('/desk')).toBeUndefined()
    expect(session?.takeTold('/desk/sites/main')).toEqual({ text: 'A key was made.', secret: 'hcs_x' })
    expect(session?.takeTold('/desk/sites/main')).toBeUndefined()
  })
})
