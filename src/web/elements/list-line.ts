// How the value of a list's line is said in the reader's language. Lists that an operator made say it themselves.
import type { ListAnswer } from '../../publish/counter-answer.ts'
import { amount, percent, write } from '../message.ts'
import { shortDay } from '../numbers.ts'
import type { Reader } from './words.ts'

type Line = ListAnswer['lines'][number]

/** Two numbers and what stands between them read one way in every script. */
const FROM_LEFT = '\u2066'
const ISOLATE_END = '\u2069'

const COUNTED = { top: 'views', trending: 'views', 'best-sellers': 'sales', questions: 'opens' } as const

/** "5,610 views"; "4.7"; "15 Nov 2026". */
export function valueText(list: string, line: Line, { language, words }: Reader): string {
  if (list === 'latest') return line.published ? shortDay(line.published.slice(0, 10), language) : ''
  if (list === 'most-helpful' && typeof line.value === 'number')
    return write(language, words.phrases.helpful, { percent: percent(line.value, language) })
  if (list === 'trending' && typeof line.value === 'string')
    return write(language, words.elements.times, { times: decimal(line.value, language) })
  if (list === 'top-rated') return `${FROM_LEFT}${decimal(line.value, language)} / ${amount(5, language)}${ISOLATE_END}`
  if (list in COUNTED && typeof line.value === 'number')
    return write(language, words.counts[COUNTED[list as keyof typeof COUNTED]], { count: line.value }, 'short')
  return line.text
}

const decimal = (value: number | string, language: string): string =>
  new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(Number(value))
