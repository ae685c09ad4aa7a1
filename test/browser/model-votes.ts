// The registers as a model: of each subject's votes on an item the one with the highest revision holds, then the later,
// then the one with the higher id. What a house must answer, from the plainest reading of that rule.
import type { CounterAnswer } from '../../src/publish/counter-answer.ts'

export interface SentEvent {
  readonly id: string
  readonly kind: string
  readonly item: string
  readonly revision?: number
  readonly token?: string
  readonly on?: boolean
  readonly stars?: number | null
  readonly yes?: boolean | null
}

const VOTES = ['like', 'follow', 'rate', 'helpful']
const voteIn = ({ on, stars, yes }: SentEvent) => on ?? stars ?? yes ?? null
const orderOf = ({ revision = 0, id }: SentEvent) => `${String(revision).padStart(10, '0')} ${id}`

export class ModelVotes {
  /** Every event that came, each id once. */
  readonly events = new Map<string, SentEvent>()

  take(event: SentEvent): 'stored' | 'duplicate' {
    const known = this.events.has(event.id)
    this.events.set(event.id, event)
    return known ? 'duplicate' : 'stored'
  }

  /** The votes of a kind on an item that hold. */
  valuesOf(kind: string, item: string): readonly (boolean | number | null)[] {
    const winners = new Map<string, SentEvent>()
    for (const event of this.events.values()) {
      if (event.kind !== kind || event.item !== item || !VOTES.includes(kind)) continue
      const last = winners.get(event.token ?? '')
      if (!last || orderOf(event) > orderOf(last)) winners.set(event.token ?? '', event)
    }
    return [...winners.values()].map(voteIn)
  }

  /** A baseline with the votes added. */
  counter(of: string, asOf: string, baseline: Baseline): CounterAnswer {
    const [kind = '', id = ''] = [of.slice(0, of.indexOf(':')), of.slice(of.indexOf(':') + 1)]
    const on = (each: string) => this.valuesOf(each, id).filter((value) => value === true).length
    return {
      of,
      kind: kind as CounterAnswer['kind'],
      id,
      title: id,
      asOf,
      views: baseline.views,
      hours: 12,
      watchedMs: '43200000',
      viewers: 4,
      sales: 0,
      opens: [...this.events.values()].filter((event) => event.kind === 'open' && event.item === id).length,
      likes: baseline.likes + on('like'),
      followers: baseline.followers + on('follow'),
      rating: this.#rating(id, baseline.histogram),
      helpful: this.#helpful(id, baseline),
      rules: { views: 'plain@1' },
    }
  }

  #rating(item: string, baseline: readonly number[]): CounterAnswer['rating'] {
    const histogram = [...baseline]
    for (const stars of this.valuesOf('rate', item))
      if (typeof stars === 'number') histogram[stars - 1] = (histogram[stars - 1] ?? 0) + 1
    const votes = histogram.reduce((sum, count) => sum + count, 0)
    const mean = histogram.reduce((sum, count, index) => sum + count * (index + 1), 0) / votes
    return votes < 5 ? null : { votes, mean, shrunken: mean, histogram }
  }

  #helpful(item: string, baseline: Baseline): CounterAnswer['helpful'] {
    const own = this.valuesOf('helpful', item).filter((value) => value !== null)
    const yes = baseline.yes + own.filter((value) => value === true).length
    const votes = baseline.yes + baseline.no + own.length
    return votes < 5 ? null : { votes, yes, percent: Math.round((100 * yes) / votes), lower: 0.5 }
  }
}

export interface Baseline {
  views: number
  likes: number
  followers: number
  histogram: readonly number[]
  yes: number
  no: number
}
