import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { instant } from '../../domain/time.ts'
import { type Act, AuditTrail, auditPath } from './audit.ts'

let directory: string
let trail: AuditTrail
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'audit-'))
  trail = AuditTrail.open(directory, () => instant(Date.UTC(2026, 10, 16)))
})
afterEach(() => rmSync(directory, { recursive: true }))

const act = (more: Partial<Act> = {}): Act => ({ operator: 'mara', act: 'sign in', on: '', detail: '', ...more })
const actsOf = async (many: number, before?: number) => (await trail.newest(many, before)).acts.map((each) => each.act)

describe('an act', () => {
  test('is on the disk when it is noted, in a file that its owner alone can read', async () => {
    await trail.note(act({ act: 'make a key', on: 'hcw_a', detail: 'write key of main' }))
    expect(readFileSync(auditPath(directory), 'utf8')).toBe(
      '{"at":"2026-11-16T00:00:00.000Z","operator":"mara","act":"make a key","on":"hcw_a","detail":"write key of main"}\n',
    )
    expect(statSync(auditPath(directory)).mode & 0o777).toBe(0o600)
  })

  test('of many at once has a line of its own, in their order', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `act ${i}`)
    await Promise.all(names.map((each) => trail.note(act({ act: each }))))
    expect(await actsOf(100)).toEqual(names.toReversed())
  })

  test('with a line break in it or of great length is one line, cut', async () => {
    await trail.note(act({ detail: `a\nb${'x'.repeat(10_000)}` }))
    expect(readFileSync(auditPath(directory), 'utf8').match(/\n/g)).toHaveLength(1)
    expect((await trail.newest(1)).acts[0]?.detail).toHaveLength(500)
  })

  test('that can not be noted fails', async () => {
    rmSync(directory, { recursive: true })
    await expect(trail.note(act())).rejects.toThrow("audit.ndjson can't be opened")
    directory = mkdtempSync(join(tmpdir(), 'audit-'))
  })
})

describe('the trail', () => {
  test('is empty at first', async () => {
    expect(await trail.newest(10)).toEqual({ acts: [] })
  })

  test('is read from its end, page by page, each act once', async () => {
    const names = Array.from({ length: 25 }, (_, i) => `act ${i}`)
    for (const each of names) await trail.note(act({ act: each }))
    const read: string[] = []
    let before: number | undefined
    do {
      const page = await trail.newest(10, before)
      read.push(...page.acts.map((each) => each.act))
      before = page.before
    } while (before !== undefined)
    expect(read).toEqual(names.toReversed())
  })

  test('longer than what is read at once loses no act in between', async () => {
    const long = act({ detail: 'x'.repeat(500) })
    const lines = Array.from({ length: 1000 }, (_, i) => `${JSON.stringify({ ...long, at: '', act: `act ${i}` })}\n`)
    appendFileSync(auditPath(directory), lines.join(''))
    const read: string[] = []
    let before: number | undefined
    do {
      const page = await trail.newest(1000, before)
      read.push(...page.acts.map((each) => each.act))
      before = page.before
    } while (before !== undefined)
    expect(read).toEqual(Array.from({ length: 1000 }, (_, i) => `act ${999 - i}`))
  })

  test('goes on behind a line that a crash tore, and tells of it', async () => {
    await trail.note(act({ act: 'first' }))
    appendFileSync(auditPath(directory), '{"at":"2026-11-16T00:0')
    await trail.note(act({ act: 'second' }))
    expect(await actsOf(10)).toEqual(['second', 'a line that was not finished', 'first'])
  })
})
