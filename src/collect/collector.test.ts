// What a collector answers while the disk is at work: nothing that is not on it, be it new or the same again.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Claim, DEFAULT_SITE, type EventId } from '../domain/event.ts'
import { Failure } from '../domain/problem.ts'
import { DAY_MS, instant } from '../domain/time.ts'
import type { Sender } from './admit.ts'
import { Collector } from './collector.ts'
import type { Received } from './receive.ts'

const NOW = instant(Date.UTC(2026, 10, 16, 20))

/** A disk that is slow: each append waits until the test says what becomes of it. */
interface Append {
  readonly lines: readonly string[]
  settle(failure?: Failure): Promise<void>
}

let directory: string
let collector: Collector
let appends: Append[]
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'collector-'))
  appends = []
  const append = (lines: readonly string[]) =>
    new Promise<void>((resolve, reject) => {
      // As the log does with an append of nothing.
      if (lines.length === 0) return resolve()
      const settle = (failure?: Failure) => {
        if (failure) reject(failure)
        else resolve()
        return turn()
      }
      appends.push({ lines, settle })
    })
  collector = await Collector.open({
    ...{ directory, append, now: () => NOW, notice: () => {} },
    ...{ proxies: 0, memoryMaxMib: 1024 },
  })
})
afterEach(async () => {
  collector.close()
  await rm(directory, { recursive: true })
})

const TRUSTED: Sender = { site: DEFAULT_SITE, trusted: true, pepper: '' }
const claim = (n: number, more: Partial<Claim> = {}): Claim => ({
  ...{ id: `019a5b00-0000-7000-8000-${String(n).padStart(12, '0')}` as EventId, at: NOW },
  ...{ kind: 'view', item: 'a' as Claim['item'], value: 1, body: '' },
  ...more,
})

/** Sends events; what is answered is there once it was. */
async function send(claims: readonly Claim[], sender = TRUSTED): Promise<(Received | Failure)[]> {
  const answers: (Received | Failure)[] = []
  collector.intake.take(
    claims.map((value) => ({ ok: true, value })),
    sender,
    (outcome) => answers.push(outcome),
  )
  await turn()
  await turn()
  return answers
}

const DISK = new Failure('disk', 'the disk failed')

test('an event is answered `stored` when it is on the disk, and not before', async () => {
  const answers = await send([claim(1)])
  expect([appends.length, answers]).toEqual([1, []])
  await appends[0]?.settle()
  expect(answers).toEqual([{ stored: 1, rejected: 0 }])
})

test('the same event again is answered `duplicate` when its first copy is on the disk, and not before', async () => {
  await send([claim(1)])
  const again = await send([claim(1)])
  expect([appends.length, again]).toEqual([1, []])
  await appends[0]?.settle()
  expect(again).toMatchObject([{ stored: 0, duplicates: 1 }])
  expect(await send([claim(1)])).toMatchObject([{ duplicates: 1 }])
})

test('an answer waits for the last of several commits, and fails with the one that fails', async () => {
  await send([claim(1)])
  const both = await send([claim(1), claim(2)])
  await appends[1]?.settle()
  expect(both).toEqual([])
  await appends[0]?.settle(DISK)
  expect(both).toEqual([DISK])
})

test('after a commit that failed the same event is stored, for nobody knows what is on the disk', async () => {
  const first = await send([claim(1)])
  const second = await send([claim(1)])
  await appends[0]?.settle(DISK)
  expect([first, second]).toEqual([[DISK], [DISK]])
  const again = await send([claim(1)])
  expect([appends.length, again]).toEqual([2, []])
  expect(appends[1]?.lines).toEqual(appends[0]?.lines)
  await appends[1]?.settle()
  expect(again).toEqual([{ stored: 1, rejected: 0 }])
})

test('an event that came too late is written as one, under an id of its own, in the hour in which it came', async () => {
  const late = claim(1, { at: instant(NOW - 2 * DAY_MS) })
  const answers = await send([late], { ...TRUSTED, trusted: false })
  const [id, at, , , kind] = appends[0]?.lines[0]?.split('\t') ?? []
  expect({ at: Number(at), kind }).toEqual({ at: NOW, kind: 'late' })
  expect(id).not.toBe(late.id)
  await appends[0]?.settle()
  expect(answers).toMatchObject([{ stored: 0, tooLate: 1 }])
})
