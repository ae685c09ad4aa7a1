// A list in the reader's words: by which rule it is made, and what each line says. From the spec and the answer alone;
// the API says the same in English.
import type { CounterAnswer, ListAnswer } from '../publish/counter-answer.ts'
import { type ListSpec, TREND_DAYS, TREND_FLOOR } from '../publish/list-spec.ts'
import { mean, percent, write } from './message.ts'
import { exact, shortDay } from './numbers.ts'
import { say, type Voice } from './voice.ts'

/** The name of a list: the house's own are named in each language, an operator's as it is. */
export function listName({ id, title }: Pick<ListSpec, 'id' | 'title'>, { words }: Voice): string {
  return words.lists[id as keyof typeof words.lists] ?? title
}

/** One sentence per fact. */
export function ruleSentences({ order, filter, version }: ListSpec, voice: Voice): readonly string[] {
  const { list, kinds } = { list: voice.words.front.list, kinds: voice.words.pages.kinds }
  const names = new Intl.ListFormat(voice.language, { type: 'unit', style: 'short' })
  return [
    orderSentence(order, voice),
    ...(order.by === 'measure' && order.thenHelpful ? [list.thenHelpful] : []),
    say(voice, list.kinds, { kinds: names.format(filter.kinds.map((kind) => kinds[kind])) }),
    ...(filter.tags?.length ? [say(voice, list.tags, { tags: names.format(filter.tags) })] : []),
    list.equal,
    say(voice, list.version, { version }),
  ]
}

function orderSentence(order: ListSpec['order'], voice: Voice): string {
  const { list } = voice.words.front
  switch (order.by) {
    case 'measure': {
      const measure = voice.words.rules.amounts[order.measure]
      return order.days === undefined
        ? say(voice, list.measureAll, { measure })
        : say(voice, list.measureDays, { measure, count: order.days })
    }
    case 'published':
      return list.published
    case 'trend':
      return list.trend
    case 'rating':
      return list.rating
    case 'helpful':
      return list.helpful
  }
}

/** What is worked out for each line, as a formula; undefined where it is a count or a date. */
export function formulaOf({ order }: ListSpec, site: CounterAnswer | undefined, voice: Voice): string | undefined {
  if (order.by === 'trend')
    return say(voice, voice.words.front.list.trendFormula, { floor: TREND_FLOOR, days: TREND_DAYS })
  // The rule of a rating begins with its name and formula, and says which numbers are in it.
  const rule = order.by === 'rating' || order.by === 'helpful' ? site?.rules[order.by] : undefined
  return order.by === 'rating'
    ? /: (.*?m = \d+, C = [\d.]+)/.exec(rule ?? '')?.[1]
    : order.by === 'helpful'
      ? '(p̂ + z²/2n − z·√(p̂(1 − p̂)/n + z²/4n²)) ÷ (1 + z²/n), z = 1.96'
      : undefined
}

/** What a line says: "5,610 views"; "4.7 / 5"; "15 Nov 2026". */
export function lineWords(
  { order }: ListSpec,
  { value, published }: ListAnswer['lines'][number],
  voice: Voice,
): string {
  const { language, words } = voice
  switch (order.by) {
    case 'measure':
      return write(language, words.counts[order.measure], { count: Number(value) }, 'short')
    case 'published':
      return published ? shortDay(published.slice(0, 10), language) : ''
    case 'trend':
      return write(language, words.elements.times, { times: mean(Number(value), language) })
    case 'rating':
      return `\u2066${mean(Number(value), language)} / ${exact(5, language)}\u2069`
    case 'helpful':
      return write(language, words.phrases.helpful, { percent: percent(Number(value), language) })
  }
}
