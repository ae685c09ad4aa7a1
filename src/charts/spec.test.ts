import { expect, it } from 'vitest'
import { parseChartSpec } from './spec.ts'

const first = { kind: 'first', days: 91, issued: { kind: 'day', timeZone: 'UTC' } }

it('refuses viewers over the first days of an item, which are not counted', () => {
  const spec = (measure: string) => ({
    id: 'films',
    title: 'Films',
    window: first,
    methods: [{ version: 1, measure, formula: 'counted' }],
  })
  expect(parseChartSpec(spec('hours')).ok).toBe(true)
  expect(parseChartSpec(spec('viewers'))).toMatchObject({ ok: false, problems: [{ field: 'methods.0.measure' }] })
})
