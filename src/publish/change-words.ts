// What a restatement changed, in words: the command line and the chart page tell the same. Titles are kept apart, since
// a page has to set each in its own direction.
import type { EditionAnswer } from './answers.ts'
import { fullTitle } from './editions.ts'

type Changes = NonNullable<EditionAnswer['changes']>
type LineChange = Changes['lines'][number]
type Said = NonNullable<LineChange['now']>

/** One line of the list: where it stands, of whom it is, and which amounts are others. */
export interface ChangeWords {
  readonly place: string
  readonly title: string
  /** Empty where the rank alone is another. */
  readonly amounts: string
}

const AMOUNTS = [
  { key: 'views', word: 'views' },
  { key: 'hours', word: 'hours' },
  { key: 'viewers', word: 'viewer-days' },
  { key: 'sales', word: 'units sold' },
  { key: 'opens', word: 'opens' },
  { key: 'watchedMs', word: 'ms watched' },
  { key: 'runtimeMs', word: 'ms running time' },
] as const

/** `n` writes a number. */
export function changeWords(line: LineChange, n: (value: number) => string): ChangeWords {
  const { before, now } = line
  return { title: fullTitle(line), place: placeWords(before, now), amounts: amountWords(before, now, n) }
}

function placeWords(before: Said | null, now: Said | null): string {
  if (!now) return `no longer on the list, rank ${before?.rank} before`
  if (!before) return `rank ${now.rank}, not on the list before`
  return before.rank === now.rank ? `rank ${now.rank}` : `rank ${before.rank} → ${now.rank}`
}

function amountWords(before: Said | null, now: Said | null, n: (value: number) => string): string {
  const shown = (value: number | string | undefined) => (value === undefined ? 'none' : n(Number(value)))
  const differing = AMOUNTS.filter(({ key }) => before?.[key] !== now?.[key])
  // Milliseconds are told where nothing rounder tells it.
  const told = differing.filter(({ key }) => key !== 'watchedMs' || !differing.some((each) => each.key === 'hours'))
  return told
    .map(({ key, word }) => {
      if (before && now) return `${shown(before[key])} → ${shown(now[key])} ${word}`
      return `${shown((before ?? now)?.[key])} ${word}`
    })
    .join(', ')
}

/** What is to be said beside the lines: that the rule is another, or that only the history of some is. */
export function notesOn({ lines, history, method }: Changes): readonly { words: string; titles: readonly string[] }[] {
  const titles = history.map(fullTitle)
  const only = lines.length === 0 && !method ? 'nothing that was counted is another, ' : ''
  return [
    ...(method ? [{ words: `counted by version ${method.version} of the method before`, titles: [] }] : []),
    ...(titles.length > 0
      ? [{ words: `${only}only the history (previous rank, peak, weeks, streak) of`, titles }]
      : []),
  ]
}
