import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseChartSpec } from '../../charts/spec.ts'
import { DEFAULT_SITE, parseEvent } from '../../domain/event.ts'
import { instant, isoInstant } from '../../domain/time.ts'
import { netflixCharts } from './charts.ts'
import { itemEvents, rowEvents } from './facts.ts'
import { type NetflixFile, readNetflixFile } from './read.ts'
import { worksOf } from './works.ts'

async function read(name: string): Promise<NetflixFile> {
  const outcome = await readNetflixFile(join(import.meta.dirname, 'fixtures', `${name}.tsv`))
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value
}

const asOf = instant(Date.UTC(2023, 6, 2))
const contextAt = (now: number) => ({ site: DEFAULT_SITE, now: instant(now), asOf })
const context = contextAt(Date.UTC(2023, 6, 3))

async function eventsOf(name: string, at = context) {
  const file = await read(name)
  return [...rowEvents(file, worksOf(file, () => undefined).itemOf, at)]
}

describe('events from rows', () => {
  test('a global row is one hour watched, as many times as hours were, inside its week', async () => {
    const [first] = await eventsOf('global')
    expect(first).toMatchObject({
      kind: 'watch',
      value: 3_600_000,
      weight: 15_000_000,
      country: 'ZZ',
      viewer: '0',
      body: '',
    })
    expect(first && isoInstant(first.at)).toBe('2023-06-25T12:00:00.000Z')
  })

  test('a country row is a published rank on that country’s chart', async () => {
    const events = await eventsOf('countries')
    expect(events.map(({ kind, country, body, value, weight }) => [kind, country, body, value, weight])).toEqual([
      ['charted', 'IE', 'films', 1, 1],
      ['charted', 'IE', 'films', 2, 1],
      ['charted', 'IE', 'tv', 1, 1],
      ['charted', 'JP', 'films', 1, 1],
      ['charted', 'JP', 'tv', 1, 1],
    ])
  })

  test('a most popular row is a published rank in the world, at the instant that the caller names', async () => {
    const events = await eventsOf('most-popular')
    expect(events.map(({ at, country, body, value }) => [at, country, body, value])).toEqual([
      [asOf, 'ZZ', 'most-popular-films-english', 1],
      [asOf, 'ZZ', 'most-popular-tv-english', 1],
    ])
  })

  test('a file imported twice gives the same events but for the time of receipt, each with an id of its own', async () => {
    for (const name of ['global', 'countries', 'most-popular']) {
      const [once, again] = [await eventsOf(name), await eventsOf(name, contextAt(context.now + 1))]
      expect(again.map((event) => ({ ...event, receivedAt: context.now }))).toEqual(once)
      expect(new Set(once.map(({ id }) => id)).size).toBe(once.length)
      for (const { id } of once)
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }
  })

  test('other hours for the same row are the same event, so they show as a conflict', async () => {
    const file = await read('global')
    const { itemOf } = worksOf(file, () => undefined)
    const [row] = file.rows
    if (file.kind !== 'global' || row?.kind !== 'global') throw new Error('no global row')
    const changed = [...rowEvents({ ...file, rows: [row, { ...row, hours: row.hours + 1 }] }, itemOf, context)]
    expect(changed[0]?.id).toBe(changed[1]?.id)
    expect(changed[0]?.weight).not.toBe(changed[1]?.weight)
  })
})

describe('events from items', () => {
  test('an entry is an event at the caller’s time, and its content is its id', async () => {
    const { items } = worksOf(await read('global'), () => undefined)
    const events = itemEvents(items, context)
    expect(events.map(({ kind, at, item, body }) => [kind, at, item, JSON.parse(body)])).toEqual(
      items.map((item) => ['item', context.now, item.id, item]),
    )
    expect(itemEvents(items, contextAt(0)).map(({ id }) => id)).toEqual(events.map(({ id }) => id))
  })
})

test('every event has a form that a trusted sender could have sent', async () => {
  const countries = await eventsOf('countries')
  for (const { id, at, kind, item, country, value, body } of countries)
    expect(parseEvent({ id, at: isoInstant(at), kind, item, country, rank: value, chart: body })).toMatchObject({
      ok: true,
    })
  const global = await eventsOf('global')
  for (const { id, at, kind, item, value, weight } of global)
    expect(parseEvent({ id, at: isoInstant(at), kind, item, ms: value, weight })).toMatchObject({ ok: true })
})

describe('the charts', () => {
  test('are specs of this house, each with an id of its own', () => {
    const specs = netflixCharts.map((chart) => parseChartSpec(chart))
    expect(specs.filter((spec) => !spec.ok)).toEqual([])
    expect(new Set(netflixCharts.map((chart) => chart.id)).size).toBe(10)
  })

  test('every published rank goes to one of them, and every global item passes the filter of its own', async () => {
    const ids = new Set(netflixCharts.map((chart) => chart.id))
    const events = [...(await eventsOf('countries')), ...(await eventsOf('most-popular'))]
    for (const { body } of events) expect(ids).toContain(body)
    const filters = netflixCharts.flatMap(({ filter }) => (filter?.tags ? [filter] : []))
    for (const { kind, tags } of worksOf(await read('global'), () => undefined).items.filter((item) => item.tags)) {
      const passing = filters.filter(
        (each) => each.kinds.includes(kind) && each.tags?.every((tag) => tags?.includes(tag)),
      )
      expect(passing).toHaveLength(1)
    }
  })
})
