// What the audience says of a title: likes, followers, stars and whether it helped; what is below its floor says so.
import type { CounterAnswer } from '../publish/counter-answer.ts'
import { Figure } from './figures.tsx'
import { write } from './message.ts'
import { exact } from './numbers.ts'
import { phraseOf } from './phrases.ts'
import type { Voice } from './voice.ts'

interface AudienceProps {
  readonly counter: CounterAnswer
  readonly voice: Voice
}

/** Nothing where nobody said anything. */
export function TitleAudience({ counter, voice }: AudienceProps) {
  const { language, words } = voice
  const { likes, followers, rating, helpful } = counter
  const said = (['likes', 'followers'] as const).filter((key) => (counter[key] ?? 0) > 0)
  if (!likes && !followers && !rating && !helpful) return null
  return (
    <section aria-labelledby="audience">
      <h2 id="audience">{words.front.audience.title}</h2>
      {said.length > 0 && (
        <ul class="tally">
          {said.map((key) => (
            <li>
              <Figure value={counter[key] ?? 0} language={language} /> <span>{words.measures[key]}</span>
              <small>{exact(counter[key] ?? 0, language)}</small>
            </li>
          ))}
        </ul>
      )}
      {rating && (
        <>
          <p class="said">{phraseOf(counter, 'rating', language)}</p>
          <Histogram rating={rating} voice={voice} />
        </>
      )}
      {helpful && <p class="said">{phraseOf(counter, 'helpful', language)}</p>}
    </section>
  )
}

interface HistogramProps {
  readonly rating: NonNullable<CounterAnswer['rating']>
  readonly voice: Voice
}

/** Five stars above, as readers know it. */
function Histogram({ rating: { histogram }, voice: { language, words } }: HistogramProps) {
  const highest = Math.max(1, ...histogram)
  const lines = histogram.map((votes, index) => ({ votes, stars: index + 1 })).reverse()
  return (
    <table class="histogram">
      <caption class="heard">{words.front.audience.histogram}</caption>
      <tbody>
        {lines.map(({ votes, stars }) => (
          <tr>
            <th scope="row">{write(language, words.counts.stars, { count: stars })}</th>
            <td>
              <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect class="rail" width="100" height="6" />
                <rect width={((100 * votes) / highest).toFixed(1)} height="6" />
              </svg>
            </td>
            <td class="number">
              <data value={String(votes)}>{exact(votes, language)}</data>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
