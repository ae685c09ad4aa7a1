// A chart's rules in words: what a reader of its numbers has to know.
import type { ChartSpec } from '../charts/spec.ts'
import type { Method } from '../domain/edition.ts'
import { sqlFile } from '../store/store.ts'
import type { MethodAnswer } from './answers.ts'
import type { Archive } from './archive.ts'

const BOOKS = sqlFile(import.meta.url, './all-books.sql')

export async function methodAnswer(archive: Archive, spec: ChartSpec): Promise<MethodAnswer> {
  const [books] = await archive.store.rows<Record<keyof MethodAnswer['books'], string>>(BOOKS)
  return {
    chart: { id: spec.id, title: spec.title },
    methods: spec.methods.map((method) => ({ ...method, words: methodInWords(method) })),
    ties: tiesInWords(spec),
    window: windowInWords(spec),
    regions: regionsInWords(spec),
    books: {
      stored: Number(books?.stored ?? 0),
      counted: Number(books?.counted ?? 0),
      duplicates: Number(books?.duplicates ?? 0),
      conflicts: Number(books?.conflicts ?? 0),
    },
  }
}

const MEASURE_WORDS: Record<Method['measure'], string> = {
  views: 'views: one for each start',
  hours: 'hours watched',
  viewers: 'viewer-days: each viewer once on each UTC day',
  sales: 'units sold',
  opens: 'times opened',
  rank: 'the rank that another house published',
}

export function methodInWords({ measure, formula, roundViewsTo }: Method): string {
  if (formula === 'hours-per-runtime') {
    const shown = roundViewsTo > 1 ? `; shown rounded half up to ${roundViewsTo.toLocaleString('en')}` : ''
    return `Ranked by views = hours watched / running time as of the window's end, on the exact fraction${shown}.`
  }
  return formula === 'published' ? `Ranks as another house published them.` : `Ranked by ${MEASURE_WORDS[measure]}.`
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
