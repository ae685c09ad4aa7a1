// What a restatement changed, in the reader's words: the chart page and the feed tell the same.
import type { EditionAnswer } from '../publish/answers.ts'
import { fullTitle } from '../publish/editions.ts'
import { Name } from './figures.tsx'
import { exact, runtime } from './numbers.ts'
import { listed, say, tell, type Voice } from './voice.ts'

type Changed = NonNullable<EditionAnswer['changes']>
type LineChange = Changed['lines'][number]
type Said = NonNullable<LineChange['now']>

interface ChangesProps {
  readonly changes: Changed
  readonly voice: Voice
}

/** What the revision before said, and what this one says. */
export const Changes = ({ changes, voice }: ChangesProps) => (
  <ul>
    {changes.lines.map((line) => (
      <li>{lineWords(line, voice)}</li>
    ))}
    {changes.method && <li>{tell(voice, voice.words.rules.changes.method, { version: changes.method.version })}</li>}
    {changes.history.length > 0 && (
      <li>
        {voice.words.rules.changes.history}{' '}
        {listed(
          voice,
          changes.history.map((each) => <Name>{fullTitle(each)}</Name>),
        )}
      </li>
    )}
  </ul>
)

function lineWords(line: LineChange, voice: Voice) {
  const { changes: words } = voice.words.rules
  const amounts = amountWords(line, voice)
  const said = { place: placeWords(line, voice), title: <Name>{fullTitle(line)}</Name> }
  return amounts === '' ? tell(voice, words.bare, said) : tell(voice, words.line, { ...said, amounts })
}

function placeWords({ before, now }: LineChange, voice: Voice): string {
  const { changes: words } = voice.words.rules
  if (!now) return say(voice, words.gone, { rank: before?.rank ?? 0 })
  if (!before) return say(voice, words.come, { rank: now.rank })
  if (before.rank === now.rank) return say(voice, words.rank, { rank: now.rank })
  return say(voice, words.moved, { before: before.rank, now: now.rank })
}

const AMOUNTS = ['views', 'hours', 'viewers', 'sales', 'opens', 'watchedMs', 'runtimeMs'] as const

/** The amounts that are others; all there are where the line is no longer on the list, or was not before. */
function amountWords({ before, now }: LineChange, voice: Voice): string {
  const { changes: words, amounts: names } = voice.words.rules
  const differing = AMOUNTS.filter((key) => before?.[key] !== now?.[key])
  // The exact time is told where nothing rounder tells it.
  const told = differing.filter((key) => key !== 'watchedMs' || !differing.includes('hours'))
  const shown = (said: Said | null, key: (typeof AMOUNTS)[number]) => amountOf(said, key, voice)
  const said = told.map((key) => {
    const amount =
      before && now
        ? say(voice, words.amount, { before: shown(before, key), now: shown(now, key) })
        : shown(before ?? now, key)
    return say(voice, words.of, { amount, measure: names[key] })
  })
  return listed(voice, said).join('')
}

function amountOf(said: Said | null, key: (typeof AMOUNTS)[number], { language, words }: Voice): string {
  const value = said?.[key]
  if (value === undefined) return words.rules.changes.none
  return key === 'runtimeMs' ? runtime(Number(value), language) : exact(Number(value), language)
}
