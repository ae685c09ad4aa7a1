// What was restated last, for those who print numbers: which edition, why, how much of it, and when.
import type { RestatementsAnswer } from '../publish/restatements.ts'
import { Moment, Name } from './figures.tsx'
import { windowDates } from './numbers.ts'
import { nameOf } from './regions.ts'
import { say, tell, type Voice } from './voice.ts'

interface RestatementsProps {
  readonly restatements: RestatementsAnswer
  readonly voice: Voice
}

export function Restatements({ restatements, voice }: RestatementsProps) {
  const { front } = voice.words
  return (
    <section aria-labelledby="restatements">
      <h2 id="restatements">{front.restatements.title}</h2>
      {restatements.length === 0 ? (
        <p>{front.restatements.none}</p>
      ) : (
        <ul class="restatements">
          {restatements.map((each) => (
            <Restatement restated={each} voice={voice} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Restatement({ restated, voice }: { readonly restated: RestatementsAnswer[number]; readonly voice: Voice }) {
  const { language, words, links } = voice
  const { chart, region, window, reason, lines, regions, publishedAt } = restated
  const said = words.front.restatements
  const place = { chart: chart.title, region: nameOf(region, language), dates: windowDates(window, language) }
  return (
    <li>
      <a class="entry" href={links.edition({ chart: chart.id, region, week: window.name })}>
        {say(voice, words.pages.chart.pageTitle, place)}
      </a>
      {reason !== null && <span>{tell(voice, words.pages.edition.reason, { reason: <Name>{reason}</Name> })}</span>}
      <small>
        {lines === 0 ? said.history : lines !== null && say(voice, said.lines, { count: lines })}
        {lines !== null && ' · '}
        {say(voice, said.regions, { count: regions })} · <Moment value={publishedAt} language={language} />
      </small>
    </li>
  )
}
