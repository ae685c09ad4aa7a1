import { expect, it } from 'vitest'
import { compact, day, exact, hours, moment, periodOf, runtime, runtimeIso, shortDay, windowDates } from './numbers.ts'

const plain = (text: string) => text.replaceAll(/\s*–\s*/g, '–')

const week = { name: '2026-11-15', from: '2026-11-09T00:00:00.000Z', to: '2026-11-16T00:00:00.000Z' }

it('counts are written short and exact in the language of the page', () => {
  expect([compact(11_300_000), exact(11_300_000), hours(45_200_000)]).toEqual(['11.3M', '11,300,000', '45.2M hours'])
  expect([compact(11_300_000, 'de'), exact(11_300_000, 'de')]).toEqual(['11,3\u00a0Mio.', '11.300.000'])
})

it.each([
  { ms: 6_720_000, text: '1:52', iso: 'PT1H52M' },
  { ms: 6_689_999, text: '1:51', iso: 'PT1H51M' },
  { ms: 2_580_000, text: '0:43', iso: 'PT0H43M' },
  { ms: 59 * 60_000 + 30_000, text: '1:00', iso: 'PT1H0M' },
  { ms: 200 * 3_600_000 + 300_000, text: '200:05', iso: 'PT200H5M' },
])('a runtime of $ms ms is $text', ({ ms, text, iso }) => {
  expect([runtime(ms), runtimeIso(ms)]).toEqual([text, iso])
})

it.each([
  { span: week, dates: '9–15 November 2026', period: 'week' },
  {
    span: { name: '2026-11-01', from: '2026-10-26T07:00:00.000Z', to: '2026-11-02T08:00:00.000Z' },
    dates: '26 October–1 November 2026',
    period: 'week',
  },
  {
    span: { name: '2026-11-15', from: '2026-11-08T15:00:00.000Z', to: '2026-11-15T15:00:00.000Z' },
    dates: '9–15 November 2026',
    period: 'week',
  },
  {
    span: { name: '2026-11-15', from: '2026-11-15T00:00:00.000Z', to: '2026-11-16T00:00:00.000Z' },
    dates: '15 November 2026',
    period: 'day',
  },
  {
    span: { name: '2027-02-28', from: '2027-02-01T00:00:00.000Z', to: '2027-03-01T00:00:00.000Z' },
    dates: '1–28 February 2027',
    period: 'month',
  },
] as const)('the window $span.from to $span.to is $dates', ({ span, dates, period }) => {
  expect([plain(windowDates(span)), periodOf(span)]).toEqual([dates, period])
})

it('a span of days in Japanese is written in its own signs', () => {
  const turn = { name: '2027-01-03', from: '2026-12-28T00:00:00.000Z', to: '2027-01-04T00:00:00.000Z' }
  expect(windowDates(week, 'ja')).toBe('2026年11月9日～11月15日')
  expect(windowDates(turn, 'ja')).toBe('2026年12月28日～2027年1月3日')
})

it('days and moments are in UTC', () => {
  expect([day('2026-11-15'), shortDay('2026-11-15')]).toEqual(['15 November 2026', '15 Nov 2026'])
  expect(moment('2026-11-17T06:00:00.000Z')).toBe('17 November 2026 at 06:00 UTC')
})
