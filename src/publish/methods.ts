// A chart's rules in words: what a reader of its numbers has to know.
import type { ChartSpec } from '../charts/spec.ts'
import { type Books, readBooks } from '../domain/bucket.ts'
import { sqlFile } from '../store/store.ts'
import type { MethodAnswer } from './answers.ts'
import type { Archive } from './archive.ts'
import { formulaWords } from './method-words.ts'

const BOOKS = sqlFile(import.meta.url, './all-books.sql')

export async function methodAnswer(archive: Archive, spec: ChartSpec): Promise<MethodAnswer> {
  const [books] = await archive.store.rows<Record<keyof Books, string>>(BOOKS)
  return {
    chart: { id: spec.id, title: spec.title },
    methods: spec.methods.map((method) => ({ ...method, words: formulaWords(method) })),
    ties: tiesInWords(spec),
    window: windowInWords(spec),
    regions: regionsInWords(spec),
    books: readBooks(books),
  }
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
