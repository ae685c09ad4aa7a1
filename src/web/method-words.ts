// A method in the reader's words, from the spec and nothing else: one sentence per fact. The API says the same in English.
import type { ChartSpec } from '../charts/spec.ts'
import type { ViewsRule } from '../domain/counting.ts'
import { dateTimeFormat } from '../domain/formats.ts'
import { regionName } from '../domain/region.ts'
import { type Calendar, WEEKDAYS } from '../domain/window.ts'
import type { EditionAnswer } from '../publish/answers.ts'
import { day } from './numbers.ts'
import { say, type Voice } from './voice.ts'

type Method = EditionAnswer['method']

/** How it was counted: "Views are hours watched divided by running time, rounded half up to a multiple of 100,000." */
export function formulaWords({ formula, measure, roundViewsTo }: Method, voice: Voice): string {
  const { formulas, amounts } = voice.words.rules
  if (formula === 'published' || measure === 'rank') return formulas.published
  if (formula === 'hours-per-runtime')
    return roundViewsTo > 1
      ? say(voice, formulas.viewsToMultiple, { step: roundViewsTo })
      : say(voice, formulas.viewsToWhole)
  return measure === 'hours' ? formulas.hours : say(voice, formulas.counted, { measure: amounts[measure] })
}

/** Which version, and since when. */
export const versionWords = ({ version, from }: Method, voice: Voice): string =>
  from
    ? say(voice, voice.words.rules.method.inForce, { version, date: day(from, voice.language) })
    : say(voice, voice.words.rules.method.version, { version })

/** By which rule views are counted: "Every view counts." */
export function ruleWords(rule: ViewsRule, voice: Voice): string {
  const { viewRules } = voice.words.rules
  if (rule.rule !== 'watched') return viewRules[rule.rule]
  return say(voice, viewRules[`watched-${rule.per}`], { count: rule.seconds })
}

/** Which spans the chart covers, and how they are named. */
export function windowWords({ window }: Pick<ChartSpec, 'window'>, voice: Voice): string {
  const { windows, issued } = voice.words.rules
  switch (window.kind) {
    case 'first':
      return say(voice, windows.first, { count: window.days, issued: issued[window.issued.kind] })
    case 'all':
      return say(voice, windows.all, { issued: issued[window.issued.kind] })
    default:
      return say(voice, windows[window.kind], { zone: window.timeZone, weekday: weekdayOf(window, voice) })
  }
}

/** 5 January 2026 was a Monday. */
const weekdayOf = (window: Calendar, { language }: Voice): string =>
  window.kind === 'week'
    ? dateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(
        Date.UTC(2026, 0, 5 + WEEKDAYS.indexOf(window.startsOn)),
      )
    : ''

/** Where the chart applies. */
export function regionsWords({ regions: { countries, world } }: Pick<ChartSpec, 'regions'>, voice: Voice): string {
  const { regions: said } = voice.words.rules
  if (countries === 'measured') return world ? said.worldAndMeasured : said.measured
  if (countries === 'none') return said.world
  const list = new Intl.ListFormat(voice.language, { type: 'conjunction' })
  const named = list.format(countries.map((country) => regionName(country, voice.language)))
  return say(voice, world ? said.worldAndSome : said.some, { countries: named })
}
