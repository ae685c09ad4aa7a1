// What is remembered of the events that came last: told apart by any part of them, for as long as it is bounded to.
import { describe, expect, test } from 'vitest'
import { type Event, type EventId, NO_VIEWER, type SiteId, type ViewerKey } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { type CountryCode, UNKNOWN_COUNTRY } from '../domain/region.ts'
import { type Instant, instant } from '../domain/time.ts'
import { Recent } from './recent.ts'

const idOf = (number: number): EventId => `019a8e3c-7f52-7000-8000-${number.toString(16).padStart(12, '0')}` as EventId

const EVENT: Event = {
  id: idOf(1),
  at: instant(1_767_571_200_000),
  receivedAt: instant(1_767_571_200_000),
  site: 'main' as SiteId,
  kind: 'watch',
  item: 'heartstopper-s1' as ItemId,
  country: 'GB' as CountryCode,
  viewer: '12345' as ViewerKey,
  value: 1000,
  weight: 1,
  subject: '',
  body: '',
}

describe('what came in last', () => {
  test.each([
    { part: 'id', other: { id: '119a8e3c-7f52-7000-8000-000000000001' as EventId } },
    { part: 'end of the id', other: { id: idOf(2) } },
    { part: 'time', other: { at: instant(EVENT.at + 1) } },
    { part: 'time by 2^32 ms', other: { at: instant(EVENT.at + 2 ** 32) } },
    { part: 'site', other: { site: 'maim' as SiteId } },
  ])('is another event where its $part is another', ({ other }) => {
    const recent = new Recent(10)
    recent.meet(EVENT, 7)
    expect(recent.meet({ ...EVENT, ...other }, 8)).toBe('new')
    expect(recent.meet(EVENT, 9)).toBe(7)
  })

  test.each<{ part: string; other: Partial<Event> }>([
    { part: 'kind', other: { kind: 'view' } },
    { part: 'item', other: { item: 'heartstopper-s2' as ItemId } },
    { part: 'country', other: { country: UNKNOWN_COUNTRY } },
    { part: 'viewer', other: { viewer: NO_VIEWER } },
    { part: 'value', other: { value: 1001 } },
    { part: 'weight', other: { weight: 2 } },
    { part: 'weight by 2^32', other: { weight: 1 + 2 ** 32 } },
    { part: 'subject', other: { subject: 'a' } },
    { part: 'body', other: { body: '{}' } },
    { part: 'border between two texts', other: { subject: '', body: 'ab' } },
  ])('is in conflict where its $part alone is another', ({ other }) => {
    const recent = new Recent(10)
    recent.meet({ ...EVENT, subject: 'ab' }, 7)
    expect(recent.meet({ ...EVENT, subject: 'ab', ...other }, 8)).toBe('conflict')
    expect(recent.meet({ ...EVENT, subject: 'ab' }, 9)).toBe(7)
  })

  test('is the same whenever it was received', () => {
    const recent = new Recent(10)
    recent.meet(EVENT, 2 ** 32 - 1)
    expect(recent.meet({ ...EVENT, receivedAt: (EVENT.receivedAt + 1) as Instant }, 8)).toBe(2 ** 32 - 1)
  })

  test('is remembered in two generations, and what came before them is new again', () => {
    const recent = new Recent(3)
    const meet = (number: number) => recent.meet({ ...EVENT, id: idOf(number) }, number)
    for (let number = 1; number <= 7; number++) expect(meet(number)).toBe('new')
    expect([4, 5, 6, 7].map(meet)).toEqual([4, 5, 6, 7])
    expect([1, 2, 3].map(meet)).toEqual(['new', 'new', 'new'])
  })

  test('is new again once all is forgotten', () => {
    const recent = new Recent(3)
    for (let number = 1; number <= 5; number++) recent.meet({ ...EVENT, id: idOf(number) }, number)
    recent.forget()
    for (let number = 1; number <= 5; number++) expect(recent.meet({ ...EVENT, id: idOf(number) }, number)).toBe('new')
  })

  test('is never taken for another among a million that differ in a few digits', () => {
    const recent = new Recent(500_000)
    let known = 0
    for (let number = 0; number < 1_000_000; number++)
      if (recent.meet({ ...EVENT, id: idOf(number) }, 1) !== 'new') known++
    expect(known).toBe(0)
  })
})
