// From totals to ranks: exact, and the same whatever order the totals come in. Pure; charts/publish-edition.ts calls it.
import type { Amounts, Method } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import { HOUR_MS } from '../domain/time.ts'
import type { ChartSpec } from './spec.ts'

/** What one item may be ranked by: the total of the method's measure, and the running time where the formula needs it. */
export interface Candidate {
  readonly item: ItemId
  readonly total: bigint
  /** Milliseconds, above 0. By hours-per-runtime, candidates without one stand after those that have one. */
  readonly runtimeMs?: number | undefined
}

export interface Ranked extends Amounts {
  readonly rank: number
  readonly item: ItemId
}

/** Ranks candidates and keeps the first `length` of them. For `published` the totals are the ranks themselves. */
export function rank(candidates: readonly Candidate[], method: Method, spec: ChartSpec): readonly Ranked[] {
  const order = orderOf(method)
  const sorted = [...candidates].sort((a, b) => order(a, b) || byTotal(a, b) || byId(a, b))
  const rows: Ranked[] = []
  for (const [index, candidate] of sorted.slice(0, spec.length).entries()) {
    const before = sorted[index - 1]
    const shares = spec.ties === 'shared' && before !== undefined && order(before, candidate) === 0
    const own = method.formula === 'published' ? Number(candidate.total) : index + 1
    const rankOf = shares ? (rows[index - 1]?.rank ?? own) : own
    rows.push({ rank: rankOf, item: candidate.item, ...amountsOf(candidate, method) })
  }
  return rows
}

type Order = (a: Candidate, b: Candidate) => number

function orderOf({ formula }: Method): Order {
  switch (formula) {
    case 'counted':
      return byTotal
    case 'hours-per-runtime':
      return byViews
    case 'published':
      return (a, b) => compare(a.total, b.total)
  }
}

/** Watched time / running time, compared by cross-multiplication and so never rounded. */
const byViews: Order = (a, b) => {
  if (!a.runtimeMs || !b.runtimeMs) return Number(!a.runtimeMs) - Number(!b.runtimeMs) || byTotal(a, b)
  return compare(b.total * BigInt(a.runtimeMs), a.total * BigInt(b.runtimeMs))
}

const byTotal: Order = (a, b) => compare(b.total, a.total)
const byId: Order = (a, b) => compare(a.item, b.item)

const compare = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

function amountsOf({ total, runtimeMs }: Candidate, method: Method): Amounts {
  switch (method.measure) {
    case 'rank':
      return {}
    case 'hours':
      return { ...hoursOf(total), ...(runtimeMs && { runtimeMs }) }
    case 'views':
      if (method.formula === 'counted') return { views: Number(total) }
      if (!runtimeMs) return hoursOf(total)
      return { views: viewsOf(total, runtimeMs, method.roundViewsTo), ...hoursOf(total), runtimeMs }
    default:
      return { [method.measure]: Number(total) }
  }
}

const hoursOf = (watchedMs: bigint) => ({
  watchedMs: String(watchedMs),
  hours: Number(roundHalfUp(watchedMs, BigInt(HOUR_MS))),
})

/** Views = watched time / running time, rounded half up to a multiple of `roundTo`: the way Netflix shows them. */
export function viewsOf(watchedMs: bigint, runtimeMs: number, roundTo: number): number {
  return Number(roundHalfUp(watchedMs, BigInt(runtimeMs) * BigInt(roundTo))) * roundTo
}

/** dividend / divisor to the nearest whole number, halves up; for numbers that are not negative. */
export const roundHalfUp = (dividend: bigint, divisor: bigint): bigint => (2n * dividend + divisor) / (2n * divisor)
