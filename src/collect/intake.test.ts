// Taking events in, without doors: what is remembered of them when clocks are wrong.
import { expect, test } from 'vitest'
import { DEFAULT_SITE, type ViewerKey } from '../domain/event.ts'
import { DAY_MS, type Instant, instant } from '../domain/time.ts'
import { readEvents } from './events-body.ts'
import { Held } from './held.ts'
import { Intake } from './intake.ts'
import type { Received } from './receive.ts'

const AT = Date.UTC(2026, 10, 16, 20)
const VIEW = { id: '019a5b2e-7c1d-7000-8000-5f3a9d2c4b1e', at: new Date(AT).toISOString(), kind: 'view', item: 'film' }
const BROWSER = { site: DEFAULT_SITE, trusted: false, pepper: 'pepper', viewer: '7' as ViewerKey }

function intakeAt(now: () => Instant): { readonly lines: string[]; take(): Promise<unknown> } {
  const lines: string[] = []
  const intake = new Intake({
    now,
    append: async (more) => void lines.push(...more),
    notice: () => {},
    held: new Held({ memoryMaxMib: 100, memory: () => 0, clock: () => 0 }),
  })
  const inputs = readEvents(Buffer.from(JSON.stringify(VIEW)))
  if (!inputs.ok) throw new Error('the event is sound')
  return { lines, take: () => new Promise((resolve) => intake.take(inputs.value, BROWSER, resolve)) }
}

const kindsOf = (lines: readonly string[]) => lines.map((line) => line.split('\t')[4])
const verdictIn = (received: unknown) => (received as Received).verdicts?.map(({ verdict }) => verdict) ?? ['stored']

test('an event that is late by a clock that is wrong is stored when it comes again by one that is right', async () => {
  let now = AT + 3 * DAY_MS
  const { lines, take } = intakeAt(() => instant(now))
  expect(verdictIn(await take())).toEqual(['too-late'])
  now = AT
  expect(verdictIn(await take())).toEqual(['stored'])
  expect(kindsOf(lines)).toEqual(['late', 'view'])
})

test('a late event that comes again is not noted twice', async () => {
  let now = AT + 3 * DAY_MS
  const { lines, take } = intakeAt(() => instant(now))
  await take()
  now += 1000
  expect(verdictIn(await take())).toEqual(['too-late'])
  expect(kindsOf(lines)).toEqual(['late'])
})
