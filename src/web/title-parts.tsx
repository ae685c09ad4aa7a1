// What a title is made of, such as the episodes of a season: each with what was counted for it.
import type { TitleAnswer } from '../publish/answers.ts'
import type { CounterAnswer } from '../publish/counter-answer.ts'
import { Figure, Name } from './figures.tsx'
import type { Voice } from './voice.ts'

interface PartsProps {
  readonly parts: TitleAnswer['children']
  /** Counters of the parts, each with all below it; those that there are not are left out. */
  readonly counters: readonly CounterAnswer[]
  readonly voice: Voice
}

/** Watched time where there is some: what a view is of a title that is watched is said above. */
const shownOf = (counters: readonly CounterAnswer[]) =>
  counters.some(({ hours }) => hours > 0) ? (['hours', 'likes'] as const) : (['views', 'likes'] as const)

export function TitleParts({ parts, counters, voice }: PartsProps) {
  if (parts.length === 0) return null
  const { words, links } = voice
  const known = new Map(counters.map((counter) => [counter.id, counter]))
  const columns = shownOf(counters).filter((key) => counters.some((counter) => (counter[key] ?? 0) > 0))
  return (
    <section aria-labelledby="parts">
      <h2 id="parts">{words.pages.title.parts}</h2>
      <table class="ledger parts">
        <caption class="heard">{words.pages.title.parts}</caption>
        <thead>
          <tr>
            <th scope="col">{words.pages.chart.title}</th>
            <th scope="col">{words.front.works.kind}</th>
            {columns.map((key) => (
              <th scope="col" class="number">
                {words.measures[key]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts.map(({ item, title, kind }) => (
            <tr>
              <th scope="row">
                <a href={links.title(item)}>
                  <Name>{title}</Name>
                </a>
              </th>
              <td>
                <small>{kind && words.pages.kinds[kind]}</small>
              </td>
              {columns.map((key) => (
                <td class="number">
                  <Figure value={known.get(item)?.[key] ?? 0} language={voice.language} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
