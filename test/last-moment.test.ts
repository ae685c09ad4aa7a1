// An edition becomes final by the clock. What was let in a moment before that is in it, however slow the disk.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Sender } from '../src/collect/admit.ts'
import { Collector } from '../src/collect/collector.ts'
import { DEFAULT_SITE, parseEvent } from '../src/domain/event.ts'
import { realDisk } from '../src/log/disk.ts'
import { chart, FILMS, TestHouse, views } from './house.ts'

let house: TestHouse
let collector: Collector
/** A write is on the disk after this. */
let disk: Promise<void> = Promise.resolve()

beforeEach(async () => {
  const { open } = realDisk
  vi.spyOn(realDisk, 'open').mockImplementation(async (path, mode, writes) => {
    const file = await open(path, mode, writes)
    const { write } = file
    file.write = (bytes, position) => disk.then(() => write.call(file, bytes, position))
    return file
  })
  house = await TestHouse.open('2026-01-07T00:00:00Z')
  collector = await Collector.open({
    directory: house.directory,
    now: house.house.now,
    append: (lines) => house.house.log.append(lines),
    notice: () => {},
    proxies: 0,
    memoryMaxMib: 4096,
  })
  house.house.waitFor(collector.intake.commits)
})
afterEach(async () => {
  vi.restoreAllMocks()
  collector.close()
  await house.close()
})

/** Writes wait until this is called. */
function slowDown(): () => void {
  let goOn = () => {}
  disk = new Promise<void>((resolve) => {
    goOn = resolve
  })
  return goOn
}

it('an event let in just before its limit is in the final edition, and restates none', async () => {
  await house.declare(chart())
  await house.take([...FILMS, ...views(0, { a: 5, b: 6 })])
  const goOn = slowDown()
  house.at('2026-01-12T23:59:59.999Z')
  const sender: Sender = { site: DEFAULT_SITE, trusted: false, pepper: 'p' }
  const claims = ['1', '2'].map((n) =>
    parseEvent({
      id: `00000000-0000-4000-8000-00000000000${n}`,
      at: '2026-01-11T23:59:59.999Z',
      kind: 'view',
      item: 'a',
    }),
  )
  const answered = new Promise((resolve) => collector.intake.take(claims, sender, resolve))
  house.at('2026-01-13T00:00:00Z')
  const caughtUp = house.house.catchUp('late')
  // Time enough to publish without it, for a house that does not wait.
  await sleep(500)
  goOn()
  expect(await answered).toEqual({ stored: 2, rejected: 0 })
  await caughtUp
  expect(await house.edition('2026-01-11')).toMatchObject({
    state: 'final',
    revision: 1,
    rows: [
      { item: 'a', views: 7 },
      { item: 'b', views: 6 },
    ],
  })
  expect((await house.take([])).publications.every(({ restated }) => restated === 0)).toBe(true)
})
