// The self-test as an operator runs it, and that its clicks are what they are said to be.
import { expect, it } from 'vitest'
import { AUDIT, AUDIT_SITES, auditCounting, auditEvents } from '../src/demo/counter-audit.ts'
import { FIRST_LIST } from '../src/domain/counting.ts'
import { eachOnce } from '../src/fold/plain.ts'
import { netOf } from '../src/fold/plain-counting.ts'
import { run } from './process.ts'

it("COUNTER's audit gives exactly 45 total and 30 unique", async () => {
  expect(await run(['selftest', 'counter'])).toMatchObject({ code: 0, out: '45 total, 30 unique\n', err: '' })
  const { code, out } = await run(['selftest', 'counter', '--json'])
  expect([code, JSON.parse(out)]).toEqual([0, { ok: true, total: 45, unique: 30, expected: { total: 45, unique: 30 } }])
})

it('the clicks are 60, of which the rules leave as many, whatever the seed', () => {
  for (let seed = 1; seed <= 50; seed++)
    for (const kind of ['total', 'unique'] as const) {
      const events = eachOnce(auditEvents(AUDIT_SITES[kind], seed), AUDIT_SITES[kind])
      const clicks = (of: typeof events) => of.filter((each) => each.kind === 'view').length
      expect(clicks(events)).toBe(4 * AUDIT.pairs)
      expect([seed, clicks(netOf(events, auditCounting(kind, FIRST_LIST)))]).toEqual([seed, AUDIT[kind]])
    }
})
