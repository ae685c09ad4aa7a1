// Prometheus' text format 0.0.4: a family of samples is its HELP, its TYPE and one line for each sample.
// https://prometheus.io/docs/instrumenting/exposition_formats/
import type { Histogram } from '../collect/histogram.ts'

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
}

export interface Family {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  /** Each sample with what follows the family's name in its own. */
  readonly samples: readonly (Sample & { readonly suffix: string })[]
}

/** What only rises while the process lives; its name ends in `_total`. */
export const counter = (name: string, help: string, samples: number | readonly Sample[]): Family => ({
  ...{ name, help, type: 'counter' },
  samples: plain(samples),
})

export const gauge = (name: string, help: string, samples: number | readonly Sample[]): Family => ({
  ...{ name, help, type: 'gauge' },
  samples: plain(samples),
})

const plain = (samples: number | readonly Sample[]): Family['samples'] =>
  (typeof samples === 'number' ? [{ value: samples }] : samples).map((each) => ({ ...each, suffix: '' }))

/** Its buckets are cumulative, up to the one of all. */
export function histogram(name: string, help: string, { bounds, counts, sum, count }: Histogram): Family {
  let within = 0
  const buckets = bounds.map((bound, index) => {
    within += counts[index] ?? 0
    return { suffix: '_bucket', labels: { le: String(bound) }, value: within }
  })
  const all = { suffix: '_bucket', labels: { le: '+Inf' }, value: count }
  return {
    ...{ name, help, type: 'histogram' },
    samples: [...buckets, all, { suffix: '_sum', value: sum }, { suffix: '_count', value: count }],
  }
}

export const textOf = (families: readonly Family[]): string => families.map(familyText).join('')

function familyText({ name, help, type, samples }: Family): string {
  const lines = samples.map(({ suffix, labels = {}, value }) => `${name}${suffix}${labelText(labels)} ${value}\n`)
  return `# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const escaped = (value: string): string => value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
