// A method in plain words, for readers who never see a spec. One sentence per fact; nothing that the method doesn't say.
import type { ViewsRule } from '../domain/counting.ts'
import { numberFormat } from '../domain/formats.ts'
import type { EditionAnswer } from './answers.ts'

type Method = EditionAnswer['method']

const exact = (value: number, language: string): string => numberFormat(language).format(value)

const MEASURE_WORDS = {
  views: 'views',
  hours: 'hours watched',
  viewers: 'viewer-days',
  sales: 'units sold',
  opens: 'opens',
  rank: 'published rank',
} as const satisfies Record<Method['measure'], string>

/** The measure as a noun: "hours watched". */
export const measureWords = (measure: Method['measure']): string => MEASURE_WORDS[measure]

/** How it was counted: "Views are hours watched divided by running time, rounded half up to 100,000." */
export function formulaWords({ formula, measure, roundViewsTo }: Method, language = 'en'): string {
  const rounding = roundViewsTo > 1 ? `a multiple of ${exact(roundViewsTo, language)}` : 'a whole number'
  switch (formula) {
    case 'hours-per-runtime':
      return `Views are hours watched divided by running time, shown rounded half up to ${rounding}. Ranks follow the exact fraction.`
    case 'counted':
      return measure === 'hours'
        ? 'Ranked by watched time, each event counted once. Hours are shown rounded half up to a whole number; ranks follow the exact time.'
        : `Ranked by ${measureWords(measure)}, each event counted once. Nothing is rounded.`
    case 'published':
      return 'Ranks are as another house published them; nothing was counted or rounded here.'
  }
}

/** By which rule views are counted: "Every view counts." */
export function ruleWords(rule: ViewsRule, language = 'en'): string {
  switch (rule.rule) {
    case 'plain':
      return 'Every view counts.'
    case 'refresh-proof':
      return 'Of views of one item by one viewer that follow each other within 30 seconds, the last counts.'
    case 'viewer-hour':
      return 'A viewer’s first view of an item in each UTC hour counts.'
    case 'viewer-day':
      return 'A viewer’s first view of an item on each UTC day counts.'
    case 'watched':
      return `A view is a viewer who watched an item for at least ${exact(rule.seconds, language)} seconds in a UTC ${rule.per}.`
  }
}
