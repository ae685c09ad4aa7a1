// The demo's catalogue and charts: what the collector would accept, and what a seed may change.
import { describe, expect, test } from 'vitest'
import { parseChartSpec } from '../charts/spec.ts'
import { Catalogue } from '../domain/catalogue.ts'
import { parseItem } from '../domain/item.ts'
import type { CalendarDate } from '../domain/time.ts'
import { demoCharts } from './charts.ts'
import { MARKETS } from './countries.ts'
import { demoItems } from './titles.ts'

const FIRST = '2026-05-18' as CalendarDate
const items = demoItems(1, FIRST, 26)
const ofKind = (kind: string) => items.filter((item) => item.kind === kind)

describe('the demo’s catalogue', () => {
  test('holds some 200 charted titles, each of which parses', () => {
    for (const item of items) expect(parseItem(item)).toEqual({ ok: true, value: item })
    expect(ofKind('film').length + ofKind('season').length).toBeGreaterThan(190)
    expect(ofKind('show').length).toBe(56)
  })

  test('gives every item an id of its own, a slug', () => {
    expect(new Set(items.map((item) => item.id)).size).toBe(items.length)
    for (const { id } of items) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(items.map((item) => item.id)).toContain('the-salt-road-s1e3')
  })

  test('hangs every episode in a season and every season in a show', () => {
    const catalogue = new Catalogue(items)
    for (const { parent } of ofKind('season')) expect(parent && catalogue.findItem(parent)?.kind).toBe('show')
    for (const { parent } of ofKind('episode')) expect(parent && catalogue.findItem(parent)?.kind).toBe('season')
    for (const { id } of ofKind('season')) {
      expect(catalogue.childrenOf(id).length).toBeGreaterThanOrEqual(4)
      expect(catalogue.childrenOf(id).length).toBeLessThanOrEqual(10)
    }
  })

  test('has library from before, titles of every month, and seasons that come out week by week', () => {
    const published = [...ofKind('film'), ...ofKind('season')].map((item) => item.published ?? '')
    expect(published.filter((date) => date < '2025-06-01').length).toBeGreaterThan(60)
    for (const month of ['2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10'])
      expect(published.filter((date) => date.startsWith(month)).length).toBeGreaterThan(8)
    const dates = new Map<string, Set<string>>()
    for (const { parent = '', published: date = '' } of ofKind('episode'))
      dates.set(parent, (dates.get(parent) ?? new Set()).add(date))
    const weekly = [...dates.values()].filter((each) => each.size > 1).length
    expect(weekly).toBeGreaterThan(10)
    expect(weekly).toBeLessThan(50)
  })

  test('is the same for the same seed; another seed moves dates but no ids', () => {
    expect(demoItems(1, FIRST, 26)).toEqual(items)
    const other = demoItems(2, FIRST, 26)
    expect(other).not.toEqual(items)
    expect(other.map((item) => item.id)).toEqual(items.map((item) => item.id))
  })
})

test('every chart of the demo parses, and they are eight', () => {
  for (const chart of demoCharts) expect(parseChartSpec(chart)).toMatchObject({ ok: true })
  expect(new Set(demoCharts.map((chart) => chart.id)).size).toBe(8)
})

test('the service is sold in 94 countries, whose shares make one', () => {
  expect(new Set(MARKETS.map((market) => market.country)).size).toBe(94)
  expect(MARKETS.reduce((sum, market) => sum + market.share, 0)).toBeCloseTo(1, 9)
})
