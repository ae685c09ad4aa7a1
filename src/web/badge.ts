// One number of a counter as a badge: what stands on it, and its SVG. Pure; badge-maker escapes what it is given.
import { makeBadge } from 'badge-maker'
import type { CounterAnswer } from '../publish/counter-answer.ts'
import { amount, languageOf, mean, percent } from './message.ts'
import { wordsFor } from './messages.ts'
import type { Counted } from './phrases.ts'

export interface Badge {
  readonly label: string
  readonly message: string
  readonly color: string
}

/** The curtain's red, and the grey of what is not there. */
const COUNTED_COLOR = '#8a0f25'
const NOTHING_COLOR = '#4b5a51'
const LABEL_COLOR = '#15201a'

/** @param label stands left of the number; the measure's own word where it is left out */
export function badgeOf(counter: CounterAnswer, measure: Counted, tag: string, label?: string): Badge {
  const language = languageOf(tag)
  const message = messageOf(counter, measure, language)
  return {
    label: label ?? wordsFor(language).measures[measure],
    message: message ?? '–',
    color: message === undefined ? NOTHING_COLOR : COUNTED_COLOR,
  }
}

/** Undefined where it is not known, and below the floor. */
function messageOf(counter: CounterAnswer, measure: Counted, language: string): string | undefined {
  if (measure === 'rating') return counter.rating ? `${mean(counter.rating.mean, language)} / 5` : undefined
  if (measure === 'helpful') return counter.helpful ? percent(counter.helpful.percent, language) : undefined
  const count = counter[measure]
  return count === null ? undefined : amount(count, language, 'short')
}

/** A document of its own, as `image/svg+xml`. */
export const badgeSvg = (badge: Badge): string => makeBadge({ ...badge, labelColor: LABEL_COLOR, style: 'flat' })

/** What https://shields.io/badges/endpoint-badge reads. */
export const shieldsEndpoint = (badge: Badge) => ({ schemaVersion: 1, ...badge })
