// `/metrics` of a real `housecount serve`, read by a parser of Prometheus' text format 0.0.4 that refuses whatever the
// format does not allow: https://prometheus.io/docs/instrumenting/exposition_formats/
import { readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Histogram } from '../src/collect/histogram.ts'
import { counter, gauge, histogram, textOf } from '../src/publish/prometheus.ts'
import { fresh, lines, problemOf, type Serving, send, serve, smallHouse, temporary, until } from './process.ts'

interface Family {
  readonly help: string
  readonly type: string
  /** By the sample's name and labels, as they are written. */
  readonly samples: Map<string, number>
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"'
const SAMPLE = new RegExp(
  `^(${NAME})((?:\\{${LABEL}(?:,${LABEL})*\\})?) (-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?|[+-]Inf|NaN)$`,
)

/** Fails at the first line that is not allowed where it stands. */
function parse(text: string): ReadonlyMap<string, Family> {
  const families = new Map<string, Family>()
  expect(text.endsWith('\n')).toBe(true)
  let help: RegExpExecArray | null = null
  let current: { name: string; family: Family } | undefined
  for (const line of text.slice(0, -1).split('\n')) {
    const type = /^# TYPE (\S+) (counter|gauge|histogram|summary|untyped)$/.exec(line)
    if (line.startsWith('# HELP ')) help = new RegExp(`^# HELP (${NAME}) (.+)$`).exec(line)
    else if (type) {
      const [, name = '', kind = ''] = type
      expect([line, help?.[1], families.has(name)]).toEqual([line, name, false])
      current = { name, family: { help: help?.[2] ?? '', type: kind, samples: new Map() } }
      families.set(name, current.family)
    } else {
      const [, name = '', labels = '', value] = SAMPLE.exec(line) ?? []
      const suffix = current && name.startsWith(current.name) ? name.slice(current.name.length) : undefined
      const allowed = current?.family.type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
      expect([line, allowed.includes(suffix ?? 'none')]).toEqual([line, true])
      expect(current?.family.samples.has(name + labels)).toBe(false)
      current?.family.samples.set(name + labels, Number(value))
    }
  }
  return families
}

const root = temporary()
let house: Serving
beforeAll(async () => {
  house = await serve(await smallHouse(root), root)
})
afterAll(async () => {
  await house?.stop()
  rmSync(root, { recursive: true, force: true })
})

const ask = (key: string) => fetch(`${house.url}/metrics`, { headers: { authorization: `Bearer ${key}` } })
const metrics = async () => parse(await (await ask(house.keys.secret)).text())

describe('the metrics', () => {
  test('are told to a secret key alone, whoever asks from wherever', async () => {
    expect((await problemOf(await fetch(`${house.url}/metrics`))).status).toBe(401)
    expect((await problemOf(await ask(house.keys.write))).status).toBe(403)
    expect((await problemOf(await ask('hcs_guess'))).status).toBe(401)
    expect((await problemOf(await fetch(`${house.url}/metrics?key=${house.keys.secret}`))).status).toBe(401)
    const answer = await ask(house.keys.secret)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ])
  })

  test('have events by verdict and reason, requests and bytes, and rise with each', async () => {
    const before = await metrics()
    const [one, other] = [fresh(), fresh()]
    const body = lines([one, one, other, fresh({ country: 'XX' })])
    expect((await send(house, body)).status).toBe(200)
    expect((await send(house, body, { key: 'none' })).status).toBe(401)
    const after = await metrics()
    const risen = (family: string, sample: string) =>
      (after.get(family)?.samples.get(sample) ?? 0) - (before.get(family)?.samples.get(sample) ?? 0)
    const verdict = (name: string) => risen('housecount_events_total', `housecount_events_total{verdict="${name}"}`)
    expect(['stored', 'duplicate', 'conflict', 'too-late', 'rejected'].map(verdict)).toEqual([2, 1, 0, 0, 1])
    expect(risen('housecount_events_rejected_total', 'housecount_events_rejected_total{field="country"}')).toBe(1)
    const code = (code: number) =>
      risen('housecount_requests_total', `housecount_requests_total{door="events",code="${code}"}`)
    expect([code(200), code(401)]).toEqual([1, 1])
    expect(risen('housecount_received_bytes_total', 'housecount_received_bytes_total')).toBe(Buffer.byteLength(body))
    expect(risen('housecount_log_sync_seconds', 'housecount_log_sync_seconds_count')).toBeGreaterThan(0)
  })

  test('are all in the manual', async () => {
    const manual = readFileSync(new URL('../docs/operating.md', import.meta.url), 'utf8')
    for (const name of (await metrics()).keys()) expect(manual).toContain(`\`${name}`)
  })

  test('are named by the conventions, and say what they are', async () => {
    for (const [name, { help, type, samples }] of await metrics()) {
      expect([name, help.length > 10]).toEqual([name, true])
      expect(name).toMatch(/^(housecount|process)_[a-z_]+$/)
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter'])
      for (const value of samples.values()) expect([name, value >= 0]).toEqual([name, true])
    }
  })

  test('tell nothing of a site, an item or a viewer', async () => {
    await send(house, lines([fresh({ item: 'nobody-may-see-this', viewer: 'nor this' }), { 'made-up-field': 1 }]))
    const text = await (await ask(house.keys.secret)).text()
    for (const told of ['nobody-may-see-this', 'nor this', 'made-up-field', 'heartstopper', 'main'])
      expect(text).not.toContain(told)
  })

  test('come to nothing that waits once all is counted and published', async () => {
    await send(house, lines([fresh()]))
    const value = async (name: string) => (await metrics()).get(name)?.samples.get(name)
    await until(async () => (await value('housecount_publishing_lag_seconds')) === 0)
    expect(await value('housecount_counting_lag_seconds')).toBe(0)
    expect(await value('housecount_unloaded_events')).toBe(0)
    expect(await value('housecount_store_up')).toBe(1)
    expect(await value('housecount_engine_restarts_total')).toBe(0)
    expect(await value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
  })
})

describe('the text of metrics', () => {
  test('escapes what would end a label or a line', () => {
    const text = textOf([gauge('a', 'one\\two\nthree', [{ labels: { b: 'x"y\\z\n' }, value: 1.5 }])])
    expect(text).toBe('# HELP a one\\\\two\\nthree\n# TYPE a gauge\na{b="x\\"y\\\\z\\n"} 1.5\n')
    expect(parse(text).get('a')?.samples.size).toBe(1)
  })

  test('of a histogram is cumulative up to all', () => {
    const seen = new Histogram([0.1, 1])
    for (const value of [0.05, 0.1, 0.5, 7]) seen.observe(value)
    const { samples } = parse(textOf([histogram('t_seconds', 'Times.', seen)])).get('t_seconds') as Family
    expect(Object.fromEntries(samples)).toEqual({
      't_seconds_bucket{le="0.1"}': 2,
      't_seconds_bucket{le="1"}': 3,
      't_seconds_bucket{le="+Inf"}': 4,
      t_seconds_sum: 7.65,
      t_seconds_count: 4,
    })
  })

  test('of a counter that has no samples yet is told all the same', () => {
    expect(parse(textOf([counter('a_total', 'Nothing yet.', [])])).get('a_total')?.samples.size).toBe(0)
  })
})
