import { describe, expect, test } from 'vitest'
import { NO_BOOKS } from '../domain/bucket.ts'
import { type ChartId, type Digest, digestOf, type Edition, type EditionRow } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import { type CalendarDate, HOUR_MS, type Instant, instant } from '../domain/time.ts'
import { type Fresh, isSealed, LATE_LIMIT_MS, nextEdition } from './edition.ts'

const FROM = Date.UTC(2026, 10, 16)
const TO = Date.UTC(2026, 10, 23)
const RUNNING = instant(TO - HOUR_MS)
const OPEN = instant(TO + LATE_LIMIT_MS - 1)
const SEALED = instant(TO + LATE_LIMIT_MS)

const row = (rank: number, views = 5): EditionRow => ({
  rank,
  item: `x${rank}` as ItemId,
  views,
  previousRank: null,
  peakRank: rank,
  weeksOnChart: 1,
  streak: 1,
  entry: 'new',
})

const FRESH: Fresh = {
  chart: 'top' as ChartId,
  region: 'world',
  window: { name: '2026-11-22' as CalendarDate, from: instant(FROM), to: instant(TO) },
  method: { version: 1, measure: 'views', formula: 'counted', roundViewsTo: 1 },
  rows: [row(1), row(2)],
  books: NO_BOOKS,
  previous: null,
}
const CHANGED: Fresh = { ...FRESH, rows: [row(1, 6), row(2)] }

function publish(fresh: Fresh, latest: Edition | undefined, now: Instant, reason = 'late events'): Edition {
  const edition = nextEdition(fresh, latest, now, reason)
  if (!edition) throw new Error('nothing to publish')
  return edition
}

const provisional = publish(FRESH, undefined, RUNNING)
const final = publish(FRESH, provisional, SEALED)

test('a window is sealed 24 hours after its end', () => {
  expect([RUNNING, OPEN, SEALED].map((now) => isSealed(FRESH.window, now))).toEqual([false, false, true])
})

describe('the first edition', () => {
  test.each([RUNNING, OPEN])('is provisional before its window is sealed', (now) => {
    expect(publish(FRESH, undefined, now)).toMatchObject({ revision: 0, state: 'provisional', reason: null })
  })

  test('is final where its window is sealed', () => {
    expect(publish(FRESH, undefined, SEALED)).toMatchObject({ revision: 1, state: 'final', reason: null })
  })

  test('says when it was published, for which window, and carries its digest and the books', () => {
    expect(provisional).toMatchObject({
      window: { name: '2026-11-22', from: '2026-11-16T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z' },
      publishedAt: '2026-11-22T23:00:00.000Z',
      digest: digestOf(provisional),
      books: NO_BOOKS,
    })
  })
})

describe('a provisional edition', () => {
  test('is replaced by a provisional one when its rows change', () => {
    expect(publish(CHANGED, provisional, OPEN)).toMatchObject({ revision: 0, state: 'provisional', reason: null })
  })

  test('stays while nothing changes', () => {
    expect(nextEdition(FRESH, provisional, OPEN, '')).toBeUndefined()
  })

  test.each([FRESH, CHANGED])('becomes final when its window is sealed, changed or not', (fresh) => {
    expect(publish(fresh, provisional, SEALED)).toMatchObject({ revision: 1, state: 'final', reason: null })
  })
})

describe('a final edition', () => {
  test('stays while nothing changes', () => {
    expect(nextEdition(FRESH, final, SEALED, '')).toBeUndefined()
  })

  test('is restated with its reason when its rows change, again and again', () => {
    const restated = publish(CHANGED, final, SEALED, 'import of old logs')
    expect(restated).toMatchObject({ revision: 2, state: 'restated', reason: 'import of old logs' })
    expect(nextEdition(CHANGED, restated, SEALED, '')).toBeUndefined()
    expect(publish(FRESH, restated, SEALED)).toMatchObject({ revision: 3, state: 'restated', reason: 'late events' })
  })

  test('is restated when its method changes, even if its rows do not', () => {
    const other = { ...FRESH, method: { ...FRESH.method, version: 2 } }
    expect(publish(other, final, SEALED)).toMatchObject({ revision: 2, state: 'restated' })
  })

  test('is restated when a row leaves', () => {
    expect(publish({ ...FRESH, rows: [row(1)] }, final, SEALED)).toMatchObject({ revision: 2 })
  })

  test('is not restated for the edition before it or for the books', () => {
    const linked = { ...FRESH, previous: 'f'.repeat(64) as Digest, books: { ...NO_BOOKS, stored: 1, counted: 1 } }
    expect(nextEdition(linked, final, SEALED, '')).toBeUndefined()
  })

  test('is not restated because it was read back from a file', () => {
    const fresh = { ...FRESH, method: { ...FRESH.method, from: undefined } }
    expect(nextEdition(fresh, JSON.parse(JSON.stringify(final)), SEALED, '')).toBeUndefined()
  })
})
