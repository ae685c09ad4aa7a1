import { expect, test } from 'vitest'
import { instant } from '../domain/time.ts'
import { Pace } from './pace.ts'

let now = Date.UTC(2026, 10, 16)
const clock = () => instant(now)

test('what waits is as old as the last time when nothing did', () => {
  const pace = new Pace(clock)
  now += 5000
  expect([pace.countingLagMs(false), pace.publishingLagMs(false)]).toEqual([0, 0])
  expect([pace.countingLagMs(true), pace.publishingLagMs(true)]).toEqual([5000, 5000])
  pace.idle()
  now += 100
  expect([pace.countingLagMs(true), pace.publishingLagMs(true)]).toEqual([100, 100])
})

test('what was counted waits to be published, from before it was counted', () => {
  const pace = new Pace(clock)
  const began = clock()
  now += 300
  pace.counted(began)
  pace.idle()
  now += 700
  expect([pace.countingLagMs(false), pace.publishingLagMs(false)]).toEqual([0, 1000])
  pace.published(clock(), [
    { editions: 4, restated: 1 },
    { editions: 2, restated: 0 },
  ])
  expect([pace.publishingLagMs(false), pace.editions, pace.restatements]).toEqual([0, 6, 1])
})
