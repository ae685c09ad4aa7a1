// Numbers as sentences to share: "10.7 billion views and counting". Pure: an answer and a language in, text out; what
// is below its floor, or nothing yet, has no sentence.
import type { ChartedAnswer, EditionAnswer } from '../publish/answers.ts'
import type { CounterAnswer } from '../publish/counter-answer.ts'
import { mean, percent, write } from './message.ts'
import { wordsFor } from './messages.ts'

/** What a counter counts, and what a reader may ask to be shown. */
export const COUNTED = [
  'views',
  'hours',
  'viewers',
  'sales',
  'opens',
  'likes',
  'followers',
  'rating',
  'helpful',
] as const
export type Counted = (typeof COUNTED)[number]

/** These go on rising. */
const RISING: readonly Counted[] = ['views', 'hours', 'viewers', 'sales', 'opens']

/** One number of a counter as a sentence; undefined where it is zero, not known, or below its floor. */
export function phraseOf(counter: CounterAnswer, measure: Counted, language: string): string | undefined {
  if (measure === 'rating') return ratingPhrase(counter.rating, language)
  if (measure === 'helpful') return helpfulPhrase(counter.helpful, language)
  const count = counter[measure]
  if (!count) return undefined
  const { counts, phrases } = wordsFor(language)
  if (!RISING.includes(measure)) return write(language, counts[measure], { count }, 'short')
  return write(language, phrases.counting, { counted: write(language, counts[measure], { count }, 'long') })
}

function ratingPhrase(rating: CounterAnswer['rating'], language: string): string | undefined {
  if (!rating) return undefined
  const { counts, phrases } = wordsFor(language)
  const votes = write(language, counts.votes, { count: rating.votes }, 'short')
  return write(language, phrases.rating, { mean: mean(rating.mean, language), votes })
}

function helpfulPhrase(helpful: CounterAnswer['helpful'], language: string): string | undefined {
  if (!helpful) return undefined
  return write(language, wordsFor(language).phrases.helpful, { percent: percent(helpful.percent, language) })
}

/** "in the Top 10 in 54 of 94 countries"; undefined where it never charted. @param length of the charts */
export function chartedPhrase(
  { charted, measured }: Pick<ChartedAnswer, 'charted' | 'measured'>,
  length: number,
  language: string,
): string | undefined {
  if (charted === 0) return undefined
  return write(language, wordsFor(language).phrases.charted, { length, charted, count: measured })
}

/** "Salt and Signal is number one of Series: World, 9–15 November 2026: 14.2 million views." @param place in words */
export function leadPhrase(
  { rows: [first], method: { measure } }: Pick<EditionAnswer, 'rows' | 'method'>,
  place: string,
  language: string,
): string | undefined {
  if (!first) return undefined
  const { counts, front } = wordsFor(language)
  const count = measure === 'rank' ? undefined : first[measure]
  const values = { title: first.title, place }
  if (measure === 'rank' || count === undefined) return write(language, front.tools.lead, values)
  return write(language, front.tools.leadAmount, {
    ...values,
    amount: write(language, counts[measure], { count }, 'long'),
  })
}
