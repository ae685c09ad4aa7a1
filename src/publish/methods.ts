// A chart's rules in words: what a reader of its numbers has to know.
import type { ChartSpec } from '../charts/spec.ts'
import { type Counting, ruleName } from '../domain/counting.ts'
import type { CountingAnswer, MethodAnswer } from './answers.ts'
import type { Archive } from './archive.ts'
import { chartAnswer, findEdition, firstRegion } from './editions.ts'
import { formulaWords, ruleWords } from './method-words.ts'

export async function methodAnswer(archive: Archive, spec: ChartSpec): Promise<MethodAnswer> {
  return {
    chart: { id: spec.id, title: spec.title },
    methods: spec.methods.map((method) => ({ ...method, words: formulaWords(method) })),
    ties: tiesInWords(spec),
    window: windowInWords(spec),
    regions: regionsInWords(spec),
    counting: countingAnswer(archive.countingOf(spec.site)),
    latest: await latestBooks(archive, spec),
  }
}

/** How a site counts, with each rule in words. */
export const countingAnswer = ({ views, list }: Counting): CountingAnswer => ({
  views: views.map((rule) => ({ rule: ruleName(rule), ...(rule.from && { from: rule.from }), words: ruleWords(rule) })),
  list: list.version,
})

async function latestBooks(archive: Archive, spec: ChartSpec): Promise<MethodAnswer['latest']> {
  const first = firstRegion(await chartAnswer(archive, spec))
  const latest = first && (await findEdition(archive, spec, first, 'latest'))
  if (!latest?.ok) return null
  const { region, regionName, window, revision, state, digest, books } = latest.value
  return { region, regionName, week: window.name, window, revision, state, digest, books }
}

const tiesInWords = ({ ties }: ChartSpec): string =>
  ties === 'shared'
    ? 'Equal values share a rank, and the next rank is skipped.'
    : 'Equal values stand in the order of more watched time, then of id; the order of arrival decides nothing.'

function windowInWords({ window }: ChartSpec): string {
  switch (window.kind) {
    case 'day':
      return `Days in ${window.timeZone}.`
    case 'week':
      return `Weeks that start on ${capital(window.startsOn)} in ${window.timeZone}, named by their last day.`
    case 'month':
      return `Months in ${window.timeZone}, named by their last day.`
    case 'first':
      return `The first ${window.days} UTC days of each title, issued each ${window.issued.kind}.`
    case 'all':
      return `All time, issued each ${window.issued.kind}.`
  }
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

function regionsInWords({ regions }: ChartSpec): string {
  const countries =
    regions.countries === 'measured'
      ? 'every country with an audience'
      : regions.countries === 'none'
        ? undefined
        : regions.countries.join(', ')
  return [regions.world ? 'the world' : undefined, countries].filter(Boolean).join(' and ')
}
